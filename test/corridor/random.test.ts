/** Random people use a small charter while the wiki fails, lies and is tampered with. Once that stops, the wiki is what was decided. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { formatInstant, instant } from '../../src/kernel/instant.ts'
import { draft } from '../../src/ledger/entry.ts'
import type { FaultRule } from '../../src/targets/simulated/faults.ts'
import { renamed } from '../../src/targets/simulated/simulated-target.ts'
import { confirmProposal } from '../../src/workflow/confirm-proposal.ts'
import { renewGrant } from '../../src/workflow/renew-grant.ts'
import { resign } from '../../src/workflow/end-grant.ts'
import { settleDrift } from '../../src/workflow/settle-drift.ts'
import { counts } from '../counts.ts'
import { linesOf, operator } from '../support/hands.ts'
import { accountName, smallSite, type SmallSite } from '../support/small-site.ts'

const RUNS = counts({ floor: 150, ci: 400, deep: 3000 })
const people = ['ash', 'birch', 'cedar', 'elm', 'fir', 'Holder 001', 'Holder 002'] as const
const roles = ['steward', 'helper', 'scribe', 'judge', 'elder'] as const
const groups = ['steward', 'helper', 'scribe', 'judge', 'elder', 'loose'] as const

type Step =
  | { readonly kind: 'grant'; readonly by: number; readonly role: number; readonly to: number; readonly minutes: number | null }
  | { readonly kind: 'remove'; readonly by: number; readonly role: number; readonly to: number }
  | { readonly kind: 'renew'; readonly by: number; readonly role: number; readonly to: number; readonly minutes: number }
  | { readonly kind: 'resign'; readonly by: number; readonly role: number }
  | { readonly kind: 'vote'; readonly by: number; readonly approve: boolean }
  | { readonly kind: 'tamper'; readonly who: number; readonly group: number; readonly add: boolean; readonly logged: boolean }
  | { readonly kind: 'rename' | 'suspend' | 'reinstate'; readonly who: number }
  | { readonly kind: 'faults'; readonly faults: readonly FaultRule[] }
  | { readonly kind: 'pass'; readonly minutes: number }
  | { readonly kind: 'plan' | 'apply' | 'approve' | 'leave' | 'undo' }

const person = fc.nat({ max: people.length - 1 })
/** Mostly the two stewards. */
const by = fc.oneof({ weight: 5, arbitrary: fc.nat({ max: 1 }) }, { weight: 1, arbitrary: person })
const role = fc.nat({ max: roles.length - 1 })
const minutes = fc.integer({ min: 1, max: 300 })
const fault: fc.Arbitrary<FaultRule> = fc.oneof(
  fc.constantFrom<FaultRule>(
    { on: 'apply', fault: { kind: 'lying' } },
    { on: 'apply', fault: { kind: 'down' } },
    { on: 'apply', fault: { kind: 'half-applied', changes: 1 } },
    { on: 'apply', fault: { kind: 'fails', failure: 'denied', code: 'no' } },
    { on: 'apply', fault: { kind: 'delayed', milliseconds: 90_000 } },
    { on: 'read', fault: { kind: 'down' } },
    { on: 'read', fault: { kind: 'warned' } },
    { on: 'history', fault: { kind: 'down' } },
  ),
  fc.nat({ max: 4 }).map((accounts): FaultRule => ({ on: 'read', fault: { kind: 'short', accounts } })),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('grant' as const), by, role, to: person, minutes: fc.option(minutes) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('remove' as const), by, role, to: person }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('renew' as const), by, role, to: person, minutes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resign' as const), by, role }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('vote' as const), by, approve: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('tamper' as const),
      who: person,
      group: fc.nat({ max: groups.length - 1 }),
      add: fc.boolean(),
      logged: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('rename' as const, 'suspend' as const, 'reinstate' as const), who: person }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('faults' as const), faults: fc.array(fault, { maxLength: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'plan' as const,
        'apply' as const,
        'apply' as const,
        'apply' as const,
        'approve' as const,
        'leave' as const,
        'undo' as const,
      ),
    }),
  },
)

const seen = { steps: 0, allowed: 0, pending: 0, refused: 0, confirmed: 0, failed: 0, stopped: 0, drift: 0, approvals: 0, undone: 0 }

/** A steward whom no step concerns: somebody is always left who can approve. */
const LAST = 'Last Steward'

interface Storied extends SmallSite {
  /** Ids by the names the accounts had at first. */
  readonly ids: ReadonlyMap<string, string>
}

/** The elder needs a second steward; nobody else can make stewards. */
async function openSite(drift: string): Promise<Storied> {
  const site = await smallSite({
    holders: 2,
    wiki: `drift: ${drift}`,
    guards: 'people: 4, share: 60',
    groups: '    elder: { rights: delete }\n',
    roles: '  elder: { title: Elder, purpose: Advises, gives: { wiki: [elder, scribe] } }\n',
    may: '[helper, scribe, judge] }, { change: [elder, steward], stages: [{ by: steward }]',
    standing: { 'A Stranger': ['loose'], Guest: ['judge'], [LAST]: ['steward'] },
    ready: false,
  })
  const account = { account: `wiki:${site.idOf(LAST)}`, name: LAST, target: 'wiki', kind: 'personal', proof: 'operator' } as const
  const subject = 's-last000000000000'
  await site.write(
    draft('person.registered', { subject, handle: LAST }),
    draft('account.linked', { subject, ...account }),
    draft('grant.made', {
      subject,
      role: 'steward',
      from: formatInstant(site.played.now),
      clause: 'roles.steward',
      decided_by: [],
      door: 'founding',
    }),
  )
  await site.adopt()
  await site.mode('enforce')
  return Object.assign(site, { ids: new Map(site.target.state().accounts.map(({ id, name }) => [name, id])) })
}

async function happen(site: Storied, one: Step): Promise<void> {
  const { instance } = site
  const nameOf = (index: number) => people[index] ?? 'elm'
  const roleOf = (index: number) => roles[index] ?? 'helper'
  const accountOf = (index: number) => (nameOf(index).startsWith('Holder') ? nameOf(index) : accountName(nameOf(index)))
  const idOf = (index: number) => site.ids.get(accountOf(index)) ?? ''
  const count = (outcome: string) => {
    if (outcome === 'allowed' || outcome === 'pending' || outcome === 'refused') seen[outcome] += 1
  }
  const later = (after: number) => ({ kind: 'until' as const, until: instant(site.played.now + after * 60_000) })
  switch (one.kind) {
    case 'grant':
      return count(
        await site.grant(nameOf(one.by), roleOf(one.role), nameOf(one.to), one.minutes === null ? { kind: 'usual' } : later(one.minutes)),
      )
    case 'remove':
      return count(await site.remove(nameOf(one.by), roleOf(one.role), nameOf(one.to)))
    case 'renew': {
      const command = { key: site.key(), caller: site.as(nameOf(one.by)), role: roleOf(one.role), handle: nameOf(one.to) }
      return count((await renewGrant(instance, { ...command, end: later(one.minutes), useCase: undefined })).decision.outcome)
    }
    case 'resign': {
      // Somebody must be left who can repair.
      if (roleOf(one.role) === 'steward') return
      const handle = nameOf(one.by)
      const command = { key: site.key(), caller: site.as(handle), role: roleOf(one.role), handle, reason: undefined }
      return count((await resign(instance, command)).decision.outcome)
    }
    case 'vote': {
      const proposal = [...instance.journal.state.proposals()].at(-1)?.id
      if (proposal === undefined) return
      const decision = one.approve ? 'approved' : 'refused'
      const command = { key: site.key(), caller: site.as(nameOf(one.by)), proposal, decision, reason: undefined } as const
      return count((await confirmProposal(instance, command)).decision.outcome)
    }
    case 'tamper': {
      const change = one.add ? { add: [{ group: groups[one.group] ?? 'loose' }] } : { remove: [groups[one.group] ?? 'loose'] }
      return site.target.alter({ id: idOf(one.who), ...change, by: 'somebody', logged: one.logged })
    }
    case 'rename':
      return site.target.update((state) => renamed(state, idOf(one.who), `${accountOf(one.who)} ${instance.journal.size}`))
    case 'suspend':
    case 'reinstate':
      return suspend(site, one.kind, nameOf(one.who))
    case 'faults':
      site.faults = one.faults
      return
    case 'pass':
      return site.pass(`${one.minutes} minutes`)
    case 'plan':
      await site.tryPlan()
      return
    case 'apply':
      return apply(site)
    case 'approve': {
      const plan = instance.journal.state.openPlans('wiki').find(({ state }) => state === 'stopped')?.id
      for (const by of ['ash', 'birch', LAST])
        if (plan !== undefined && (await site.approve(site.as(by), plan)).allowed) {
          seen.approvals += 1
          return apply(site)
        }
      return
    }
    case 'leave': {
      const [drift] = instance.journal.state.openDrift('wiki')
      if (drift !== undefined)
        await settleDrift(instance, { key: site.key(), caller: operator, drift: drift.id, outcome: 'left', reason: 'It may stay' })
      return
    }
    case 'undo': {
      const closed = (await site.entries('plan.closed')).at(-1)
      const plan = closed?.type === 'plan.closed' ? closed.fields.plan : undefined
      const undone = plan === undefined ? undefined : await site.undo(plan)
      if (undone?.ok === true && undone.value.applied?.outcome !== undefined) seen.undone += 1
      return
    }
  }
}

async function suspend(site: SmallSite, kind: 'suspend' | 'reinstate', handle: string): Promise<void> {
  const subject = site.subjectOf(handle)
  const open = site.instance.journal.state.suspensionOf(subject)
  if (kind === 'suspend' && open === undefined && handle !== 'ash')
    await site.write(draft('suspension.started', { subject, cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }))
  if (kind === 'reinstate' && open !== undefined)
    await site.write(draft('suspension.ended', { suspension: open.id, outcome: 'reinstated', reason: 'x', decided_by: [] }))
}

async function apply(site: SmallSite): Promise<void> {
  const answer = await site.tryApply()
  if (!answer.ok) return
  const { urgent, routine, planned } = answer.value
  for (const outcome of [urgent?.outcome, routine?.outcome]) {
    seen.confirmed += outcome?.confirmed ?? 0
    seen.failed += outcome?.failed ?? 0
  }
  if (planned.observation.verdicts.length > 0) seen.stopped += 1
  seen.drift += planned.observation.attribution.drift.length
}

/** Faults are over: whatever a guard stops is approved by whoever may, as often as it takes. */
async function settle(site: SmallSite): Promise<void> {
  site.faults = []
  site.pass('5 minutes')
  await site.mode('enforce')
  for (let round = 0; round < 6; round += 1) {
    const { routine } = await site.apply()
    if (routine !== undefined && routine.outcome === undefined) {
      const approval = await site.approve(site.as(LAST), routine.plan.entry)
      assert.ok(approval.allowed, JSON.stringify({ approval, verdicts: routine.plan.verdicts }))
      await apply(site)
    }
  }
}

describe('whatever people do and the wiki suffers', () => {
  it(`ends with the wiki as it was decided, in ${RUNS} stories`, { timeout: 60_000 + RUNS * 1000 }, async (context) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('ask', 'revert'), fc.array(step, { minLength: 20, maxLength: 60 }), async (policy, steps) => {
        const site = await openSite(policy)
        for (const one of steps) await happen(site, one)
        seen.steps += steps.length
        await settle(site)
        await assertSettled(site)
      }),
      { numRuns: RUNS },
    )
    context.diagnostic(JSON.stringify(seen))
    for (const [what, number] of Object.entries(seen)) assert.ok(number > 0, `there was nothing of this kind: ${what}`)
  })
})

async function assertSettled(site: SmallSite): Promise<void> {
  const { journal } = site.instance
  const { observation } = await site.plan()
  assert.deepEqual([linesOf(observation.plan), linesOf(observation.urgent)], [[], []], 'apply, then plan: nothing is left')
  const last = await site.tryApply()
  assert.ok(last.ok && last.value.routine === undefined && last.value.urgent === undefined)

  const decided = await effectiveOf(site)
  const drift = new Map(
    [...journal.state.openDrift('wiki'), ...journal.state.leftDrift('wiki')].map((one) => [`${one.account} ${one.group}`, one.change]),
  )
  const confirmed = new Set<string>()
  for (const { account, group, present } of journal.state.targetState('wiki').knownAll()) if (present) confirmed.add(`${account} ${group}`)

  for (const { id, name, memberships } of site.target.state().accounts) {
    for (const { group, until } of memberships) {
      if (until !== undefined && until <= site.played.now) continue
      const key = `wiki:${id} ${group}`
      if (group === 'loose') continue
      const end = decided.get(key)
      const explained = decided.has(key) && (end === until || drift.get(key) === 'end-changed')
      assert.ok(explained || drift.has(key), `${name} is in ${group} and nothing says why`)
      if (!decided.has(key)) assert.ok(!confirmed.has(key), `${name} holds ${group} by Writ, which the ledger does not say`)
    }
  }
  for (const [key] of decided) {
    const [account = '', group = ''] = key.split(' ')
    const held = site.target.state().accounts.find(({ id }) => `wiki:${id}` === account)?.memberships
    const stands = held?.some((one) => one.group === group && (one.until === undefined || one.until > site.played.now)) === true
    assert.ok(stands || drift.get(key) === 'removed', `${key} was decided and does not stand`)
  }
  assert.deepEqual(
    site.target.state().log.filter(({ ours, added, removed }) => ours && [...added, ...removed].includes('loose')),
    [],
    'Writ never touches a group that is not the charter’s',
  )
  assert.deepEqual((await journal.verify()).problems, [])
}

/** What ought to stand, by plain reading of the entries: running grants of who is not suspended; key -> end in whole seconds. */
async function effectiveOf(site: SmallSite): Promise<ReadonlyMap<string, number | undefined>> {
  const gives: Readonly<Record<string, readonly string[]>> = { elder: ['elder', 'scribe'] }
  const accounts = new Map<string, string>()
  const suspended = new Map<number, string>()
  const grants = new Map<number, { readonly subject: string; readonly role: string; readonly until: number | undefined }>()
  const endOf = (until: string | undefined) => (until === undefined ? undefined : Date.parse(until))
  for (const entry of await site.instance.journal.entries(0, site.instance.journal.size)) {
    if (entry.type === 'account.linked') accounts.set(entry.fields.subject ?? '', entry.fields.account ?? '')
    if (entry.type === 'suspension.started') suspended.set(entry.seq, entry.fields.subject ?? '')
    if (entry.type === 'suspension.ended') suspended.delete(entry.fields.suspension ?? -1)
    if (entry.type === 'grant.made')
      grants.set(entry.seq, { subject: entry.fields.subject ?? '', role: entry.fields.role ?? '', until: endOf(entry.fields.until) })
    if (entry.type === 'grant.ended') grants.delete(entry.fields.grant ?? -1)
    const renewed = entry.type === 'grant.renewed' ? grants.get(entry.fields.grant ?? -1) : undefined
    if (entry.type === 'grant.renewed' && renewed !== undefined)
      grants.set(entry.fields.grant ?? -1, { ...renewed, until: endOf(entry.fields.until) })
  }
  const away = new Set(suspended.values())
  const effective = new Map<string, number | undefined>()
  for (const { subject, role: held, until } of grants.values()) {
    const account = accounts.get(subject)
    if (account === undefined || away.has(subject) || (until !== undefined && until <= site.played.now)) continue
    for (const group of gives[held] ?? [held]) {
      const key = `${account} ${group}`
      const other = effective.get(key)
      const longest = !effective.has(key) ? until : until === undefined || other === undefined ? undefined : Math.max(until, other)
      effective.set(key, longest)
    }
  }
  return effective
}
