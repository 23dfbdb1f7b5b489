import { classOfRight, rightsOfGroup } from '../../charter/members.ts'
import type { Id } from '../../charter/model.ts'
import type { Engine } from '../../decide/engine/engine.ts'
import { waysIn } from '../../render/ways.ts'
import type { PolicyView } from '../../web/view.ts'
import type { Scene } from '../scene.ts'
import { lineOf } from './place.ts'

const SHOWN = 100

/** Who has a right of a target and how one gets it; undefined where the charter knows no such right. `engine` must rest on what is public. */
export function policyView(scene: Scene, engine: Engine, right: string, asked: string, after: string): PolicyView | undefined {
  const { charter, source, now } = scene
  const knowing = [...charter.targets.keys(), 'writ'].filter((id) => knows(scene, id, right))
  const target = knowing.find((id) => id === asked) ?? knowing[0]
  if (target === undefined) return undefined
  const block = charter.rights.get(target)?.get(right)
  const deed = { target, right, now }
  const answer = engine.whoCan(deed, { limit: SHOWN, after: after === '' ? undefined : after })
  const roles = answer.registered
    ? []
    : [...charter.roles].filter(([id]) => engine.check({ ...deed, asker: { kind: 'roles', roles: [id] } }))
  return {
    target: { id: target, title: titleOf(scene, target) },
    right,
    text: block?.text ?? '',
    why: block?.why,
    class: classOfRight(charter, target, right),
    line: block === undefined || target === 'writ' ? undefined : lineOf(source, `rights.${target}.${right}`),
    elsewhere: knowing.filter((id) => id !== target).map((id) => ({ id, title: titleOf(scene, id) })),
    visitors: answer.visitors,
    registered: answer.registered,
    groups: [...(charter.groups.get(target) ?? [])]
      .filter(([name]) => rightsOfGroup(charter, target, name).has(right))
      .map(([name, { title }]) => title ?? name),
    roles: roles.map(([id, role]) => ({
      id,
      title: role.title,
      ways: waysIn(charter, id).map(({ who, how, clause }) => ({ who, how, line: lineOf(source, clause) })),
      asked: role.request !== undefined,
    })),
    count: answer.count,
    people: answer.people,
    next: answer.next ?? undefined,
  }
}

function knows({ charter }: Scene, target: Id, right: string): boolean {
  if (charter.rights.get(target)?.has(right) === true) return true
  return [...(charter.groups.get(target)?.keys() ?? [])].some((group) => rightsOfGroup(charter, target, group).has(right))
}

function titleOf({ charter }: Scene, target: Id): string {
  return target === 'writ' ? 'Writ itself' : (charter.targets.get(target)?.title ?? target)
}
