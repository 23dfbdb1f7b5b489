import { err, ok, type Result } from '../kernel/result.ts'
import type { DirectoryAccess } from './connection.ts'
import { parseDirectoryCredentials } from './credentials.ts'
import { completeDirectory, directorySchema } from './settings.ts'

/** The way into a directory server from what an installation says of it; the error is said without the values. */
export function parseDirectoryAccess(given: {
  readonly url: string
  /** Text of the credentials file. */
  readonly credentials: string
  readonly directory: unknown
  /** Text of the certificate file. */
  readonly ca?: string | undefined
}): Result<DirectoryAccess, string> {
  const { url, ca } = given
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (address === undefined || !/^ldaps?:$/.test(address.protocol) || address.username !== '' || !/^\/?$/.test(address.pathname))
    return err('`api` must be the address of the directory server, as in `ldaps://ldap.example.org`, without user, password and path in it')
  const credentials = parseDirectoryCredentials(given.credentials)
  if (!credentials.ok) return credentials
  const written = directorySchema.safeParse(given.directory ?? {})
  if (!written.success)
    return err(written.error.issues.map((issue) => `\`directory.${issue.path.join('.')}\`: ${issue.message.toLowerCase()}`).join('; '))
  const settings = completeDirectory(written.data)
  if (settings.disables && settings.kind !== 'active-directory' && settings.disabled_policy === undefined)
    return err('`directory.disables` needs `directory.disabled_policy`: what makes an entry disabled there?')
  if (settings.makes_groups && settings.kind === 'posix-group')
    return err('`directory.makes_groups`: a POSIX group needs a number, and writ chooses none; make the group there')
  if (address.protocol === 'ldap:' && !settings.start_tls && !settings.unencrypted)
    return err('nothing would encrypt the connection; use `ldaps:`, or `start_tls: true` under `directory`')
  return ok({ url, settings, credentials: credentials.value, ...(ca === undefined ? {} : { ca }) })
}
