import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'

/** The latest login of each user, by GrowthBook's id; milliseconds since 1970. */
export type Logins = Readonly<Record<string, number>>

/** Where the latest logins are kept: GrowthBook forgets them with the membership. */
export interface LoginShelf {
  get(): Promise<Logins>
  put(logins: Logins): Promise<void>
}

const fileSchema = z.record(z.string(), z.int())

/** Keeps them in a file. One that cannot be read counts as never written: then only what the members' list says is known. */
export function loginFile(path: string): LoginShelf {
  return {
    async get() {
      try {
        return fileSchema.parse(JSON.parse(await readFile(path, 'utf8')))
      } catch {
        return {}
      }
    },
    async put(logins) {
      try {
        await writeFile(`${path}.new`, JSON.stringify(logins), { mode: 0o600 })
        await rename(`${path}.new`, path)
      } catch {
        // no data folder yet, or one that may only be read
      }
    },
  }
}
