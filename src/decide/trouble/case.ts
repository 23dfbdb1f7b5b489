import { HOW } from '../how.ts'
import type { Charter, Clause, Id } from '../../charter/model.ts'
import type { CaseRecord } from '../../ledger/state.ts'
import type { Decision } from '../decision.ts'
import { holds } from '../holding.ts'
import { lacking, refused, type Actor, type Known } from '../question.ts'
import { allowed, helpersOf } from './ruling.ts'

/** The roles that look into reported concerns: those who watch over the deciders first (`suspension.refer_to`), then those who decide. */
export function handlersOf(charter: Charter): readonly Id[] {
  const people = [...(charter.suspension?.referTo ?? []), ...(charter.suspension?.decidedBy ?? [])]
  return [...new Set(people.flatMap((one) => (one.kind === 'role' ? [one.role] : [])))]
}

/** Which role a report goes to: the one asked for, else the first that handles reports; undefined with why it cannot. */
export function handlerOf(charter: Charter, asked: Id | undefined): { readonly role: Id } | { readonly refusal: Decision } {
  const handlers = handlersOf(charter)
  const [first] = handlers
  if (first === undefined)
    return {
      refusal: refused([
        { clause: 'suspension', text: 'the charter names nobody who looks into reports (`suspension: { decided_by, refer_to }`)' },
      ]),
    }
  if (asked === undefined) return { role: first }
  if (handlers.includes(asked)) return { role: asked }
  return { refusal: refused([{ clause: 'suspension', text: `reports go to ${handlers.join(' or ')}, not to \`${asked}\`` }]) }
}

/** Why a concern without a name is not taken; undefined = it is. */
export function unnamedRefusal({ suspension }: Charter): Decision | undefined {
  if (suspension?.anonymousReports !== false) return undefined
  return refused([{ clause: 'suspension.anonymous_reports', text: 'concerns are taken with a name only here; log in and report it' }])
}

export type CaseVerb = 'read' | 'note' | 'refer' | 'close'

/**
 * May this actor read a case, add to it, hand it on or close it? Holders in force of the role that handles it, and nobody else: not those who
 * handled it before, not the person it is about, by any account, and never an operator.
 */
export function decideCase(known: Known, actor: Actor, record: CaseRecord, verb: CaseVerb): Decision {
  const { charter, state, now } = known
  const clause: Clause = handlersOf(charter).includes(record.handledBy) ? 'suspension' : `roles.${record.handledBy}`
  const help = () => helpersOf(known, [{ kind: 'role', role: record.handledBy }], clause, 'looks into this case')
  if (actor.kind === 'operator')
    return refused(
      [{ clause, text: `only a person reads and handles a case; ${HOW.inOwnName}` }],
      [lacking('authority', 'an authenticated person')],
    )
  // Whoever it is about learns nothing, not even that there is one.
  if (record.subject === actor.subject || !holds(charter, state, actor.subject, record.handledBy, now))
    return refused([{ clause, text: 'there is no such case that is yours to handle' }], [lacking('authority', 'the role that handles it')])
  if (verb !== 'read' && record.closed !== undefined) return refused([{ clause, text: 'the case is closed; report it anew' }], [], help())
  return allowed(clause, `${charter.roles.get(record.handledBy)?.title ?? record.handledBy} looks into it`)
}

/** The cases that a person may read. */
export function casesOf(known: Known, actor: Actor): readonly CaseRecord[] {
  return [...known.state.cases()].filter((record) => decideCase(known, actor, record, 'read').allowed)
}
