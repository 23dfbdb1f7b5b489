import type { Charter, Clause, ConditionItem } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import { analyseBoard } from './analyse.ts'
import { setUp, type SafetyOptions } from './board.ts'
import type { RoleSafety } from './role-safety.ts'
import { smallestCoalitions, type Coalitions } from './coalitions.ts'
import { safetyFindings } from './findings.ts'
import { BUDGET, isBad, resistanceOf, type Proof } from './resistance.ts'
import type { SafetyFinding } from './safety-finding.ts'
import { isOpen } from './technical.ts'

export type { Proof } from './resistance.ts'

/** Everything that one charter and its holders say about who could seize control and who could undo it. */
export interface FullReport {
  /** The largest k for which every k accounts together are harmless or can be undone from inside: membership alone. */
  readonly resistance: number
  readonly resistanceProof: Proof
  /** How many coalitions were judged for it, and whether the budget ended first. */
  readonly tried: number
  readonly exhausted: boolean
  /** The same for single accounts with technical means: 0, or 1 for "at least 1". */
  readonly resistanceTechnical: 0 | 1
  /** The same for single accounts once every term has run out and nobody renewed it in time: by membership, 0 or 1 for "at least 1". */
  readonly resistanceAfterTerms: 0 | 1
  /** One row a role and layer, in the charter's order; the last of a layer is `registered`, somebody without any role. */
  readonly rows: readonly RoleSafety[]
  /** Roles that nobody holds, or only people who are absent. */
  readonly vacant: readonly string[]
  /** The smallest coalitions, by membership. */
  readonly coalitions: Coalitions
  readonly findings: readonly SafetyFinding[]
  /** Clauses with a negation, which never holds an adversary back: where there are some, what is called reachable may not be. */
  readonly relaxed: readonly Clause[]
  /** Everybody can make accounts. */
  readonly open: boolean
  /** What was assumed for want of a roster. */
  readonly assumed: string | undefined
}

/** Coalitions of two are looked at unless the options say otherwise. */
const USUAL_COALITION = 2

export function reportSafety(charter: Charter, roster: Roster | undefined, options: SafetyOptions = {}): FullReport {
  const effort = { largest: options.coalitions ?? USUAL_COALITION, budget: options.budget ?? BUDGET, onJudged: options.onJudged }
  const board = setUp(charter, roster, options)
  const membership = analyseBoard(board)
  const technical = analyseBoard(setUp(charter, roster, options, 'technical'))
  const resistance = resistanceOf(board, effort)
  const rows = [membership, technical].flatMap(({ roles, newcomer }) => [...roles, newcomer])
  return {
    resistance: resistance.value,
    resistanceProof: resistance.proof,
    tried: resistance.tried,
    exhausted: resistance.exhausted,
    resistanceTechnical: technical.survivesOne ? 1 : 0,
    resistanceAfterTerms: rows.some((row) => row.layer === 'membership' && isBad(row.afterTerms)) ? 0 : 1,
    rows,
    vacant: membership.vacant,
    coalitions: smallestCoalitions(board, resistance.broken, effort),
    findings: safetyFindings(board),
    relaxed: relaxedClauses(charter),
    open: options.newAccounts ?? isOpen(charter),
    assumed: membership.assumed,
  }
}

/** Conditions that ask for something not to be held, separation of duties that binds, and groups that deny. */
function relaxedClauses(charter: Charter): readonly Clause[] {
  const conditions = [...charter.conditions].filter(([, { test }]) => negates(test)).map(([id]) => `conditions.${id}`)
  const separated = charter.separation.flatMap(({ then }, at) => (then === 'enforce' ? [`separation[${at}]`] : []))
  const denying = [...charter.groups].flatMap(([target, groups]) =>
    [...groups].filter(([, group]) => group.denies.length > 0).map(([name]) => `groups.${target}.${name}`),
  )
  return [...conditions, ...separated, ...denying]
}

function negates(item: ConditionItem): boolean {
  if (item.kind === 'all' || item.kind === 'any') return item.items.some(negates)
  return item.kind === 'not' && mentionsRole(item.item)
}

function mentionsRole(item: ConditionItem): boolean {
  if (item.kind === 'all' || item.kind === 'any') return item.items.some(mentionsRole)
  return item.kind === 'role' || item.kind === 'named' || (item.kind === 'not' && mentionsRole(item.item))
}
