import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { later, openBook, type Book } from '../../test/support/book.ts'
import { failure, modelTarget, NO_FAULT, type ModelFault, type ModelTarget } from '../../test/support/model-target.ts'
import { inputOf, observedOf, type Holding } from '../../test/support/observed.ts'
import { observe, runOnce } from '../../test/support/run-once.ts'
import { smallCharter, wikiGroups } from '../../test/support/small-charter.ts'
import type { Charter } from '../charter/model.ts'
import { draft } from '../ledger/entry.ts'
import { adoptTarget } from './adopt.ts'
import { sameEnd } from './ends.ts'
import { planTarget } from './plan.ts'

const runs = { numRuns: counts({ floor: 60, ci: 200, deep: 3000 }) }
const people = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5']
const roles = ['guard', 'reader', 'editor', 'robot', 'reporter']
const allGroups = [...wikiGroups, 'loose']

type Event =
  | { readonly kind: 'grant'; readonly who: number; readonly role: number; readonly days: number | null }
  | { readonly kind: 'end' | 'renew'; readonly which: number }
  | { readonly kind: 'suspend' | 'reinstate' | 'depart'; readonly who: number }
  | { readonly kind: 'native'; readonly who: number; readonly group: number; readonly days: number | null; readonly add: boolean }
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'run' }

const who = fc.nat({ max: 8 })
const days = fc.option(fc.integer({ min: 1, max: 20 }))
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('grant' as const),
      who: fc.nat({ max: people.length - 1 }),
      role: fc.nat({ max: roles.length - 1 }),
      days,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('end' as const, 'renew' as const), which: fc.nat({ max: 9 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('suspend' as const, 'reinstate' as const, 'depart' as const),
      who: fc.nat({ max: people.length - 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('native' as const),
      who,
      group: fc.nat({ max: allGroups.length - 1 }),
      days,
      add: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'run' as const }) },
)

const fault: fc.Arbitrary<ModelFault> = fc.oneof(
  fc.constant(NO_FAULT),
  fc.constant({ kind: 'lie' as const }),
  fc.record({
    kind: fc.constantFrom('fail' as const, 'lost' as const, 'half' as const),
    failure: fc
      .constantFrom('unavailable' as const, 'busy' as const, 'denied' as const, 'refused' as const, 'invalid' as const)
      .map((kind) => failure(kind)),
  }),
)

/** Six persons with an account each, three accounts of nobody known; the steward can always repair. */
function worldOf(held: readonly (readonly number[])[]): { readonly book: Book; readonly accounts: Record<string, readonly string[]> } {
  const book = openBook()
  book.person('chair', {})
  book.grant('chair', 'steward')
  for (const [index, name] of people.entries()) book.person(name, { wiki: String(index) })
  const accounts = Object.fromEntries(
    Array.from({ length: 9 }, (_, id) => [String(id), [...new Set((held[id] ?? []).map((group) => allGroups[group] ?? 'loose'))]]),
  )
  return { book, accounts }
}

async function happen(
  book: Book,
  charter: Charter,
  target: ModelTarget,
  one: Event,
  untouched: Map<string, ReadonlySet<string>>,
): Promise<void> {
  const grants = [...book.state.runningGrants()].filter(({ role }) => role !== 'steward')
  if (one.kind === 'grant')
    book.grant(people[one.who] ?? '', roles[one.role] ?? '', one.days === null ? {} : { until: later(book.now, one.days) })
  if (one.kind === 'end' || one.kind === 'renew') {
    const grant = grants[one.which]
    if (grant !== undefined && one.kind === 'end') book.end(grant.id, 'removed')
    if (grant !== undefined && one.kind === 'renew')
      book.add(
        draft('grant.renewed', {
          subject: grant.subject,
          grant: grant.id,
          until: new Date(later(book.now, 5)).toISOString(),
          clause: 'x',
          decided_by: [],
        }),
      )
  }
  if (one.kind === 'suspend' || one.kind === 'reinstate' || one.kind === 'depart') {
    const subject = people[one.who] ?? ''
    const suspension = book.state.suspensionOf(subject)
    if (one.kind === 'suspend' && suspension === undefined)
      book.add(draft('suspension.started', { subject, cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }))
    if (one.kind === 'reinstate' && suspension !== undefined)
      book.add(draft('suspension.ended', { suspension: suspension.id, outcome: 'reinstated', reason: 'x', decided_by: [] }))
    if (one.kind === 'depart') book.add(draft('person.departed', { subject, from: new Date(book.now).toISOString() }))
  }
  if (one.kind === 'native') {
    const group = allGroups[one.group] ?? 'loose'
    const held = target.table.get(String(one.who))
    if (one.add) held?.set(group, one.days === null ? undefined : later(book.now, one.days))
    else held?.delete(group)
    untouched.set(String(one.who), looseOf(target, String(one.who)))
  }
  if (one.kind === 'days') book.now = later(book.now, one.days)
  if (one.kind === 'run') await runOnce(book, charter, target, { override: true })
}

function looseOf(target: ModelTarget, id: string): ReadonlySet<string> {
  return new Set([...(target.table.get(id)?.keys() ?? [])].filter((group) => group === 'loose'))
}

async function adopt(book: Book, charter: Charter, target: ModelTarget): Promise<void> {
  const observed = await observe(book, charter, target)
  assert.ok(observed !== undefined)
  book.add(
    ...adoptTarget({ ...inputOf(charter, book, observed), decidedBy: [], next: book.state.size, newSubject: ({ id }) => `new-${id}` })
      .drafts,
  )
}

describe('reconciling, whatever happens', () => {
  it('plans nothing when the target is what was decided', () => {
    const charter = smallCharter()
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 4 }), days), { maxLength: 15 }), (granted) => {
        const { book } = worldOf([])
        book.adopt('wiki', wikiGroups)
        for (const [person, role, end] of granted)
          book.grant(people[person] ?? '', roles[role] ?? '', end === null ? {} : { until: later(book.now, end) })
        const wanted = inputOf(charter, book, observedOf(book.now, {})).effects.memberships
        const accounts: Record<string, Holding[]> = Object.fromEntries(people.map((_, index) => [String(index), []]))
        for (const { account, group, until } of wanted) {
          accounts[account.slice(5)]?.push(until === undefined ? group : [group, until])
          book.confirm(account, group, true, until)
        }
        const plan = planTarget(inputOf(charter, book, observedOf(book.now, accounts)))
        assert.deepEqual([plan.lines, plan.drift, plan.settled, plan.gone, plan.skipped], [[], [], [], [], []])
      }),
      runs,
    )
  })

  it('gets there once faults stop, then plans nothing, and never touches a group that is not managed', async () => {
    const charters = new Map(
      ['ask', 'revert'].map((policy) => [policy, smallCharter({ wiki: `drift: ${policy}, guards: { people: 1000, share: 100 }` })]),
    )
    let calls = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('ask', 'revert'),
        fc.array(fc.array(fc.nat({ max: allGroups.length - 1 }), { maxLength: 3 }), { minLength: 9, maxLength: 9 }),
        fc.array(event, { maxLength: 25 }),
        fc.array(fault, { minLength: 1, maxLength: 12 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
        async (policy, held, events, faults, unreadable) => {
          const charter = charters.get(policy) as Charter
          const { book, accounts } = worldOf(held)
          let faulty = true
          const target = modelTarget(accounts, {
            now: () => book.now,
            groups: allGroups,
            applyFault: (_account, _changes, call) => (faulty ? (faults[call % faults.length] ?? NO_FAULT) : NO_FAULT),
            readFault: (call) => (faulty && call > 1 && unreadable[call % unreadable.length] === true ? failure('incomplete') : undefined),
          })
          const untouched = new Map([...target.table.keys()].map((id) => [id, looseOf(target, id)]))
          await adopt(book, charter, target)
          for (const one of events) await happen(book, charter, target, one, untouched)
          faulty = false
          calls += target.calls.length
          for (let run = 0; run < 3; run += 1) await runOnce(book, charter, target, { override: true })

          const last = await runOnce(book, charter, target, { override: true })
          assert.deepEqual(
            [last.urgent?.lines, last.plan?.lines, last.plan?.drift, last.plan?.settled, last.plan?.gone],
            [[], [], [], [], []],
          )
          for (const [id, loose] of untouched) assert.deepEqual(looseOf(target, id), loose)
          assert.ok(target.calls.every(({ changes }) => changes.every(({ group }) => group !== 'loose')))
          await checkStanding(book, charter, target)
        },
      ),
      runs,
    )
    assert.ok(calls > 0, 'nothing was ever applied')
  })

  it('never removes what Writ did not give before the target was adopted', async () => {
    const charter = smallCharter({ wiki: 'drift: revert, guards: { people: 1000, share: 100 }' })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat({ max: allGroups.length - 1 }), { maxLength: 3 }), { minLength: 9, maxLength: 9 }),
        fc.array(
          event.filter(({ kind }) => kind !== 'native'),
          { maxLength: 25 },
        ),
        async (held, events) => {
          const { book, accounts } = worldOf(held)
          const target = modelTarget(accounts, { now: () => book.now, groups: allGroups })
          const given = new Set<string>()
          for (const one of events) {
            for (const { account, group } of inputOf(charter, book, observedOf(book.now, {})).effects.memberships)
              given.add(`${account.slice(5)} ${group}`)
            await happen(book, charter, target, one, new Map())
          }
          for (const [id, groups] of Object.entries(accounts))
            for (const group of groups)
              assert.ok(target.table.get(id)?.has(group) === true || given.has(`${id} ${group}`), `${id} lost ${group}`)
        },
      ),
      runs,
    )
  })
})

/** What stands is what was decided, or drift on record; what was decided stands, unless its loss is drift on record. */
async function checkStanding(book: Book, charter: Charter, target: ModelTarget): Promise<void> {
  const observed = await observe(book, charter, target)
  assert.ok(observed !== undefined)
  const wanted = new Map(inputOf(charter, book, observed).effects.memberships.map((one) => [`${one.account}\n${one.group}`, one]))
  const drift = new Set([...book.state.openDrift('wiki')].map(({ account, group }) => `${account}\n${group}`))
  for (const { id, memberships } of observed.accounts.values()) {
    for (const [group, { until }] of memberships) {
      if (group === 'loose') continue
      const one = wanted.get(`wiki:${id}\n${group}`)
      assert.ok(drift.has(`wiki:${id}\n${group}`) || (one !== undefined && sameEnd(one.until, until)), `${id} ${group}`)
    }
  }
  for (const [key, { account, group }] of wanted)
    assert.ok(drift.has(key) || observed.accounts.get(account.slice(5))?.memberships.has(group) === true, `${account} ${group} is missing`)
}
