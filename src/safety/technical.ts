import { classOfRole, rightsOfGroup } from '../charter/members.ts'
import type { Charter, Clause, Id } from '../charter/model.ts'
import { WRIT } from '../charter/writ-target.ts'
import { ACCOUNTS, actsAs, ANYBODY, ATTESTED, RELATED, type Item } from './item.ts'
import type { Holder } from './holders.ts'
import { meansOf, type Means, type Reach } from './known-rights.ts'
import { holdersOfRight } from './native.ts'
import type { SafetyRule } from './rule.ts'

/** One way around memberships: whoever holds any of `actors` has the means. */
export interface TechnicalEdge {
  readonly clause: Clause
  readonly target: Id
  readonly right: string
  readonly means: Means
  readonly actors: readonly Item[]
}

/** Every technical way that a charter knows of, in its order. Whoever runs the machine is outside the model: they can do everything. */
export function technicalEdges(charter: Charter): readonly TechnicalEdge[] {
  return [...charter.rights].flatMap(([target, rights]) => {
    const connector = charter.targets.get(target)?.connector ?? ''
    const names = new Set(rights.keys())
    return [...rights].flatMap(([right, block]): TechnicalEdge[] => {
      const means = meansOf(connector, target, right, block, names)
      const clause = `rights.${target}.${right}`
      const controls = block.controls !== undefined && (block.controls !== 'accounts' || connector !== 'mediawiki')
      const sourced = controls ? sourceControl(charter, target) : []
      const found = [...(means === undefined ? [] : [means]), ...sourced]
      if (found.length === 0) return []
      const actors = holdersOfRight(charter, target, right, block, 'attack')
      // what everybody can do is no means: on an open wiki everybody makes accounts
      if (actors.length === 0 || actors.includes(ANYBODY)) return []
      return found.map((one) => ({ clause, target, right, means: one, actors }))
    })
  })
}

/** Who controls the groups, or the directory, of a target that facts come from decides what is true of people. */
function sourceControl(charter: Charter, target: Id): readonly Means[] {
  const connector = charter.targets.get(target)?.connector
  const facts = [...charter.facts].filter(([, fact]) => fact.setBy === 'others' && (fact.source === target || fact.source === connector))
  return facts.length === 0 ? [] : [{ reach: 'attests', text: `decide what \`${facts[0]?.[1].source ?? target}\` says of people` }]
}

/**
 * The rules of a charter with its technical ways, given those of membership. Acting as somebody else does not show a fresh second factor: where
 * a class asks for one (`step_up`), giving a role of it is not done with borrowed accounts.
 */
export function withTechnical(charter: Charter, rules: readonly SafetyRule[]): readonly SafetyRule[] {
  return [...rules.flatMap((rule) => bySecondFactor(charter, rule)), ...technicalEdges(charter).map(ruleOf)]
}

const GIVEN: Readonly<Record<Reach, (target: Id) => readonly Item[]>> = {
  'acts-as': (target) => [actsAs(target)],
  attests: () => [ATTESTED, RELATED],
  'makes-accounts': () => [ACCOUNTS],
}

function ruleOf({ clause, target, means, actors }: TechnicalEdge): SafetyRule {
  return {
    side: 'attack',
    door: 'technical',
    clause,
    effect: 'add',
    items: GIVEN[means.reach](target),
    actors,
    scope: means.reach === 'attests' ? 'any' : 'self',
    needs: [],
    approvals: [],
    mayApprove: 'neither',
  }
}

function bySecondFactor(charter: Charter, rule: SafetyRule): readonly SafetyRule[] {
  if (rule.side !== 'attack' || rule.effect !== 'add' || (rule.door !== 'power' && rule.door !== 'request')) return [rule]
  const asks = (item: Item) => {
    const role = charter.roles.get(item)
    return role !== undefined && charter.classes.get(classOfRole(charter, role) ?? '')?.stepUp === true
  }
  const proved = rule.items.filter(asks)
  if (proved.length === 0) return [rule]
  const plain = rule.items.filter((item) => !asks(item))
  return [...(plain.length === 0 ? [] : [{ ...rule, items: plain }]), { ...rule, items: proved, stepUp: true }]
}

/** The targets on which somebody can be impersonated: where they have an account, where their roles have effect, and on Writ. */
export function standsOn(charter: Charter, holder: Holder): readonly Id[] {
  if (holder.accounts === undefined) return [...charter.targets.keys(), WRIT]
  const given = holder.roles.flatMap((id) => [...(charter.roles.get(id)?.gives.keys() ?? [])])
  return [...new Set([...holder.accounts, ...given, WRIT])]
}

/** Whether the charter lets everybody make accounts: on a wiki that names what everybody may do, if `createaccount` is among it; else it is assumed. */
export function isOpen(charter: Charter): boolean {
  const wikis = [...charter.targets].filter(([, target]) => target.connector === 'mediawiki')
  if (wikis.length === 0) return true
  return wikis.some(([id]) => {
    const everybody = [...(charter.groups.get(id) ?? [])].filter(([, group]) => group.implicit === 'everyone')
    return everybody.length === 0 || everybody.some(([name]) => rightsOfGroup(charter, id, name).has('createaccount'))
  })
}
