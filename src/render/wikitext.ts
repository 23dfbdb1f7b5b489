import { showHidden } from './hidden-characters.ts'

/**
 * A foreign text as wikitext that reads as that text and does nothing: no link, template, tag, signature, table, heading, list or magic
 * word. Marks of the syntax become character references, hidden characters are shown as `\u{...}`.
 * https://www.mediawiki.org/wiki/Help:Formatting, https://www.mediawiki.org/wiki/Help:Magic_words
 */
export function wikitext(text: string): string {
  const marked = showHidden(text).replaceAll(/[&<>[\]{}|'"=*#:;~_!\\`]|^[-+ ]|-(?=-)| $| (?= )/gu, reference)
  // `RFC 1234`, `PMID 1234` and `ISBN 0...` become links by themselves, whatever kind of space stands between
  return marked.replaceAll(/(?<=RFC|PMID|ISBN)\p{Zs}/gu, reference)
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`
}
