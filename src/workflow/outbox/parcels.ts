import { dayOf } from '../../kernel/day.ts'
import { instant, type Instant } from '../../kernel/instant.ts'
import { toldAtOnce } from '../../decide/tells/urgency.ts'
import type { StoreReader } from '../ports.ts'
import type { Waiting } from './book.ts'
import { digestAfter, digestBefore, type Pace } from './pace.ts'
import { noticePreferences, PERSONAL_CHANNELS } from './preferences.ts'

/** What goes out as one message: one telling, or a digest of several to one person. */
export interface Parcel {
  readonly key: string
  readonly channel: string
  readonly holds: readonly Waiting[]
  readonly digest: Waiting['digest']
}

/** What waits, by what its readers chose. */
export interface Sorted {
  /** What goes on waiting; what goes out now belongs to its digest from here on. */
  readonly waiting: readonly Waiting[]
  /** So many are wanted by nobody. */
  readonly unwanted: number
}

/** How the reader of a message wants it; what each of them chose is read once. */
export function paceReader(store: Pick<StoreReader, 'note'>): (one: Waiting) => Promise<Pace> {
  const known = new Map<string, Awaited<ReturnType<typeof noticePreferences>>>()
  return async ({ channel, template, to }) => {
    const personal = PERSONAL_CHANNELS.find((one) => one === channel)
    if (personal === undefined || toldAtOnce(template) !== undefined) return 'at-once'
    const paces = known.get(to) ?? (await noticePreferences(store, to))
    known.set(to, paces)
    return paces[personal]
  }
}

/** When a message goes out at the earliest, by its reader's choice; undefined = never. */
export function outAt({ since = 0, next, digest }: Waiting, pace: Pace): Instant | undefined {
  if (pace === 'off') return undefined
  const gathered = pace === 'at-once' || digest !== undefined ? 0 : digestAfter(pace, instant(since))
  return instant(Math.max(next, gathered))
}

/** Takes out what nobody wants, and puts what is due together into digests. */
export async function sortOut(store: Pick<StoreReader, 'note'>, all: readonly Waiting[], now: Instant): Promise<Sorted> {
  const paceOf = paceReader(store)
  const waiting: Waiting[] = []
  for (const one of all) {
    const pace = await paceOf(one)
    const at = outAt(one, pace)
    if (at === undefined) continue
    if ((pace === 'daily' || pace === 'weekly') && one.digest === undefined && at <= now) {
      const key = `${one.channel}/digest/${pace}/${dayOf(digestBefore(pace, now))}/${one.to}`
      waiting.push({ ...one, digest: { key, pace } })
    } else waiting.push(one)
  }
  return { waiting, unwanted: all.length - waiting.length }
}

/** What of the book goes out now, in order. */
export async function parcelsOf(store: Pick<StoreReader, 'note'>, waiting: readonly Waiting[], now: Instant): Promise<readonly Parcel[]> {
  const paceOf = paceReader(store)
  const parcels = new Map<string, { readonly first: Waiting; readonly holds: Waiting[] }>()
  for (const one of waiting) {
    const at = outAt(one, await paceOf(one))
    if (at === undefined || at > now) continue
    const key = one.digest?.key ?? one.key
    const parcel = parcels.get(key)
    if (parcel === undefined) parcels.set(key, { first: one, holds: [one] })
    else parcel.holds.push(one)
  }
  return [...parcels].map(([key, { first, holds }]) => ({ key, channel: first.channel, holds, digest: first.digest }))
}
