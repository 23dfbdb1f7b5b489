import { formatInstant } from '../../kernel/instant.ts'
import { isGiven } from '../../decide/holding.ts'
import { handleOf } from '../../decide/question.ts'
import { sentenceOf } from '../../render/sentence.ts'
import type { Entry } from '../../ledger/entry.ts'
import { AUDIT_REPORTS, type AuditReport, type AuditRow } from '../../web/pages/audit-view.ts'
import type { Scene } from '../scene.ts'
import { entriesFrom } from './evidence.ts'

export function reportOf(name: string): AuditReport | undefined {
  return AUDIT_REPORTS.find((one) => one === name)
}

/** The rows of a report, newest first, private fields too: for those who may read them. */
export async function auditRows(scene: Scene, report: AuditReport): Promise<readonly AuditRow[]> {
  if (report === 'no-use-case') return withoutUseCase(scene)
  if (report === 'overdue-reviews') return overdue(scene)
  const rows: AuditRow[] = []
  const over = new Set<number>()
  for await (const entry of entriesFrom(scene.moment)) {
    if (entry.type === 'sealed') continue
    if (entry.type === 'exception.ended' && entry.fields.exception !== undefined) over.add(entry.fields.exception)
    if (belongs(entry, report)) rows.push(rowOf(scene, entry))
  }
  return rows.filter(({ entry }) => !over.has(entry)).toReversed()
}

function belongs(entry: Entry, report: AuditReport): boolean {
  if (report === 'exceptions') return entry.type === 'exception.made'
  if (report === 'operator') return entry.origin?.identity.startsWith('operator:') === true
  return entry.type === 'plan.approved-once' || (entry.type === 'charter.adopted' && entry.fields.reason?.startsWith('overrides ') === true)
}

function rowOf({ state, charter }: Scene, entry: Entry): AuditRow {
  const fields = entry.fields as Readonly<Record<string, unknown>>
  const subject = typeof fields['subject'] === 'string' ? fields['subject'] : undefined
  const text = sentenceOf(entry, { state, charter })
  const until = entry.type === 'exception.made' && entry.fields.until !== undefined ? ` (until ${entry.fields.until})` : ''
  return {
    entry: entry.seq,
    at: formatInstant(entry.at),
    person: subject === undefined ? null : handleOf(state, subject),
    grant: entry.type === 'grant.made' ? entry.seq : null,
    by: entry.origin?.identity.replace(/^subject:(.*)$/, (_all, who: string) => handleOf(state, who)) ?? null,
    text: `${text}${until}`,
  }
}

function withoutUseCase({ state, charter, now }: Scene): readonly AuditRow[] {
  const rows: AuditRow[] = []
  for (const grant of state.runningGrants())
    if (isGiven(grant, now) && grant.useCase === undefined)
      rows.push({
        entry: grant.id,
        at: formatInstant(grant.madeAt),
        person: handleOf(state, grant.subject),
        grant: grant.id,
        by: null,
        text: `${charter.roles.get(grant.role)?.title ?? grant.role}: no use case is known (${grant.door})`,
      })
  return rows.toReversed()
}

/** Reviews whose time to answer is over and that were not closed. */
function overdue({ state, charter, now }: Scene): readonly AuditRow[] {
  return [...state.reviews()]
    .filter(({ closedAt, until }) => closedAt === undefined && until < now)
    .map(({ id, at, role, until, answers }) => ({
      entry: id,
      at: formatInstant(at),
      person: null,
      grant: null,
      by: null,
      text: `the review of ${charter.roles.get(role)?.title ?? role} was due on ${formatInstant(until)}; ${answers.length} answers`,
    }))
    .toReversed()
}
