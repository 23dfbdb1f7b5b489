import { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'

/** How the connector proves who it is: a bot password (`WritBot@writ`), or an owner-only OAuth 2 access token. */
export type WikiCredentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }

const schema = z.union([
  z.strictObject({ user: z.string().min(1), password: z.string().min(1) }).transform((value) => ({ kind: 'password' as const, ...value })),
  z.strictObject({ token: z.string().regex(/^[\w.~+/=-]+$/) }).transform((value) => ({ kind: 'token' as const, ...value })),
])

/** Reads the text of a credentials file, JSON `{"user", "password"}` or `{"token"}`. What is wrong is said without the values. */
export function parseWikiCredentials(text: string): Result<WikiCredentials, string> {
  const wrong = 'the credentials file must hold JSON, either {"user": "WritBot@writ", "password": "..."} or {"token": "..."}'
  try {
    const result = schema.safeParse(JSON.parse(text))
    return result.success ? ok(result.data) : err(wrong)
  } catch {
    return err(wrong)
  }
}
