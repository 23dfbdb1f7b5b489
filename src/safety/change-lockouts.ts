import { rightsOfGroup } from '../charter/members.ts'
import type { Charter } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import { WRIT } from '../charter/writ-target.ts'
import type { Board } from './board.ts'
import { bitsOf, keyOf, union, type Bits } from './bits.ts'
import type { ChangeFinding } from './change-finding.ts'
import { closure, countFor, isPossible, type Party } from './fixpoint.ts'
import { indexOf, namesOf, nothing } from './game.ts'
import { ANYBODY, ATTESTED, type Item } from './item.ts'
import { canAmend, outsiders } from './recovery.ts'

/** What all holders of roles, acting honestly and together, can still bring about. */
export interface Standing {
  /** What they can give to a known person who holds nothing. */
  readonly gives: ReadonlySet<Item>
  /** What they can take from somebody else. */
  readonly takes: ReadonlySet<Item>
  readonly amends: boolean
  /** Persons who may apply plans on the targets. */
  readonly runWrit: number
}

/** Asks of everybody together, by the rules honest people can rely on. Amendments are a question of their own. */
export function standingOf(board: Board): Standing {
  const { charter, policy, holders } = board
  const newcomer = bitsOf(policy.items.length, [indexOf(policy, ANYBODY), indexOf(policy, ATTESTED)])
  const types = new Map<string, { readonly holds: Bits; count: number }>()
  for (const holder of holders) {
    const holds = board.holdsOf(holder)
    const type = types.get(keyOf(holds)) ?? { holds, count: 0 }
    type.count += 1
    types.set(keyOf(holds), type)
  }
  const start: readonly Party[] = [...types.values(), { holds: newcomer, count: 1 }, outsiders(policy)]
  const grown = closure(policy.defence, start)
  const parties = start.map((party, at) => ({ ...party, holds: grown[at] ?? party.holds }))
  const reached = (effect: 'add' | 'remove') =>
    policy.defence
      .filter(({ rule }) => rule.effect === effect && rule.door !== 'amendment')
      .filter((rule) => isPossible(rule, countFor(rule, start, grown), newcomer))
      .reduce((all, { items }) => union(all, items), nothing(policy))
  return {
    gives: new Set(namesOf(policy, reached('add'))),
    takes: new Set(namesOf(policy, reached('remove'))),
    amends: canAmend(policy, parties),
    runWrit: holders.filter(({ roles }) => roles.some((role) => runsWrit(charter, role))).length,
  }
}

/** Whether a role gives the right to carry out plans. */
export function runsWrit(charter: Charter, role: string): boolean {
  const groups = charter.roles.get(role)?.gives.get(WRIT) ?? []
  return groups.some((group) => rightsOfGroup(charter, WRIT, group).has('apply'))
}

/** Who is locked out by a change: holders of roles that are gone, roles nobody can give or take any more, a charter nobody can amend or run. */
export function lockOuts(before: Board, after: Board, roster: Roster | undefined): readonly ChangeFinding[] {
  const [was, is] = [standingOf(before), standingOf(after)]
  const there = new Set(after.policy.items)
  const lost = (verb: 'gives' | 'takes') => [...was[verb]].filter((item) => there.has(item) && !is[verb].has(item))
  const say = (code: ChangeFinding['code'], text: string, clauses: readonly string[]): ChangeFinding => ({
    code,
    refuses: true,
    text,
    clauses,
    plan: [],
  })
  const findings = rolesGone(before.charter, after.charter, roster)
  const placed = (items: readonly Item[]) => items.filter((item) => after.charter.roles.has(item)).map((role) => `roles.${role}`)
  const [ungiven, untaken] = [lost('gives'), lost('takes')]
  if (ungiven.length > 0) findings.push(say('nobody-gives', `nobody can give ${listed(ungiven)} any more`, placed(ungiven)))
  if (untaken.length > 0)
    findings.push(say('nobody-takes', `nobody can take ${listed(untaken)} from its holders any more`, placed(untaken)))
  if (was.amends && !is.amends)
    findings.push(say('nobody-amends', 'no group of present holders can change the charter any more', ['amendments']))
  if (was.runWrit > 0 && is.runWrit === 0)
    findings.push(say('nobody-runs-writ', 'nobody of the present holders may apply plans any more (`apply` on `writ`)', [`groups.${WRIT}`]))
  return findings
}

function rolesGone(before: Charter, after: Charter, roster: Roster | undefined): ChangeFinding[] {
  const gone = [...before.roles.keys()].filter((role) => !after.roles.has(role))
  return gone.flatMap((role): ChangeFinding[] => {
    const holders = roster?.people.filter((person) => person.roles.some((one) => one.role === role)).length
    if (holders === 0) return []
    const held = holders === undefined ? 'if anybody holds it' : `while ${holders === 1 ? 'one person holds' : `${holders} people hold`} it`
    return [
      {
        code: 'role-gone',
        refuses: holders !== undefined,
        text: `the role \`${role}\` is gone ${held}: end the grants first, or give the holders a way`,
        clauses: ['roles'],
        plan: [],
      },
    ]
  })
}

function listed(items: readonly Item[]): string {
  return items.map((item) => `\`${item}\``).join(', ')
}
