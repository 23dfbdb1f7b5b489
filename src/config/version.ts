/** What this is a version of, and what it runs on. */
export interface Versions {
  readonly writ: string
  readonly node: string
  /** The embedded store's own. */
  readonly sqlite: string | undefined
}

/** The version in the package's own description. */
export async function ownVersion(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}

export async function versions(): Promise<Versions> {
  return { writ: await ownVersion(), node: process.versions.node, sqlite: process.versions['sqlite'] }
}
