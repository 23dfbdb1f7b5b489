import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { directorySchema } from '../ldap/settings.ts'
import { nearest } from '../kernel/nearest.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { Environment } from './environment.ts'
import { isNetwork } from './networks.ts'
import { loginSettings, providerKeys, type LoginSettings } from './login-settings.ts'

export const DEFAULT_DATA = './data'

const targetSettings = z
  .strictObject({
    /** Another connector than the charter's: a trial without the real system. */
    connector: z.enum(['simulated', 'manual']).optional(),
    /** Address of the target's interface. */
    api: z.string().url().optional(),
    /** A file that holds the credentials; never a value here. Paths are meant from the folder of the settings file. */
    credentials: z.string().optional(),
    /** A file in which a simulated or manual target keeps its state. */
    file: z.string().optional(),
    /** Where a person makes changes by hand, and who runs this installation: told to whom it concerns. */
    where: z.string().optional(),
    contact: z.string().optional(),
    /** How a directory server is laid out. */
    directory: directorySchema.optional(),
    /** What the target calls the projects that the charter names. */
    projects: z.record(z.string(), z.string()).optional(),
    /** What may be made on a SCIM server: users, by their handle or a fact, and groups. */
    provision: z
      .strictObject({ users: z.string().min(1).optional(), mail: z.string().min(1).optional(), groups: z.boolean().optional() })
      .optional(),
    /** What goes wrong on a simulated target, to try it. */
    faults: z.array(z.json()).optional(),
  })
  .meta({ id: 'TargetSettings' })

/** Where facts come from: exactly one of `roster`, `data_yaml`, `ldap`, `mediawiki`, `growthbook` and `scim`, with what that kind needs. */
const sourceSettings = z
  .strictObject({
    /** A file in the form of the rosters. */
    roster: z.string().optional(),
    /** A file in the form of Wikimedia's data.yaml. */
    data_yaml: z.string().optional(),
    /** Address of a directory server, with a file that holds its credentials, and how it is laid out. */
    ldap: z.string().optional(),
    /** Address of a wiki's api.php. */
    mediawiki: z.url({ protocol: /^https?$/ }).optional(),
    /** Address of a GrowthBook's interface. */
    growthbook: z.url({ protocol: /^https?$/ }).optional(),
    /** The target whose accounts the source speaks of; absent: it calls people by their handles. */
    accounts: z.string().min(1).optional(),
    credentials: z.string().optional(),
    directory: directorySchema.optional(),
    /** Identity providers send it to `/scim/v2`; which attribute of theirs is the handle. */
    scim: z.strictObject({ handle: z.string().min(1).default('userName') }).optional(),
    /** Fact of the charter -> what of the source it is. */
    facts: z.record(z.string(), z.string().min(1)).optional(),
  })
  .superRefine((source, context) => {
    const kinds = (['roster', 'data_yaml', 'ldap', 'mediawiki', 'growthbook', 'scim'] as const).filter((kind) => source[kind] !== undefined)
    const [kind] = kinds
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    if (kind === undefined || kinds.length > 1)
      return say('name one of `roster`, `data_yaml`, `ldap`, `mediawiki`, `growthbook` and `scim`')
    const needed = {
      roster: [],
      data_yaml: ['facts'],
      ldap: ['credentials', 'directory', 'facts'],
      mediawiki: ['credentials', 'accounts', 'facts'],
      growthbook: ['credentials', 'accounts', 'facts'],
      scim: ['facts'],
    } as const
    for (const key of needed[kind]) if (source[key] === undefined) say(`\`${kind}\` needs \`${key}\` too`)
    for (const key of ['credentials', 'directory', 'facts'] as const)
      if (source[key] !== undefined && !(needed[kind] as readonly string[]).includes(key))
        say(`\`${kind}\` does not use \`${key}\`; take it out`)
  })

const mailSettings = z
  .strictObject({
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535),
    /** `tls` from the first byte, `starttls` before anything is said, `none` on this machine only. */
    security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
    from: z.string().regex(/^(?:[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/),
    /** A file with `{"user", "password"}`; never a value here. */
    credentials: z.string().optional(),
    /** The fact that holds a person’s address. */
    address: z.string().min(1),
  })
  .meta({ id: 'MailSettings' })

const chatSettings = z
  .strictObject({
    /** A file that holds the address of the webhook, which is a secret. */
    webhook: z.string(),
    /** Hosts that it may lead to. */
    allow: z.array(z.string().min(1)).min(1),
  })
  .meta({ id: 'ChatSettings' })

const mailboxSettings = z
  .strictObject({
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535).default(993),
    /** `tls` from the first byte, `starttls` before anything is said, `none` on this machine only. */
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    /** A file with the certificate of the authority that vouches for the server, where it is none of the public ones. */
    ca: z.string().optional(),
    /** A file with `{"user", "password"}`; never a value here. */
    credentials: z.string().min(1),
    /** What is read, and where messages are moved of which a draft was made, and of which none was. */
    folder: z.string().min(1).default('INBOX'),
    treated: z.string().min(1).default('Writ-treated'),
    aside: z.string().min(1).default('Writ-aside'),
  })
  .refine(({ folder, treated, aside }) => folder !== treated && folder !== aside, 'mails are moved out of `folder`: name others')
  .meta({ id: 'MailboxSettings' })

const logSettings = z
  .strictObject({
    /** What the log calls itself, as in `rights.example.org/log`: one word without a plus. It stays with the key. */
    origin: z
      .string()
      .max(200)
      .regex(/^[^\s\p{White_Space}\p{Cc}+]+$/u)
      .optional(),
    /** The folder of the private keys and of what they signed; absent: the data folder. */
    keys: z.string().min(1).optional(),
  })
  .meta({ id: 'LogSettings' })

export type LogFileSettings = z.infer<typeof logSettings>
export type MailboxFileSettings = z.infer<typeof mailboxSettings>
export type MailFileSettings = z.infer<typeof mailSettings>
export type ChatFileSettings = z.infer<typeof chatSettings>

const fileSchema = z
  .strictObject({
    data: z.string().optional(),
    host: z.string().optional(),
    port: z.number().int().min(0).max(65_535).optional(),
    /** Public address of the pages, for links in targets' logs. */
    url: z.string().url().optional(),
    /** Addresses of the proxies before the server, or blocks of them: whom they say that they speak for is believed. */
    trusted_proxies: z
      .array(z.string().refine(isNetwork, 'is no address and no block of addresses; write `203.0.113.7` or `10.0.0.0/8`'))
      .optional(),
    /** A file that lists resources, for programs that ask which of them somebody may use. */
    resources: z.string().optional(),
    mail: mailSettings.optional(),
    mailbox: mailboxSettings.optional(),
    chat: chatSettings.optional(),
    login: loginSettings.optional(),
    log: logSettings.optional(),
    targets: z.record(z.string(), targetSettings).default({}),
    sources: z
      .record(z.string().regex(/^[\w-]+$/), sourceSettings)
      .default({})
      .refine((all) => Object.values(all).filter(({ scim }) => scim !== undefined).length <= 1, 'only one of them can be filled by `scim`'),
  })
  .meta({ id: 'Settings' })

export type TargetSettings = z.infer<typeof targetSettings>
export type SourceSettings = z.infer<typeof sourceSettings>

/** What told a setting; `default`: nobody did. */
export type SetBy = 'flag' | 'environment' | 'file' | 'default'

/** Where the settings come from. */
export interface SettingsOrigin {
  readonly data: SetBy
  readonly host: SetBy
  readonly port: SetBy
  /** The file that was read; undefined = there is none. */
  readonly file: string | undefined
  /** What it says: every key that has a value or a list, its levels joined by dots. */
  readonly written: ReadonlySet<string>
}

/** What an installation is told from outside its charter: flags, else environment, else `writ.config.yaml`. */
export interface Settings {
  /** Absent where they were put together by something else. */
  readonly origin?: SettingsOrigin
  readonly data: string
  readonly host: string
  readonly port: number
  readonly url: string | undefined
  readonly resources: string | undefined
  readonly trustedProxies?: readonly string[] | undefined
  /** How people are told things; absent = not at all. */
  readonly mail?: MailFileSettings | undefined
  /** The mailbox whose mails become drafts; absent = none is read. */
  readonly mailbox?: MailboxFileSettings | undefined
  readonly chat?: ChatFileSettings | undefined
  /** Who says who somebody is; absent = nobody does. */
  readonly login?: LoginSettings | undefined
  /** How the log is signed. */
  readonly log?: LogFileSettings | undefined
  readonly targets: Readonly<Record<string, TargetSettings>>
  readonly sources: Readonly<Record<string, SourceSettings>>
}

export interface Flags {
  readonly data?: string | undefined
  readonly host?: string | undefined
  readonly port?: string | undefined
}

/** Puts the settings together; fails with all problems at once, each saying where it stands. */
export function shapeSettings(
  flags: Flags,
  environment: Environment,
  file: { readonly name: string; readonly text: string } | undefined,
): Result<Settings, readonly string[]> {
  const problems: string[] = []
  const { settings: written, keys } = readFile(file, problems)
  const port = readPort(flags.port, '--port', problems) ?? readPort(environment.port, 'WRIT_PORT', problems) ?? written?.port ?? 8420
  const data = flags.data ?? environment.data ?? written?.data ?? DEFAULT_DATA
  if (environment.store !== undefined && environment.store !== 'sqlite:')
    problems.push('WRIT_STORE: only `sqlite:` is there as yet, the file writ.sqlite in the data folder')
  if (problems.length > 0) return err(problems)
  const set = (name: 'data' | 'host' | 'port'): SetBy =>
    flags[name] !== undefined
      ? 'flag'
      : environment[name] !== undefined
        ? 'environment'
        : written?.[name] !== undefined
          ? 'file'
          : 'default'
  return ok({
    origin: { data: set('data'), host: set('host'), port: set('port'), file: file?.name, written: keys },
    data,
    port,
    host: flags.host ?? environment.host ?? written?.host ?? '127.0.0.1',
    url: written?.url,
    resources: written?.resources,
    trustedProxies: written?.trusted_proxies,
    mail: written?.mail,
    mailbox: written?.mailbox,
    chat: written?.chat,
    login: written?.login,
    log: written?.log,
    targets: written?.targets ?? {},
    sources: written?.sources ?? {},
  })
}

function readFile(
  file: { readonly name: string; readonly text: string } | undefined,
  problems: string[],
): { readonly settings: z.infer<typeof fileSchema> | undefined; readonly keys: ReadonlySet<string> } {
  const none = { settings: undefined, keys: new Set<string>() }
  if (file === undefined) return none
  let value: unknown
  try {
    value = parse(file.text) ?? {}
  } catch (error) {
    problems.push(`${file.name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'not YAML'}`)
    return none
  }
  const result = fileSchema.safeParse(value)
  if (result.success) return { settings: placed(result.data, dirname(file.name)), keys: new Set(keysOf(value, [])) }
  for (const issue of result.error.issues) problems.push(...explain(issue).map((problem) => `${file.name}: ${problem}`))
  return none
}

/** The keys under which something stands, as `targets.wiki.api`. */
function keysOf(value: unknown, path: readonly string[]): readonly string[] {
  if (value === undefined || value === null) return []
  if (typeof value !== 'object' || Array.isArray(value)) return [path.join('.')]
  return Object.entries(value).flatMap(([key, one]) => keysOf(one, [...path, key]))
}

const KEYS = {
  top: Object.keys(fileSchema.shape),
  target: Object.keys(targetSettings.shape),
  source: Object.keys(sourceSettings.shape),
  mail: Object.keys(mailSettings.shape),
  mailbox: Object.keys(mailboxSettings.shape),
  chat: Object.keys(chatSettings.shape),
  login: Object.keys(loginSettings.shape),
  log: Object.keys(logSettings.shape),
  provider: providerKeys,
} as const

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  targets: KEYS.target,
  sources: KEYS.source,
  mail: KEYS.mail,
  mailbox: KEYS.mailbox,
  chat: KEYS.chat,
  login: KEYS.login,
  log: KEYS.log,
}

/** Where it stands, what is wrong, what is allowed. */
function explain(issue: z.core.$ZodIssue): readonly string[] {
  const place = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `
  if (issue.code !== 'unrecognized_keys')
    return [`${place}${ADVICE[String(issue.path.at(-1))] ?? issue.message.replace(/^./, (letter) => letter.toLowerCase())}`]
  const known = issue.path[1] === 'providers' ? KEYS.provider : (KNOWN[String(issue.path[0])] ?? KEYS.top)
  return issue.keys.map((key) => {
    const near = nearest(key, known)
    return `${place}unknown key \`${key}\`; ${near === undefined ? `allowed are ${known.join(', ')}` : `did you mean \`${near}\`?`}`
  })
}

const ADVICE: Readonly<Record<string, string>> = {
  port: 'is no port; take 0 (any free one) to 65535',
  url: 'is no address; write it out, as in `https://rights.example.org`',
  mediawiki: 'is no address; write it out, as in `https://wiki.example.org/w/api.php`',
  growthbook: 'is no address; write it out, as in `https://growthbook.example.org/api`',
  api: 'is no address; write it out, as in `https://wiki.example.org/w/api.php`',
  origin: 'is no name of a log; write one word without a plus, as in `rights.example.org/log`',
  from: 'is no address; write `Writ <writ@example.org>`',
  connector: 'can only be `simulated` or `manual` here; what the charter says needs no line',
}

/** Paths in the file are meant from where the file stands. */
function placed(written: z.infer<typeof fileSchema>, folder: string): z.infer<typeof fileSchema> {
  const at = (path: string) => resolve(folder, path)
  const laidOut = <D extends { ca?: string | undefined }>(directory: D): D =>
    directory.ca === undefined ? directory : { ...directory, ca: at(directory.ca) }
  const targets = Object.entries(written.targets).map(([id, { file, credentials, directory, ...rest }]) => {
    return [
      id,
      {
        ...rest,
        ...(file === undefined ? {} : { file: at(file) }),
        ...(credentials === undefined ? {} : { credentials: at(credentials) }),
        ...(directory === undefined ? {} : { directory: laidOut(directory) }),
      },
    ]
  })
  return {
    ...written,
    ...(written.data === undefined ? {} : { data: at(written.data) }),
    ...(written.resources === undefined ? {} : { resources: at(written.resources) }),
    ...(written.mail?.credentials === undefined ? {} : { mail: { ...written.mail, credentials: at(written.mail.credentials) } }),
    ...(written.mailbox === undefined
      ? {}
      : {
          mailbox: {
            ...written.mailbox,
            credentials: at(written.mailbox.credentials),
            ...(written.mailbox.ca === undefined ? {} : { ca: at(written.mailbox.ca) }),
          },
        }),
    ...(written.log?.keys === undefined ? {} : { log: { ...written.log, keys: at(written.log.keys) } }),
    ...(written.chat === undefined ? {} : { chat: { ...written.chat, webhook: at(written.chat.webhook) } }),
    ...(written.login === undefined
      ? {}
      : {
          login: {
            ...written.login,
            providers: Object.fromEntries(
              Object.entries(written.login.providers).map(([id, provider]) => [id, { ...provider, credentials: at(provider.credentials) }]),
            ),
          },
        }),
    targets: Object.fromEntries(targets),
    sources: Object.fromEntries(
      Object.entries(written.sources).map(([id, { roster, data_yaml: file, credentials, directory, ...rest }]) => [
        id,
        {
          ...rest,
          ...(roster === undefined ? {} : { roster: at(roster) }),
          ...(file === undefined ? {} : { data_yaml: at(file) }),
          ...(credentials === undefined ? {} : { credentials: at(credentials) }),
          ...(directory === undefined ? {} : { directory: laidOut(directory) }),
        },
      ]),
    ),
  }
}

function readPort(text: string | undefined, name: string, problems: string[]): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  problems.push(`${name}: \`${text}\` is no port; take 0 (any free one) to 65535`)
  return undefined
}
