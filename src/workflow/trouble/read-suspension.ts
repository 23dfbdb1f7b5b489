import type { Decision } from '../../decide/decision.ts'
import { handleOf, personBehind } from '../../decide/question.ts'
import { decideSuspensionReading } from '../../decide/trouble/suspension.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { draft, type Entry, type ErasedEntry, type SubjectId } from '../../ledger/entry.ts'
import type { State } from '../../ledger/state.ts'
import { json } from '../answer.ts'
import { originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { record } from '../record.ts'

/** Where entries are read from; a journal, or the moment that a page is made of. */
export interface EntrySource {
  readonly size: number
  entries(from: number, limit: number): Promise<readonly (Entry | ErasedEntry)[]>
}

/** One line of the file of a suspension. */
export interface SuspensionLine {
  readonly entry: number
  readonly at: string
  readonly what: 'started' | 'heard' | 'ended'
  /** Who decided; undefined = the person themselves spoke, or nobody who has a name any more. */
  readonly by: string | undefined
  /** Why, or the words of the person; undefined = erased. */
  readonly text: string | undefined
  readonly outcome: string | undefined
}

interface Acted {
  /** The person who did it. */
  readonly who: SubjectId | undefined
}

/** What the ledger holds of one suspension, over or not. */
export interface SuspensionFile {
  readonly subject: SubjectId
  readonly cause: string
  readonly clause: string
  readonly from: string
  readonly until: string | undefined
  /** When it ended; undefined = it lasts. */
  readonly ended: string | undefined
  readonly lines: readonly (SuspensionLine & Acted)[]
}

const PAGE = 500

/** The file of the suspension that an entry began; undefined where that entry began none, or where it was erased. */
export async function suspensionFile(source: EntrySource, state: State, id: number): Promise<SuspensionFile | undefined> {
  const [first] = id < source.size ? await source.entries(id, 1) : []
  if (first?.type !== 'suspension.started' || first.fields.subject === undefined) return undefined
  const { subject, cause = '', clause = '', reason, until, decided_by: deciders } = first.fields
  const at = formatInstant(first.at)
  const lines: (SuspensionLine & Acted)[] = [
    { entry: id, at, what: 'started', by: nameOf(state, deciders), text: reason, outcome: undefined, who: personIn(deciders) },
  ]
  let ended: string | undefined
  for (let from = id + 1; from < source.size && ended === undefined; from += PAGE)
    for (const entry of await source.entries(from, Math.min(PAGE, source.size - from))) {
      if (entry.type !== 'suspension.heard' && entry.type !== 'suspension.ended') continue
      if (entry.fields.suspension !== id) continue
      const base = { entry: entry.seq, at: formatInstant(entry.at) }
      if (entry.type === 'suspension.heard')
        lines.push({ ...base, what: 'heard', by: undefined, text: entry.fields.text, outcome: undefined, who: subject })
      else {
        const { decided_by: by, reason: text, outcome } = entry.fields
        ended = base.at
        lines.push({ ...base, what: 'ended', by: nameOf(state, by), text, outcome, who: personIn(by) })
        break
      }
    }
  return { subject, cause, clause, from: at, until, ended, lines }
}

function nameOf(state: State, identities: readonly string[] | undefined): string | undefined {
  const names = (identities ?? []).map((one) => {
    const person = personBehind(one)
    return person === undefined ? one : handleOf(state, person)
  })
  return names.length === 0 ? undefined : names.join(', ')
}

function personIn(identities: readonly string[] | undefined): SubjectId | undefined {
  return personBehind(identities?.[0] ?? '')
}

/** How a reading of this suspension is named on record. */
export const READING = 'readSuspension'
export const readingOf = (id: number) => `suspension ${id}`

export interface SuspensionReading {
  readonly decision: Decision
  readonly about: string | undefined
  readonly cause: string | undefined
  readonly lines: readonly SuspensionLine[]
}

/** Reads why a suspension began and what the person says: first that it was read is recorded, of which the person is told, then it is shown. */
export async function readSuspension(
  instance: Instance,
  command: { readonly key: string; readonly caller: Caller; readonly suspension: number },
): Promise<SuspensionReading> {
  const { journal } = instance
  const file = await suspensionFile(journal, journal.state, command.suspension)
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const { actor } = command.caller
    const decision = decideSuspensionReading(known, actor, file?.subject)
    if (!decision.allowed || file === undefined || actor.kind !== 'person') return { drafts: [], answer: json(decision) }
    const read = draft('private.read', { subject: file.subject, by: actor.subject, what: [READING], reason: readingOf(command.suspension) })
    return { drafts: [read], answer: json(decision) }
  })
  const decision = answer as unknown as Decision
  if (!decision.allowed || file === undefined) return { decision, about: undefined, cause: undefined, lines: [] }
  const lines = file.lines.map(({ entry, at, what, by, text, outcome }) => ({ entry, at, what, by, text, outcome }))
  return { decision, about: handleOf(journal.state, file.subject), cause: file.cause, lines }
}
