/** A release of MediaWiki: the number that changes with it, 39 for `1.39` and `1.39.17`. */
export type Release = number

/** The oldest release that Writ serves; what a target without `settings.version` is taken for. */
export const OLDEST: Release = 39

/** `1.39`, `1.39.17`, `MediaWiki 1.44.0-alpha`; undefined = no release of MediaWiki. */
export function parseRelease(text: string): Release | undefined {
  const found = /^(?:MediaWiki )?1\.(\d{1,3})(?:$|[.\s-])/.exec(text.trim())
  return found === null ? undefined : Number(found[1])
}

export function releaseName(release: Release): string {
  return `1.${release}`
}
