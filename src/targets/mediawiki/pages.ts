/** A query that the wiki answers in pages. */
import type { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import type { Answer, Client, Parameters } from './client.ts'
import { incomplete } from './failure.ts'

export interface PagedQuery {
  readonly parameters: Parameters
  /** Parameters of the first call only, in place of those above. */
  readonly first?: Parameters
  /** The parameter that continues the listing; other listings that travel with the first call are not continued. */
  readonly key: string
  /** Its value in the first call. */
  readonly start?: string
}

/** Follows the listing to its end; `take` sees each page and may say what is wrong with it. */
export async function readPages<S extends z.ZodType>(
  client: Client,
  schema: S,
  query: PagedQuery,
  take: (answer: Answer<z.output<S>>) => TargetFailure | undefined,
): Promise<Result<void, TargetFailure>> {
  const seen = new Set<string | undefined>()
  let next = query.start
  do {
    if (seen.has(next)) return err(incomplete('endless-listing', 'the wiki continues a listing where it already was'))
    const extra = seen.size === 0 ? query.first : undefined
    seen.add(next)
    const answer: Result<Answer<z.output<S>>, TargetFailure> = await client.call(schema, {
      action: 'query',
      ...query.parameters,
      ...extra,
      [query.key]: next,
    })
    if (!answer.ok) return answer
    const wrong = take(answer.value)
    if (wrong !== undefined) return err(wrong)
    next = answer.value.continue?.[query.key]
    if (next === undefined && answer.value.batchcomplete !== true)
      return err(incomplete('listing-not-complete', 'the wiki neither ends nor continues its listing'))
  } while (next !== undefined)
  return ok(undefined)
}
