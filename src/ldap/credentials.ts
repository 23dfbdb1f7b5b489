import { z } from 'zod'
import { err, ok, type Result } from '../kernel/result.ts'

/** The entry writ logs in as. */
export interface DirectoryCredentials {
  readonly bind: string
  readonly password: string
}

const schema = z.strictObject({ bind: z.string().regex(/=/), password: z.string().min(1) })

/** Reads the text of a credentials file. What is wrong is said without the values. An empty password would log in as nobody (RFC 4513 5.1.2). */
export function parseDirectoryCredentials(text: string): Result<DirectoryCredentials, string> {
  const wrong = 'the credentials file must hold JSON, {"bind": "cn=writ,dc=example,dc=org", "password": "..."}'
  try {
    const result = schema.safeParse(JSON.parse(text))
    return result.success ? ok(result.data) : err(wrong)
  } catch {
    return err(wrong)
  }
}
