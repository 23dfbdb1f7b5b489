import { formatInstant } from '../../kernel/instant.ts'
import { isGiven } from '../../decide/holding.ts'
import { handleOf } from '../../decide/question.ts'
import { sentenceOf } from '../../render/sentence.ts'
import type { Entry, SubjectId } from '../../ledger/entry.ts'
import { AUDIT_REPORTS, type AuditReport, type AuditRow } from '../../web/pages/audit-view.ts'
import type { AuditIndex } from '../../workflow/audit-index.ts'
import type { Scene } from '../scene.ts'

export function reportOf(name: string): AuditReport | undefined {
  return AUDIT_REPORTS.find((one) => one === name)
}

/** A stretch of a report, newest first, private fields too: for those who may read them. */
export interface AuditPart {
  readonly rows: readonly AuditRow[]
  /** Whom they are about. */
  readonly people: readonly SubjectId[]
  /** Rows of the whole report. */
  readonly count: number
  /** The entry to go on from; null = that was all. */
  readonly older: number | null
}

/** How many rows each report has. */
export async function auditCounts(scene: Scene, index: AuditIndex): Promise<Readonly<Record<AuditReport, number>>> {
  const counts = {} as Record<AuditReport, number>
  for (const report of AUDIT_REPORTS) counts[report] = (await numbersOf(scene, index, report)).length
  return counts
}

/** `from`: the newest entry to show; `limit`: so many rows at most. */
export async function auditPart(
  scene: Scene,
  index: AuditIndex,
  report: AuditReport,
  { from = Number.MAX_SAFE_INTEGER, limit }: { readonly from?: number | undefined; readonly limit: number },
): Promise<AuditPart> {
  const numbers = await numbersOf(scene, index, report)
  const wanted = numbers.filter((seq) => seq <= from)
  const page = wanted.slice(-limit).toReversed()
  const people = new Set<SubjectId>()
  const rows: AuditRow[] = []
  for (const seq of page) {
    const [row, subject] = await rowOf(scene, report, seq)
    rows.push(row)
    if (subject !== undefined) people.add(subject)
  }
  return { rows, people: [...people], count: numbers.length, older: wanted.at(-limit - 1) ?? null }
}

/** The entries of a report in order: of grants and reviews by the state, of all else by the index. */
async function numbersOf({ moment, state, now }: Scene, index: AuditIndex, report: AuditReport): Promise<readonly number[]> {
  if (report === 'no-use-case')
    return [...state.runningGrants()]
      .filter((grant) => isGiven(grant, now) && grant.useCase === undefined)
      .map(({ id }) => id)
      .toSorted((left, right) => left - right)
  if (report === 'overdue-reviews')
    return [...state.reviews()].filter(({ closedAt, until }) => closedAt === undefined && until < now).map(({ id }) => id)
  return index.of(moment, report)
}

async function rowOf(scene: Scene, report: AuditReport, seq: number): Promise<readonly [AuditRow, SubjectId | undefined]> {
  if (report === 'no-use-case') return withoutUseCase(scene, seq)
  if (report === 'overdue-reviews') return [overdue(scene, seq), undefined]
  const { moment, state, charter } = scene
  const entry = (await moment.entries(seq, 1))[0] as Entry
  const fields = entry.fields as Readonly<Record<string, unknown>>
  const subject = typeof fields['subject'] === 'string' ? fields['subject'] : undefined
  const text = sentenceOf(entry, { state, charter })
  const until = entry.type === 'exception.made' && entry.fields.until !== undefined ? ` (until ${entry.fields.until})` : ''
  const row = {
    entry: entry.seq,
    at: formatInstant(entry.at),
    person: subject === undefined ? null : handleOf(state, subject),
    grant: entry.type === 'grant.made' ? entry.seq : null,
    by: entry.origin?.identity.replace(/^subject:(.*)$/, (_all, who: string) => handleOf(state, who)) ?? null,
    text: `${text}${until}`,
  }
  return [row, subject]
}

function withoutUseCase({ state, charter }: Scene, seq: number): readonly [AuditRow, SubjectId | undefined] {
  const grant = state.grant(seq)
  if (grant === undefined) throw new Error(`entry ${seq} made no grant`)
  const title = charter.roles.get(grant.role)?.title ?? grant.role
  const row = {
    entry: seq,
    at: formatInstant(grant.madeAt),
    person: handleOf(state, grant.subject),
    grant: seq,
    by: null,
    text: `${title}: no use case is known (${grant.door})`,
  }
  return [row, grant.subject]
}

/** A review whose time to answer is over and that was not closed. */
function overdue({ state, charter }: Scene, seq: number): AuditRow {
  const review = state.review(seq)
  if (review === undefined) throw new Error(`entry ${seq} opened no review`)
  const { at, role, until, answers } = review
  const text = `the review of ${charter.roles.get(role)?.title ?? role} was due on ${formatInstant(until)}; ${answers.length} answers`
  return { entry: seq, at: formatInstant(at), person: null, grant: null, by: null, text }
}
