/** What an import could not say, or says differently from what one might expect. It is printed, and stands in the charter as a comment. */
export interface ImportRemark {
  /** `import/...`; docs/spec/cli.md lists them. */
  readonly code: string
  /** File and line of the settings, where there is one. */
  readonly at: string | undefined
  readonly text: string
  /** Where it belongs: `groups.sysop` while a wiki is read, `groups.wiki.sysop` in the charter; undefined = at its head. */
  readonly clause: string | undefined
}

/** A foreign text on one line, as far as it can be shown: what nobody sees is written as `\u{202E}`. */
export function visible(text: string, longest = 400): string {
  const shown = text.replaceAll(
    /\p{C}|\p{Zl}|\p{Zp}|\p{Variation_Selector}/gu,
    (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
  )
  const letters = Array.from(shown)
  return letters.length > longest ? `${letters.slice(0, longest - 3).join('')}...` : shown
}

/** Whether a text holds characters that nobody sees. */
export function hasInvisible(text: string): boolean {
  return visible(text, text.length * 12 + 12) !== text
}
