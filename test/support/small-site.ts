/** A small wiki with two stewards, for long stories: the same charter on the simulated target and on a real wiki. */
import { parseRoster, type Roster } from '../../src/charter/roster.ts'
import { addDuration, parseDuration } from '../../src/kernel/duration.ts'
import type { FaultRule } from '../../src/targets/simulated/faults.ts'
import type { SimulatedTarget } from '../../src/targets/simulated/simulated-target.ts'
import { endOf, running } from '../../src/targets/simulated/state.ts'
import type { Story } from '../../src/workflow/story-file.ts'
import type { Store } from '../../src/workflow/ports.ts'
import { handsOf, type Hands } from './hands.ts'
import { setTheStage, type Played } from './played.ts'

export interface SmallCharter {
  /** Keys of the target `wiki` besides its guards, as YAML flow text. */
  readonly wiki?: string
  readonly guards?: string
  /** Further groups and roles, as lines of YAML. */
  readonly groups?: string
  readonly roles?: string
  /** Further rights of the wiki, as a YAML flow text. */
  readonly right?: string
  /** What stewards may change. */
  readonly may?: string
  readonly connector?: 'simulated' | 'mediawiki'
  /** Who may change the charter, as a YAML flow block. */
  readonly amendments?: string
}

export function smallSiteCharter({
  wiki = '',
  guards = 'people: 5, share: 50',
  groups = '',
  roles = '',
  right = '',
  may = '[helper, scribe, judge]',
  connector = 'simulated',
  amendments = '{ by: steward }',
}: SmallCharter = {}): string {
  return `writ: 1
title: A small site
targets:
  wiki: { connector: ${connector}, guards: { ${guards} }${wiki === '' ? '' : `, ${wiki}`} }
rights:
  wiki: { delete: { text: Delete pages }${right === '' ? '' : `, ${right}`} }
groups:
  writ: { keepers: { rights: [apply, override-guard, manage-sources] } }
  wiki:
    steward: { rights: delete }
    helper: { rights: delete }
    scribe: { rights: delete }
    judge: { rights: delete }
${groups}roles:
  steward: { title: Steward, purpose: Appoints the others, gives: { wiki: steward, writ: keepers }, may: [{ change: ${may} }] }
  helper: { title: Helper, purpose: Helps, gives: { wiki: helper } }
  scribe: { title: Scribe, purpose: Writes, gives: { wiki: scribe } }
  judge: { title: Judge, purpose: Judges, gives: { wiki: judge }, seats: { limit: 1 } }
${roles}amendments: ${amendments}
`
}

const people = ['ash', 'birch', 'cedar', 'elm', 'fir'] as const

/** Ash and Birch are stewards; Cedar, Elm and Fir hold nothing. Handles are lower case, account names are not. */
export function smallSiteRoster(): Roster {
  const lines = people.map((name) => {
    const account = `{ target: wiki, name: ${accountName(name)}, kind: personal }`
    return `  - { handle: ${name}, accounts: [${account}], roles: [${['ash', 'birch'].includes(name) ? '{ role: steward }' : ''}] }`
  })
  const roster = parseRoster(`people:\n${lines.join('\n')}\n`)
  if (!roster.ok) throw new Error(roster.error[0]?.message)
  return roster.value
}

export const accountName = (handle: string) => `${handle.slice(0, 1).toUpperCase()}${handle.slice(1)}`

/** Accounts that the wiki has before Writ comes, with their groups: the stewards, and so many `Holder 001` in `helper`. */
export function standingWith(holders: number): Readonly<Record<string, string[]>> {
  const standing: Record<string, string[]> = Object.fromEntries(
    people.map((name) => [accountName(name), ['ash', 'birch'].includes(name) ? ['steward'] : []]),
  )
  for (let index = 1; index <= holders; index += 1) standing[`Holder ${String(index).padStart(3, '0')}`] = ['helper']
  return standing
}

export const administrator = { person: 'ash', role: 'steward' } as const

export interface SmallSiteOptions extends SmallCharter {
  readonly holders?: number
  /** Groups of accounts before Writ comes, besides the usual ones. */
  readonly standing?: Readonly<Record<string, string[]>>
  readonly store?: Store
  /** Take the holders in and let Writ enforce; default true. */
  readonly ready?: boolean
}

export interface SmallSite extends Hands {
  readonly played: Played
  readonly instance: Played['instance']
  readonly target: SimulatedTarget
  /** Faults from now on; none if empty. */
  faults: readonly FaultRule[]
  /** Groups of an account on the target, as its own administrators see them. */
  groupsOf(name: string): readonly string[]
  /** The end of a membership in milliseconds; undefined = none or no such membership. */
  endOf(name: string, group: string): number | undefined
  /** Somebody changes the target without Writ. */
  tamper(name: string, change: { readonly add?: string; readonly remove?: string }, logged?: boolean): void
  /** Time passes. */
  pass(duration: string): void
  idOf(name: string): string
}

/** The small site in memory, taken over and enforced unless told otherwise. */
export async function smallSite(options: SmallSiteOptions = {}): Promise<SmallSite> {
  const story: Story = {
    title: 'The small site',
    administrator,
    before: { wiki: { ...standingWith(options.holders ?? 0), ...options.standing } },
    steps: [{ chapter: 'none' }],
  }
  const faults: { now: readonly FaultRule[] } = { now: [] }
  const played = await setTheStage([{ name: 'charter.yaml', text: smallSiteCharter(options) }], smallSiteRoster(), story, {
    faults: () => faults.now,
    ...(options.store === undefined ? {} : { store: options.store }),
  })
  const target = played.targets.get('wiki')
  if (target === undefined) throw new Error('the small site has no wiki')
  const hands = handsOf(played.instance)
  const accountOf = (name: string) => {
    const account = target.state().accounts.find((one) => one.name === name)
    if (account === undefined) throw new Error(`no account ${name}`)
    return account
  }
  const runningOf = (name: string) => running(accountOf(name), played.now)
  if (options.ready !== false) {
    await hands.adopt()
    await hands.mode('enforce')
  }
  return {
    ...hands,
    played,
    instance: played.instance,
    target,
    get faults() {
      return faults.now
    },
    set faults(rules) {
      faults.now = rules
    },
    groupsOf: (name: string) =>
      runningOf(name)
        .map(({ group }) => group)
        .toSorted(),
    endOf: (name: string, group: string) => {
      const found = runningOf(name).find((one) => one.group === group)
      return found === undefined ? undefined : endOf(found)
    },
    tamper: (name: string, { add, remove }: { readonly add?: string; readonly remove?: string }, logged = true) =>
      target.alter({
        id: accountOf(name).id,
        ...(add === undefined ? {} : { add: [{ group: add }] }),
        ...(remove === undefined ? {} : { remove: [remove] }),
        by: 'somebody',
        logged,
      }),
    pass: (text: string) => {
      const duration = parseDuration(text)
      if (!duration.ok) throw new Error(duration.error)
      played.now = addDuration(played.now, duration.value)
    },
    idOf: (name: string) => accountOf(name).id,
  }
}
