import { z } from 'zod'
import { exit, StopError } from './command.ts'
import { readSecret } from './secret-file.ts'

const login = z.strictObject({ user: z.string().min(1), password: z.string().min(1) })

/** The login that stands in a file; `key` is where the settings name it. */
export async function readLogin(path: string, key: string): Promise<z.infer<typeof login>> {
  const text = await readSecret(path, key)
  try {
    return login.parse(JSON.parse(text))
  } catch {
    throw new StopError(`writ: settings: ${key}: the file must hold JSON {"user": "...", "password": "..."}`, exit.usage)
  }
}

/** A password goes to another machine through an encrypted connection only; `section` is where the settings say so. */
export function assertSecure({ security, host }: { readonly security: string; readonly host: string }, section: string): void {
  if (security === 'none' && !['127.0.0.1', '::1', 'localhost'].includes(host))
    throw new StopError(
      `writ: settings: ${section}.security: \`none\` is for a mail server on this machine; take starttls or tls`,
      exit.usage,
    )
}
