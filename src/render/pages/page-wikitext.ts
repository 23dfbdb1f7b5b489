import { webAddress } from '../web-address.ts'
import { wikitext } from '../wikitext.ts'
import type { Block, Inline, PageCell, PageDocument, TableBlock, Tone } from './document.ts'

/** Light grounds with dark letters, so that a wiki's dark skin does not make them unreadable. */
const STYLES: Readonly<Record<Tone, string>> = {
  yes: 'background:#d5fdf4; color:#202122; text-align:center',
  inherited: 'background:#eaf3ff; color:#202122; text-align:center',
  revoked: 'background:#fee7e6; color:#202122; text-align:center',
}

/** Headings of a matrix stay in sight: nobody knows in the fortieth row which column is whose. */
const STAYING = 'position:sticky; top:0'
const UPRIGHT = `${STAYING}; writing-mode:vertical-rl; text-align:start; padding:0.5em 0.2em`

/** The source of a wiki page. Foreign texts read as they are and do nothing. */
export function pageWikitext({ blocks }: PageDocument): string {
  return `${blocks.map(blockText).join('\n\n')}\n`
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      const marks = '='.repeat(block.level)
      return `${marks} ${wikitext(block.text)} ${marks}`
    }
    case 'paragraph':
      return inlineText(block.text)
    case 'list':
      return block.items.map((item) => `* ${inlineText(item)}`).join('\n')
    default:
      return tableText(block)
  }
}

function tableText({ caption, head, rows, upright }: TableBlock): string {
  const from = upright ?? head.length
  // Sorting a matrix by one of its many columns tells nothing; its headings stand upright instead.
  const lines = [`{| class="wikitable${upright === undefined ? ' sortable' : ''}"`, `|+ ${wikitext(caption)}`, '|-']
  for (const [index, text] of head.entries()) {
    const style = index >= from ? UPRIGHT : upright === undefined ? undefined : STAYING
    lines.push(`! scope="col"${style === undefined ? '' : ` style="${style}"`} | ${wikitext(text)}`)
  }
  for (const row of rows) lines.push('|-', ...row.map(cellText))
  return [...lines, '|}'].join('\n')
}

function cellText({ text, tone, head }: PageCell): string {
  const inner = inlineText(text)
  if (head === true) return `! scope="row" | ${inner}`
  return tone === undefined ? `| ${inner}` : `| style="${STYLES[tone]}" | ${inner}`
}

function inlineText(pieces: readonly Inline[]): string {
  return pieces.map(pieceText).join('')
}

function pieceText(piece: Inline): string {
  if (typeof piece === 'string') return wikitext(piece)
  switch (piece.kind) {
    case 'code':
      return `<code>${wikitext(piece.text)}</code>`
    case 'strong':
      return `<strong>${wikitext(piece.text)}</strong>`
    case 'page':
      return `[[:${piece.page}|${wikitext(piece.text)}]]`
    default:
      return linkText(piece.url)
  }
}

function linkText(url: string): string {
  const address = webAddress(url)
  return address === undefined ? wikitext(url) : `[${address} ${wikitext(url)}]`
}
