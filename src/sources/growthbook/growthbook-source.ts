/** Facts of accounts from a GrowthBook: the last login and since when they are members. Said of accounts by GrowthBook's id of the user. */
import { formatInstant, instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { membersPage, type Member } from '../../targets/growthbook/answers.ts'
import { openClient, type ClientOptions } from '../../targets/growthbook/client.ts'
import type { FactReading, FactSource } from '../../workflow/ports.ts'
import type { LoginShelf, Logins } from './login-file.ts'

/** What a GrowthBook can say of an account. */
const subjects = ['last_login', 'joined'] as const
type Subject = (typeof subjects)[number]

export interface GrowthBookSourceOptions extends ClientOptions {
  readonly id: string
  /** The target of the charter whose accounts are the users of this GrowthBook. */
  readonly accounts: string
  /** Fact of the charter -> what of GrowthBook. */
  readonly facts: Readonly<Record<string, string>>
  readonly logins: LoginShelf
}

/**
 * GrowthBook stamps a login every twelve hours at most and forgets it with the membership, so the latest known one is kept here too: a member who
 * was removed and comes back has not lost it. A list that cannot be read whole says nothing of anybody.
 */
export function growthBookSource(options: GrowthBookSourceOptions): Result<FactSource, string> {
  const { id, accounts: target, clock, logins } = options
  const facts: (readonly [string, Subject])[] = []
  for (const [fact, name] of Object.entries(options.facts)) {
    const subject = subjects.find((one) => one === name)
    if (subject === undefined) return err(`fact \`${fact}\`: a GrowthBook does not tell \`${name}\`; it tells ${subjects.join(', ')}`)
    facts.push([fact, subject])
  }
  const client = openClient(options)
  return ok({
    id,
    accounts: target,
    async read(): Promise<FactReading> {
      const asOf = clock.now()
      const members = await client.list(membersPage, '/v1/members')
      if (!members.ok) return { kind: 'unavailable', why: `${members.error.message} (${members.error.code})` }
      const before = await logins.get()
      const latest = merged(before, members.value)
      if (JSON.stringify(latest) !== JSON.stringify(before)) await logins.put(latest)
      const joined = Object.fromEntries(members.value.flatMap((one) => momentOf(one.id, one.dateCreated)))
      const values = facts.flatMap(([fact, subject]) =>
        Object.entries(subject === 'joined' ? joined : latest).map(([user, at]) => ({
          fact,
          about: `${target}:${user}`,
          value: formatInstant(instant(at)),
          asOf,
        })),
      )
      return { kind: 'complete', asOf, facts: values }
    },
  })
}

/** The later of what is kept and what the list says. */
function merged(before: Logins, members: readonly Member[]): Logins {
  const seen = Object.fromEntries(members.flatMap((one) => momentOf(one.id, one.lastLoginDate)))
  return { ...before, ...Object.fromEntries(Object.entries(seen).map(([user, at]) => [user, Math.max(at, before[user] ?? 0)])) }
}

function momentOf(user: string, text: string | undefined): readonly (readonly [string, number])[] {
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? [] : [[user, at]]
}
