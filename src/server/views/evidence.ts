import { formatInstant } from '../../kernel/instant.ts'
import type { Entry, ErasedEntry } from '../../ledger/entry.ts'
import type { EvidenceEntry, EvidenceFile } from '../../ledger/evidence-file.ts'
import type { EvidenceKind, EvidenceRow } from '../../web/pages/audit-view.ts'
import { bodyText } from '../../ledger/leaf.ts'
import { readSecondFactor } from '../../ledger/second-factor.ts'
import type { Grant, State } from '../../ledger/state.ts'
import { sentenceOf } from '../../render/sentence.ts'
import { hexOf } from '../../workflow/ids.ts'
import type { LedgerMoment } from '../../workflow/ledger-follower.ts'
import type { Scene } from '../scene.ts'

const PAGE = 500

/** Every entry from a number on, page by page. */
export async function* entriesFrom(moment: LedgerMoment, from = 0): AsyncIterable<Entry | ErasedEntry> {
  for (let start = from; start < moment.size; start += PAGE) yield* await moment.entries(start, Math.min(PAGE, moment.size - start))
}

/**
 * Everything that the log holds about a grant, private fields too: the request with its questions, votes and statements, what sources said when it was
 * decided, the grant, plans and what was read back, reviews. For those who may read it; undefined where there is no such grant.
 */
export async function evidenceFile(
  scene: Scene,
  id: number,
): Promise<{ readonly file: EvidenceFile; readonly rows: readonly EvidenceRow[] } | undefined> {
  const { moment, state, charter } = scene
  const grant = state.grant(id)
  const [made] = grant === undefined ? [] : await moment.entries(id, 1)
  if (grant === undefined || made?.type !== 'grant.made') return undefined
  const { size, root, origin } = moment
  const first = Math.min(id, made.fields.request ?? id, made.fields.proposal ?? id)
  const found: (Entry | ErasedEntry)[] = []
  for await (const entry of entriesFrom(moment, first)) if (concerns(entry, grant, made)) found.push(entry)
  const plans = new Set(found.flatMap((entry) => (entry.type === 'effect.confirmed' ? (entry.fields.plan ?? []) : [])))
  for (const plan of plans) found.push(...(await moment.entries(plan, 1)))
  found.push(...(await restoreOf(moment, made)))
  const keys = new Set(found.flatMap((entry) => passkeyBehind(entry) ?? []))
  for (const key of keys) if (key < moment.size && !found.some(({ seq }) => seq === key)) found.push(...(await moment.entries(key, 1)))
  const entries: EvidenceEntry[] = []
  const rows: EvidenceRow[] = []
  for (const entry of found.toSorted((left, right) => left.seq - right.seq)) {
    const stored = await moment.stored(entry.seq)
    if (stored === undefined) continue
    rows.push({
      entry: entry.seq,
      kind: kindOf(entry.type),
      at: formatInstant(entry.at),
      text: sentenceOf(entry, { state, charter }),
      values: Object.entries(stored.openings ?? {})
        .filter(([, { value }]) => value !== null)
        .map(([name, { value }]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    })
    entries.push({
      entry: entry.seq,
      leaf: hexOf(stored.leaf),
      path: (await moment.proofs.inclusion(entry.seq, size)).map(hexOf),
      body: bodyText(stored.body),
      ...(stored.openings === undefined ? {} : { openings: stored.openings }),
    })
  }
  return { file: { format: 'writ-evidence-1', origin, size, root, grant: id, entries }, rows }
}

/** The request or proposal behind it, what names the grant, and what was said of its holder while it was asked for. */
function concerns(entry: Entry | ErasedEntry, grant: Grant, made: Extract<Entry, { type: 'grant.made' }>): boolean {
  if (entry.seq === grant.id) return true
  const { request, proposal } = made.fields
  if (entry.seq === request || entry.seq === proposal) return true
  if (entry.type === 'sealed') return false
  const fields = entry.fields as Readonly<Record<string, unknown>>
  if (request !== undefined && fields['request'] === request) return true
  if (proposal !== undefined && fields['proposal'] === proposal) return true
  // an effect names it in words
  if (fields['grant'] === grant.id || fields['grant'] === String(grant.id)) return true
  const isSaid = entry.type === 'fact.used' || entry.type === 'statement.made'
  return (
    isSaid && entry.seq <= grant.id && fields['subject'] === grant.subject && (fields['request'] === undefined || request === undefined)
  )
}

/** The entry of the passkey that signed what an entry says. */
function passkeyBehind(entry: Entry | ErasedEntry): number | undefined {
  const evidence = entry.type !== 'sealed' && 'evidence' in entry.fields ? entry.fields.evidence : undefined
  return evidence === undefined ? undefined : readSecondFactor(evidence)?.key
}

/** Of a grant that a restore gave: the restore, which stands before it in the same batch, and who asked for it with which evidence. */
async function restoreOf(moment: LedgerMoment, made: Extract<Entry, { type: 'grant.made' }>): Promise<readonly (Entry | ErasedEntry)[]> {
  let before: Entry | ErasedEntry | undefined
  for (let end = made.seq; end > 0 && before === undefined; end -= PAGE) {
    const start = Math.max(0, end - PAGE)
    before = (await moment.entries(start, end - start)).findLast(({ at, type }) => at !== made.at || !IN_A_RESTORE.has(type))
  }
  if (before?.type !== 'restore.done' || before.at !== made.at) return []
  const { to } = before.fields
  const asked: (Entry | ErasedEntry)[] = []
  for await (const entry of entriesFrom(moment, to)) {
    if (entry.seq >= before.seq) break
    if (entry.type === 'restore.asked' && entry.fields.to === to && Date.parse(entry.fields.lapses ?? '') > made.at) asked.push(entry)
  }
  return [...asked, before]
}

const IN_A_RESTORE: ReadonlySet<string> = new Set(['grant.made', 'grant.ended', 'grant.renewed'])

function kindOf(type: string): EvidenceKind {
  if (type === 'fact.used') return 'fact'
  if (type === 'statement.made') return 'statement'
  if (type === 'request.voted' || type === 'grant.confirmed' || type.startsWith('restore.')) return 'decision'
  if (type === 'key.added') return 'passkey'
  if (type.startsWith('request.') || type === 'grant.proposed' || type === 'proposal.closed') return 'request'
  if (type.startsWith('plan.')) return 'plan'
  if (type.startsWith('effect.')) return 'read-back'
  return type.startsWith('grant.') ? 'grant' : 'review'
}

/** Whose private data stands in the evidence: the holder's. */
export function holderOf(state: State, grant: number): string | undefined {
  return state.grant(grant)?.subject
}
