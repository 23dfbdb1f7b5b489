import { rolesOf } from '../charter/members.ts'
import { told, untold } from '../decide/due/duty.ts'
import { holdersOf } from '../decide/holding.ts'
import { addDuration } from '../kernel/duration.ts'
import { formatInstant, instant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import type { CharterToCome } from '../ledger/state.ts'
import { judgeChange } from '../safety/change.ts'
import { liveRoster } from '../safety/live-roster.ts'
import { disallowedBy, graceDrafts, strandedBy } from './adopt-charter.ts'
import { json } from './answer.ts'
import { jobOrigin } from './caller.ts'
import type { Instance } from './instance.ts'
import { record, type Deciding } from './record.ts'

/** What became of a charter whose date has come. */
export interface CharterDue {
  readonly inForce: boolean
  /** One sentence. */
  readonly text: string
}

/** Judging a change takes its time: what is held is looked at again after so long. */
const AGAIN = { count: 1, unit: 'hour' } as const
const NOTE = 'charter-held'

/**
 * Puts a charter into force whose date has come. Since it was decided people have come and gone, so what it would make possible is judged again: what
 * nobody overrode then holds it, those who may change the charter are told, and the one in force stays until they decide. Undefined = nothing is due.
 */
export async function bringIntoForce(
  instance: Instance,
  { key, dryRun = false }: { readonly key: string; readonly dryRun?: boolean },
): Promise<CharterDue | undefined> {
  const { journal, outside, store, charters } = instance
  const toCome = journal.state.charterToCome
  const now = outside.clock.now()
  if (toCome === undefined || toCome.from > now) return undefined
  if (dryRun) return { inForce: true, text: `the charter of entry ${toCome.seq} comes into force` }
  const noted = (await store.note(NOTE)) as { readonly seq: number; readonly at: number; readonly text: string } | undefined
  if (noted?.seq === toCome.seq && now < addDuration(instant(noted.at), AGAIN)) return { inForce: false, text: noted.text }
  const after = await charters.read(toCome.hash)
  const answer = await record(instance, key, jobOrigin('clock'), (known) => {
    if (known.state.charterToCome?.seq !== toCome.seq) return { drafts: [], answer: null }
    const stranded = strandedBy(known, after.charter)?.because.map(({ text }) => text) ?? []
    const judgement = stranded.length > 0 ? undefined : judgeChange(known.source, after, liveRoster(known))
    const overridden = overriddenIn(toCome)
    const against = (judgement?.findings ?? []).filter(({ refuses, code }) => refuses && !overridden.has(code)).map(({ text }) => text)
    const why = [...stranded, ...against]
    if (why.length > 0) {
      const news = untold(known, amenders(known), toCome.seq, 'charter-held').map((one) => told(one, toCome.seq, 'charter-held'))
      const held: CharterDue = { inForce: false, text: `the charter of entry ${toCome.seq} does not come into force: ${why.join('; ')}` }
      return { drafts: news, answer: json(held) }
    }
    const { hash, proposal, decidedBy, reason } = toCome
    const done: CharterDue = { inForce: true, text: `the charter of entry ${toCome.seq} is in force` }
    return {
      drafts: [
        draft('charter.adopted', {
          charter: hash,
          ...(proposal === undefined ? {} : { proposal }),
          from: formatInstant(known.now),
          clause: 'amendments',
          decided_by: [...decidedBy],
          ...(reason === undefined ? {} : { reason }),
        }),
        ...disallowedBy(known, after.charter).flatMap(({ one, until }) => graceDrafts(one, until, decidedBy)),
      ],
      answer: json(done),
    }
  })
  const outcome = (answer ?? undefined) as CharterDue | undefined
  if (outcome?.inForce === false) await store.setNote(NOTE, { seq: toCome.seq, at: now, text: outcome.text })
  return outcome
}

/** What the adoption overrode, as its reason says. */
function overriddenIn({ reason }: CharterToCome): ReadonlySet<string> {
  const [, codes = ''] = /^overrides ([a-z, -]+): /.exec(reason ?? '') ?? []
  return new Set(codes.split(', '))
}

function amenders({ charter, state, now }: Deciding): readonly string[] {
  return rolesOf(charter.amendments.by).flatMap((role) => holdersOf(charter, state, role, now))
}
