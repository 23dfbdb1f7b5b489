import type { ProbedPage } from '../page.ts'
import type { WikiRequest } from '../visitor.ts'

/** What keeps the way shut. */
export type Hole = 'read' | 'transclusion' | 'compare' | 'feeds' | 'summaries' | 'search' | 'visual-editor' | 'modules' | 'messages'

export interface Way {
  readonly id: string
  readonly hole: Hole
  /** What somebody does, for people. */
  readonly text: string
  /** Only worth trying with this extension. */
  readonly needs?: string
  /** Only for those who may edit somewhere. */
  readonly editors?: true
  /** The question does not name the page. */
  readonly listing?: true
  /** Seen open in other versions or with other software; need not open here even without protection. */
  readonly rare?: true
  request(page: ProbedPage): WikiRequest | undefined
}

type Parameters = WikiRequest['parameters']

export const api = (parameters: Parameters): WikiRequest => ({
  entry: 'api',
  parameters: { format: 'json', formatversion: 2, ...parameters },
})
export const query = (parameters: Parameters) => api({ action: 'query', ...parameters })
export const index = (parameters: Parameters): WikiRequest => ({ entry: 'index', parameters })
export const special = (name: string, parameters: Parameters = {}) => index({ title: `Special:${name}`, ...parameters })
export const rest = (path: string, parameters: Parameters = {}): WikiRequest => ({ entry: 'rest', path, parameters })
export const inclusion = ({ title }: ProbedPage) => `{{:${title}}}`
export const slug = ({ title }: ProbedPage) => encodeURIComponent(title.replaceAll(' ', '_'))
/** A page that everybody may see; its name is a redirect or nothing on most wikis, which is good enough. */
export const ELSEWHERE = 'Main Page'
/** Nobody has such a page: forms for a new page. */
export const NOWHERE = 'Writ probe of a page that does not exist'

export function way(
  id: string,
  hole: Hole,
  text: string,
  request: Way['request'],
  more: Pick<Way, 'needs' | 'editors' | 'listing' | 'rare'> = {},
): Way {
  return { id, hole, text, request, ...more }
}
