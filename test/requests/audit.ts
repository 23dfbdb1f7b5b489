/** What must never stand in a ledger, read from its entries alone: neither rules nor state are asked. */
import assert from 'node:assert/strict'
import type { Entry, ErasedEntry } from '../../src/ledger/entry.ts'

/** So many distinct persons a stage needs, by role. */
const STAGES: Readonly<Record<string, readonly number[]>> = { helper: [1, 2], keeper: [1, 0, 1] }

/** Fails where somebody decided for themselves, a grant came about without its stages, or by somebody suspended or gone. */
export function audit(entries: readonly (Entry | ErasedEntry)[]): void {
  const filed = new Map<number, { readonly subject: string; readonly by: string; since: number; content: string }>()
  const votes: {
    readonly request: number
    readonly by: string
    readonly stage: number
    readonly approves: boolean
    readonly seq: number
    readonly content: string
  }[] = []
  const out = new Set<string>()
  const suspended = new Map<number, string>()
  for (const entry of entries)
    switch (entry.type) {
      case 'request.filed':
        filed.set(entry.seq, {
          subject: entry.fields.subject ?? '',
          by: entry.fields.by ?? '',
          since: entry.seq,
          content: entry.fields.content ?? '',
        })
        break
      case 'request.amended':
      case 'request.appealed': {
        const asked = filed.get(entry.fields.request ?? -1)
        assert.ok(asked)
        asked.since = entry.seq
        if (entry.type === 'request.amended') asked.content = entry.fields.content ?? ''
        break
      }
      case 'request.voted': {
        const { request = -1, by = '', stage = -1, decision, content = '' } = entry.fields
        const asked = filed.get(request)
        assert.ok(asked !== undefined && by !== asked.subject && by !== asked.by, `entry ${entry.seq}: decides on an own request`)
        assert.ok(!out.has(by) && ![...suspended.values()].includes(by), `entry ${entry.seq}: decides though suspended or gone`)
        votes.push({ request, by, stage, approves: decision === 'approved', seq: entry.seq, content })
        break
      }
      case 'person.departed':
        out.add(entry.fields.subject ?? '')
        break
      case 'suspension.started':
        suspended.set(entry.seq, entry.fields.subject ?? '')
        break
      case 'suspension.ended':
        suspended.delete(entry.fields.suspension ?? -1)
        break
      case 'grant.made': {
        const { request, role = '', subject = '', until, from = '' } = entry.fields
        if (request === undefined) break
        const asked = filed.get(request)
        assert.ok(asked?.subject === subject, `entry ${entry.seq}: a grant for somebody else`)
        assert.ok(
          !out.has(subject) && ![...suspended.values()].includes(subject),
          `entry ${entry.seq}: a grant of somebody suspended or gone`,
        )
        assert.ok(until !== undefined && until > from, `entry ${entry.seq}: a grant without an end or past it`)
        const own = votes.filter(
          (vote) => vote.request === request && vote.approves && vote.seq > asked.since && vote.content === asked.content,
        )
        for (const [stage, count] of (STAGES[role] ?? []).entries())
          assert.ok(
            new Set(own.filter((vote) => vote.stage === stage).map((vote) => vote.by)).size >= count,
            `entry ${entry.seq}: stage ${stage} is missing`,
          )
        const needed = (STAGES[role] ?? []).reduce((sum, count) => sum + count, 0)
        assert.ok(new Set(own.map((vote) => vote.by)).size >= needed, `entry ${entry.seq}: one person in two stages`)
        break
      }
      default:
    }
}
