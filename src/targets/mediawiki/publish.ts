/** Pages that Writ keeps on a wiki: written only where they differ, and never over a page that somebody else made. */
import { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { PublishedPage, TargetFailure, WikiText } from '../../reconcile/target.ts'
import type { Client } from './client.ts'
import { failure, incomplete, remoteText } from './failure.ts'
import { batches, multi } from './multi.ts'

/** First line of every page that is kept: only such a page is written over. */
const MARK = '<!-- This page is kept by Writ: what is changed here by hand is overwritten. -->'
const BATCH = 50

const found = z.object({
  query: z.object({
    normalized: z.array(z.object({ from: z.string(), to: z.string() })).default([]),
    pages: z
      .array(
        z.object({
          title: z.string(),
          missing: z.boolean().optional(),
          invalid: z.boolean().optional(),
          revisions: z.array(z.object({ revid: z.int(), slots: z.object({ main: z.object({ content: z.string() }) }) })).optional(),
        }),
      )
      .default([]),
    tokens: z.object({ csrftoken: z.string() }),
  }),
})
const edited = z.object({ edit: z.object({ result: z.string(), nochange: z.boolean().optional() }) })

/**
 * Brings pages to their texts. Whatever is the same is left alone, so that a second run writes nothing; an edit names the revision it was made
 * from, so that nothing is lost where two write at once. `dryRun`: only says what would be written.
 */
export async function publishPages(
  client: Client,
  pages: readonly WikiText[],
  { summary, dryRun }: { readonly summary: string; readonly dryRun: boolean },
): Promise<Result<readonly PublishedPage[], TargetFailure>> {
  const done: PublishedPage[] = []
  for (const part of batches(pages, BATCH)) {
    const answer = await client.call(found, {
      action: 'query',
      prop: 'revisions',
      rvprop: 'ids|content',
      rvslots: 'main',
      titles: multi(part.map(({ title }) => title)),
      meta: 'tokens',
    })
    if (!answer.ok) return answer
    const { normalized, tokens, pages: there } = answer.value.query
    for (const page of part) {
      const title = normalized.find(({ from }) => from === page.title)?.to ?? page.title
      const standing = there.find((one) => one.title === title)
      if (standing === undefined)
        return err(incomplete('page-not-told', `the wiki does not tell of the page \`${remoteText(page.title)}\``))
      if (standing.invalid === true)
        return err(failure('invalid', 'invalid-title', `\`${remoteText(page.title)}\` cannot be the title of a page`))
      const one = await bring(client, page, standing.revisions?.[0], { summary, dryRun, token: tokens.csrftoken })
      if (!one.ok) return one
      done.push(one.value)
    }
  }
  return ok(done)
}

interface Standing {
  readonly revid: number
  readonly slots: { readonly main: { readonly content: string } }
}

async function bring(
  client: Client,
  { title, text }: WikiText,
  standing: Standing | undefined,
  { summary, dryRun, token }: { readonly summary: string; readonly dryRun: boolean; readonly token: string },
): Promise<Result<PublishedPage, TargetFailure>> {
  const wanted = `${MARK}\n${text.trimEnd()}`
  const content = standing?.slots.main.content
  if (content?.trimEnd() === wanted) return ok({ title, outcome: 'same' })
  if (content !== undefined && !content.startsWith(MARK)) return ok({ title, outcome: 'foreign' })
  const outcome = standing === undefined ? 'made' : 'changed'
  if (dryRun) return ok({ title, outcome })
  const answer = await client.call(edited, {
    action: 'edit',
    title,
    text: wanted,
    summary,
    bot: 1,
    ...(standing === undefined ? { createonly: 1 } : { baserevid: standing.revid, nocreate: 1 }),
    token,
  })
  if (!answer.ok) return CONFLICTS.has(answer.error.code) ? ok({ title, outcome: 'conflict' }) : answer
  const { result } = answer.value.edit
  return result === 'Success'
    ? ok({ title, outcome })
    : err(failure('refused', 'not-saved', `the wiki does not save \`${remoteText(title)}\`: ${remoteText(result)}`))
}

const CONFLICTS: ReadonlySet<string> = new Set(['editconflict', 'articleexists', 'missingtitle'])
