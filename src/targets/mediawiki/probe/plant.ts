/** Pages that the leak check makes for itself, where the operator said that it may, and takes away again. */
import { z } from 'zod'
import { err, ok, type Result } from '../../../kernel/result.ts'
import type { TargetFailure } from '../../../reconcile/target.ts'
import { failure, remoteText } from '../failure.ts'
import { ask, readTexts, withCanary } from './look.ts'
import type { ProbedPage } from './page.ts'
import type { Visitor } from './visitor.ts'

export const MARKER = 'writ-canary-'

export interface Planting {
  readonly title: string
  /** A line that restricts the page, for pages that shall be closed by it. */
  readonly line?: string
  /** Random letters and digits, at least 16. */
  readonly random: string
}

const tokenAnswer = z.object({ query: z.object({ tokens: z.object({ csrftoken: z.string() }) }) })
const editAnswer = z.object({ edit: z.object({ result: z.string(), newrevid: z.int().optional() }) })
const anything = z.object({})

/**
 * Makes the page in two edits, so that there are revisions to compare, and without a summary, so that the wiki may make one. The canary
 * stands first, where an automatic summary would quote it, and last, where a comparison shows it beside what was added. Refuses to touch a page that exists.
 */
export async function plant(visitor: Visitor, { title, line, random }: Planting): Promise<Result<ProbedPage, TargetFailure>> {
  const half = Math.floor(random.length / 2)
  const [canary, rest] = [random.slice(0, half), random.slice(half).toLowerCase()]
  const derived = `writderived${rest}`
  const text = [
    `bait${rest} ${MARKER}${canary}`,
    '',
    ...(line === undefined ? [] : [line, '']),
    `[[Writ${derived}]] [https://${derived}.example/ Writ] [[Category:${derived}]]`,
    '',
    `bait${rest} ${MARKER}${canary}`,
  ].join('\n')
  const first = await edit(visitor, { title, text, createonly: 1 })
  if (!first.ok) return first
  const second = await edit(visitor, { title, appendtext: '\nThe leak check of Writ needs this page for a moment.', nocreate: 1 })
  if (!second.ok) return second
  const read = await readTexts(visitor, [title])
  if (!read.ok) return read
  const [page] = read.value
  const found = page === undefined ? undefined : withCanary(page, MARKER)
  return found === undefined
    ? err(failure('refused', 'planted-not-read', `the page \`${remoteText(title)}\` was made, but whoever made it cannot read it`))
    : ok(found)
}

async function edit(visitor: Visitor, parameters: Readonly<Record<string, string | number>>): Promise<Result<undefined, TargetFailure>> {
  const token = await csrf(visitor)
  if (!token.ok) return token
  const answer = await ask(visitor, editAnswer, { action: 'edit', assert: 'user', ...parameters, token: token.value }, true)
  if (!answer.ok) return answer
  if (answer.value.edit.result === 'Success') return ok(undefined)
  return err(
    failure(
      'refused',
      'not-planted',
      `the wiki does not save \`${remoteText(String(parameters['title']))}\`: ${remoteText(answer.value.edit.result)}`,
    ),
  )
}

/** Takes a planted page away: deletes it, or empties it where the account may not delete. */
export async function uproot(visitor: Visitor, page: { readonly title: string }): Promise<Result<'deleted' | 'emptied', TargetFailure>> {
  const token = await csrf(visitor)
  if (!token.ok) return token
  const gone = await ask(
    visitor,
    anything,
    { action: 'delete', assert: 'user', title: page.title, reason: 'leak check of Writ is over', token: token.value },
    true,
  )
  if (gone.ok) return ok('deleted')
  const emptied = await edit(visitor, {
    title: page.title,
    text: 'The leak check of Writ is over; this page can be deleted.',
    summary: 'leak check is over',
    nocreate: 1,
  })
  return emptied.ok ? ok('emptied') : gone
}

async function csrf(visitor: Visitor): Promise<Result<string, TargetFailure>> {
  const answer = await ask(visitor, tokenAnswer, { action: 'query', meta: 'tokens' })
  return answer.ok ? ok(answer.value.query.tokens.csrftoken) : answer
}
