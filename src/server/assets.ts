import { createHash } from 'node:crypto'
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

/** Which version of each is here: a part of its address, so that a browser keeps it as long as it likes and has the right one after an upgrade. */
export function versionsOf(assets: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...assets].map(([name, text]) => [name, createHash('sha256').update(text).digest('base64url').slice(0, 12)]))
}
