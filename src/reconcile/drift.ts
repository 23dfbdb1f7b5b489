import { formatInstant, type Instant } from '../kernel/instant.ts'
import { draft, type Draft } from '../ledger/entry.ts'
import type { DriftFinding, Settled } from './plan-value.ts'
import type { History, HistoryChange } from './target.ts'

/** A drift with who did it and when by the target's own log. */
export interface AttributedDrift extends DriftFinding {
  /** undefined = unlogged: the database, a script, the configuration, an end that passed. */
  readonly by: string | undefined
  readonly at: Instant | undefined
  readonly comment: string | undefined
}

export interface Attribution {
  readonly drift: readonly AttributedDrift[]
  /** Not drift: the log says that Writ itself did it, though that was never recorded (a run cut between the call and the entry). */
  readonly ours: readonly Settled[]
}

/**
 * Explains drift from the target's log: by the newest line that touches the membership, if it goes in the direction of the drift. Where a newer
 * line says otherwise, something happened that the log does not know. undefined = no log, or not readable: all is unlogged.
 */
export function attribute(findings: readonly DriftFinding[], history: History | undefined): Attribution {
  const changes = Map.groupBy(history?.changes ?? [], ({ account }) => (account.id === '' ? `name ${account.name}` : account.id))
  const drift: AttributedDrift[] = []
  const ours: Settled[] = []
  for (const finding of findings) {
    const id = finding.key.slice(finding.key.indexOf(':') + 1)
    const lines = changes.get(id) ?? changes.get(`name ${finding.account.name}`)
    const newest = lines?.findLast(({ added, removed }) => added.includes(finding.group) || removed.includes(finding.group))
    const change = newest !== undefined && explains(newest, finding) ? newest : undefined
    if (change?.ours === true)
      ours.push({ key: finding.key, group: finding.group, present: finding.change !== 'removed', until: finding.until, grant: undefined })
    else drift.push({ ...finding, by: change?.by, at: change?.at, comment: change?.comment })
  }
  return { drift, ours }
}

/** Writ's own line never explains another end: had Writ set that end, it would be the one it wants or the one it recorded. */
function explains({ added, removed, ours }: HistoryChange, { group, change }: DriftFinding): boolean {
  if (change === 'added') return added.includes(group)
  if (change === 'removed') return removed.includes(group)
  return !ours
}

export function driftDraft(target: string, { key, group, change, by, at, until }: AttributedDrift): Draft {
  return draft('drift.found', {
    target,
    account: key,
    group,
    change,
    ...(by === undefined ? {} : { by }),
    ...(at === undefined ? {} : { at_target: formatInstant(at) }),
    ...(until === undefined ? {} : { until: formatInstant(until) }),
  })
}

/** One sentence: `sysop` of `Kit` was added on `wiki` by `Robin` at ...; or unlogged. Names stand as they are. */
export function describeDrift(target: string, { key, account, group, change, by, at }: AttributedDrift): string {
  const what = { added: 'was given', removed: 'lost', 'end-changed': 'got another end for' }[change]
  const who = `\`${account.name === '' ? key : account.name}\` ${what} \`${group}\` on \`${target}\``
  return by === undefined || at === undefined ? `${who}: unlogged` : `${who}: by \`${by}\` at ${formatInstant(at)}`
}
