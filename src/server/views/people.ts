import type { PublicField } from '../../charter/model.ts'
import type { Grant } from '../../ledger/state.ts'
import type { PeopleView, PersonView } from '../../web/view.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Scene } from '../scene.ts'
import { grantViews } from './grants.ts'

const PAGE = 200

type Listed = PeopleView['people'][number]

/** People of whom something is public, by handle; `filter` is part of a handle or of a role they hold in public. */
export function peopleView(scene: Scene, filter: string, page: number): PeopleView {
  const wanted = filter.toLowerCase()
  const listed: Listed[] = []
  for (const { subject } of scene.state.people()) {
    const handle = scene.handleOf(subject)
    if (handle === undefined) continue
    const roles = publicRoles(scene, scene.state.grantsOf(subject))
    const fits = [handle, ...roles.flatMap(({ id, title }) => [id, title])].some((text) => text.toLowerCase().includes(wanted))
    if (fits) listed.push({ handle, roles })
  }
  const { compare } = new Intl.Collator('en')
  const sorted = listed.toSorted((left, right) => compare(left.handle, right.handle))
  const pages = Math.max(1, Math.ceil(sorted.length / PAGE))
  const shown = Math.min(page, pages)
  return { filter, count: sorted.length, page: shown, pages, people: sorted.slice((shown - 1) * PAGE, shown * PAGE) }
}

function publicRoles({ charter, fieldsOf }: Scene, grants: readonly Grant[]): Listed['roles'] {
  const roles = grants.filter((grant) => grant.ended === undefined && isPublic(fieldsOf(grant))).map((grant) => grant.role)
  return [...new Set(roles)].map((id) => ({ id, title: charter.roles.get(id)?.title ?? id }))
}

/** That this person holds this role. */
const isPublic = (fields: readonly PublicField[]) => fields.includes('account') && fields.includes('role')

export async function personView(scene: Scene, subject: SubjectId): Promise<PersonView | undefined> {
  const person = scene.state.person(subject)
  const handle = scene.handleOf(subject)
  if (person === undefined || handle === undefined) return undefined
  const all = await grantViews(scene, scene.state.grantsOf(subject).toReversed())
  const grants = all.filter((grant) => grant.person === handle)
  const now = formatInstant(scene.now)
  const isPast = (grant: (typeof grants)[number]) => grant.ended !== undefined || (typeof grant.until === 'string' && grant.until <= now)
  return {
    handle,
    since: formatInstant(person.since),
    departed: person.departed !== undefined,
    accounts: accountsOf(scene, subject, grants),
    grants: grants.filter((grant) => !isPast(grant)),
    past: grants.filter(isPast),
  }
}

/** All accounts where accounts and targets are public; else those that stand in a public grant, by name alone. */
function accountsOf({ state, charter, fieldsOf }: Scene, subject: SubjectId, grants: PersonView['grants']): PersonView['accounts'] {
  const open = state
    .grantsOf(subject)
    .every((grant) => ['account', 'target'].every((field) => fieldsOf(grant).some((one) => one === field)))
  if (open) return state.accountsOf(subject).map(({ target, name }) => ({ target: charter.targets.get(target)?.title ?? target, name }))
  const names = new Set(grants.flatMap((grant) => (grant.account === undefined ? [] : [grant.account])))
  return [...names].map((name) => ({ target: undefined, name }))
}
