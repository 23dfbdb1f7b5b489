import type { Charter } from '../src/charter/model.ts'
import type { DesiredMembership } from '../src/decide/effect.ts'
import { instant, type Instant } from '../src/kernel/instant.ts'
import { draft } from '../src/ledger/entry.ts'
import { emptyState, foldEntry, type FoldState } from '../src/ledger/fold.ts'
import { planTarget } from '../src/reconcile/plan.ts'
import { revisionOf } from '../src/reconcile/revision.ts'
import type { Observed, ObservedAccount } from '../src/reconcile/target.ts'
import { charterOf } from '../test/support/charter.ts'
import { textHash } from '../test/support/observed.ts'
import { cpuSeconds, figure } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'
import { origin, start, subjectOf } from './support/workload.ts'

const ACCOUNTS = 100_000
const GROUPS = 200
const GROUPS_EACH = 3
/** Of so many accounts one differs. */
const ONE_DIFFERS_IN = 1000
const ROUNDS = 5

/** How long a plan takes, compared with merely putting what is wanted and what a target answered into Maps by account and group. CPU time. */
export async function bench(): Promise<BenchRow[]> {
  const wanted = wantedMemberships()
  const standing = wanted.filter((_, index) => index % (ONE_DIFFERS_IN * GROUPS_EACH) !== 0)
  const observed = observe(standing)
  const state = knowing(standing)
  const charter = wideCharter()
  const input = {
    charter,
    target: 'wiki',
    state,
    effects: { memberships: wanted, withheld: [], heldAccounts: new Set<string>() },
    observed,
    revision: '',
    now: start,
  }
  const building: number[] = []
  const planning: number[] = []
  const hashing: number[] = []
  let lines = 0
  let sizes = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    building.push(1000 * (await cpuSeconds(() => (sizes = mapOf(wanted).size + observe(standing).accounts.size))))
    planning.push(1000 * (await cpuSeconds(() => (lines = planTarget(input).lines.length))))
    hashing.push(1000 * (await cpuSeconds(() => revisionOf(observed, textHash))))
  }
  if (lines !== ACCOUNTS / ONE_DIFFERS_IN || sizes !== 2 * ACCOUNTS)
    throw new Error(`the plan has ${lines} lines, the maps ${sizes} accounts`)
  const [maps, plan, revision] = [Math.min(...building), Math.min(...planning), Math.min(...hashing)]
  const size = `${figure(ACCOUNTS)} accounts x ${GROUPS} groups, ${figure(wanted.length)} memberships`
  return [
    {
      what: 'plan / building the two Maps',
      measured: `${figure(plan)} ms / ${figure(maps)} ms (${size}, ${lines} lines)`,
      goal: '<= 2',
      ratio: plan / maps,
    },
    {
      what: 'revision of an observation / building the two Maps',
      measured: `${figure(revision)} ms`,
      goal: undefined,
      ratio: revision / maps,
    },
  ]
}

function wantedMemberships(): readonly DesiredMembership[] {
  return Array.from({ length: ACCOUNTS * GROUPS_EACH }, (_, index) => {
    const account = Math.floor(index / GROUPS_EACH)
    const until = index % 2 === 0 ? undefined : instant(start + 86_400_000)
    const because = { grant: index, role: 'member', clause: 'roles.member' }
    return { account: `wiki:${account}`, group: groupOf(account, index % GROUPS_EACH), until, hold: false, because }
  })
}

const groupNames = Array.from({ length: GROUPS }, (_, group) => `group-${group}`)

function groupOf(account: number, place: number): string {
  return groupNames[(account * 7 + place * 61) % GROUPS] ?? ''
}

function mapOf(memberships: readonly DesiredMembership[]): ReadonlyMap<string, ReadonlyMap<string, DesiredMembership>> {
  const accounts = new Map<string, Map<string, DesiredMembership>>()
  for (const one of memberships) {
    const groups = accounts.get(one.account)
    if (groups === undefined) accounts.set(one.account, new Map([[one.group, one]]))
    else groups.set(one.group, one)
  }
  return accounts
}

function observe(memberships: readonly DesiredMembership[]): Observed {
  const accounts = new Map<string, ObservedAccount & { readonly memberships: Map<string, { readonly until: Instant | undefined }> }>()
  for (const { account, group, until } of memberships) {
    const id = account.slice('wiki:'.length)
    const known = accounts.get(id)
    if (known === undefined) accounts.set(id, { id, name: `Member ${id}`, memberships: new Map([[group, { until }]]), locked: false })
    else known.memberships.set(group, { until })
  }
  const assignable = new Set(groupNames)
  return { target: 'wiki', at: start, accounts, assignable, cursor: undefined }
}

/** The fold of a ledger in which all that stands was confirmed. */
function knowing(memberships: readonly DesiredMembership[]): FoldState {
  const state = emptyState()
  const add = ({ type, fields }: ReturnType<typeof draft>) =>
    foldEntry(state, { seq: state.size, at: start, type, sealed: false, fields, origin })
  for (const { account, group, until } of memberships) {
    const end = until === undefined ? {} : { until: new Date(until).toISOString() }
    add(draft('effect.confirmed', { target: 'wiki', account, group, present: 'yes', ...end }))
  }
  add(draft('target.adopted', { target: 'wiki', revision: '0'.repeat(64), found: 0, left: 0, groups: [] }))
  add(draft('person.registered', { subject: subjectOf(0), handle: 'Chair' }))
  return state
}

function wideCharter(): Charter {
  return charterOf(`
writ: 1
title: Many groups
targets:
  wiki: { connector: simulated }
rights:
  wiki:
    work: { text: Work }
groups:
  wiki:
${groupNames.map((group) => `    ${group}: { rights: work }`).join('\n')}
  writ:
    stewards: { rights: [apply, override-guard] }
roles:
  steward: { title: Steward, purpose: Runs Writ, gives: { writ: stewards }, may: [{ change: all }] }
  member: { title: Member, purpose: Works, gives: { wiki: [${groupNames.join(', ')}] } }
amendments: { by: steward }
`)
}
