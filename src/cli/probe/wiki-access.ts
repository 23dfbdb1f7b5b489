/** Flags by which a command reaches a wiki without a data folder: an address, and files with credentials. */
import { readFile, stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { systemOutside } from '../../config/outside.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import { terminalText } from '../../render/terminal.ts'
import { parseWikiCredentials, type WikiCredentials } from '../../targets/mediawiki/credentials.ts'
import type { VisitOptions } from '../../targets/mediawiki/probe/visitor.ts'
import { exit, required, StopError, UsageError, type Invocation, type Option } from '../command.ts'

export const wikiOptions = {
  url: { type: 'string', value: 'URL', help: 'the address of the wiki’s api.php' },
  timeout: { type: 'string', value: 'SECONDS', help: 'how long one answer may take (default 30)' },
  contact: { type: 'string', value: 'TEXT', help: 'a mail address or page of yours, told to the wiki with each request' },
} as const satisfies Readonly<Record<string, Option>>

/** @param pause milliseconds between two requests */
export function visitOptions(invocation: Invocation, pause: number): VisitOptions {
  const contact = invocation.text('contact')
  return {
    api: address(required(invocation, 'url')),
    clock: systemOutside().clock,
    sleep: (milliseconds) => setTimeout(milliseconds),
    timeout: 1000 * number(invocation, 'timeout', 30, 600),
    pause,
    ...(contact === undefined ? {} : { contact }),
  }
}

/** A whole number of a flag, from 0 (1 for a timeout) to `most`. */
export function number(invocation: Invocation, flag: string, fallback: number, most: number): number {
  const text = invocation.text(flag)
  if (text === undefined) return fallback
  const least = flag === 'timeout' ? 1 : 0
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most))
    throw new UsageError(`--${flag} takes a whole number from ${least} to ${most}, not \`${terminalText(text)}\``)
  return value
}

function address(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UsageError(`\`${terminalText(text)}\` is no address of a wiki; it is like https://wiki.example/w/api.php`)
  if (url.username !== '' || url.password !== '')
    throw new UsageError('keep credentials out of the address; name a file with --credentials')
  if (!url.pathname.endsWith('.php')) url.pathname = `${url.pathname.replace(/\/$/, '')}/api.php`
  url.search = ''
  url.hash = ''
  return url
}

/** Credentials of a file that nobody else can read. Passwords never travel readable, but on this machine. */
export async function credentialsFrom(path: string, api: URL): Promise<WikiCredentials> {
  const shown = `\`${terminalText(path)}\``
  const mode = (await stat(path).catch(() => undefined))?.mode
  if (mode === undefined) throw new StopError(`writ: the credentials file ${shown} cannot be read`, exit.usage)
  if ((mode & 0o077) !== 0) throw new StopError(`writ: others can read ${shown}; \`chmod 600\` it and change the password`, exit.usage)
  if (api.protocol !== 'https:' && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(api.hostname))
    throw new StopError(
      `writ: a password would travel readable for everybody to ${terminalText(api.host)}; use the https address`,
      exit.usage,
    )
  const read = parseWikiCredentials(await readFile(path, 'utf8'))
  if (!read.ok) throw new StopError(`writ: ${shown}: ${read.error}`, exit.usage)
  return read.value
}

/** A wiki that gives no answer, or none that could be used. */
export function unanswered({ message, code }: TargetFailure): StopError {
  return new StopError(`writ: ${terminalText(message, 600)} [${terminalText(code)}]`, exit.unavailable)
}
