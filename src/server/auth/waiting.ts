import type { Instant } from '../../kernel/instant.ts'

/** What waits for somebody to come back with its name, for a while. */
export interface Waiting<T> {
  put(name: string, value: T, now: Instant): void
  /** What waits under a name; undefined = nothing, or no longer. */
  find(name: string, now: Instant): T | undefined
  /** The same, and it waits no more. */
  take(name: string, now: Instant): T | undefined
}

/** How long a person, and whoever they are sent to, may take. */
const LIFE_MS = 600_000

/** In memory: after a restart of the server people begin again. Of more than `most` those that began first are let go. */
export function createWaiting<T>(most: number): Waiting<T> {
  const waiting = new Map<string, { readonly since: Instant; readonly value: T }>()
  const find = (name: string, now: Instant): T | undefined => {
    const found = waiting.get(name)
    return found === undefined || now - found.since > LIFE_MS ? undefined : found.value
  }
  return {
    put(name, value, now) {
      for (const [one, { since }] of waiting) {
        if (waiting.size < most && now - since <= LIFE_MS) break
        waiting.delete(one)
      }
      waiting.set(name, { since: now, value })
    },
    find,
    take(name, now) {
      const value = find(name, now)
      waiting.delete(name)
      return value
    },
  }
}
