/** The shipped tiers for GrowthBook: `growthbook-next` runs clean, somebody below Admin looks, and only then the main instance follows. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseRoster } from '../../src/charter/roster.ts'
import { tellingsOf } from '../../src/decide/tells/tells.ts'
import { instant } from '../../src/kernel/instant.ts'
import { draft, type Entry } from '../../src/ledger/entry.ts'
import { carryOutDue } from '../../src/workflow/carry-out-due.ts'
import { confirmTarget } from '../../src/workflow/confirm-target.ts'
import { noFacts } from '../../src/workflow/facts.ts'
import { knownNow } from '../../src/workflow/known.ts'
import { shippedFiles } from '../support/charter.ts'
import { guardsOf, handsOf, operator } from '../support/hands.ts'
import { setTheStage } from '../support/played.ts'
import { readFileSync } from 'node:fs'

const QUARTER = 15 * 60_000

async function twoInstances() {
  const roster = parseRoster(readFileSync('charters/growthbook/roster.yaml', 'utf8'))
  assert.ok(roster.ok)
  const story = {
    title: 'Two instances',
    begins: '2026-11-21T10:00:00Z',
    administrator: { person: 'agate-engineer', role: 'growthbook-admin' },
    before: {},
    steps: [],
  }
  const played = await setTheStage(shippedFiles('growthbook'), roster.value, story, { connect: ['growthbook-next', 'growthbook'] })
  const { instance } = played
  const [next, main] = [handsOf(instance, 'growthbook-next'), handsOf(instance, 'growthbook')]
  for (const hands of [next, main]) {
    await hands.adopt()
    await hands.mode('enforce')
  }
  // something to do on both
  assert.equal(await main.remove('agate-engineer', 'growthbook-read-only', 'iris-reader'), 'allowed')
  return {
    played,
    instance,
    next,
    main,
    /** A quarter of an hour passes and the job runs. */
    cycle: async () => {
      played.now = instant(played.now + QUARTER)
      await next.apply()
    },
    confirm: (who: string, note?: string) =>
      confirmTarget(instance, { key: main.key(), caller: main.as(who), target: 'growthbook-next', note }),
    /** Who was told to look, by handle. */
    asked: async (template = 'target/works') => {
      await carryOutDue(instance, { key: main.key() })
      const told = (await main.entries('notice.sent')) as readonly Extract<Entry, { type: 'notice.sent' }>[]
      return told
        .filter(({ fields }) => fields.template === template)
        .map(({ fields }) => instance.journal.state.person(fields.subject ?? '')?.handle)
    },
  }
}

describe('growthbook-next goes first', () => {
  it('holds the main instance until three clean runs and the word of somebody below Admin', async () => {
    const stage = await twoInstances()
    const { main, next, cycle, confirm } = stage
    assert.deepEqual(guardsOf(await main.plan()), ['staging'], 'there is something to do, and nothing was tried out')
    await cycle()
    await cycle()
    assert.equal((await confirm('elder-analyst')).outcome, 'refused', 'two runs are not three')
    await cycle()
    assert.deepEqual(guardsOf(await main.plan()), ['staging'], 'nobody looked yet')
    assert.equal((await confirm('agate-engineer')).outcome, 'refused', 'an administrator is no holder below Admin')
    const operators = await confirmTarget(stage.instance, { key: main.key(), caller: operator, target: 'growthbook-next', note: undefined })
    assert.equal(operators.outcome, 'refused', 'nobody says it in the place of others')
    assert.equal((await confirm('holly-reader', 'I see the project')).outcome, 'allowed')
    assert.deepEqual(guardsOf(await main.plan()), [])
    const [said] = await next.entries('target.confirmed')
    assert.deepEqual(said?.type === 'target.confirmed' ? [said.fields.runs, said.fields.note] : [], [3, 'I see the project'])
  })

  it('asks two of them once it ran clean, reminds them after a day and asks two others', async () => {
    const { played, cycle, asked, confirm } = await twoInstances()
    await cycle()
    await cycle()
    assert.deepEqual(await asked(), [])
    await cycle()
    const first = await asked()
    assert.deepEqual(first, ['elder-analyst', 'fir-analyst'])
    assert.deepEqual(await asked(), first, 'nobody is asked twice')
    played.now = instant(played.now + 86_400_000)
    assert.deepEqual((await asked()).length, 4)
    assert.deepEqual(await asked('target/works/again'), first)
    await confirm('fir-analyst')
    played.now = instant(played.now + 5 * 86_400_000)
    assert.deepEqual((await asked()).length, 4, 'who said it ends the asking')
  })

  it('tells them in words that name the instance', async () => {
    const { instance, main, cycle, asked } = await twoInstances()
    for (let run = 0; run < 3; run += 1) await cycle()
    await asked()
    const { charter } = await instance.charters.inForce(instance.journal.state)
    const known = knownNow(charter, instance.journal.state, instance.outside.clock.now(), noFacts)
    const notice = (await main.entries('notice.sent')).find((one) => one.type === 'notice.sent' && one.fields.template === 'target/works')
    assert.ok(notice !== undefined)
    assert.deepEqual(
      tellingsOf(known, notice as Entry).map(({ template, why, names }) => [template, why, names['target']]),
      [['target-works', 'asked', 'GrowthBook, next']],
    )
  })

  it('begins anew when something does not take effect, with another charter, and when the operator asks for it', async () => {
    const { instance, main, next, cycle, confirm } = await twoInstances()
    const runs = () => instance.journal.state.targetState('growthbook-next').runs
    await cycle()
    await cycle()
    await next.write(draft('effect.failed', { target: 'growthbook-next', account: 'growthbook-next:1', group: 'admin', reason: 'refused' }))
    await cycle()
    await cycle()
    assert.equal((await confirm('holly-reader')).outcome, 'refused', 'the runs in a row count')
    await cycle()
    assert.equal((await confirm('holly-reader')).outcome, 'allowed')
    assert.deepEqual([runs().clean, runs().confirmed === undefined], [3, false])
    await next.mode('enforce')
    assert.deepEqual([runs().clean, runs().confirmed], [0, undefined], 'after an upgrade there, say')
    assert.deepEqual(guardsOf(await main.plan()), ['staging'])
  })

  it('counts readings at the same moment once', async () => {
    const { instance, played, next } = await twoInstances()
    played.now = instant(played.now + QUARTER)
    for (let run = 0; run < 3; run += 1) await next.apply()
    assert.equal(instance.journal.state.targetState('growthbook-next').runs.clean, 1)
  })
})
