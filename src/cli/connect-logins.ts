import { z } from 'zod'
import type { LoginSettings, ProviderSettings } from '../config/login-settings.ts'
import { mediaWikiProvider } from '../server/auth/mediawiki.ts'
import { oidcProvider } from '../server/auth/oidc.ts'
import type { LoginProvider } from '../server/auth/provider.ts'
import type { Login } from '../server/serving.ts'
import type { Clock } from '../workflow/ports.ts'
import { exit, StopError } from './command.ts'
import { readSecret } from './secret-file.ts'

const client = z.strictObject({ client_id: z.string().min(1), client_secret: z.string().min(1) })

/** The servers that say who somebody is, as the settings name them. Asks none of them yet; wrong settings stop the command. */
export async function connectLogins(login: LoginSettings | undefined, clock: Clock): Promise<readonly Login[]> {
  const logins: Login[] = []
  for (const [id, settings] of Object.entries(login?.providers ?? {}))
    logins.push({ provider: await connect(id, settings, clock), target: settings.target, register: settings.register })
  return logins
}

async function connect(
  id: string,
  { title, oidc, mediawiki, credentials, claim, scopes }: ProviderSettings,
  clock: Clock,
): Promise<LoginProvider> {
  const key = `login.providers.${id}.credentials`
  const { client_id: clientId, client_secret: clientSecret } = readClient(await readSecret(credentials, key), key)
  if (mediawiki !== undefined) return mediaWikiProvider({ id, title, rest: new URL(mediawiki), clientId, clientSecret })
  return oidcProvider(
    { id, title, issuer: new URL(oidc ?? ''), clientId, clientSecret, claim: claim ?? 'sub', scopes: scopes ?? ['profile'] },
    clock,
  )
}

function readClient(text: string, key: string): z.infer<typeof client> {
  try {
    return client.parse(JSON.parse(text))
  } catch {
    throw new StopError(`writ: settings: ${key}: the file must hold JSON {"client_id": "...", "client_secret": "..."}`, exit.usage)
  }
}
