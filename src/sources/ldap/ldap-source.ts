/** Facts of persons from a directory server: attributes, groups, whether the entry is disabled. Said of whoever bears the entry's name as handle. */
import type { Entry } from 'ldapts'
import { valuesOf, withDirectory, type Directory, type DirectoryAccess } from '../../ldap/connection.ts'
import { DirectoryFailedError, incompleteAnswer } from '../../ldap/failure.ts'
import { memberKey, memberValue, membershipsOf, readGroups, readPeople, type DirectoryPerson } from '../../ldap/people.ts'
import type { DirectorySettings } from '../../ldap/settings.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { Clock, FactReading, FactSource } from '../../workflow/ports.ts'
import { isOlder, parseChangeNumbers, sameNumbers, type ChangeNumbers } from './change-number.ts'

export interface LdapSourceOptions {
  readonly id: string
  readonly access: DirectoryAccess
  readonly clock: Clock
  /** Fact of the charter -> an attribute, or `groups`, or `disabled`. */
  readonly facts: Readonly<Record<string, string>>
  /** The target whose accounts the entries are, by their immutable ids; absent: an entry's name is a handle. */
  readonly accounts?: string | undefined
}

type Complete = Extract<FactReading, { kind: 'complete' }>

/**
 * Where the server tells its change number (`contextCSN`), an unchanged directory is not read again, and one that stands at an earlier change
 * than before, as a copy that lags behind does, is unavailable.
 */
export function ldapSource({ id, access, clock, facts, accounts }: LdapSourceOptions): FactSource {
  let last: { readonly numbers: ChangeNumbers; readonly reading: Complete } | undefined
  return {
    id,
    ...(accounts === undefined ? {} : { accounts }),
    async read(): Promise<FactReading> {
      const asOf = clock.now()
      const read = await withDirectory(access, 'facts of people', async (directory): Promise<Complete> => {
        const numbers = await changeNumbers(directory, access.settings)
        if (last !== undefined && isOlder(numbers, last.numbers))
          throw new DirectoryFailedError({
            kind: 'unavailable',
            code: 'lags-behind',
            message: 'the directory server stands at an earlier change than it did before: a copy that lags behind, or data put back',
          })
        const known = last !== undefined && sameNumbers(numbers, last.numbers) ? again(last.reading, asOf) : undefined
        const reading = known ?? (await wholeReading(directory, access.settings, facts, accounts, asOf))
        last = { numbers, reading }
        return reading
      })
      return read.ok ? read.value : { kind: 'unavailable', why: `${read.error.message} (${read.error.code})` }
    },
  }
}

async function changeNumbers(directory: Directory, { base }: DirectorySettings): Promise<ChangeNumbers> {
  const entry = await directory.entry(base, ['contextCSN'])
  return parseChangeNumbers(entry === undefined ? [] : valuesOf(entry, 'contextCSN'))
}

/** What was said stands at a new moment, for nothing has changed since. */
function again(reading: Complete, asOf: Instant): Complete {
  return { ...reading, asOf, facts: reading.facts.map((fact) => ({ ...fact, asOf })) }
}

async function wholeReading(
  directory: Directory,
  settings: DirectorySettings,
  facts: Readonly<Record<string, string>>,
  accounts: string | undefined,
  asOf: Instant,
): Promise<Complete> {
  const wanted = Object.entries(facts)
  const attributes = wanted.map(([, from]) => from).filter((from) => from !== 'groups' && from !== 'disabled')
  const people = await readPeople(directory, settings, undefined, attributes)
  const groups = wanted.some(([, from]) => from === 'groups') ? await readGroups(directory, settings) : undefined
  if (people.length === 0) throw incompleteAnswer('nothing-there', `it has nobody below \`${settings.people}\``)
  if (groups?.length === 0) throw incompleteAnswer('nothing-there', `it has no group below \`${settings.groups}\``)
  const inside = membershipsOf(settings, groups ?? [])

  const nameOf = (person: DirectoryPerson) => (accounts === undefined ? person.name : `${accounts}:${person.id}`)
  const twice = new Set<string>()
  const names = new Set<string>()
  for (const person of people) (names.has(nameOf(person)) ? twice : names).add(nameOf(person))
  const doubts = new Map([...twice].map((name) => [name, `two entries are called \`${name}\`: nothing is believed of either`]))
  const values = people
    .filter((person) => !twice.has(nameOf(person)))
    .flatMap((person) =>
      wanted.flatMap(([fact, from]) => {
        const value =
          from === 'groups'
            ? [...(inside.get(memberKey(settings, memberValue(settings, person))) ?? [])].toSorted()
            : from === 'disabled'
              ? person.disabled
              : attribute(person.entry, from)
        return value === undefined ? [] : [{ fact, about: nameOf(person), value, asOf }]
      }),
    )
  const groupNames = new Set(groups?.map(({ name }) => name))
  return {
    kind: 'complete',
    asOf,
    facts: values,
    knows: new Map(wanted.filter(([, from]) => from === 'groups').map(([fact]) => [fact, groupNames])),
    doubts,
    alarms: [...doubts.values()],
  }
}

/** One value as a text, several as a list. */
function attribute(entry: Entry, name: string): Json | undefined {
  const values = valuesOf(entry, name)
  return values.length > 1 ? [...values] : values[0]
}
