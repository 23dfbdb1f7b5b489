/**
 * A page for people, as a value: written once, printed as wikitext or as HTML. Foreign texts stand in it as they came; the two printers are
 * the only places where they are quoted.
 */

/** A piece of running text. `page` leads to another page of the same set by its title, `url` out of it. */
export type Inline =
  | string
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'page'; readonly page: string; readonly text: string }
  | { readonly kind: 'url'; readonly url: string }

/** How a cell of a matrix looks; the text in it says the same, so nobody depends on the colour. */
export type Tone = 'yes' | 'inherited' | 'revoked'

export interface PageCell {
  readonly text: readonly Inline[]
  readonly tone?: Tone
  /** A heading of its row. */
  readonly head?: boolean
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | TableBlock

export interface TableBlock {
  readonly kind: 'table'
  readonly caption: string
  readonly head: readonly string[]
  /** From this column on the headings stand upright: many narrow columns. */
  readonly upright?: number
  readonly rows: readonly (readonly PageCell[])[]
}

export interface PageDocument {
  /** Title of the page on the wiki, legal there. */
  readonly title: string
  readonly blocks: readonly Block[]
}

export function heading(text: string, level: 2 | 3 = 2): Block {
  return { kind: 'heading', level, text }
}

export function paragraph(...text: readonly Inline[]): Block {
  return { kind: 'paragraph', text }
}

/** A list under its heading; nothing at all where the list is empty. */
export function section(title: string, items: readonly (readonly Inline[])[]): readonly Block[] {
  return items.length === 0 ? [] : [heading(title), { kind: 'list', items }]
}

export function code(text: string): Inline {
  return { kind: 'code', text }
}

export function cell(...text: readonly Inline[]): PageCell {
  return { text }
}

/** Pieces with a mark between them. */
export function joined(pieces: readonly Inline[], between: string): readonly Inline[] {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [between, piece]))
}
