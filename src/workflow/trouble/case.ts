import type { Id } from '../../charter/model.ts'
import type { Decision } from '../../decide/decision.ts'
import { actingPerson, handleOf, refused, type Known } from '../../decide/question.ts'
import { casesOf, decideCase, handlerOf, unnamedRefusal, type CaseVerb } from '../../decide/trouble/case.ts'
import { allowed } from '../../decide/trouble/ruling.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { draft, type Draft, type Entry, type ErasedEntry, type SubjectId } from '../../ledger/entry.ts'
import type { CaseRecord, State } from '../../ledger/state.ts'
import { json } from '../answer.ts'
import { jobOrigin, originOf, type Caller } from '../caller.ts'
import { readFacts } from '../facts.ts'
import type { Instance } from '../instance.ts'
import { knownNow } from '../known.ts'
import { findPerson } from '../people.ts'
import { record } from '../record.ts'
import type { EntrySource } from './read-suspension.ts'

export interface ReportCommand {
  readonly key: string
  /** undefined = without a name: nothing of who reports is kept. */
  readonly caller: Caller | undefined
  /** About whom; undefined = nobody in particular. */
  readonly about: string | undefined
  readonly text: string
  /** The role it goes to; undefined = the first that handles reports. */
  readonly to: Id | undefined
}

export interface CaseAnswer {
  readonly decision: Decision
  readonly case: number | undefined
}

/** Anybody reports a concern: a sealed case for the role that looks into it. */
export async function reportConcern(instance: Instance, command: ReportCommand): Promise<CaseAnswer> {
  const origin = command.caller === undefined ? jobOrigin('report') : originOf(command.caller)
  const answer = await record(instance, command.key, origin, (known) => {
    const nothing = (decision: Decision) => ({ drafts: [], answer: json({ decision }) })
    if (command.text.trim() === '') return nothing(refused([{ clause: 'suspension', text: 'say what happened' }]))
    const handler = handlerOf(known.charter, command.to)
    if ('refusal' in handler) return nothing(handler.refusal)
    const unnamed = command.caller === undefined ? unnamedRefusal(known.charter) : undefined
    if (unnamed !== undefined) return nothing(unnamed)
    const about = command.about === undefined ? undefined : findPerson(known.state, command.about)
    if (about?.ok === false) return nothing(refused([{ clause: 'suspension', text: about.error }]))
    const by = command.caller === undefined ? undefined : actingPerson(command.caller.actor)
    return {
      drafts: [
        draft('case.opened', {
          ...(about === undefined ? {} : { subject: about.value }),
          ...(by === undefined ? {} : { by }),
          text: command.text,
          handled_by: handler.role,
        }),
      ],
      answer: json({ decision: allowed('suspension', `${handler.role} looks into it; nobody else can read it`), case: known.next }),
    }
  })
  return answer as unknown as CaseAnswer
}

export interface CaseCommand {
  readonly key: string
  readonly caller: Caller
  readonly case: number
}

/** Adds what was done, hands the case on to another role, or closes it. */
export async function handleCase(
  instance: Instance,
  command: CaseCommand & { readonly verb: Exclude<CaseVerb, 'read'>; readonly text: string | undefined; readonly to: Id | undefined },
): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const found = caseOr(known, command)
    if ('refusal' in found) return { drafts: [], answer: json(found.refusal) }
    const decision = decideCase(known, command.caller.actor, found.record, command.verb)
    if (!decision.allowed || command.caller.actor.kind !== 'person') return { drafts: [], answer: json(decision) }
    const written = draftFor(known, command, found.record, command.caller.actor.subject)
    return 'refusal' in written ? { drafts: [], answer: json(written.refusal) } : { drafts: [written.draft], answer: json(decision) }
  })
  return answer as unknown as Decision
}

function draftFor(
  { charter }: Known,
  { verb, text, to, case: id }: CaseCommand & { readonly verb: CaseVerb; readonly text: string | undefined; readonly to: Id | undefined },
  { handledBy }: CaseRecord,
  by: SubjectId,
): { readonly draft: Draft } | { readonly refusal: Decision } {
  if (verb === 'refer') {
    const handler = handlerOf(charter, to)
    if ('refusal' in handler) return handler
    if (to === undefined || to === handledBy)
      return { refusal: refused([{ clause: 'suspension', text: `say to whom; \`${handledBy}\` has it already` }]) }
    return { draft: draft('case.referred', { case: id, to, by }) }
  }
  if (text === undefined || text.trim() === '')
    return { refusal: refused([{ clause: 'suspension', text: verb === 'close' ? 'say how it ended' : 'say what was done' }]) }
  return { draft: verb === 'close' ? draft('case.closed', { case: id, by, outcome: text }) : draft('case.noted', { case: id, by, text }) }
}

/** One line of a case that was read. */
export interface CaseLine {
  readonly entry: number
  readonly at: string
  readonly what: 'reported' | 'noted' | 'read' | 'referred' | 'closed' | 'sealed'
  readonly by: string | undefined
  readonly text: string | undefined
}

export interface CaseReading {
  readonly decision: Decision
  readonly about: string | undefined
  readonly lines: readonly CaseLine[]
}

/** Reads a case: first that it was read is recorded, then it is shown. */
export async function readCase(instance: Instance, command: CaseCommand): Promise<CaseReading> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const found = caseOr(known, command)
    if ('refusal' in found) return { drafts: [], answer: json(found.refusal) }
    const decision = decideCase(known, command.caller.actor, found.record, 'read')
    if (!decision.allowed || command.caller.actor.kind !== 'person') return { drafts: [], answer: json(decision) }
    return { drafts: [draft('case.read', { case: command.case, by: command.caller.actor.subject })], answer: json(decision) }
  })
  const decision = answer as unknown as Decision
  const found = instance.journal.state.case(command.case)
  if (!decision.allowed || found === undefined) return { decision, about: undefined, lines: [] }
  const lines = (await caseFile(instance.journal, instance.journal.state, found)).map(({ line }) => line)
  const about = found.subject === undefined ? undefined : handleOf(instance.journal.state, found.subject)
  return { decision, about, lines }
}

/** What the ledger holds of a case, in its order, with who did it. */
export async function caseFile(
  source: EntrySource,
  state: State,
  { entries }: CaseRecord,
): Promise<readonly { readonly line: CaseLine; readonly who: SubjectId | undefined }[]> {
  const file: { readonly line: CaseLine; readonly who: SubjectId | undefined }[] = []
  for (const seq of entries)
    for (const entry of await source.entries(seq, 1))
      file.push({
        line: lineOf(state, entry),
        who: entry.type !== 'sealed' && 'by' in entry.fields ? entry.fields.by : undefined,
      })
  return file
}

function lineOf(state: State, entry: Entry | ErasedEntry): CaseLine {
  const base = { entry: entry.seq, at: formatInstant(entry.at) }
  const name = (subject: SubjectId | undefined) => (subject === undefined ? undefined : handleOf(state, subject))
  switch (entry.type) {
    case 'case.opened':
      return { ...base, what: 'reported', by: name(entry.fields.by), text: entry.fields.text }
    case 'case.noted':
      return { ...base, what: 'noted', by: name(entry.fields.by), text: entry.fields.text }
    case 'case.read':
      return { ...base, what: 'read', by: name(entry.fields.by), text: undefined }
    case 'case.referred':
      return { ...base, what: 'referred', by: name(entry.fields.by), text: entry.fields.to }
    case 'case.closed':
      return { ...base, what: 'closed', by: name(entry.fields.by), text: entry.fields.outcome }
    default:
      return { ...base, what: 'sealed', by: undefined, text: undefined }
  }
}

/** The cases that are this caller’s to handle, oldest first: that they exist, not what they say. */
export async function listCases(instance: Instance, caller: Caller): Promise<readonly CaseRecord[]> {
  const { state } = instance.journal
  const { charter } = await instance.charters.inForce(state)
  return casesOf(knownNow(charter, state, instance.outside.clock.now(), await readFacts(instance)), caller.actor)
}

/** A number that is no case is answered like a case that is not theirs: nobody finds out by trying. */
function caseOr(known: Known, { case: id }: CaseCommand): { readonly record: CaseRecord } | { readonly refusal: Decision } {
  const found = known.state.case(id)
  if (found !== undefined) return { record: found }
  const none: CaseRecord = { id, subject: undefined, by: undefined, handledBy: '', at: known.now, closed: undefined, entries: [] }
  return { refusal: decideCase(known, { kind: 'person', subject: '', stepUp: undefined }, none, 'read') }
}
