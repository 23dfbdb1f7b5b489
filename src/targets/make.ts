/** A target by the name of its connector. */
import { z } from 'zod'
import { err, ok, type Result } from '../kernel/result.ts'
import type { Target } from '../reconcile/target.ts'
import { parseDirectoryAccess } from '../ldap/access.ts'
import { ldapTarget } from './ldap/ldap-target.ts'
import type { Json } from '../kernel/json.ts'
import { growthBookTarget } from './growthbook/growthbook-target.ts'
import { levelsOf } from './growthbook/levels.ts'
import { manualTarget } from './manual/manual-target.ts'
import { parseWikiCredentials } from './mediawiki/credentials.ts'
import { mediaWikiTarget } from './mediawiki/mediawiki-target.ts'
import { scimTarget, type ScimProvision } from './scim/scim-target.ts'
import { wantedGroups } from './smf/forum-groups.ts'
import { smfTarget } from './smf/smf-target.ts'
import type { Sleep, TargetClock } from './outside.ts'
import { fileShelf, memoryShelf, standingShelf } from './shelf.ts'
import { simulatedTarget } from './simulated/simulated-target.ts'
import { faultRuleSchema } from './simulated/faults.ts'
import { firstState } from './simulated/state.ts'

/** What the installation says of one target. Keys a connector does not use are refused, so that nobody believes they have an effect. */
export interface ConnectorSettings {
  /** The target's id in the charter. */
  readonly id: string
  /** Address of the system's interface. */
  readonly api?: string | undefined
  /** The text of the credentials file, never its path. */
  readonly credentials?: string | undefined
  /** A file where a simulated or manual target keeps its state. */
  readonly file?: string | undefined
  /** The groups the charter manages there. */
  readonly groups?: readonly string[] | undefined
  /** Who runs this Writ: told to the system's owners with each call. */
  readonly contact?: string | undefined
  /** Where a person makes changes by hand. */
  readonly where?: string | undefined
  /** What the charter says of those groups under `settings`; only connectors in `readsDefinitions` are told. */
  readonly definitions?: Readonly<Record<string, Readonly<Record<string, Json>>>> | undefined
  /** The charter's names of projects, and what the target calls them. */
  readonly projects?: Readonly<Record<string, string>> | undefined
  /** Faults of a simulated target. */
  readonly faults?: unknown
  /** How a directory server is laid out, and the text of its authority's certificate. */
  readonly directory?: unknown
  readonly ca?: string | undefined
  /** What may be made on a SCIM server besides memberships. */
  readonly provision?: ScimProvision | undefined
}

export interface ConnectorDeps {
  readonly clock: TargetClock
  readonly sleep: Sleep
}

/** Connectors to which a group is more than its name. */
export const readsDefinitions: ReadonlySet<string> = new Set(['growthbook', 'smf'])

const id = z.string().min(1)
const groups = z.array(z.string()).readonly().optional()
const provision = z.strictObject({
  users: z.string().min(1).optional(),
  mail: z.string().min(1).optional(),
  groups: z.boolean().optional(),
})
const api = z
  .url({ protocol: /^https?$/ })
  .refine((text) => URL.canParse(text) && new URL(text).username === '', 'keep credentials out of the address')

const schemas = {
  mediawiki: z.strictObject({ id, groups, api, credentials: z.string(), contact: z.string().optional() }),
  growthbook: z.strictObject({
    id,
    groups,
    api,
    credentials: z.string(),
    definitions: z.record(z.string(), z.record(z.string(), z.json())),
    projects: z.record(z.string(), z.string()).optional(),
  }),
  simulated: z.strictObject({ id, groups, file: z.string().optional(), faults: z.array(faultRuleSchema).optional() }),
  ldap: z.strictObject({ id, groups, api: z.string(), credentials: z.string(), directory: z.unknown(), ca: z.string().optional() }),
  scim: z.strictObject({ id, groups, api, credentials: z.string(), provision: provision.optional() }),
  smf: z.strictObject({ id, groups, api, credentials: z.string(), definitions: z.record(z.string(), z.record(z.string(), z.json())) }),
  manual: z.strictObject({ id, groups, file: z.string().optional(), where: z.string().optional() }),
}

const makers: Readonly<Record<string, (given: object, deps: ConnectorDeps) => Result<Target, string>>> = {
  mediawiki: makeMediaWiki,
  simulated: makeSimulated,
  manual: makeManual,
  ldap: makeLdap,
  growthbook: makeGrowthBook,
  scim: makeScim,
  smf: makeForum,
}

/** Makes the target; the error says what is wrong with its settings, without their values. Connects to nothing yet. */
export function makeTarget(connector: string, settings: ConnectorSettings, deps: ConnectorDeps): Result<Target, string> {
  const make = Object.hasOwn(makers, connector) ? makers[connector] : undefined
  if (make === undefined) return err(`there is no connector \`${connector}\`; there are ${Object.keys(makers).join(', ')}`)
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
  return make(given, deps)
}

function makeSimulated(given: object, deps: ConnectorDeps): Result<Target, string> {
  const read = parse(schemas.simulated, given)
  if (!read.ok) return read
  const { id: name, file, faults, groups: known = [] } = read.value
  const shelf = file === undefined ? memoryShelf() : standingShelf(fileShelf(file), file, firstState)
  return ok(simulatedTarget({ ...deps, id: name, shelf, state: { groups: [...known] }, ...(faults === undefined ? {} : { faults }) }))
}

function makeManual(given: object, deps: ConnectorDeps): Result<Target, string> {
  const read = parse(schemas.manual, given)
  if (!read.ok) return read
  const { id: name, file, where } = read.value
  const shelf = file === undefined ? memoryShelf() : fileShelf(file)
  return ok(manualTarget({ clock: deps.clock, id: name, shelf, ...(where === undefined ? {} : { where }) }))
}

function makeGrowthBook(given: object, { clock, sleep }: ConnectorDeps): Result<Target, string> {
  const read = parse(schemas.growthbook, given)
  if (!read.ok) return read
  const key = read.value.credentials.trim()
  // A key is a header: what could not be in one is no key.
  if (!/^[\w.-]{8,}$/.test(key)) return err('the credentials file must hold the secret key of GrowthBook and nothing else')
  const levels = levelsOf(read.value.definitions, read.value.projects ?? {})
  if (!levels.ok) return levels
  return ok(growthBookTarget({ id: read.value.id, api: new URL(read.value.api), key, clock, sleep, levels: levels.value }))
}

function makeScim(given: object, deps: ConnectorDeps): Result<Target, string> {
  const read = parse(schemas.scim, given)
  if (!read.ok) return read
  const { id: name, groups: managed, credentials, provision: made } = read.value
  const address = new URL(read.value.api)
  if (made?.mail !== undefined && made.users === undefined) return err('`provision.mail` needs `provision.users`: no users are made')
  if (!isGuarded(address)) return err('`api` must begin with https: the token would travel in the open')
  const token = credentials.trim()
  if (!isSecret(token)) return err('the credentials file must hold the token of the SCIM server and nothing else')
  return ok(scimTarget({ ...deps, id: name, api: address, token, provision: made, ...(managed === undefined ? {} : { groups: managed }) }))
}

function makeForum(given: object, deps: ConnectorDeps): Result<Target, string> {
  const read = parse(schemas.smf, given)
  if (!read.ok) return read
  const address = new URL(read.value.api)
  if (!isGuarded(address)) return err('`api` must begin with https: who holds what would travel in the open')
  const secret = read.value.credentials.trim()
  if (secret.length < 32) return err('the credentials file must hold the secret of the shim, at least 32 characters, and nothing else')
  const wanted = wantedGroups(read.value.definitions)
  return wanted.ok ? ok(smfTarget({ ...deps, id: read.value.id, api: address, secret, groups: wanted.value })) : wanted
}

/** Encrypted, or not leaving this machine. */
function isGuarded({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
}

/** What could not be in a header is no token. */
const isSecret = (text: string) => /^[\w.~+/=-]{8,}$/.test(text)

function makeMediaWiki(given: object, deps: ConnectorDeps): Result<Target, string> {
  const read = parse(schemas.mediawiki, given)
  if (!read.ok) return read
  const credentials = parseWikiCredentials(read.value.credentials)
  if (!credentials.ok) return credentials
  const { contact, groups: managed } = read.value
  return ok(
    mediaWikiTarget({
      ...deps,
      id: read.value.id,
      api: new URL(read.value.api),
      credentials: credentials.value,
      ...(contact === undefined ? {} : { contact }),
      ...(managed === undefined ? {} : { groups: managed }),
    }),
  )
}

function makeLdap(given: object, { clock }: ConnectorDeps): Result<Target, string> {
  const read = parse(schemas.ldap, given)
  if (!read.ok) return read
  const { id: name, groups: managed = [], api: url, ...rest } = read.value
  const access = parseDirectoryAccess({ url, ...rest })
  return access.ok ? ok(ldapTarget({ id: name, clock, groups: managed, access: access.value })) : access
}

const advice: Readonly<Record<string, string>> = {
  api: '`api` must be the address of the interface (a wiki’s api.php, GrowthBook’s /api), without user and password in it',
  credentials: '`credentials` must name a file with the credentials',
}

function parse<S extends z.ZodType>(schema: S, given: object): Result<z.output<S>, string> {
  const result = schema.safeParse(given)
  if (result.success) return ok(result.data)
  const problems = result.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys')
      return `this connector does not use ${issue.keys.map((key) => `\`${key}\``).join(', ')}; take it out`
    return advice[String(issue.path[0])] ?? `\`${issue.path.join('.')}\`: ${issue.message.toLowerCase()}`
  })
  return err([...new Set(problems)].join('; '))
}
