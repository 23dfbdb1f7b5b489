/** The MediaWiki versions whose defaults are known here, oldest first: the long-term ones since 2020. */
export const VERSIONS = ['1.35', '1.39', '1.43'] as const
export type KnownVersion = (typeof VERSIONS)[number]

/** What is known of a version: itself, or the newest known one before it (the oldest one for all that are older). */
export interface FoundVersion {
  readonly known: KnownVersion
  /** Whether the tables are of this very version. */
  readonly exact: boolean
}

/** The number that changes with a release, 39 for `1.39` and `MediaWiki 1.39.17`; undefined if the text names none. */
export function releaseOf(text: string): number | undefined {
  const minor = /(?:^|[\s/])1\.(\d{1,3})(?:[.\s-]|$)/.exec(text)?.[1]
  return minor === undefined ? undefined : Number(minor)
}

/** The tables for a release: its own, or those of the newest known one before it (the oldest one for all that are older). */
export function versionOf(release: number): KnownVersion {
  return VERSIONS.findLast((version) => Number(version.slice(2)) <= release) ?? VERSIONS[0]
}

/** Finds the tables for a version as MediaWiki writes it (`1.39`, `1.39.17`, `MediaWiki 1.43.0-wmf.2`); undefined if the text names none. */
export function findVersion(text: string): FoundVersion | undefined {
  const release = releaseOf(text)
  if (release === undefined) return undefined
  const known = versionOf(release)
  return { known, exact: known === `1.${release}` }
}
