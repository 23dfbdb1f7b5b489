import type { Id } from '../../charter/model.ts'
import { addDuration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { draft, type Draft, type SubjectId } from '../../ledger/entry.ts'
import type { Known } from '../../decide/question.ts'

/** The entries of statements in the charter's exact words, with the end that it gives them. `request`: in which request they are made. */
export function statementDrafts(
  { charter, now }: Known,
  by: SubjectId,
  subject: SubjectId,
  statements: readonly Id[],
  request: number | undefined,
): readonly Draft[] {
  return [...new Set(statements)].flatMap((statement) => {
    const block = charter.statements.get(statement)
    if (block === undefined) return []
    return [
      draft('statement.made', {
        by,
        subject,
        statement,
        words: block.text,
        ...(block.lasts === undefined ? {} : { until: formatInstant(addDuration(now, block.lasts)) }),
        ...(request === undefined ? {} : { request }),
      }),
    ]
  })
}
