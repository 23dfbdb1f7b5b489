import { isAssigned } from '../../charter/members.ts'
import type { Charter, Id } from '../../charter/model.ts'
import type { AccountRef, SurveyedHolder } from '../target.ts'

/** Somebody who is to hold a role, by the account they have on the target. */
export interface Office {
  /** The account's name on the target. */
  readonly account: string
  readonly person: string
  readonly role: Id
  /** Where that is written. */
  readonly evidence: string
}

/**
 * How what stands and what shall be fit together.
 * `both`: has the office and its groups. `group-without-office`: found in a group that a role gives. `office-without-group`: is to be added.
 * In a group that is to be abolished: `succeeds` holds a role that takes its place, `given` gets the role that the charter says all get,
 * `leaves` loses it without a role in its place, `undecided` waits for somebody to choose. `stray`: a member of a group that nothing defines.
 */
export type MappingKind = 'both' | 'group-without-office' | 'office-without-group' | 'succeeds' | 'given' | 'leaves' | 'undecided' | 'stray'

export interface MappingRow {
  readonly kind: MappingKind
  /** The groups of the target that it is about. */
  readonly groups: readonly string[]
  /** The roles held, or to be held, or to choose from. */
  readonly roles: readonly Id[]
  /** What it rests on, one sentence each. */
  readonly evidence: readonly string[]
}

export interface MappedAccount {
  readonly account: AccountRef
  /** Who that is, where it is known. */
  readonly person: string | undefined
  readonly rows: readonly MappingRow[]
}

export interface MappingInput {
  readonly charter: Charter
  readonly target: Id
  readonly holders: readonly SurveyedHolder[]
  readonly offices: readonly Office[]
  /** Groups that the target defines now, without those that are defined only so that their last members can be taken out. */
  readonly defined: ReadonlySet<string>
  /** Names of accounts of whom somebody decided that they get nothing for what they lose. */
  readonly dropped: ReadonlySet<string>
  /** Ids of accounts to leave out: the one Writ works with. */
  readonly ignored: ReadonlySet<string>
}

/** From today's holders to the charter's roles, person by person, each with what it rests on. Accounts that the charter says nothing about are left out. */
export function mapHolders(input: MappingInput): readonly MappedAccount[] {
  const standing = new Map(input.holders.filter(({ account }) => !input.ignored.has(account.id)).map((one) => [one.account.name, one]))
  const byAccount = Map.groupBy(input.offices, ({ account }) => account)
  const names = [...new Set([...standing.keys(), ...byAccount.keys()])].toSorted()
  return names.flatMap((name): MappedAccount[] => {
    const holder = standing.get(name) ?? { account: { id: '', name }, groups: [] }
    const offices = byAccount.get(name) ?? []
    const rows = [...rowsOfOffices(input, holder, offices), ...rowsOfGroups(input, holder, offices)]
    return rows.length === 0 ? [] : [{ account: holder.account, person: offices[0]?.person, rows }]
  })
}

function rowsOfOffices({ charter, target }: MappingInput, { groups }: SurveyedHolder, offices: readonly Office[]): readonly MappingRow[] {
  return offices.flatMap(({ role, evidence }): MappingRow[] => {
    const given = charter.roles.get(role)?.gives.get(target) ?? []
    if (given.length === 0) return []
    const missing = given.filter((group) => !groups.includes(group))
    if (missing.length === 0) return [{ kind: 'both', groups: given, roles: [role], evidence: [evidence, inGroups(target, given)] }]
    return [
      { kind: 'office-without-group', groups: missing, roles: [role], evidence: [evidence, `is not in ${quoted(missing)} on ${target}`] },
    ]
  })
}

function rowsOfGroups(input: MappingInput, holder: SurveyedHolder, offices: readonly Office[]): readonly MappingRow[] {
  const { charter, target, defined } = input
  const declared = charter.groups.get(target)
  const covered = new Set(offices.flatMap(({ role }) => charter.roles.get(role)?.gives.get(target) ?? []))
  return holder.groups.flatMap((group): MappingRow[] => {
    const block = declared?.get(group)
    if (block === undefined) {
      if (defined.has(group)) return []
      return [
        { kind: 'stray', groups: [group], roles: [], evidence: [inGroups(target, [group]), `nothing defines \`${group}\` on ${target}`] },
      ]
    }
    if (block.abolished !== undefined) return [ofAbolished(input, holder, offices, group, block.abolished)]
    if (!isAssigned(block) || covered.has(group)) return []
    const roles = [...charter.roles].filter(([, { gives }]) => gives.get(target)?.includes(group) === true).map(([id]) => id)
    if (roles.length === 0) return []
    return [{ kind: 'group-without-office', groups: [group], roles, evidence: [inGroups(target, [group]), 'no role is on record for it'] }]
  })
}

function ofAbolished(
  { charter, target, dropped }: MappingInput,
  { account, groups }: SurveyedHolder,
  offices: readonly Office[],
  group: string,
  { holders, to }: { readonly holders: 'all' | 'choose' | 'none'; readonly to: readonly Id[] },
): MappingRow {
  const here = inGroups(target, [group])
  const heirs = offices.filter(({ role }) => to.includes(role))
  const held = to.filter((role) => {
    const given = charter.roles.get(role)?.gives.get(target) ?? []
    return given.length > 0 && given.every((name) => groups.includes(name))
  })
  if (heirs.length > 0)
    return {
      kind: 'succeeds',
      groups: [group],
      roles: heirs.map(({ role }) => role),
      evidence: [here, ...heirs.map(({ evidence }) => evidence)],
    }
  if (held.length > 0)
    return { kind: 'succeeds', groups: [group], roles: held, evidence: [here, `holds the groups of ${quoted(held)} already`] }
  if (holders === 'none') return { kind: 'leaves', groups: [group], roles: [], evidence: [here, 'the charter puts nothing in its place'] }
  if (dropped.has(account.name))
    return { kind: 'leaves', groups: [group], roles: [], evidence: [here, 'decided by whoever runs the migration'] }
  if (holders === 'all') return { kind: 'given', groups: [group], roles: to, evidence: [here, 'the charter gives this to everybody in it'] }
  return { kind: 'undecided', groups: [group], roles: to, evidence: [here, 'no role that takes its place is on record'] }
}

function inGroups(target: Id, groups: readonly string[]): string {
  return `in ${quoted(groups)} on ${target}`
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}
