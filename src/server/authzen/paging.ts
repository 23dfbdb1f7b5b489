import { createHash } from 'node:crypto'
import type { PageAsked } from './entities.ts'

/** Results on one page at most, and where no limit is asked for. */
export const LARGEST_PAGE = 1000

/** Where a page begins, and how many results it may have. */
export interface Window {
  readonly after: string | undefined
  readonly limit: number
}

/**
 * Reads what page is asked for; undefined where the token was made for another search: paging through one list with the token of another would leave
 * results out without a word.
 */
export function windowOf(page: PageAsked, asked: object): Window | undefined {
  const limit = Math.min(page?.limit ?? LARGEST_PAGE, LARGEST_PAGE)
  if (page?.token === undefined || page.token === '') return { after: undefined, limit }
  try {
    const [made, after] = JSON.parse(Buffer.from(page.token, 'base64url').toString('utf8')) as readonly unknown[]
    return made === digest(asked) && typeof after === 'string' ? { after, limit } : undefined
  } catch {
    return undefined
  }
}

/** The token of the page after the result with this key; empty at the end of the list. */
export function nextToken(after: string | undefined, asked: object): string {
  return after === undefined ? '' : Buffer.from(JSON.stringify([digest(asked), after])).toString('base64url')
}

function digest(asked: object): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 16)
}
