/** A change of the charter on a live instance, from the proposal to what it does to grants and plans. On the simulated target. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseCharter } from '../../src/charter/parse.ts'
import { draft } from '../../src/ledger/entry.ts'
import { adoptCharter, type AdoptCharterCommand } from '../../src/workflow/adopt-charter.ts'
import { carryOutDue } from '../../src/workflow/carry-out-due.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { commentOnCharter, proposeCharter, setCharterStatus, voteOnCharter } from '../../src/workflow/propose-charter.ts'
import { linesOf, operator } from '../support/hands.ts'
import { saidBeforeKilled } from '../support/killed.ts'
import { openSiteOnDisk } from '../support/site-on-disk.ts'
import { smallSite, smallSiteCharter, type SmallCharter, type SmallSite } from '../support/small-site.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Two stewards and two elders; a steward adopts what two elders approved, after a week of feedback and a day. */
const COUNCIL = '{ by: steward, stages: [{ text: Two elders agree, by: elder, count: 2 }], feedback: 7 days, delay: 1 day }'
const ELDERS: SmallCharter = {
  groups: '    elder: { rights: delete }\n',
  roles: '  elder: { title: Elder, purpose: Agrees to changes, gives: { wiki: elder } }\n',
  may: '[helper, scribe, judge, elder, steward]',
}
const options = { ...ELDERS, amendments: COUNCIL }

const documentOf = (text: string) => charterDocument([{ name: 'charter.yaml', text }])
const thirtyDays = { count: 30, unit: 'day' } as const

async function council(): Promise<SmallSite> {
  const site = await smallSite(options)
  for (const elder of ['cedar', 'elm']) await site.grant('ash', 'elder', elder)
  // whom a steward made an elder counts only after the usual thirty days
  site.pass('40 days')
  return site
}

function propose(site: SmallSite, by: string, text: string, asDraft = false) {
  return proposeCharter(site.instance, {
    key: site.key(),
    caller: site.as(by),
    document: documentOf(text),
    reason: 'Better so',
    draft: asDraft,
  })
}

async function proposed(site: SmallSite, by: string, text: string): Promise<number> {
  const answer = await propose(site, by, text)
  assert.ok(answer.proposal !== undefined, JSON.stringify(answer.decision))
  return answer.proposal
}

function vote(site: SmallSite, by: string, proposal: number, decision: 'approved' | 'refused' = 'approved', feedbackRead = true) {
  return voteOnCharter(site.instance, { key: site.key(), caller: site.as(by), proposal, decision, feedbackRead, reason: undefined })
}

function adopt(site: SmallSite, by: string, proposal: number, more: Partial<AdoptCharterCommand> = {}) {
  return adoptCharter(site.instance, {
    key: site.key(),
    caller: site.as(by),
    what: { proposal },
    reason: undefined,
    feedbackRead: true,
    override: false,
    grace: thirtyDays,
    ...more,
  })
}

const why = ({ decision }: { readonly decision: { readonly because: readonly { readonly text: string }[] } }) =>
  decision.because.map(({ text }) => text).join('; ')

const renamed = smallSiteCharter(options).replace('title: A small site', 'title: A small site, renamed')

describe('a change of the charter', () => {
  it('goes from a draft over feedback and two approvals to adoption, and is in force then', async () => {
    const site = await council()
    const first = await propose(site, 'fir', renamed, true)
    const proposal = first.proposal ?? -1
    assert.equal((await vote(site, 'cedar', proposal)).decision.allowed, false, 'a draft')
    const status = (by: string) =>
      setCharterStatus(site.instance, { key: site.key(), caller: site.as(by), proposal, status: 'open', reason: 'Ready' })
    assert.match(why(await status('ash')), /only its author, fir/)
    assert.equal((await status('fir')).decision.allowed, true)

    const say = (by: string, form: 'comment' | 'question' | 'disadvantage' | 'reply', to?: number) =>
      commentOnCharter(site.instance, { key: site.key(), caller: site.as(by), proposal, form, text: `${form} of ${by}`, to })
    const asked = await say('elm', 'question')
    assert.equal((await say('birch', 'disadvantage')).decision.allowed, true)
    assert.match(why(await say('birch', 'reply', asked.entry)), /only the author/)
    assert.equal((await say('fir', 'reply', asked.entry)).decision.allowed, true)
    assert.match(why(await say('fir', 'reply', asked.entry)), /one reply/)
    assert.match(why(await vote(site, 'cedar', proposal)), /open for feedback until/)
    site.pass('7 days')
    assert.match(why(await vote(site, 'cedar', proposal, 'approved', false)), /2 pieces of feedback stand; confirm that you have read it/)
    assert.match(why(await vote(site, 'birch', proposal)), /no stage of this decision is yours/)
    assert.match(why(await vote(site, 'fir', proposal)), /nobody decides on their own proposal/)
    assert.equal((await vote(site, 'cedar', proposal)).decision.allowed, true)
    assert.match(why(await adopt(site, 'ash', proposal)), /waits for one approval more/)
    assert.equal((await vote(site, 'elm', proposal)).decision.allowed, true)
    assert.match(why(await adopt(site, 'ash', proposal)), /1 day after the decision/)
    site.pass('1 day')
    assert.match(why(await adopt(site, 'cedar', proposal)), /cedar may not change the charter/)
    const adopted = await adopt(site, 'ash', proposal)
    assert.equal(adopted.decision.allowed, true, why(adopted))
    assert.equal(adopted.revision, 2)
    const { state } = site.instance.journal
    assert.equal((await site.instance.charters.inForce(state)).charter.title, 'A small site, renamed')
    const [entry] = await site.entries('charter.adopted')
    assert.ok(entry?.type === 'charter.adopted')
    assert.deepEqual(
      entry.fields.decided_by,
      ['cedar', 'elm', 'ash'].map((name) => `subject:${site.subjectOf(name)}`),
    )
    assert.equal(state.charterProposal(proposal)?.status, 'adopted')
    assert.match(why(await adopt(site, 'ash', proposal)), /in force/)
  })

  it('counts two approvers at the same moment once each, and one of them twice not at all', async () => {
    const site = await council()
    const proposal = await proposed(site, 'birch', renamed)
    site.pass('8 days')
    const twice = await Promise.all([vote(site, 'cedar', proposal), vote(site, 'cedar', proposal)])
    assert.ok(twice.every(({ decision }) => decision.allowed))
    assert.match(why(await adopt(site, 'ash', proposal)), /one approval more/)
    const other = await proposed(site, 'fir', renamed.replace('renamed', 'renamed anew'))
    site.pass('8 days')
    await Promise.all([vote(site, 'cedar', other), vote(site, 'elm', other)])
    site.pass('1 day')
    const both = await Promise.all([adopt(site, 'ash', other), adopt(site, 'birch', other)])
    assert.equal(both.filter(({ decision }) => decision.allowed).length, 1)
    assert.equal(site.instance.journal.state.revisions.length, 2)
  })

  it('is checked again: who lost the role meanwhile does not count, nor whoever was made an elder for it', async () => {
    const site = await council()
    const proposal = await proposed(site, 'fir', renamed)
    site.pass('8 days')
    await vote(site, 'cedar', proposal)
    await vote(site, 'elm', proposal)
    site.pass('1 day')
    await site.remove('birch', 'elder', 'elm')
    assert.match(why(await adopt(site, 'ash', proposal)), /one approval more/)
    await site.grant('ash', 'elder', 'birch')
    assert.equal((await vote(site, 'birch', proposal)).decision.allowed, true)
    assert.match(why(await adopt(site, 'ash', proposal)), /one approval more/, 'ash made birch an elder just now')
  })

  it('calls further people in when the elders do not decide, and lets others stand in who state that the elders cannot', async () => {
    const stage = '{ text: An elder agrees, by: elder, escalate: { after: 5 days, to: judge }, fallback: { by: helper, states: away } }'
    const charter: SmallCharter = {
      ...ELDERS,
      roles: `${ELDERS.roles}statements: { away: { text: The elders cannot be reached } }\n`,
      amendments: `{ by: steward, stages: [${stage}], feedback: 2 days }`,
    }
    const text = smallSiteCharter(charter).replace('A small site', 'A small site, renamed')
    for (const way of ['escalated', 'fallback'] as const) {
      const site = await smallSite(charter)
      await site.grant('ash', 'elder', 'cedar')
      await site.grant('ash', 'judge', 'elm')
      site.pass('40 days')
      const proposal = await proposed(site, 'fir', text)
      site.pass('2 days')
      const clock = () => carryOutDue(site.instance, { key: site.key() })
      assert.deepEqual((await clock()).done, [])
      assert.match(why(await vote(site, 'elm', proposal)), /no stage of this decision is yours/, 'the judge not yet')
      if (way === 'escalated') {
        site.pass('3 days')
        assert.deepEqual(
          (await clock()).done.map(({ kind }) => kind),
          ['reminder'],
          'the elder is reminded',
        )
        site.pass('2 days')
        assert.ok((await clock()).done.some(({ kind }) => kind === 'escalation'))
        assert.notEqual(
          site.instance.journal.state.noticeOf(proposal, 'charter/escalated/amendments.stages[0]', site.subjectOf('elm')),
          undefined,
        )
        assert.deepEqual((await clock()).done, [], 'once')
        assert.equal((await vote(site, 'elm', proposal)).decision.allowed, true)
      } else {
        await site.grant('ash', 'helper', 'elm')
        site.pass('31 days')
        const standIn = (states: readonly string[]) =>
          voteOnCharter(site.instance, {
            key: site.key(),
            caller: site.as('elm'),
            proposal,
            decision: 'approved',
            feedbackRead: true,
            reason: undefined,
            states,
          })
        await site.remove('ash', 'judge', 'elm')
        assert.match(why(await standIn([])), /approving here takes the statement `away`/)
        assert.match(why(await standIn(['nothing'])), /the charter has no statement `nothing`/)
        assert.match(why(await adopt(site, 'ash', proposal)), /waits for one approval/)
        assert.equal((await standIn(['away'])).decision.allowed, true)
        const [made] = await site.entries('statement.made')
        assert.ok(made?.type === 'statement.made' && made.fields.words === 'The elders cannot be reached')
      }
      const adopted = await adopt(site, 'ash', proposal)
      assert.equal(adopted.decision.allowed, true, why(adopted))
    }
  })

  it('asks those who come next at once where nobody else could decide', async () => {
    const stage = '{ text: An elder agrees, by: elder, escalate: { after: 5 days, to: judge } }'
    const charter: SmallCharter = { ...ELDERS, amendments: `{ by: steward, stages: [${stage}] }` }
    const site = await smallSite(charter)
    await site.grant('ash', 'judge', 'elm')
    site.pass('40 days')
    const proposal = await proposed(site, 'fir', smallSiteCharter(charter).replace('A small site', 'A small site, renamed'))
    assert.equal((await vote(site, 'elm', proposal)).decision.allowed, true, 'there is no elder')
    assert.equal((await adopt(site, 'ash', proposal)).decision.allowed, true)
  })

  it('ends with a refusal, and with its author taking it back', async () => {
    const site = await council()
    const proposal = await proposed(site, 'fir', renamed)
    site.pass('8 days')
    assert.equal((await vote(site, 'cedar', proposal, 'refused')).decision.allowed, true)
    assert.equal(site.instance.journal.state.charterProposal(proposal)?.status, 'refused')
    assert.match(why(await vote(site, 'elm', proposal)), /it is refused/)
    const other = await proposed(site, 'fir', renamed)
    await setCharterStatus(site.instance, { key: site.key(), caller: site.as('fir'), proposal: other, status: 'withdrawn', reason: 'No' })
    assert.match(why(await adopt(site, 'ash', other)), /withdrawn/)
  })

  it('that does not know of a later one cannot be adopted over it', async () => {
    const site = await smallSite()
    const [one, two] = [smallSiteCharter().replace('A small site', 'One'), smallSiteCharter().replace('A small site', 'Two')]
    const [first, second] = [await proposed(site, 'fir', one), await proposed(site, 'fir', two)]
    assert.equal((await adopt(site, 'ash', first)).decision.allowed, true)
    assert.match(why(await adopt(site, 'ash', second)), /has changed since it was proposed/)
  })
})

describe('adopting a charter', () => {
  const quiet = smallSiteCharter({ may: '[helper, scribe, judge]' })
  const worse = quiet.replace('gives: { wiki: helper }', 'gives: { wiki: helper }, may: [{ remove: steward }]')

  it('is refused where it lets one account do what cannot be undone, unless whoever may overrides it with a reason', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    const proposal = await proposed(site, 'fir', worse)
    const refused = await adopt(site, 'ash', proposal)
    assert.equal(refused.decision.allowed, false)
    assert.ok(refused.judgement?.findings.some(({ code, plan }) => code === 'new-seizure' && plan.length > 0))
    assert.match(why(refused), /one rogue `helper`/)
    assert.equal(site.instance.journal.state.revisions.length, 1)
    assert.match(why(await adopt(site, 'ash', proposal, { override: true })), /takes a reason/)
    const byOperator = { caller: { ...operator, actor: { kind: 'operator', name: 'root', for: site.subjectOf('ash') } } } as const
    assert.match(why(await adopt(site, 'ash', proposal, { ...byOperator, override: true, reason: 'So' })), /takes the person/)
    assert.equal((await adopt(site, 'ash', proposal, { override: true, reason: 'Only for the move' })).decision.allowed, true)
    const [entry] = await site.entries('charter.adopted')
    assert.ok(entry?.type === 'charter.adopted')
    assert.match(entry.fields.reason ?? '', /^overrides .*new-seizure.*: Only for the move$/)
  })

  it('never takes a role away while somebody holds it, whatever is overridden', async () => {
    const site = await smallSite()
    await site.grant('ash', 'scribe', 'elm')
    const gone = smallSiteCharter({ may: '[helper, judge]' }).replace(/^ {2}scribe: .*\n/m, '')
    const proposal = await proposed(site, 'fir', gone)
    assert.match(
      why(await adopt(site, 'ash', proposal, { override: true, reason: 'Anyway' })),
      /`scribe` would be gone while one grant of it runs/,
    )
    await site.remove('ash', 'scribe', 'elm')
    assert.equal((await adopt(site, 'ash', proposal)).decision.allowed, true)
  })

  it('lists the grants that are no longer allowed, and they keep their effect until the grace is over', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    await site.apply()
    assert.deepEqual(site.groupsOf('Elm'), ['helper'])
    const staff = smallSiteCharter()
      .replace('gives: { wiki: helper } }', 'gives: { wiki: helper }, account: staff }')
      .replace('rights:\n', 'accounts:\n  staff: { text: For work }\n  personal: { text: A person }\nrights:\n')
    const proposal = await proposed(site, 'fir', staff)
    const adopted = await adopt(site, 'ash', proposal)
    assert.equal(adopted.decision.allowed, true, why(adopted))
    assert.deepEqual(
      adopted.disallowed.map(({ person, role, then, text }) => [person, role, then, text]),
      [['elm', 'helper', 'ends', 'only staff accounts may hold it']],
    )
    assert.deepEqual(linesOf((await site.plan()).observation.plan), ['~ Elm helper'], 'the wiki learns the end')
    await site.apply()
    site.pass('29 days')
    assert.deepEqual(linesOf((await site.plan()).observation.plan), [])
    site.pass('1 day')
    await site.apply()
    assert.deepEqual(site.groupsOf('Elm'), [])
  })

  it('excuses holders from a condition that is new, for the grace alone', async () => {
    const site = await smallSite()
    await site.grant('ash', 'helper', 'elm')
    await site.apply()
    const trained = smallSiteCharter()
      .replace(
        'rights:\n',
        'statements: { trained: { text: Was trained } }\nconditions: { is-trained: { text: Was trained, statement: trained } }\nrights:\n',
      )
      .replace('gives: { wiki: helper } }', 'gives: { wiki: helper }, requires: is-trained }')
    const adopted = await adopt(site, 'ash', await proposed(site, 'fir', trained))
    assert.deepEqual(
      adopted.disallowed.map(({ person, then }) => [person, then]),
      [['elm', 'waived']],
    )
    assert.deepEqual(linesOf((await site.plan()).observation.plan), [])
    site.pass('31 days')
    assert.deepEqual(linesOf((await site.plan()).observation.plan), ['- Elm helper'])
  })

  it('makes plans follow what the roles give now', async () => {
    const site = await smallSite()
    await site.grant('ash', 'scribe', 'elm')
    await site.apply()
    const both = smallSiteCharter().replace('gives: { wiki: scribe }', 'gives: { wiki: [scribe, helper] }')
    assert.equal((await adopt(site, 'ash', await proposed(site, 'fir', both))).decision.allowed, true)
    assert.deepEqual(linesOf((await site.plan()).observation.plan), ['+ Elm helper'])
  })

  it('is the operator’s alone where the charter names nobody', async () => {
    const none = { amendments: '{ by: none }' }
    const site = await smallSite(none)
    const text = smallSiteCharter(none).replace('A small site', 'Anew')
    const proposal = await proposed(site, 'fir', text)
    assert.match(why(await adopt(site, 'ash', proposal)), /only the operator/)
    const parsed = parseCharter([{ name: 'charter.yaml', text }])
    assert.ok(parsed.ok)
    const what = { document: documentOf(text), source: parsed.value }
    assert.match(why(await adopt(site, 'ash', proposal, { caller: operator, what, reason: undefined })), /say why/)
    const adopted = await adopt(site, 'ash', proposal, { caller: operator, what, reason: 'The community voted elsewhere' })
    assert.equal(adopted.decision.allowed, true, why(adopted))
    const named = await smallSite()
    assert.match(why(await adopt(named, 'ash', -1, { caller: operator, what, reason: 'I run it' })), /changed by those it names/)
  })

  it('asks for a second factor where giving the rights of Writ would', async () => {
    const strict = smallSiteCharter().replace(
      'rights:\n',
      'classes: { grave: { text: Grave, level: 2, step_up: true }, plain: { text: Plain, level: 1 } }\nrights:\n',
    )
    const site = await smallSite()
    assert.equal((await adopt(site, 'ash', await proposed(site, 'fir', strict))).decision.allowed, true)
    const lax = await proposed(site, 'fir', smallSiteCharter().replace('A small site', 'Lax'))
    const actor = { kind: 'person', subject: site.subjectOf('ash'), stepUp: undefined } as const
    assert.match(why(await adopt(site, 'ash', lax, { caller: { actor, channel: 'cli' } })), /second factor/)
    assert.equal((await adopt(site, 'ash', lax)).decision.allowed, true)
  })

  it('counts nobody who is suspended', async () => {
    const site = await smallSite()
    const proposal = await proposed(site, 'fir', smallSiteCharter().replace('A small site', 'Anew'))
    await site.write(
      draft('suspension.started', {
        subject: site.subjectOf('ash'),
        cause: 'misuse',
        reason: 'Looked into',
        clause: 'suspension',
        decided_by: [],
      }),
    )
    assert.match(why(await adopt(site, 'ash', proposal)), /takes no part/)
  })
})

describe('a process that is killed between decision and adoption', () => {
  it('leaves the decisions, and the next one adopts', { timeout: 60_000 }, async () => {
    using folder = temporaryFolder()
    const program = new URL('./charter-kill-run.ts', import.meta.url).pathname
    const out = await saidBeforeKilled(program, [folder.path], '\n')
    const proposal = Number(/^approved (\d+)$/m.exec(out)?.[1])
    await using site = await openSiteOnDisk(folder.path)
    const { state } = site.instance.journal
    assert.equal(state.charterProposal(proposal)?.votes.length, 1)
    assert.equal(state.revisions.length, 1)
    const birch = state.personByHandle('birch')?.subject ?? ''
    const answer = await adoptCharter(site.instance, {
      key: 'adopt',
      caller: { actor: { kind: 'person', subject: birch, stepUp: 'demo' }, channel: 'cli' },
      what: { proposal },
      reason: undefined,
      feedbackRead: true,
      override: false,
      grace: thirtyDays,
    })
    assert.equal(answer.decision.allowed, true, why(answer))
    const { charter } = await site.instance.charters.inForce(site.instance.journal.state)
    assert.equal(charter.title, 'Adopted after all')
    const again = await adoptCharter(site.instance, {
      key: 'adopt',
      caller: operator,
      what: { proposal },
      reason: undefined,
      feedbackRead: true,
      override: false,
      grace: thirtyDays,
    })
    assert.deepEqual(again, answer)
  })
})
