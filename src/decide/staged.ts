import { HOW } from './how.ts'
import type { Clause, Id } from '../charter/model.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { placeIn, progressOf, statementsFor, type StageProgress, type Vote } from './approver.ts'
import type { Decision } from './decision.ts'
import type { NeededStage } from './power.ts'
import { lacking, refused, type Actor, type Known } from './question.ts'

/** Something that persons decide stage by stage: a request, or the use of a power that needs further approvals. */
export interface Staged {
  readonly clause: Clause
  readonly subject: SubjectId
  /** Who asks, or used the power. */
  readonly user: SubjectId
  readonly stages: readonly NeededStage[]
  /** Decisions that count: on the present content, not void. */
  readonly votes: readonly Vote[]
}

export interface StageRuling extends Decision {
  readonly stage: number
  readonly clause: Clause
  /** With this vote all stages are passed. */
  readonly completes: boolean
  /** With this vote it is refused. */
  readonly ends: boolean
  /** Whose approvals count then. */
  readonly counted: readonly SubjectId[]
}

/** A stage ruling around another answer. */
export function stageRuling(clause: Clause, answer: Decision, more: Partial<StageRuling> = {}): StageRuling {
  return { stage: 0, clause, completes: false, ends: false, counted: [], ...more, ...answer }
}

/**
 * May this person decide the stage that is open now, and what follows? Nobody decides for themselves by any account, an operator never does,
 * nobody twice, and an approval needs the statements of its stage.
 */
export function decideStage(
  known: Known,
  staged: Staged,
  actor: Actor,
  decision: 'approved' | 'refused',
  states: readonly Id[] | undefined,
): StageRuling {
  const { clause, subject, user, stages, votes } = staged
  if (actor.kind === 'operator')
    return stageRuling(
      clause,
      refused([{ clause, text: `only a person decides; ${HOW.inOwnName}` }], [lacking('authority', 'an authenticated person')]),
    )
  const before = progressOf(known, stages, votes, user, subject)
  const open = before.open
  const needed = open === undefined ? undefined : stages[open]
  if (open === undefined || needed === undefined) return stageRuling(clause, refused([{ clause, text: 'nothing is left to decide' }]))
  const more = { stage: open, clause: needed.clause }
  const no = (text: string, missing: Decision['missing'] = []) =>
    stageRuling(clause, refused([{ clause: needed.clause, text }], missing), more)
  const odd = states?.find((one) => !known.charter.statements.has(one))
  if (odd !== undefined) return no(`the charter has no statement \`${odd}\``)
  if (actor.subject === subject) return no('nobody decides for themselves, by any account')
  const place = placeIn(known, needed, actor.subject, user, subject)
  if (place === undefined) return no('this stage is not yours to decide', [lacking('authority', 'a place in this stage')])
  if (votes.some((vote) => vote.stage === open && vote.by === actor.subject && decidesAnew(vote, needed, place) === undefined))
    return no('you have decided this stage already; another person is needed')
  if (decision === 'approved' && states !== undefined && !needed.stage.consult) {
    const unsaid = statementsFor(needed, place).filter((one) => !states.includes(one))
    if (unsaid.length > 0)
      return no(
        `approving here takes the statement ${named(known, unsaid)}`,
        unsaid.map((one) => lacking('statement', textOf(known, one))),
      )
  }
  const cast: Vote = {
    stage: open,
    by: actor.subject,
    decision: needed.stage.consult ? (decision === 'approved' ? 'advised-for' : 'advised-against') : decision,
    ...(states === undefined ? {} : { states }),
  }
  const after = progressOf(known, stages, [...votes, cast], user, subject)
  if (isIdle(before, after) && decision === 'approved') return no('you already count in an earlier stage; another person is needed')
  const yes: Decision = {
    outcome: 'allowed',
    allowed: true,
    because: [{ clause: needed.clause, text: 'this stage is yours to decide' }],
    missing: [],
    whoCanHelp: [],
  }
  return stageRuling(clause, yes, { ...more, completes: after.complete, ends: after.refused, counted: after.counted })
}

/** An approval that lacks what was asked for since may be given again. */
function decidesAnew(vote: Vote, needed: NeededStage, place: 'listed' | 'fallback'): true | undefined {
  const lacks = vote.states !== undefined && statementsFor(needed, place).some((one) => vote.states?.includes(one) !== true)
  return vote.decision === 'approved' && lacks ? true : undefined
}

function isIdle(before: StageProgress, after: StageProgress): boolean {
  return after.open === before.open && after.lacking === before.lacking && !after.refused
}

function textOf({ charter }: Known, statement: Id): string {
  return charter.statements.get(statement)?.text ?? statement
}

function named(known: Known, statements: readonly Id[]): string {
  return statements.map((one) => `\`${one}\` (“${textOf(known, one)}”)`).join(' and ')
}
