/** The MediaWiki versions whose defaults are known here, oldest first: the long-term ones since 2020. */
export const VERSIONS = ['1.35', '1.39', '1.43'] as const
export type KnownVersion = (typeof VERSIONS)[number]

/** What is known of a version: itself, or the newest known one before it (the oldest one for all that are older). */
export interface FoundVersion {
  readonly known: KnownVersion
  /** Whether the tables are of this very version. */
  readonly exact: boolean
}

/** Finds the tables for a version as MediaWiki writes it (`1.39`, `1.39.17`, `MediaWiki 1.43.0-wmf.2`); undefined if the text names none. */
export function findVersion(text: string): FoundVersion | undefined {
  const minor = /(?:^|[\s/])1\.(\d{1,3})(?:[.\s-]|$)/.exec(text)?.[1]
  if (minor === undefined) return undefined
  const known = VERSIONS.findLast((version) => Number(version.slice(2)) <= Number(minor)) ?? VERSIONS[0]
  return { known, exact: known === `1.${minor}` }
}
