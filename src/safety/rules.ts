import { stagesOfRequest } from '../charter/doors.ts'
import { classOfRole, isAssigned, reach } from '../charter/members.ts'
import type { Charter, Clause, Id, People, Power, Stage } from '../charter/model.ts'
import { approvalsOf, holdersOf, itemsOf } from './approvals.ts'
import { needsToHold } from './conditions.ts'
import { ANYBODY, CHARTER, type Item } from './item.ts'
import { nativeRules } from './native.ts'
import { withNegations } from './negations.ts'
import { passedOver } from './passed-over.ts'
import type { SafetyRule } from './rule.ts'

const SIDES = ['attack', 'defence'] as const
type Side = (typeof SIDES)[number]

/**
 * Every way in which a charter lets somebody change who holds what, as abstract rules over roles and over groups that no role gives: powers,
 * requests, automatic roles, native rights with `controls`, and amendments. The doors of a role are alternatives (docs/spec/charter.md), so each
 * is a rule of its own. Technical ways to act as somebody else are no part of this layer.
 */
export function rulesOf(charter: Charter): readonly SafetyRule[] {
  const rules = SIDES.flatMap((side) => [
    ...[...charter.roles].flatMap(([id, role]) =>
      role.may.flatMap((power, index) => powerRules(charter, id, power, `roles.${id}.may[${index}]`, side)),
    ),
    ...[...charter.roles.keys()].flatMap((id) => [...requestRules(charter, id, side), ...automaticRules(charter, id, side)]),
    ...nativeRules(charter, side),
    ...amendmentRules(charter, side),
  ])
  const isWidened = passedOver(charter)
  return rules.map((rule) => withNegations(charter, isWidened(rule) ? { ...rule, widened: true } : rule))
}

/** All items of a charter that can be gained and lost: roles, then assigned groups that no role gives. */
export function changeableItems(charter: Charter): readonly Item[] {
  return [...charter.roles.keys(), ...orphanGroups(charter).map(({ target, group }) => `${target}.${group}`)]
}

/** Assigned groups that no role gives: only a native right reaches them. */
export function orphanGroups(charter: Charter): readonly { readonly target: Id; readonly group: string }[] {
  const given = new Set(
    [...charter.roles.values()].flatMap((role) =>
      [...role.gives].flatMap(([target, groups]) => groups.map((group) => `${target}.${group}`)),
    ),
  )
  return [...charter.groups].flatMap(([target, groups]) =>
    [...groups].filter(([group, block]) => isAssigned(block) && !given.has(`${target}.${group}`)).map(([group]) => ({ target, group })),
  )
}

function powerRules(charter: Charter, holder: Id, power: Power, clause: Clause, side: Side): SafetyRule[] {
  const reached = reach(charter, power)
  const rules: SafetyRule[] = []
  const common = {
    side,
    door: 'power',
    clause,
    actors: holdersOf(charter, holder, side),
    scope: power.scope,
    mayApprove: side === 'attack' ? 'subject' : 'neither',
  } as const
  if (common.actors.length === 0) return []
  if (power.verb === 'suspend') {
    const approvals = approvalsOf(charter, power.stages, side, false)
    return approvals === undefined ? [] : [{ ...common, effect: 'suspend', items: reached, needs: [], approvals }]
  }
  // a removal that depends on the person concerned is one an adversary may meet and honest people must not count on
  const removing = side === 'defence' && power.when.length > 0 ? undefined : approvalsOf(charter, power.stages, side, false)
  if (power.verb !== 'add' && removing !== undefined)
    rules.push({ ...common, effect: 'remove', items: reached, needs: [], approvals: removing })
  if (power.verb === 'remove') return rules
  for (const { items, needs, stages } of byNeeds(charter, reached, power, side)) {
    const approvals = approvalsOf(charter, stages, side, true)
    if (approvals !== undefined) rules.push({ ...common, effect: 'add', items, needs, approvals })
  }
  return rules
}

interface Group {
  readonly items: Item[]
  readonly needs: readonly Item[]
  readonly stages: readonly Stage[]
}

/** Reached roles that ask the same of the account concerned and of approvers, together. */
function byNeeds(charter: Charter, reached: readonly Id[], power: Power, side: Side): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const id of reached) {
    // honest people use the request where there is one: a role with stages is given through them only, whatever a power says
    if (side === 'defence' && (charter.roles.get(id)?.request?.stages.length ?? 0) > 0) continue
    const ofClass = side === 'attack' ? [] : classStages(charter, id)
    for (const needs of needsToHold(charter, id, power.when, side)) {
      const key = [...needs, ofClass.length === 0 ? '' : classOfId(charter, id)].join('\n')
      const group = groups.get(key) ?? { items: [], needs, stages: [...ofClass, ...power.stages] }
      group.items.push(id)
      groups.set(key, group)
    }
  }
  return [...groups.values()]
}

function classOfId(charter: Charter, id: Id): string {
  const role = charter.roles.get(id)
  return role === undefined ? '' : (classOfRole(charter, role) ?? '')
}

function classStages(charter: Charter, id: Id): readonly Stage[] {
  return charter.classes.get(classOfId(charter, id))?.stages ?? []
}

function requestRules(charter: Charter, id: Id, side: Side): SafetyRule[] {
  const role = charter.roles.get(id)
  if (role?.request === undefined) return []
  const { request } = role
  const stages = stagesOfRequest(charter, id)
  const approvals = approvalsOf(charter, stages, side, true)
  const clause = `roles.${id}.request`
  const rule = { side, door: 'request', clause, effect: 'add', items: [id], mayApprove: side === 'attack' ? 'actor' : 'neither' } as const
  const askers = askersOf(charter, request.by, request.for, side)
  // a request that nobody decides is refused by the reader; should one get here, an adversary passes
  const decided = approvals !== undefined && (side === 'attack' || approvals.length > 0)
  const needs = needsToHold(charter, id, [], side)
  const staged = decided ? askers.flatMap((asker) => needs.map((one): SafetyRule => ({ ...rule, ...asker, needs: one, approvals }))) : []
  if (role.automatic !== 'on-request') return staged
  const alone = askers.flatMap((asker) =>
    needs.map((one): SafetyRule => ({ ...rule, ...asker, door: 'automatic', clause: `roles.${id}.automatic`, needs: one, approvals: [] })),
  )
  return [...alone, ...staged]
}

type Askers = Pick<SafetyRule, 'actors' | 'scope'>

function askersOf(charter: Charter, by: readonly People[], whom: 'self' | 'others' | 'any', side: Side): readonly Askers[] {
  const actors = itemsOf(charter, by, side)
  const asking: Askers[] = actors.length === 0 ? [] : [{ actors, scope: whom }]
  if (by.some((one) => one.kind === 'subject') && whom !== 'others') asking.push({ actors: [ANYBODY], scope: 'self' })
  return asking
}

function automaticRules(charter: Charter, id: Id, side: Side): SafetyRule[] {
  const role = charter.roles.get(id)
  if (role === undefined || role.automatic === 'never' || (role.automatic === 'on-request' && role.request !== undefined)) return []
  const asked = role.automatic === 'on-request'
  return needsToHold(charter, id, [], side).map((needs) => ({
    side,
    door: 'automatic',
    clause: `roles.${id}.automatic`,
    effect: 'add',
    items: [id],
    actors: asked ? [ANYBODY] : [],
    scope: asked ? 'self' : 'any',
    needs,
    approvals: [],
    mayApprove: 'neither',
  }))
}

/** Whoever may change the charter may change everything; honest people get no credit for it, since a new text is not the text being judged. */
function amendmentRules(charter: Charter, side: Side): SafetyRule[] {
  const { by, stages } = charter.amendments
  const actors = itemsOf(charter, by, side)
  const approvals = approvalsOf(charter, stages, side, true)
  if (actors.length === 0 || approvals === undefined) return []
  const base = { side, door: 'amendment', clause: 'amendments', needs: [], mayApprove: 'neither' } as const
  const reaching: SafetyRule = { ...base, effect: 'add', items: [CHARTER], actors, scope: 'self', approvals }
  if (side === 'defence') return [reaching]
  const using = { ...base, items: changeableItems(charter), actors: [CHARTER], scope: 'any', approvals: [] } as const
  return [reaching, { ...using, effect: 'add' }, { ...using, effect: 'remove' }]
}
