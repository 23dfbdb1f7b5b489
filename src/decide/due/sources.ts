import { draft } from '../../ledger/entry.ts'
import { duty, type Duty, type KnownForDue } from './duty.ts'

/** What a source is called among the jobs that may be switched: off while a guard doubts it. */
export const sourceJob = (source: string) => `source:${source}`

/**
 * A source of which a guard doubts that it says all, or that so much was lost rightly, is put on record, so that whoever can judge it hears of it; and
 * that it is whole again. What merely cannot be read comes back by itself and is the operator's to see.
 */
export function* sources({ sources: read, state }: KnownForDue): Iterable<Duty> {
  // a pause of everything pauses each of them
  if (state.isPaused('all')) return
  for (const [source, doubt] of read) {
    const job = sourceJob(source)
    if ((doubt !== undefined) === state.isPaused(job)) continue
    const [text, reason] =
      doubt === undefined
        ? [`source \`${source}\` is believed again`, 'it is whole again']
        : [`source \`${source}\` is not believed`, doubt]
    yield duty('source', 'writ.manage-sources', text, [draft('job.switched', { job, running: doubt === undefined, reason })])
  }
}
