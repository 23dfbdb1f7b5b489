import type { Id } from '../charter/model.ts'
import type { Truth } from '../kernel/truth.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Known } from './question.ts'

/** Which parts make a condition what it is for somebody: of one that asks for all of several, those that are so too, each named. */
export function decisiveParts(known: Pick<Known, 'charter' | 'test'>, condition: Id, subject: SubjectId, truth: Truth): readonly Id[] {
  const test = known.charter.conditions.get(condition)?.test
  if (test?.kind !== 'all') return [condition]
  const parts = test.items.flatMap((item) =>
    item.kind === 'named' && known.test(item.condition, subject) === truth ? [item.condition] : [],
  )
  return parts.length === 0 ? [condition] : parts.flatMap((part) => decisiveParts(known, part, subject, truth))
}

/** What fails, in the charter's words. */
export function failingText(known: Pick<Known, 'charter' | 'test'>, condition: Id, subject: SubjectId): string {
  const parts = decisiveParts(known, condition, subject, false)
  return parts.map((part) => known.charter.conditions.get(part)?.text ?? part).join('; ')
}
