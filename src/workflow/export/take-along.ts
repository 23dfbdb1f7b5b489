import type { Decision } from '../../decide/decision.ts'
import { hasWritRight } from '../../decide/grant.ts'
import { lacking, refused, type Known } from '../../decide/question.ts'
import { addDuration } from '../../kernel/duration.ts'
import { draft, type Entry, type ErasedEntry, type SubjectId } from '../../ledger/entry.ts'
import { json } from '../answer.ts'
import { evidenceOf, originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { record } from '../record.ts'

export interface TakeAlongCommand {
  readonly key: string
  readonly caller: Caller
  readonly reason: string | undefined
}

export interface TakeAlongAnswer {
  readonly decision: Decision
  /** The entry that says who exported when: by its number the files are had, for a while. */
  readonly export: number | undefined
}

/** What whoever takes everything along must hold on `writ`: all of these. */
export const EXPORT_RIGHTS = ['apply', 'read-private'] as const
/** How long the files may be had after the entry. */
export const OPEN = { count: 15, unit: 'minute' } as const
const CLAUSE = 'writ.read-private'

export function mayExport(known: Known, subject: SubjectId): boolean {
  return EXPORT_RIGHTS.every((right) => hasWritRight(known, subject, right))
}

/** Puts on record that somebody takes everything along, and lets them have it for a while. A second factor is always asked for. */
export async function takeAlong(instance: Instance, { key, caller, reason }: TakeAlongCommand): Promise<TakeAlongAnswer> {
  const answer = await record(instance, key, originOf(caller), (known) => {
    const { actor } = caller
    const no = (text: string, missing: Decision['missing']) => ({
      drafts: [],
      answer: json({ decision: refused([{ clause: CLAUSE, text }], missing) }),
    })
    if (actor.kind !== 'person') return no('the operator has `writ export`, which needs nobody’s rights', [])
    const lacks = EXPORT_RIGHTS.filter((right) => !hasWritRight(known, actor.subject, right))
    if (lacks.length > 0)
      return no(
        'only holders of both rights, `apply` and `read-private` on `writ`, may',
        lacks.map((right) => lacking('authority', `the right \`writ.${right}\``)),
      )
    if (actor.stepUp === undefined)
      return no('private fields of everybody are in it: a fresh second factor is needed', [lacking('step-up', 'a fresh second factor')])
    const decision: Decision = {
      outcome: 'allowed',
      allowed: true,
      because: [{ clause: CLAUSE, text: 'they run Writ and may read what is private; the ledger shows it' }],
      missing: [],
      whoCanHelp: [],
    }
    const exported = draft('data.exported', { by: actor.subject, ...(reason === undefined ? {} : { reason }), ...evidenceOf(caller) })
    return { drafts: [exported], answer: json({ decision, export: known.next }) }
  })
  return answer as unknown as TakeAlongAnswer
}

/** Whether an entry lets a person have the files now. */
export function opensExport(known: Known, entry: Entry | ErasedEntry | undefined, person: SubjectId): boolean {
  const { now, state } = known
  return (
    entry?.type === 'data.exported' &&
    entry.fields.by === person &&
    now <= addDuration(entry.at, OPEN) &&
    state.suspensionOf(person) === undefined &&
    mayExport(known, person)
  )
}
