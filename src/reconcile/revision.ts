import type { Observed } from './target.ts'

/** A hash of a text as 64 hex digits, given from outside. */
export type TextHash = (text: string) => string

/**
 * The hash of what was observed: accounts, memberships, ends, locks, assignable groups, in a fixed order. Neither the moment of reading nor names
 * of accounts count: two readings of the same rights have the same revision. Nor do accounts that hold nothing: whether one is looked at follows from
 * what is asked, and the record of the reading before changes that.
 */
export function revisionOf(observed: Observed, hash: TextHash): string {
  const lines: string[] = []
  for (const { id, memberships, locked } of observed.accounts.values()) {
    if (memberships.size === 0) continue
    const held = [...memberships].map(([group, { until }]): [string, number | null] => [group, until ?? null])
    lines.push(JSON.stringify([id, locked, held.length < 2 ? held : held.toSorted(([left], [right]) => (left < right ? -1 : 1))]))
  }
  const assignable = JSON.stringify([...observed.assignable].toSorted())
  return hash(`writ observed 1\n${JSON.stringify(observed.target)}\n${assignable}\n${lines.toSorted().join('\n')}`)
}
