import type { RoleRequest } from '../../ledger/state.ts'
import type { Known } from '../question.ts'
import { approversOf, standingOf } from '../request/standing.ts'
import { roleTitle, toAskers, type Telling, type TellingRule } from './telling.ts'

/** So many approvers are told at most; where more could decide, the page tells the others. */
const MOST = 20

function toApprovers(known: Known, request: RoleRequest): readonly Telling[] {
  const standing = request.closed === undefined ? standingOf(known, request) : undefined
  if (standing === undefined || standing.unstated.length > 0) return []
  const names = { role: roleTitle(known, request.role), entry: String(request.id) }
  const people = approversOf(known, request, standing, MOST)
  // nobody can decide: an alarm, not a silence
  if (people.length === 0 && standing.progress.open !== undefined) return toAskers(known, request, 'request-nobody')
  return people.map((to) => ({
    to,
    template: 'request-waits',
    why: 'decides',
    thread: request.id,
    names,
  }))
}

export const filed: TellingRule<'request.filed'> = (known, { seq }) => {
  const request = known.state.request(seq)
  if (request === undefined) return []
  const names = { role: roleTitle(known, request.role) }
  const forYou: readonly Telling[] =
    request.by === request.subject ? [] : [{ to: request.subject, template: 'filed-for-you', why: 'concerned', thread: request.id, names }]
  return [...forYou, ...toApprovers(known, request)]
}

/** A refusal is decided anew. */
export const appealed: TellingRule<'request.appealed'> = (known, { fields: { request: id } }) => {
  const request = id === undefined ? undefined : known.state.request(id)
  return request === undefined ? [] : toApprovers(known, request)
}

/** Whoever had approved hears that their approval is void. */
export const amended: TellingRule<'request.amended'> = (known, { fields: { request: id } }) => {
  const request = id === undefined ? undefined : known.state.request(id)
  if (request === undefined) return []
  const names = { role: roleTitle(known, request.role), entry: String(request.id) }
  const before = new Set(
    request.votes.filter(({ decision, content }) => decision === 'approved' && content !== request.content).map(({ by }) => by),
  )
  const voided = [...before].map((to): Telling => ({ to, template: 'request-changed', why: 'decides', thread: request.id, names }))
  return [...voided, ...toApprovers(known, request).filter(({ to }) => !before.has(to))]
}

export const asked: TellingRule<'request.asked'> = (known, { fields: { request: id } }) => {
  const request = id === undefined ? undefined : known.state.request(id)
  return request === undefined ? [] : toAskers(known, request, 'request-question')
}

export const answered: TellingRule<'request.answered'> = (known, { fields: { request: id, question } }) => {
  const request = id === undefined ? undefined : known.state.request(id)
  const to = request?.questions.find((one) => one.id === question)?.by
  if (request === undefined || to === undefined) return []
  const names = { role: roleTitle(known, request.role), entry: String(request.id) }
  return [{ to, template: 'request-answer', why: 'decides', thread: request.id, names }]
}

/** With a decision the next stage may open. */
export const voted: TellingRule<'request.voted'> = (known, { fields: { request: id, decision } }) => {
  const request = id === undefined ? undefined : known.state.request(id)
  return request === undefined || decision !== 'approved' ? [] : toApprovers(known, request)
}

export const escalated: TellingRule<'request.escalated'> = (known, { fields: { request: id } }) => {
  const request = id === undefined ? undefined : known.state.request(id)
  return request === undefined ? [] : toApprovers(known, request)
}

export const closed: TellingRule<'request.closed'> = (known, { fields: { request: id, outcome } }) => {
  const request = id === undefined ? undefined : known.state.request(id)
  if (request === undefined || outcome === undefined) return []
  const told = toAskers(known, request, `request-${outcome}`)
  // who withdrew it knows; who is granted it hears of the grant
  return outcome === 'withdrawn'
    ? told.filter(({ to }) => to !== request.by)
    : outcome === 'granted'
      ? told.filter(({ to }) => to !== request.subject)
      : told
}
