import { showHidden } from './hidden-characters.ts'

const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A foreign text as HTML that reads as that text and does nothing, between tags and in quoted attributes; hidden characters are shown as `\u{...}`. */
export function htmlText(text: string): string {
  return showHidden(text).replaceAll(/[&<>"']/g, (mark) => NAMES[mark] ?? mark)
}
