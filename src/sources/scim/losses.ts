/** Who was deactivated, deleted or taken out of a group lately: many in one day are a mistake or an attack until a person says that they are not. */
import type { DatabaseSync } from 'node:sqlite'
import { instant, type Instant } from '../../kernel/instant.ts'

export interface Losses {
  lost(what: string, now: Instant): void
  /** It is back: nothing was lost. */
  found(what: string): void
  /** Notes whether too much was lost, given how much is left of each kind. What was lost too much of stays noted until it is believed or is back. */
  judge(left: Readonly<Record<LossKind, number>>, now: Instant): void
  /** How many of which kind, where there are too many to be believed. */
  tripped(): { readonly kind: LossKind; readonly count: number; readonly since: Instant } | undefined
  /** A person says that it is so. */
  believe(): void
  mark(name: string): Instant | undefined
  setMark(name: string, at: Instant): void
}

export type LossKind = 'user' | 'member'

export const lossText = (kind: LossKind) =>
  kind === 'user' ? 'people were deactivated or deleted' : 'memberships of groups were taken away'

const KINDS: readonly LossKind[] = ['user', 'member']
const WINDOW = 24 * 3_600_000
const ALWAYS = 5
const SHARE = 0.1

export function createLosses(db: DatabaseSync): Losses {
  const markOf = (name: string): Instant | undefined => {
    const at = db.prepare('SELECT at FROM mark WHERE name = ?').get(name)?.['at']
    return at === undefined ? undefined : instant(Number(at))
  }
  const setMark = (name: string, at: Instant) => void db.prepare('INSERT OR REPLACE INTO mark (name, at) VALUES (?, ?)').run(name, at)
  const countOf = (kind: LossKind) => Number(db.prepare('SELECT count(*) AS n FROM lost WHERE what LIKE ?').get(`${kind} %`)?.['n'])
  const trip = (kind: LossKind) => `tripped-${kind}`
  return {
    lost: (what, now) => void db.prepare('INSERT OR REPLACE INTO lost (what, at) VALUES (?, ?)').run(what, now),
    found: (what) => void db.prepare('DELETE FROM lost WHERE what = ?').run(what),
    judge(left, now) {
      for (const kind of KINDS) {
        const standing = markOf(trip(kind)) !== undefined
        if (!standing) db.prepare('DELETE FROM lost WHERE what LIKE ? AND at < ?').run(`${kind} %`, now - WINDOW)
        const count = countOf(kind)
        const tooMany = count > Math.max(ALWAYS, (left[kind] + count) * SHARE)
        if (tooMany && !standing) setMark(trip(kind), now)
        if (!tooMany && standing) db.prepare('DELETE FROM mark WHERE name = ?').run(trip(kind))
      }
    },
    tripped() {
      for (const kind of KINDS) {
        const since = markOf(trip(kind))
        if (since !== undefined) return { kind, count: countOf(kind), since }
      }
      return undefined
    },
    believe() {
      db.exec("DELETE FROM lost; DELETE FROM mark WHERE name LIKE 'tripped-%'")
    },
    mark: markOf,
    setMark,
  }
}
