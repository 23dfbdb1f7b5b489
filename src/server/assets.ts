import { readFile } from 'node:fs/promises'

const NAMES = ['site-ltr.css', 'site-rtl.css', 'site.js', 'live.js', 'passkey.js'] as const

/** The style sheets and scripts were not built. */
export class AssetsMissingError extends Error {
  override name = 'AssetsMissingError'
}

/** The style sheets and scripts as they were built. Throws AssetsMissingError if they were not. */
export async function loadAssets(): Promise<ReadonlyMap<string, string>> {
  const read = async (name: string) => [name, await readFile(new URL(`../../assets/${name}`, import.meta.url), 'utf8')] as const
  try {
    return new Map(await Promise.all(NAMES.map(read)))
  } catch (cause) {
    throw new AssetsMissingError('the style sheets are not built; run `node scripts/build-assets.mjs` in the folder of Writ', { cause })
  }
}
