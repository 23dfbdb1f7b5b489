/** What went wrong elsewhere, played here: quorums filled from one side, a target that fails after the approval, two at once, a crash in between. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addDuration } from '../../src/kernel/duration.ts'
import { StoreFailedError } from '../../src/store/errors.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import type { StepUp } from '../../src/workflow/ports.ts'
import { fileRequest } from '../../src/workflow/request/file.ts'
import { voteOnAll } from '../../src/workflow/request/vote-on-all.ts'
import { voteOnRequest } from '../../src/workflow/request/vote.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { nodeHashing, seededRandomness } from '../support/outside.ts'
import { linesOf } from '../support/hands.ts'
import { smallSite, type SmallSite } from '../support/small-site.ts'

/** Stewards and helpers must both agree; one seat; a class with a second factor. */
async function site(store?: MemoryStore): Promise<SmallSite> {
  const made = await smallSite({
    ...(store === undefined ? {} : { store }),
    groups: '    deputy: { rights: delete }\n',
    roles: `  deputy:
    title: Deputy
    purpose: Stands in
    gives: { wiki: deputy }
    term: { lasts: 10 days, longest: 20 days }
    seats: { limit: 1 }
    request: { for: any, stages: [{ by: steward, count: 1 }, { by: helper, count: 1 }] }
`,
  })
  await made.grant('ash', 'helper', 'cedar', { kind: 'ongoing' })
  await made.grant('ash', 'helper', 'elm', { kind: 'ongoing' })
  await made.apply()
  return made
}

async function file(at: SmallSite, by: string, handles: readonly string[], role = 'deputy') {
  return fileRequest(at.instance, {
    key: at.key(),
    caller: at.as(by),
    role,
    handles,
    account: undefined,
    targets: undefined,
    scope: undefined,
    end: { kind: 'usual' },
    useCase: 'Needed',
    answers: {},
    states: [],
  })
}

const idOf = (answers: Awaited<ReturnType<typeof file>>) => answers[0]?.request ?? -1

function vote(at: SmallSite, by: string, request: number, decision: 'approved' | 'refused' = 'approved', key = at.key()) {
  return voteOnRequest(at.instance, { key, caller: at.as(by), request, decision, reason: 'because', states: [] })
}

const deputies = (at: SmallSite) => [...at.instance.journal.state.grantsOfRole('deputy')].length

describe('a request', () => {
  it('is not carried by one group alone, however many of it approve', async () => {
    const at = await site()
    const request = idOf(await file(at, 'fir', ['fir']))
    assert.ok((await vote(at, 'ash', request)).decision.allowed)
    assert.match((await vote(at, 'birch', request)).decision.because[0]?.text ?? '', /not yours to decide/)
    assert.equal(deputies(at), 0)
    assert.equal((await vote(at, 'cedar', request)).done, true)
    assert.equal(deputies(at), 1)
  })

  it('stays approved and not yet in effect while the target fails, is tried again, and told', async () => {
    const at = await site()
    const request = idOf(await file(at, 'fir', ['fir']))
    await vote(at, 'ash', request)
    await vote(at, 'cedar', request)
    at.faults = [{ on: 'apply', fault: { kind: 'down' } }]
    await at.tryApply()
    assert.equal(at.instance.journal.state.request(request)?.closed?.outcome, 'granted')
    assert.deepEqual([deputies(at), at.groupsOf('Fir')], [1, []])
    assert.ok((await at.entries('effect.failed')).length > 0)
    at.faults = []
    await at.apply()
    assert.deepEqual(at.groupsOf('Fir'), ['deputy'])
    assert.deepEqual(linesOf((await at.plan()).observation.plan), [])
  })

  it('is granted once by two who approve at the same moment', async () => {
    const at = await site()
    const request = idOf(await file(at, 'fir', ['fir']))
    await vote(at, 'ash', request)
    const both = await Promise.all([vote(at, 'cedar', request), vote(at, 'elm', request)])
    assert.equal(both.filter(({ decision }) => decision.allowed).length, 1)
    assert.equal((await at.entries('grant.made')).filter((one) => one.type === 'grant.made' && one.fields.request === request).length, 1)
  })

  it('is decided once by the same command sent twice', async () => {
    const at = await site()
    const request = idOf(await file(at, 'fir', ['fir']))
    const first = await vote(at, 'ash', request, 'approved', 'the same')
    const size = at.instance.journal.size
    assert.deepEqual(await vote(at, 'ash', request, 'approved', 'the same'), first)
    assert.equal(at.instance.journal.size, size)
  })

  it('is wholly granted or wholly not where the process dies between approval and grant', async () => {
    const store = new MemoryStore()
    const at = await site(store)
    const request = idOf(await file(at, 'fir', ['fir']))
    await vote(at, 'ash', request)
    const before = at.instance.journal.size
    store.failNext = new StoreFailedError('the disk is full')
    await assert.rejects(vote(at, 'cedar', request, 'approved', 'last'))
    // the next process reads what is on the disk
    const outside = { clock: { now: () => at.played.now }, hashing: nodeHashing, randomness: seededRandomness(9) }
    const journal = await openJournal({ store, outside })
    assert.deepEqual(
      [journal.size, journal.state.request(request)?.closed, journal.state.request(request)?.votes.length],
      [before, undefined, 1],
    )
  })

  it('that ran out is not revived by what stands on the target', async () => {
    const at = await site()
    const request = idOf(await file(at, 'fir', ['fir']))
    await vote(at, 'ash', request)
    await vote(at, 'cedar', request)
    await at.apply()
    at.played.now = addDuration(at.played.now, { count: 11, unit: 'day' })
    await at.apply()
    // somebody puts the member back by hand: that is drift for a person to decide on, and no grant
    at.tamper('Fir', { add: 'deputy' })
    await at.apply()
    const drift = [...at.instance.journal.state.openDrift('wiki')].filter(({ group }) => group === 'deputy')
    assert.equal(drift.length + (at.groupsOf('Fir').length === 0 ? 1 : 0), 1)
    assert.equal(deputies(at), 0)
    const grant = at.instance.journal.state.request(request)?.closed?.grant ?? -1
    const found = at.instance.journal.state.grant(grant)
    assert.ok(found?.until !== undefined && found.until <= at.played.now)
  })

  it('of many persons is checked, decided and reported one by one', async () => {
    const at = await site()
    const answers = await file(at, 'fir', ['fir', 'cedar', 'nobody', 'elm', 'fir'])
    assert.deepEqual(
      answers.map(({ person, decision }) => [person, decision.outcome]),
      [
        ['fir', 'pending'],
        ['cedar', 'pending'],
        ['nobody', 'refused'],
        ['elm', 'pending'],
      ],
    )
    const decide = (by: string) =>
      voteOnAll(at.instance, {
        key: at.key(),
        caller: at.as(by),
        request: idOf(answers),
        decision: 'approved',
        reason: undefined,
        states: [],
      })
    assert.deepEqual(
      (await decide('birch')).map(({ decision }) => decision.allowed),
      [true, true, true],
    )
    // nobody decides for themselves, and there is one seat
    const report = await decide('cedar')
    assert.deepEqual(
      report.map(({ person, decision, done }) => [person, decision.allowed, done]),
      [
        ['fir', true, true],
        ['cedar', false, false],
        ['elm', false, false],
      ],
    )
    assert.match(report[2]?.decision.because[0]?.text ?? '', /all 1 seats are taken/)
  })

  it('with nobody left to decide is an alarm', async () => {
    const at = await site()
    for (const who of ['cedar', 'elm']) await at.resign(who, 'helper')
    await at.resign('birch', 'steward')
    const [answer] = await file(at, 'ash', ['ash'])
    assert.equal(answer?.decision.outcome, 'pending')
    assert.deepEqual(answer?.remarks, ['alarm: nobody can decide this request now; it lapses unless that changes'])
  })
})

describe('a decision on a highly sensitive role', () => {
  const text = {
    groups: '    deputy: { rights: oversight }\n',
    roles:
      '  deputy: { title: Deputy, purpose: Hides, gives: { wiki: deputy }, request: { stages: [{ by: steward }] } }\nclasses:\n  plain: { text: Everyday, level: 1 }\n  sensitive: { text: Private, level: 2, step_up: true }\n',
  }

  it('without evidence of a second factor is refused for that, and with it keeps the evidence', async () => {
    const at = await smallSite({ ...text, right: 'oversight: { text: Hide, class: sensitive }' })
    const request = idOf(await file(at, 'fir', ['fir']))
    const caller = at.as('ash')
    const ask = (instance: typeof at.instance, stepUp: string | undefined) =>
      voteOnRequest(instance, {
        key: at.key(),
        caller: { ...caller, actor: { ...caller.actor, stepUp } as typeof caller.actor },
        request,
        decision: 'approved',
        reason: undefined,
        states: [],
      })
    const without = await ask(at.instance, undefined)
    assert.deepEqual([without.decision.outcome, without.decision.missing[0]?.kind], ['refused', 'step-up'])
    // evidence over something else is none
    const wrong: StepUp = { prove: () => Promise.resolve(undefined) }
    assert.equal((await ask({ ...at.instance, stepUp: wrong }, 'demo')).decision.outcome, 'refused')
    assert.equal((await ask(at.instance, 'demo')).done, true)
    const [vote_] = await at.entries('request.voted')
    assert.match((vote_?.type === 'request.voted' ? vote_.fields.evidence : undefined) ?? '', /^demo:[0-9a-f]{64}$/)
  })
})
