/**
 * Characters that a reader does not see or that make him see something else: controls, bidirectional overrides ("Trojan Source",
 * CVE-2021-42574), zero-width and invisible ones, line separators, unassigned and private ones, lone surrogates.
 */
const HIDDEN = /\p{C}|\p{Zl}|\p{Zp}|\p{Variation_Selector}|[\u115f\u1160\u3164\uffa0]|\u034f/gu

/** Whether any character of the text is hidden. */
export function hasHidden(text: string): boolean {
  return text.search(HIDDEN) >= 0
}

/** The text with every hidden character written as `\u{202E}`; line ends too, so that the result is one line. */
export function showHidden(text: string): string {
  return text.replaceAll(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`)
}

/** The same for text of many lines: line ends and tabs stay. */
export function showHiddenInLines(text: string): string {
  return text.replaceAll(HIDDEN, (character) => (character === '\n' || character === '\t' ? character : showHidden(character)))
}

/** JSON text with every hidden character inside its strings as `\u202e`: the same value, nothing that a terminal would act on. */
export function escapeHidden(json: string): string {
  return json.replaceAll(HIDDEN, (character) => (character === '\n' ? character : codeUnits(character)))
}

function codeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')
}
