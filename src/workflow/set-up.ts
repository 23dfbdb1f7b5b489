import { rightsOfGroup } from '../charter/members.ts'
import type { AccountKind, Charter, Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import type { CharterSource } from '../charter/source.ts'
import { endOfDay, startOfDay } from '../kernel/day.ts'
import { addDuration } from '../kernel/duration.ts'
import { formatInstant, type Instant } from '../kernel/instant.ts'
import { draft, type Channel, type Draft, type SubjectId } from '../ledger/entry.ts'
import { loginTarget } from '../ledger/login.ts'
import { LOGIN_CODE } from './check-token.ts'
import { hexOf, newToken, type NewToken } from './ids.ts'
import type { Instance } from './instance.ts'
import { json } from './answer.ts'
import { linkDraft, lookUpAccounts, registerPerson, type FoundAccount } from './people.ts'

export interface SetUpCommand {
  /** The charter's text as `charterDocument` makes it. */
  readonly document: string
  readonly source: CharterSource
  readonly demo: boolean
  /** A name for this ledger. */
  readonly name: string
  readonly operator: string
  readonly administrator: Administrator
  /** Who holds what on day one. The administrator may stand in it too. */
  readonly founders: Roster
  /** By which way it came; default: a command. */
  readonly channel?: Channel
  /** Makes a code, too, by which the administrator logs in once within the hour. */
  readonly withCode?: boolean
  /** Takes the secrets to where they are kept, just before the first entry is written. What it throws keeps the ledger from being founded. */
  readonly keep?: (secrets: SetUpSecrets) => Promise<void>
}

export interface Administrator {
  readonly handle: string
  readonly role: Id
  /** Their account at a server that only says who somebody is, by its immutable id there. */
  readonly login?: { readonly server: string; readonly id: string }
}

/** Only the hashes of these are kept in the ledger. */
export interface SetUpSecrets {
  /** The administrator's bearer token. */
  readonly token: string
  /** The code that logs them in once. */
  readonly code: string | undefined
}

export interface SetUpAnswer extends SetUpSecrets {
  readonly people: number
  readonly grants: number
  /** Accounts that could not be linked, and why. */
  readonly remarks: readonly string[]
}

/** What was asked for cannot be founded: the administrator’s role cannot run Writ, an account stands with two people. */
export class SetUpRefusedError extends Error {
  override name: string = 'SetUpRefusedError'
}

/** The data folder has a ledger already. */
export class AlreadySetUpError extends SetUpRefusedError {
  override name = 'AlreadySetUpError'
}

/** A target with accounts of the roster did not answer. Nothing was written; the same command may be given again. */
export class SetUpFailedError extends Error {
  override name = 'SetUpFailedError'
}

/**
 * Writes the genesis, the founding holders and the first token in one command. Founding grants are the one door outside the charter: every scheme
 * is circular on its first day.
 */
export async function setUp(instance: Instance, command: SetUpCommand): Promise<SetUpAnswer> {
  const { charter } = command.source
  if (instance.journal.size > 0)
    throw new AlreadySetUpError('this data folder was set up before: it has a ledger, and a ledger is set up once')
  refuseUnfit(charter, command)
  const { founders, remarks } = await linkFounders(instance, charter, command)
  const { hashing, randomness } = instance.outside
  const charterHash = hexOf(hashing.sha256(hashing.utf8(command.document)))
  const token = newToken(randomness, hashing)
  const code = command.withCode === true ? newToken(randomness, hashing) : undefined
  const secrets = { token: token.text, code: code?.text }
  await command.keep?.(secrets)
  let grants = 0
  await instance.journal.command(
    'setup',
    { channel: command.channel ?? 'cli', identity: `operator:${command.operator}` },
    (_state, now) => {
      const drafts: Draft[] = [draft('genesis', { charter: charterHash, demo: command.demo, origin_id: command.name })]
      for (const founder of founders) {
        drafts.push(...founder.drafts)
        for (const { role, from, until } of founder.roles) {
          grants += 1
          drafts.push(foundingGrant(charter, founder.subject, role, from ?? now, until, command.operator))
        }
      }
      const owner = founders.find((founder) => founder.handle === command.administrator.handle)?.subject ?? ''
      drafts.push(tokenDraft(token, owner, ['read', 'grant', 'apply'], addDuration(now, { count: 1, unit: 'year' })))
      if (code !== undefined) drafts.push(tokenDraft(code, owner, [LOGIN_CODE], addDuration(now, { count: 1, unit: 'hour' })))
      return { drafts, documents: new Map([[charterHash, command.document]]), answer: json({}) }
    },
  )
  return { ...secrets, people: founders.length, grants, remarks }
}

function tokenDraft({ id, secretHash }: NewToken, owner: SubjectId, scopes: readonly string[], until: Instant): Draft {
  return draft('token.made', { token: id, secret: secretHash, owner, scopes, until: formatInstant(until) })
}

/** The roles whose holders may run Writ: an administrator has one of them. */
export function rolesThatRun(charter: Charter): readonly Id[] {
  const runs = ([, { gives }]: readonly [Id, { readonly gives: ReadonlyMap<Id, readonly string[]> }]) =>
    (gives.get('writ') ?? []).some((group) => rightsOfGroup(charter, 'writ', group).has('apply'))
  return [...charter.roles].filter(runs).map(([id]) => id)
}

function refuseUnfit(charter: Charter, { administrator, founders }: SetUpCommand): void {
  const role = charter.roles.get(administrator.role)
  if (role === undefined)
    throw new SetUpRefusedError(`the charter has no role \`${administrator.role}\`; it has ${[...charter.roles.keys()].join(', ')}`)
  const fit = rolesThatRun(charter)
  if (!fit.includes(administrator.role))
    throw new SetUpRefusedError(
      `\`${administrator.role}\` gives no right to run Writ (\`apply\` on \`writ\`); ${fit.length === 0 ? 'no role of this charter does' : `take ${fit.join(' or ')}`}`,
    )
  const unknown = founders.people.flatMap((person) => person.roles.map((one) => one.role)).find((id) => !charter.roles.has(id))
  if (unknown !== undefined) throw new SetUpRefusedError(`the roster names the role \`${unknown}\`, which the charter does not have`)
}

interface Founder {
  readonly handle: string
  readonly subject: SubjectId
  readonly drafts: readonly Draft[]
  readonly roles: readonly { readonly role: Id; readonly from: Instant | undefined; readonly until: Instant | undefined }[]
}

async function linkFounders(
  instance: Instance,
  charter: Charter,
  { administrator, founders }: SetUpCommand,
): Promise<{ readonly founders: readonly Founder[]; readonly remarks: readonly string[] }> {
  const remarks: string[] = []
  const unconnected = new Map<Id, number>()
  const listed: Roster['people'] = founders.people.some((person) => person.handle === administrator.handle)
    ? founders.people
    : [...founders.people, { handle: administrator.handle, accounts: [], roles: [], facts: new Map() }]
  const result: Founder[] = []
  const owners = new Map<string, string>()
  for (const person of listed) {
    const found: FoundAccount[] = []
    const kinds = new Map<string, AccountKind>()
    for (const account of person.accounts) {
      const seen = await lookUpAccounts(instance, [account.target], account.name)
      // An account that could not be looked for is not absent, and a ledger is set up once.
      if (seen.problems.length > 0) throw new SetUpFailedError(`nothing was set up: ${seen.problems.join('; ')}`)
      const first = seen.found[0]
      if (!instance.targets.has(account.target)) {
        unconnected.set(account.target, (unconnected.get(account.target) ?? 0) + 1)
        continue
      }
      if (first === undefined)
        remarks.push(`${person.handle}: no account \`${account.name}\` on ${account.target}; \`writ link\` joins it when it exists`)
      else {
        const key = `${first.target}:${first.account.id}`
        const owner = owners.get(key) ?? person.handle
        if (owner !== person.handle)
          throw new SetUpRefusedError(
            `the account \`${first.account.name}\` on ${first.target} stands with \`${owner}\` and with \`${person.handle}\`: one account, two people; leave it with whose it is`,
          )
        owners.set(key, owner)
        found.push(first)
        kinds.set(key, account.kind)
      }
    }
    const { subject, drafts } = registerPerson(
      charter,
      instance.journal.state,
      instance.outside.randomness,
      person.handle,
      found,
      ({ target, account }) => kinds.get(`${target}:${account.id}`) ?? 'personal',
    )
    const founding =
      person.handle === administrator.handle && !person.roles.some((one) => one.role === administrator.role)
        ? [{ role: administrator.role, from: undefined, until: undefined }]
        : []
    if (person.standing === 'suspended' && person.handle === administrator.handle)
      throw new SetUpRefusedError(`the roster says that \`${person.handle}\` is suspended; the administrator must be able to act`)
    const suspended = person.standing === 'suspended' && person.roles.length > 0
    if (suspended)
      remarks.push(
        `${person.handle} is suspended by the roster and is given nothing: ${person.roles.map(({ role }) => role).join(', ')}; \`writ grant\` gives it once that is over`,
      )
    result.push({
      handle: person.handle,
      subject,
      drafts: [...drafts, ...(person.handle === administrator.handle ? loginDrafts(subject, administrator) : [])],
      roles: [
        ...(suspended ? [] : person.roles).map(({ role, from, until }) => ({
          role,
          from: from === undefined ? undefined : startOfDay(from),
          until: until === undefined ? undefined : endOfDay(until),
        })),
        ...founding,
      ],
    })
  }
  for (const [target, count] of unconnected)
    remarks.push(`\`${target}\` is not connected: ${count} accounts of the roster are not linked; \`writ link\` does that once it is`)
  return { founders: result, remarks }
}

function loginDrafts(subject: SubjectId, { login }: Administrator): readonly Draft[] {
  if (login === undefined) return []
  const target = loginTarget(login.server)
  const account = { id: login.id, name: `${target}:${login.id}`, memberships: new Map(), locked: false }
  return [linkDraft(subject, { target, account }, 'login', 'operator')]
}

function foundingGrant(charter: Charter, subject: SubjectId, role: Id, from: Instant, until: Instant | undefined, operator: string): Draft {
  const gives = charter.roles.get(role)?.gives ?? new Map<Id, readonly string[]>()
  const rights = [...gives].flatMap(([target, groups]) =>
    groups.flatMap((group) => [...rightsOfGroup(charter, target, group)].map((right) => `${target}.${right}`)),
  )
  return draft('grant.made', {
    subject,
    role,
    rights: [...new Set(rights)].toSorted(),
    from: formatInstant(from),
    ...(until === undefined ? {} : { until: formatInstant(until) }),
    clause: `roles.${role}`,
    decided_by: [`operator:${operator}`],
    door: 'founding',
  })
}
