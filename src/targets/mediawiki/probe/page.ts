/** A page that the leak check looks for everywhere else. */
export interface ProbedPage {
  /** With the namespace: `Projekt:Sandbox`. */
  readonly title: string
  readonly namespace: number
  /** Without the namespace. */
  readonly name: string
  readonly author: string
  /** A random text that stands in the page and nowhere else. */
  readonly canary: string
  /** A rare word beside the canary, to search for: an answer repeats what it was asked, so nobody asks for the canary. */
  readonly bait: string
  /** Stands in a link, a category and an address of the page, if it was planted. */
  readonly derived: string | undefined
  readonly pageId: number
  readonly revision: number
  readonly previous: number | undefined
  /** ISO 8601, of the newest revision. */
  readonly timestamp: string
}

/** What an answer gives away of a page: its text, what the wiki derives from it (links, categories, addresses), that it exists, or nothing. */
export type Exposure = 'content' | 'derived' | 'title'

/** `listing`: the question does not name the page, so its title in the answer is news. */
export function exposureIn(text: string, page: ProbedPage, listing: boolean): Exposure | undefined {
  if (text.includes(page.canary)) return 'content'
  // titles have a capital first and blanks or underscores
  if (page.derived !== undefined && text.toLowerCase().includes(page.derived.toLowerCase())) return 'derived'
  return listing && (text.includes(page.name) || text.includes(page.name.replaceAll(' ', '_'))) ? 'title' : undefined
}
