import { HOW } from '../how.ts'
import type { Id } from '../../charter/model.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { RoleRequest } from '../../ledger/state.ts'
import { placeIn } from '../approver.ts'
import type { Decision } from '../decision.ts'
import { actingPerson, handleOf, lacking, refused, type Actor, type Known } from '../question.ts'
import { isWaiting, standingOf } from './standing.ts'

const clauseOf = (request: RoleRequest) => `roles.${request.role}.request`

function yes(clause: string, text: string): Decision {
  return { outcome: 'allowed', allowed: true, because: [{ clause, text }], missing: [], whoCanHelp: [] }
}

/** What stops anybody from taking part in an open request; undefined = nothing. */
export function barred(known: Known, person: SubjectId | undefined, request: RoleRequest): Decision | undefined {
  const clause = clauseOf(request)
  if (person === undefined) return refused([{ clause, text: `somebody says it; ${HOW.forWhom}` }], [lacking('authority', 'a person')])
  if (request.closed !== undefined) return refused([{ clause, text: `the request is over: ${request.closed.outcome}` }])
  const lapses = standingOf(known, request)?.lapses
  if (lapses !== undefined && lapses <= known.now) return refused([{ clause, text: 'nobody decided in time: the request has lapsed' }])
  return isActive(known, person) ? undefined : refused([{ clause, text: `${handleOf(known.state, person)} takes no part at present` }])
}

function isActive({ state }: Known, person: SubjectId): boolean {
  const found = state.person(person)
  return found !== undefined && found.departed === undefined && state.suspensionOf(person) === undefined
}

/** Whether a person decides in any stage of a request, whichever is open. */
export function hasPlace(known: Known, request: RoleRequest, person: SubjectId): boolean {
  return (
    standingOf(known, request)?.stages.some((needed) => placeIn(known, needed, person, request.by, request.subject) !== undefined) ?? false
  )
}

/** A request is nobody else's matter: whoever asks, whom it is for, and who decides may read it and say something about it. */
export function decideComment(known: Known, actor: Actor, request: RoleRequest): Decision {
  const person = actingPerson(actor)
  const stopped = barred(known, person, request)
  if (stopped !== undefined || person === undefined) return stopped ?? refused([])
  if (person === request.by || person === request.subject || hasPlace(known, request, person))
    return yes(clauseOf(request), 'whoever asks or decides may say something')
  return refused([{ clause: clauseOf(request), text: 'this request is not yours, and no stage of it is' }])
}

/** Who decides the open stage may ask back; a statement is asked for only where the stage says it may be. */
export function decideAskingBack(known: Known, actor: Actor, request: RoleRequest, statement: Id | undefined): Decision {
  const person = actingPerson(actor)
  const stopped = barred(known, person, request)
  if (stopped !== undefined || person === undefined) return stopped ?? refused([])
  const standing = standingOf(known, request)
  const places = standing?.stages.filter((needed) => placeIn(known, needed, person, request.by, request.subject) !== undefined) ?? []
  if (places.length === 0) return refused([{ clause: clauseOf(request), text: 'only who decides a stage asks back' }])
  if (statement === undefined) return yes(clauseOf(request), 'who decides may ask back')
  const place = places.find(({ stage }) => stage.mayAsk.includes(statement))
  if (place === undefined)
    return refused([{ clause: `${places[0]?.clause ?? clauseOf(request)}.may_ask`, text: `this stage does not ask for \`${statement}\`` }])
  if (actor.kind === 'operator') return refused([{ clause: place.clause, text: `only a person asks for a statement; ${HOW.inOwnName}` }])
  return yes(`${place.clause}.may_ask`, `\`${statement}\` is asked for: until it is stated, this stage approves nothing`)
}

/** Whoever asks and whom it is for answer what was asked back. */
export function decideAnswer(known: Known, actor: Actor, request: RoleRequest, question: number): Decision {
  const person = actingPerson(actor)
  const stopped = barred(known, person, request)
  if (stopped !== undefined) return stopped
  const clause = clauseOf(request)
  if (person !== request.by && person !== request.subject)
    return refused([{ clause, text: `${handleOf(known.state, request.by)} was asked` }])
  const asked = request.questions.find(({ id }) => id === question)
  if (asked === undefined) return refused([{ clause, text: `entry ${question} is no question of this request` }])
  if (asked.answer !== undefined) return refused([{ clause, text: 'it is answered already; say more with a comment' }])
  return yes(clause, 'whoever asks answers what is asked back')
}

/** The person concerned states what the role asks of its holder, where somebody else asked for them. Never through an operator. */
export function decideStating(known: Known, actor: Actor, request: RoleRequest, statement: Id): Decision {
  const clause = `${clauseOf(request)}.states`
  if (actor.kind === 'operator') return refused([{ clause, text: `nobody states anything for another; ${HOW.inOwnName}` }])
  const stopped = barred(known, actor.subject, request)
  if (stopped !== undefined) return stopped
  if (actor.subject !== request.subject) return refused([{ clause, text: `only ${handleOf(known.state, request.subject)} states this` }])
  return standingOf(known, request)?.unstated.includes(statement) === true
    ? yes(clause, 'the role asks its holder to state this')
    : refused([{ clause, text: `\`${statement}\` is not asked for, or stated already` }])
}

/** A refusal may be appealed by whoever asked, as often as the role says. */
export function decideAppeal(known: Known, actor: Actor, request: RoleRequest, text: string): Decision {
  const clause = `${clauseOf(request)}.appeals`
  const rule = known.charter.roles.get(request.role)?.request
  const person = actingPerson(actor)
  if (person !== request.by && person !== request.subject)
    return refused([{ clause, text: `only ${handleOf(known.state, request.by)} appeals` }])
  if (person === undefined || !isActive(known, person)) return refused([{ clause, text: 'this person takes no part at present' }])
  if (request.closed?.outcome !== 'refused') return refused([{ clause, text: 'only a refusal is appealed' }])
  if (rule === undefined || request.appeals.length >= rule.appeals)
    return refused([
      {
        clause,
        text: (rule?.appeals ?? 0) === 0 ? 'a refusal of this role stands; ask anew' : 'it was appealed as often as the charter allows',
      },
    ])
  if (text.trim() === '') return refused([{ clause, text: 'an appeal says why' }], [lacking('answer', 'a reason')])
  const newer = known.state.requestsOf(request.subject).find((one) => one.role === request.role && isWaiting(known, one))
  if (newer !== undefined) return refused([{ clause, text: `request ${newer.id} asks for the same` }])
  return yes(clause, 'a refusal may be appealed: it is decided anew from the first stage on')
}
