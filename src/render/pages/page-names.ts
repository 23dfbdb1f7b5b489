import type { Charter, Id } from '../../charter/model.ts'
import { hasHidden } from '../hidden-characters.ts'
import { utf8Length } from '../utf8-length.ts'

/** Titles of the pages that a charter is told on. */
export interface PageNames {
  readonly charter: string
  readonly matrix: string
  readonly holders: string
  readonly log: string
  role(id: Id): string
}

/** Where the pages stand on a wiki unless said otherwise. */
export const DEFAULT_PREFIX = 'Project:Rights'

/** Pages of a charter under a prefix; a role's page has its title where the wiki can carry it and no other role has it, else its id. */
export function pageNames(charter: Charter, prefix: string): PageNames {
  const titles = Map.groupBy(charter.roles, ([id, { title }]) => (isLegalTitle(title) && !title.includes('/') ? title : id).toLowerCase())
  const taken = new Set(['matrix', 'holders', 'log'])
  return {
    charter: prefix,
    matrix: `${prefix}/Matrix`,
    holders: `${prefix}/Holders`,
    log: `${prefix}/Log`,
    role: (id) => {
      const title = charter.roles.get(id)?.title ?? id
      const usable =
        isLegalTitle(title) && !title.includes('/') && titles.get(title.toLowerCase())?.length === 1 && !taken.has(title.toLowerCase())
      return `${prefix}/${usable ? title : `role-${id}`}`
    },
  }
}

/** A page title is 255 bytes wide; what stands before it takes some. */
const LONGEST = 200

/**
 * Whether MediaWiki takes a text as part of a page title and gives it back unchanged.
 * https://www.mediawiki.org/wiki/Manual:Page_title
 */
export function isLegalTitle(text: string): boolean {
  return (
    text !== '' &&
    text === text.trim() &&
    text.isWellFormed() &&
    text === text.normalize('NFC') &&
    !hasHidden(text) &&
    utf8Length(text) <= LONGEST &&
    !/[#<>[\]|{}_]|\p{Zs}{2}|[^ \P{Zs}]|^:|:$|%[0-9A-Fa-f]{2}|&[#\w\u0080-\uffff]+;|~{3}|(?:^|\/)\.{1,2}(?:\/|$)/u.test(text)
  )
}
