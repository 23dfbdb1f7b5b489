import { htmlText } from '../html.ts'
import { webAddress } from '../web-address.ts'
import type { Block, Inline, PageCell, PageDocument, TableBlock } from './document.ts'

const STYLE = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:72rem;margin:0 auto;padding:1rem;color:#202122;background:#fff}
.wide{overflow:auto;max-height:100vh}thead th{position:sticky;top:0}@media print{.wide{max-height:none}}
table{border-collapse:collapse;margin:1rem 0}caption{text-align:start;font-weight:bold;padding:.25rem 0}
th,td{border:1px solid #a2a9b1;padding:.25rem .5rem;text-align:start;vertical-align:top}th{background:#eaecf0}
.upright{writing-mode:vertical-rl;padding:.5rem .25rem}.yes,.inherited,.revoked{text-align:center}.yes{background:#d5fdf4}.inherited{background:#eaf3ff}.revoked{background:#fee7e6}
@media(prefers-color-scheme:dark){body{color:#eaecf0;background:#101418}th{background:#27292d}th,td{border-color:#54595d}
a{color:#88a3e8}.yes{background:#0f3d34}.inherited{background:#1d2f52}.revoked{background:#4a1d1b}}`

/** A whole HTML page. `hrefOf`: the address of another page of the set by its title; undefined = it is not there, and its name stands without a link. */
export function pageHtml(page: PageDocument, hrefOf: (title: string) => string | undefined): string {
  const title = htmlText(page.title)
  const body = page.blocks.map((block) => blockHtml(block, hrefOf)).join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`
}

type HrefOf = (title: string) => string | undefined

function blockHtml(block: Block, hrefOf: HrefOf): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${htmlText(block.text)}</h${block.level}>`
    case 'paragraph':
      return `<p>${inlineHtml(block.text, hrefOf)}</p>`
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${inlineHtml(item, hrefOf)}</li>`).join('\n')}\n</ul>`
    default:
      return tableHtml(block, hrefOf)
  }
}

function tableHtml({ caption, head, rows, upright }: TableBlock, hrefOf: HrefOf): string {
  const from = upright ?? head.length
  const top = head.map((text, index) => `<th scope="col"${index < from ? '' : ' class="upright"'}>${htmlText(text)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((one) => cellHtml(one, hrefOf)).join('')}</tr>`).join('\n')
  const label = htmlText(caption)
  return `<div class="wide" role="region" aria-label="${label}" tabindex="0">
<table>
<caption>${label}</caption>
<thead><tr>${top}</tr></thead>
<tbody>
${body}
</tbody>
</table>
</div>`
}

function cellHtml({ text, tone, head }: PageCell, hrefOf: HrefOf): string {
  const inner = inlineHtml(text, hrefOf)
  if (head === true) return `<th scope="row">${inner}</th>`
  return tone === undefined ? `<td>${inner}</td>` : `<td class="${tone}">${inner}</td>`
}

function inlineHtml(pieces: readonly Inline[], hrefOf: HrefOf): string {
  return pieces.map((piece) => pieceHtml(piece, hrefOf)).join('')
}

function pieceHtml(piece: Inline, hrefOf: HrefOf): string {
  if (typeof piece === 'string') return htmlText(piece)
  switch (piece.kind) {
    case 'code':
      return `<code>${htmlText(piece.text)}</code>`
    case 'strong':
      return `<strong>${htmlText(piece.text)}</strong>`
    case 'page': {
      const href = hrefOf(piece.page)
      return href === undefined ? htmlText(piece.text) : `<a href="${htmlText(href)}">${htmlText(piece.text)}</a>`
    }
    default: {
      const address = webAddress(piece.url)
      return address === undefined ? htmlText(piece.url) : `<a href="${htmlText(address)}">${htmlText(piece.url)}</a>`
    }
  }
}
