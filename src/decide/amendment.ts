import { HOW } from './how.ts'
import type { Id, Stage } from '../charter/model.ts'
import { writRights } from '../charter/writ-target.ts'
import { addDuration, formatDuration } from '../kernel/duration.ts'
import { formatInstant } from '../kernel/instant.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { CharterComment, CharterProposal } from '../ledger/state.ts'
import { isAmong } from './approver.ts'
import { mayDecideCharter, refusedIn, seatedAt, unstatedFor } from './amendment-stages.ts'
import type { Because, Decision, WhoCanHelp } from './decision.ts'
import { holdersOf } from './holding.ts'
import { actingPerson, handleOf, lacking, refused, type Actor, type Known } from './question.ts'

/** Anybody known here may propose another charter and say something about a proposal: what counts is who decides. */
export function decideCharterProposal(known: Known, actor: Actor): Decision {
  const person = actingPerson(actor)
  if (person === undefined) return no(`a proposal has an author; ${HOW.forWhom}`, [lacking('authority', 'a person')])
  return standing(known, person) ?? yes('anybody known here may propose a charter')
}

/** The author opens a draft for feedback, or takes a proposal back; one that is decided for a later date, whoever may change the charter too. */
export function decideCharterStatus(known: Known, actor: Actor, proposal: CharterProposal, status: 'open' | 'withdrawn'): Decision {
  const person = actingPerson(actor)
  const amends = person !== undefined && status === 'withdrawn' && isAmong(known, known.charter.amendments.by, person, person)
  if (person !== proposal.by && !(amends && known.state.charterToCome?.proposal === proposal.id))
    return no(`only its author, ${handleOf(known.state, proposal.by)}, can do that`)
  if (proposal.status === status) return no(`it is ${status} already`)
  if (proposal.status !== 'draft' && (status === 'open' || proposal.status !== 'open')) return no(over(proposal))
  return standing(known, person) ?? yes('an author may open and withdraw a proposal')
}

/** While a proposal is open anybody may comment, ask and name disadvantages; its author replies once to each. */
export function decideCharterComment(
  known: Known,
  actor: Actor,
  proposal: CharterProposal,
  form: CharterComment['form'],
  to: number | undefined,
): Decision {
  const person = actingPerson(actor)
  if (person === undefined) return no(`a comment has an author; ${HOW.forWhom}`, [lacking('authority', 'a person')])
  if (proposal.status !== 'open') return no(over(proposal))
  if (form === 'reply') {
    if (person !== proposal.by) return no(`only the author of the proposal, ${handleOf(known.state, proposal.by)}, replies`)
    const answered = proposal.comments.find(({ id }) => id === to)
    if (answered === undefined || answered.form === 'reply') return no(HOW.whichComment)
    if (proposal.comments.some((one) => one.to === to)) return no('each comment gets one reply, and this one has it')
  } else if (to !== undefined) return no('only a reply names a comment')
  return standing(known, person) ?? yes('anybody known here may comment on an open proposal')
}

export interface CharterVoteRuling extends Decision {
  /** With this refusal as many stand as a stage says: the proposal is over. */
  readonly ends: boolean
}

/**
 * May this person approve or refuse a proposed charter? Only once the time for feedback is over, and only having read it. `states`: the statements
 * about its author that the person makes with it, as that those who should decide cannot be reached.
 */
export function decideCharterVote(
  known: Known,
  actor: Actor,
  proposal: CharterProposal,
  decision: 'approved' | 'refused',
  feedbackRead: boolean,
  states: readonly Id[] = [],
): CharterVoteRuling {
  const not = (answer: Decision): CharterVoteRuling => ({ ...answer, ends: false })
  const closed = notDecidable(known, proposal)
  if (closed !== undefined) return not(closed)
  if (actor.kind === 'operator')
    return not(no(`only a person decides; ${HOW.inOwnName}`, [lacking('authority', 'an authenticated person')]))
  const { stages } = known.charter.amendments
  if (actor.subject === proposal.by) return not(no('nobody decides on their own proposal', [], whoDecides(known)))
  if (stages.every(({ consult }) => consult)) return not(no('no approvals are asked for: whoever may change the charter adopts it'))
  if (!mayDecideCharter(known, proposal, actor.subject))
    return not(no('no stage of this decision is yours', [lacking('authority', 'a place in a stage')], whoDecides(known)))
  if (!feedbackRead) return not(no(`${feedbackCount(proposal)}; ${HOW.feedbackRead}`, [lacking('statement', 'feedback read')]))
  const odd = states.find((one) => !known.charter.statements.has(one))
  if (odd !== undefined) return not(no(`the charter has no statement \`${odd}\``))
  const unstated = decision === 'approved' ? unstatedFor(known, proposal, actor.subject, states) : []
  if (unstated.length > 0) {
    const texts = unstated.map((one) => `\`${one}\` (“${known.charter.statements.get(one)?.text ?? one}”)`)
    const missing = unstated.map((one) => lacking('statement', known.charter.statements.get(one)?.text ?? one))
    return not(no(`approving here takes the statement ${texts.join(' and ')}`, missing))
  }
  const stepUp = stepUpFor(known, actor)
  if (stepUp !== undefined) return not(refused([stepUp], [lacking('step-up', 'a fresh second factor')]))
  const votes = [...proposal.votes.filter(({ by }) => by !== actor.subject), { by: actor.subject, at: known.now, decision, feedbackRead }]
  return { ...yes('a stage of this decision is yours'), ends: refusedIn(known, { ...proposal, votes }) }
}

/** May this actor put a proposed charter into force now? Everything is checked again: who approved must still be who the stages name. */
export function decideAdoption(known: Known, actor: Actor, proposal: CharterProposal, feedbackRead: boolean): Decision {
  const closed = notDecidable(known, proposal)
  if (closed !== undefined) return closed
  const mayAmend = decideAmending(known, actor)
  if (!mayAmend.allowed) return mayAmend
  const adopter = actingPerson(actor)
  const seated = seatedAt(known, proposal, adopter)
  if (seated.at === undefined)
    return no(
      `waits for ${seated.lacking === 1 ? 'one approval' : `${seated.lacking} approvals`} more`,
      [lacking('stage', stageTexts(known))],
      whoDecides(known),
    )
  const { delay } = known.charter.amendments
  const from = delay === undefined ? seated.at : addDuration(seated.at, delay)
  if (from > known.now)
    return refused([
      {
        clause: 'amendments.delay',
        text: `it may be adopted ${formatDuration(delay ?? { count: 0, unit: 'day' })} after the decision: from ${formatInstant(from)}`,
      },
    ])
  if (!feedbackRead && known.charter.amendments.by.length > 0)
    return no(`${feedbackCount(proposal)}; ${HOW.feedbackRead}`, [lacking('statement', 'feedback read')])
  return mayAmend
}

/** Whether somebody is one of those who may change the charter: by a role, or the operator where the charter names nobody. */
export function decideAmending(known: Known, actor: Actor): Decision {
  const { by, stages } = known.charter.amendments
  const person = actingPerson(actor)
  if (by.length === 0)
    return actor.kind === 'operator' && person === undefined
      ? yes('the charter names nobody: the operator changes it, outside the charter')
      : no('the charter names nobody who may change it (`by: none`): only the operator does, for nobody')
  if (person === undefined) return no(`the charter says who may change it; ${HOW.forWhom}`, [], whoAmends(known))
  const fault = standing(known, person)
  if (fault !== undefined) return fault
  if (!isAmong(known, by, person, person))
    return no(
      `${handleOf(known.state, person)} may not change the charter`,
      [lacking('authority', 'a role of `amendments.by`')],
      whoAmends(known),
    )
  if (actor.kind === 'operator' && stages.some(({ consult }) => !consult))
    return no(
      `this needs further approvals, and so an authenticated person; ${HOW.inOwnName}`,
      [lacking('stage', 'an authenticated person')],
      whoAmends(known),
    )
  const stepUp = stepUpFor(known, actor)
  return stepUp === undefined
    ? yes('the charter names them as those who may change it')
    : refused([stepUp], [lacking('step-up', 'a fresh second factor')])
}

/** The charter gives power over everything, so changing it asks for what giving the rights of Writ itself asks for. */
function stepUpFor({ charter }: Known, actor: Actor): Because | undefined {
  const asked = writRights(charter.classes).get('apply')?.class
  if (asked === undefined || charter.classes.get(asked)?.stepUp !== true) return undefined
  if (actor.kind === 'person' && actor.stepUp !== undefined) return undefined
  const why = actor.kind === 'operator' ? 'an operator cannot give it for somebody' : 'log in again with it'
  return { clause: `classes.${asked}.step_up`, text: `changing the charter needs a fresh second factor; ${why}` }
}

function notDecidable(known: Known, proposal: CharterProposal): Decision | undefined {
  const { state, now, charter } = known
  if (proposal.status !== 'open')
    return no(proposal.status === 'draft' ? 'it is a draft: its author opens it for feedback first' : over(proposal))
  const base = state.revisions.findLast(({ seq }) => seq < proposal.id)
  if (base?.seq !== state.charter?.seq)
    return no(
      'the charter has changed since it was proposed, and this text does not know of that; propose it anew on top of the one in force',
    )
  const { feedback } = charter.amendments
  const open = proposal.openedAt ?? proposal.at
  const until = feedback === undefined ? open : addDuration(open, feedback)
  if (until > now)
    return refused([{ clause: 'amendments.feedback', text: `it is open for feedback until ${formatInstant(until)}; decisions come after` }])
  return undefined
}

function standing({ state }: Known, person: SubjectId): Decision | undefined {
  const known = state.person(person)
  if (known === undefined) return no('nobody by this name is known here')
  if (known.departed !== undefined) return no(`${handleOf(state, person)} has left`)
  return state.suspensionOf(person) === undefined ? undefined : no('this person takes no part at present')
}

function over({ status }: CharterProposal): string {
  return status === 'draft' ? 'it is a draft' : `it is ${status}: nothing is left to say or decide`
}

function feedbackCount({ comments }: CharterProposal): string {
  const count = comments.filter(({ form }) => form !== 'reply').length
  return count === 0 ? 'nobody gave feedback' : `${count === 1 ? 'one piece' : `${count} pieces`} of feedback stand`
}

function stageTexts({ charter }: Known): string {
  return charter.amendments.stages
    .map(({ text, by }) => text ?? by.map((one) => (one.kind === 'role' ? one.role : one.kind)).join(' or '))
    .join('; ')
}

function whoAmends(known: Known): readonly WhoCanHelp[] {
  return helpers(known, known.charter.amendments.by, 'amendments.by', 'may adopt a charter')
}

function whoDecides(known: Known): readonly WhoCanHelp[] {
  return known.charter.amendments.stages.flatMap((stage, at) =>
    helpers(known, [...stage.by, ...(stage.escalate?.to ?? [])], `amendments.stages[${at}]`, 'decides on it'),
  )
}

function helpers(known: Known, people: Stage['by'], clause: string, how: string): readonly WhoCanHelp[] {
  return people.flatMap((one) =>
    one.kind === 'role'
      ? [
          {
            role: one.role,
            holders: holdersOf(known.charter, known.state, one.role, known.now).map((who) => handleOf(known.state, who)),
            clause,
            how,
          },
        ]
      : [],
  )
}

function yes(text: string): Decision {
  return { outcome: 'allowed', allowed: true, because: [{ clause: 'amendments', text }], missing: [], whoCanHelp: [] }
}

function no(text: string, missing: Decision['missing'] = [], whoCanHelp: readonly WhoCanHelp[] = []): Decision {
  return refused([{ clause: 'amendments', text }], missing, whoCanHelp)
}
