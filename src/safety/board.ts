import type { Charter, Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import type { Day } from '../kernel/day.ts'
import { bitsOf, keyOf, type Bits } from './bits.ts'
import { rolesNeeded } from './conditions.ts'
import { indexOf } from './game.ts'
import { ASSUMED, assumedHolders, rosterHolders, type Holder } from './holders.ts'
import { actsAs, ANYBODY, ATTESTED, held, type Item } from './item.ts'
import { compile, type Policy } from './policy.ts'
import { changeableItems, rulesOf } from './rules.ts'
import { isOpen, standsOn, withTechnical } from './technical.ts'
import type { Alone } from './undo-sets.ts'
import { heroOf, type Hero } from './undo.ts'

export interface SafetyOptions {
  /** Whether an adversary can make accounts without limit; where it is absent the charter says so (`isOpen`). */
  readonly newAccounts?: boolean
  /** Roles and handles whose people neither act nor help: suspended, away, not reachable. They are no rogues either. */
  readonly absent?: readonly string[]
  /** So many rogue accounts together are looked at; 1 where it is absent. */
  readonly coalitions?: number
  /** At most so many coalitions of several accounts are judged, and sets of people tried who might undo a row; counted, not timed. */
  readonly budget?: number
  /** Called before each coalition: whoever waits may be told. */
  readonly onJudged?: () => void
  /** Terms of the roster are looked at on this day; without it all of them count. */
  readonly on?: Day
}

export type Layer = 'membership' | 'technical'

/** A charter with its holders, ready to be judged. */
export interface Board {
  readonly layer: Layer
  readonly charter: Charter
  readonly policy: Policy
  readonly holders: readonly Holder[]
  readonly seated: Bits
  readonly newAccounts: boolean
  holdsOf(holder: Holder): Bits
  /** What was assumed for want of a roster. */
  readonly assumed: string | undefined
  readonly byName: ReadonlyMap<string, Holder>
  readonly alone: Alone
  /** So many sets of people who might undo it are tried; undefined = as many as usual. */
  readonly mostSets: number | undefined
  /** Holders that no rule tells apart. */
  readonly types: readonly HolderType[]
  /** A holder of one role who acts alone. */
  heroOf(role: Id): Hero
}

export interface HolderType {
  readonly holds: Bits
  readonly reachedBy: Bits | undefined
  /** What ends by itself. */
  readonly ending: Bits
  readonly holders: readonly Holder[]
  readonly names: readonly string[]
}

export function setUp(charter: Charter, roster: Roster | undefined, options: SafetyOptions, layer: Layer = 'membership'): Board {
  const dependsOn = new Map(
    [...charter.roles.keys()]
      .map((id) => [id, rolesNeeded(charter, id)] as const)
      .filter(([, needs]) => needs.some((one) => one.length > 0)),
  )
  const policy = compile(
    layer === 'technical' ? withTechnical(charter, rulesOf(charter)) : rulesOf(charter),
    changeableItems(charter),
    dependsOn,
  )
  const size = policy.items.length
  const everybody = (roster === undefined ? assumedHolders(charter) : rosterHolders(roster, options.on)).map((holder) => ({
    ...holder,
    roles: holder.roles.filter((role) => charter.roles.has(role)),
    ending: (holder.ending ?? []).filter((role) => charter.roles.has(role)),
  }))
  const holders = everybody.filter((holder) => !isAbsent(holder, options.absent ?? []))
  const at = (item: Item) => indexOf(policy, item)
  const reachedBy = (holder: Holder) => {
    const ways = standsOn(charter, holder)
      .map(actsAs)
      .filter((item) => policy.index.has(item))
    return ways.length === 0 ? undefined : bitsOf(size, ways.map(at))
  }
  const known = new Map<Holder, Bits>()
  const heroes = new Map<Id, Hero>()
  const bitsFor = ({ roles }: Holder) =>
    bitsOf(size, [ANYBODY, ATTESTED, ...roles, ...roles.map(held).filter((item) => policy.index.has(item))].map(at))
  const holdsOf = (holder: Holder) => {
    const bits = known.get(holder) ?? bitsFor(holder)
    known.set(holder, bits)
    return bits
  }
  const lent = (holder: Holder) => (layer === 'technical' ? reachedBy(holder) : undefined)
  return {
    layer,
    charter,
    policy,
    holders,
    assumed: roster === undefined ? ASSUMED : undefined,
    byName: new Map(holders.map((holder) => [holder.name, holder])),
    alone: new Map(),
    mostSets: options.budget,
    types: typesOf(holders, holdsOf, lent, (holder) => bitsOf(size, (holder.ending ?? []).map(at))),
    seated: bitsOf(
      size,
      [...charter.roles].filter(([, role]) => role.seats !== undefined).map(([id]) => at(id)),
    ),
    newAccounts: options.newAccounts ?? isOpen(charter),
    holdsOf,
    heroOf: (role) => {
      const hero = heroes.get(role) ?? heroOf(policy, at(role))
      heroes.set(role, hero)
      return hero
    },
  }
}

function isAbsent({ name, roles, isAbsent: away }: Holder, absent: readonly string[]): boolean {
  return away === true || absent.includes(name) || roles.some((role) => absent.includes(role))
}

function typesOf(
  holders: readonly Holder[],
  holdsOf: (holder: Holder) => Bits,
  reachedBy: (holder: Holder) => Bits | undefined,
  endingOf: (holder: Holder) => Bits,
): readonly HolderType[] {
  const types = new Map<string, Omit<HolderType, 'holders' | 'names'> & { readonly holders: Holder[] }>()
  for (const holder of holders) {
    const [holds, lent, ending] = [holdsOf(holder), reachedBy(holder), endingOf(holder)]
    const key = `${keyOf(holds)} ${lent === undefined ? '' : keyOf(lent)} ${keyOf(ending)}`
    const type = types.get(key) ?? { holds, reachedBy: lent, ending, holders: [] }
    type.holders.push(holder)
    types.set(key, type)
  }
  return [...types.values()].map((type) => ({ ...type, names: type.holders.map(({ name }) => name) }))
}
