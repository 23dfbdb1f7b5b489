import { classOfRole, rightsOfGroup } from '../../charter/members.ts'
import type { Charter, Id, RoleBlock } from '../../charter/model.ts'
import { instant } from '../../kernel/instant.ts'
import { publicFieldsOf } from '../../ledger/public-view.ts'
import type { Grant } from '../../ledger/state.ts'
import { requirementInWords, reviewInWords, termInWords } from '../../render/charter-words.ts'
import { waysIn, waysOut, type Way } from '../../render/ways.ts'
import type { DoorView, RolesView, RoleSummary, RoleView } from '../../web/view.ts'
import type { Scene } from '../scene.ts'
import { grantViews } from './grants.ts'
import { lineOf } from './place.ts'

/** Holders shown on the page of a role; the list of people has all. */
const SHOWN = 200

export function rolesView(scene: Scene): RolesView {
  return { roles: [...scene.charter.roles].map(([id, role]) => summary(scene, id, role, holding(scene, id))) }
}

export async function roleView(scene: Scene, id: Id): Promise<RoleView | undefined> {
  const { charter, source } = scene
  const role = charter.roles.get(id)
  if (role === undefined) return undefined
  const grants = holding(scene, id)
  const block = classOfRole(charter, role)
  const withLine = ({ who, how, clause }: Way): DoorView => ({ who, how, line: lineOf(source, clause) })
  return {
    ...summary(scene, id, role, grants),
    document: role.document,
    class: block === undefined ? undefined : (charter.classes.get(block)?.text ?? block),
    gives: [...role.gives].map(([target, groups]) => givenOn(charter, target, groups)),
    ways: { in: waysIn(charter, id).map(withLine), out: waysOut(charter, id).map(withLine) },
    conditions: conditionsOf(charter, role),
    term: role.term === undefined ? undefined : termInWords(charter, role.term),
    review: role.review === undefined ? undefined : reviewInWords(charter, role.review),
    holding: await grantViews(scene, grants.slice(0, SHOWN)),
    past: await grantViews(scene, past(scene, id)),
    line: lineOf(source, `roles.${id}`),
  }
}

function summary(scene: Scene, id: Id, role: RoleBlock, grants: readonly Grant[]): RoleSummary {
  const isPublic = publicFieldsOf(scene.charter, id).includes('role')
  return {
    id,
    title: role.title,
    purpose: role.purpose,
    holders: isPublic ? new Set(grants.map((grant) => grant.subject)).size : undefined,
    seats: role.seats?.limit,
  }
}

/** Grants of a role that have not ended, as far as it is public that they are of this role. */
function holding({ state, fieldsOf }: Scene, id: Id): readonly Grant[] {
  return [...state.grantsOfRole(id)].filter((grant) => fieldsOf(grant).includes('role'))
}

/** The last ended ones, newest first. */
function past({ state, fieldsOf }: Scene, id: Id): readonly Grant[] {
  const ended: Grant[] = []
  for (const grant of state.grantsMadeSince(instant(0)))
    if (grant.role === id && grant.ended !== undefined && fieldsOf(grant).includes('role')) ended.push(grant)
  return ended.toSorted((left, right) => (right.ended?.seq ?? 0) - (left.ended?.seq ?? 0)).slice(0, SHOWN)
}

function givenOn(charter: Charter, target: Id, groups: readonly string[]): RoleView['gives'][number] {
  const rights = new Set(groups.flatMap((group) => [...rightsOfGroup(charter, target, group)]))
  const title = target === 'writ' ? 'Writ itself' : (charter.targets.get(target)?.title ?? target)
  return { target: title, groups: groups.map((name) => charter.groups.get(target)?.get(name)?.title ?? name), rights: [...rights] }
}

function conditionsOf(charter: Charter, role: RoleBlock): readonly string[] {
  return [
    ...(role.account === 'any' ? [] : [`on a ${role.account.join(' or ')} account only`]),
    ...role.needsRole.map((id) => `held together with ${charter.roles.get(id)?.title ?? id}`),
    ...role.requires.map((requirement) => requirementInWords(charter, requirement)),
  ]
}
