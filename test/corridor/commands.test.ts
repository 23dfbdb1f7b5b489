/** Who may use the commands: tokens, repetitions, races, undo; and the account that no plan touches. On the simulated target. */
import assert from 'node:assert/strict'
import { chmod, writeFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { callerOf } from '../../src/cli/caller.ts'
import type { Invocation } from '../../src/cli/command.ts'
import { formatInstant, instant } from '../../src/kernel/instant.ts'
import { draft } from '../../src/ledger/entry.ts'
import { withAccounts } from '../../src/targets/simulated/simulated-target.ts'
import { adoptHolders } from '../../src/workflow/adopt-holders.ts'
import { originOf, type Caller } from '../../src/workflow/caller.ts'
import { grantRole, type GrantCommand } from '../../src/workflow/grant-role.ts'
import { newToken } from '../../src/workflow/ids.ts'
import { setMode } from '../../src/workflow/set-mode.ts'
import { guardsOf, linesOf, operator } from '../support/hands.ts'
import { seededRandomness } from '../support/outside.ts'
import { smallSite, type SmallSite } from '../support/small-site.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function command(site: SmallSite, by: string, role: string, handle: string, key = site.key()): GrantCommand {
  return { key, caller: site.as(by), role, handle, account: undefined, targets: undefined, end: { kind: 'usual' }, useCase: undefined }
}

describe('a token', () => {
  /** What the command line makes of a token file with this text. */
  async function callerWith(site: SmallSite, text: string, mode = 0o600): Promise<Caller> {
    using folder = temporaryFolder()
    const path = folder.file('token')
    await writeFile(path, text)
    await chmod(path, mode)
    const invocation = { text: (name: string) => (name === 'token-file' ? path : undefined) } as Invocation
    return await callerOf(invocation, site.instance)
  }
  const refusal = async (site: SmallSite, text: string, mode?: number) =>
    callerWith(site, text, mode).then(
      () => 'accepted',
      (error: unknown) => {
        assert.ok(error instanceof Error)
        const { id, secret } = /^writ_(?<id>\w{8})_(?<secret>\w+)/.exec(text)?.groups ?? {}
        if (id !== undefined) assert.ok(!error.message.includes(secret ?? ''), 'a secret stands in a message')
        return error.message.replace(/`[^`]*token`/, 'FILE')
      },
    )
  const invalid = 'writ: the token in FILE is not valid here'
  const ended = 'writ: a token ends with the suspension or departure of its owner'

  it('is its owner, as long as its owner is anybody here', async () => {
    const site = await smallSite()
    const { token } = site.played
    assert.deepEqual((await callerWith(site, `${token}\n`)).actor, { kind: 'person', subject: site.subjectOf('ash'), stepUp: undefined })
    const started = site.instance.journal.size
    const subject = site.subjectOf('ash')
    await site.write(draft('suspension.started', { subject, cause: 'misuse', reason: 'Looked into', clause: 'suspension', decided_by: [] }))
    assert.equal(await refusal(site, token), ended)
    await site.write(draft('suspension.ended', { suspension: started, outcome: 'reinstated', reason: 'Settled', decided_by: [] }))
    assert.equal(await refusal(site, token), 'accepted')
    await site.write(draft('person.departed', { subject, from: formatInstant(site.played.now) }))
    assert.equal(await refusal(site, token), invalid)
  })

  it('is void for good once its owner is compromised', async () => {
    const site = await smallSite()
    const { token } = site.played
    const [started, subject] = [site.instance.journal.size, site.subjectOf('ash')]
    await site.write(draft('suspension.started', { subject, cause: 'compromised', reason: 'Leaked', clause: 'suspension', decided_by: [] }))
    await site.write(draft('suspension.ended', { suspension: started, outcome: 'reinstated', reason: 'Settled', decided_by: [] }))
    assert.equal(await refusal(site, token), invalid)
  })

  it('ends with its revocation and with its time', async () => {
    const site = await smallSite()
    const { token } = site.played
    const { hashing } = site.instance.outside
    const short = newToken(seededRandomness('short'), hashing)
    const until = formatInstant(instant(site.played.now + 60_000))
    await site.write(
      draft('token.made', { token: short.id, secret: short.secretHash, owner: site.subjectOf('birch'), scopes: ['grant'], until }),
    )
    assert.equal(await refusal(site, short.text), 'accepted')
    site.pass('1 minute')
    assert.equal(await refusal(site, short.text), invalid)
    await site.write(draft('token.revoked', { token: token.split('_')[1] ?? '', reason: 'Leaked' }))
    assert.equal(await refusal(site, token), invalid)
  })

  it('that is none, is of elsewhere, or that others can read is refused', async () => {
    const [site, other] = [await smallSite(), await smallSite()]
    const { token } = site.played
    const forged = newToken(seededRandomness('forged'), other.instance.outside.hashing)
    assert.equal(await refusal(site, ''), invalid)
    assert.equal(await refusal(site, forged.text), invalid)
    assert.equal(await refusal(site, `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`), invalid)
    assert.match(await refusal(site, token, 0o640), /others can read/)
  })

  it('of somebody without power over Writ plans, applies, undoes, takes in and sets nothing', async () => {
    const site = await smallSite({ holders: 2 })
    await site.grant('ash', 'helper', 'elm')
    const applied = await site.apply()
    const { size } = site.instance.journal
    const [caller, state] = [site.as('elm'), JSON.stringify(site.target.state())]
    for (const answer of [await site.tryPlan(originOf(caller)), await site.tryApply(originOf(caller))])
      assert.equal(answer.ok ? 'allowed' : answer.error.code, 'writ.apply')
    const undone = await site.undo(applied.routine?.plan.entry ?? 0, caller)
    assert.match(undone.ok ? 'allowed' : undone.error, /holders of the right `apply`/)
    const adopted = await adoptHolders(site.instance, { key: 'x', caller, target: 'wiki', dryRun: false })
    assert.equal(adopted.ok, false)
    const mode = await setMode(site.instance, { key: 'y', caller, target: 'wiki', mode: 'observe', reason: undefined })
    assert.equal(mode.outcome, 'refused')
    assert.deepEqual([site.instance.journal.size, JSON.stringify(site.target.state())], [size, state])
    assert.ok((await site.tryApply(originOf(site.as('birch')))).ok, 'a steward may')
  })
})

it('who was found on a target in a group of Writ’s own people has no power over Writ by that', async () => {
  const site = await smallSite({ standing: { 'Found Steward': ['steward'] } })
  assert.equal(await site.grant('Found Steward', 'helper', 'elm'), 'allowed', 'the office is theirs')
  const planned = await site.tryPlan(originOf(site.as('Found Steward')))
  assert.equal(planned.ok ? 'allowed' : planned.error.code, 'writ.apply')
  const mode = await setMode(site.instance, {
    key: 'z',
    caller: site.as('Found Steward'),
    target: 'wiki',
    mode: 'observe',
    reason: undefined,
  })
  assert.equal(mode.outcome, 'refused')
})

describe('a command', () => {
  it('with the key of an earlier one is done once and answered alike', async () => {
    const site = await smallSite()
    const first = await grantRole(site.instance, command(site, 'ash', 'helper', 'elm', 'same'))
    const { size } = site.instance.journal
    assert.deepEqual(await grantRole(site.instance, command(site, 'ash', 'helper', 'elm', 'same')), first)
    const both = await Promise.all([1, 2].map(() => grantRole(site.instance, command(site, 'ash', 'scribe', 'elm', 'twice'))))
    assert.deepEqual(both[0], both[1])
    assert.equal(site.instance.journal.size, size + 1)
  })

  it('that races another for the last seat wins or loses; one of them has it', async () => {
    const site = await smallSite()
    const answers = await Promise.all(
      ['cedar', 'elm', 'fir'].map((who, index) => grantRole(site.instance, command(site, index === 1 ? 'birch' : 'ash', 'judge', who))),
    )
    assert.deepEqual(answers.map(({ decision }) => decision.outcome).toSorted(), ['allowed', 'refused', 'refused'])
    assert.equal([...site.instance.journal.state.grantsOfRole('judge')].length, 1)
    assert.match(answers.find(({ decision }) => !decision.allowed)?.decision.because[0]?.text ?? '', /all 1 seats are taken/)
  })

  it('that races another for the same grant makes one', async () => {
    const site = await smallSite()
    const answers = await Promise.all(['ash', 'birch'].map((by) => grantRole(site.instance, command(site, by, 'helper', 'elm'))))
    assert.deepEqual(answers.map(({ decision }) => decision.outcome).toSorted(), ['allowed', 'refused'])
    assert.equal([...site.instance.journal.state.grantsOfRole('helper')].length, 1)
  })

  it('that makes somebody known does so once, however many come at the same time', async () => {
    const site = await smallSite({ standing: { Newcomer: [] } })
    const answers = await Promise.all([
      grantRole(site.instance, command(site, 'ash', 'helper', 'Newcomer')),
      grantRole(site.instance, command(site, 'birch', 'scribe', 'Newcomer')),
    ])
    assert.deepEqual(
      answers.map(({ decision }) => decision.outcome),
      ['allowed', 'allowed'],
    )
    assert.equal([...site.instance.journal.state.people()].filter(({ handle }) => handle === 'Newcomer').length, 1)
    await site.apply()
    assert.deepEqual(site.groupsOf('Newcomer'), ['helper', 'scribe'])
  })

  it('of somebody suspended a moment before is refused', async () => {
    const site = await smallSite()
    const subject = site.subjectOf('ash')
    const [, granted] = await Promise.all([
      site.write(draft('suspension.started', { subject, cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] })),
      grantRole(site.instance, command(site, 'ash', 'helper', 'elm')),
    ])
    assert.equal(granted.decision.outcome, 'refused')
  })
})

describe('undo', () => {
  /** Elm becomes a helper, Holder 001 is one no longer. */
  async function changed(): Promise<{ readonly site: SmallSite; readonly plan: number }> {
    const site = await smallSite({ holders: 4 })
    await site.grant('ash', 'helper', 'elm')
    await site.remove('ash', 'helper', 'Holder 001')
    const { routine } = await site.apply()
    assert.equal(routine?.outcome?.confirmed, 2)
    return { site, plan: routine.plan.entry }
  }

  it('of the last apply puts the target back, leaves the grants, and is not done over by the next apply', async () => {
    const { site, plan } = await changed()
    const undone = await site.undo(plan)
    assert.ok(undone.ok)
    assert.equal(undone.value.applied?.outcome?.confirmed, 2)
    assert.deepEqual([site.groupsOf('Elm'), site.groupsOf('Holder 001')], [[], ['helper']])
    assert.equal(site.instance.journal.state.modeOf('wiki'), 'propose')
    const next = await site.apply()
    assert.equal(next.routine?.outcome, undefined)
    assert.deepEqual(linesOf(next.planned.observation.plan), ['+ Elm helper', '- Holder 001 helper'])
    assert.deepEqual([site.groupsOf('Elm'), site.groupsOf('Holder 001')], [[], ['helper']])
    await site.mode('enforce')
    await site.apply()
    assert.deepEqual([site.groupsOf('Elm'), site.groupsOf('Holder 001')], [['helper'], []])
    assert.deepEqual((await site.instance.journal.verify()).problems, [])
  })

  it('a second time changes nothing', async () => {
    const { site, plan } = await changed()
    await site.undo(plan)
    const again = await site.undo(plan)
    assert.ok(again.ok)
    assert.equal(again.value.applied, undefined)
    assert.match(again.value.remark, /nothing of it stands/)
  })

  it('leaves what somebody changed since, and what was due at once', async () => {
    const { site, plan } = await changed()
    site.tamper('Elm', { remove: 'helper' })
    const undone = await site.undo(plan)
    assert.ok(undone.ok)
    assert.deepEqual(
      undone.value.skipped.map(({ group, text }) => [group, text]),
      [['helper', 'does not stand as this plan left it']],
    )
    assert.deepEqual(site.groupsOf('Holder 001'), ['helper'])

    const other = await smallSite({ holders: 2 })
    const subject = other.subjectOf('Holder 002')
    await other.write(draft('suspension.started', { subject, cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }))
    const urgent = (await other.apply()).urgent?.plan.entry ?? assert.fail()
    const kept = await other.undo(urgent)
    assert.ok(kept.ok)
    assert.match(kept.value.skipped[0]?.text ?? '', /was urgent and stays/)
    assert.deepEqual(other.groupsOf('Holder 002'), [])
  })

  it('that the target cuts is finished by another undo', async () => {
    const { site, plan } = await changed()
    const { apply } = site.target.calls()
    site.faults = [{ on: 'apply', calls: [apply + 2, 10_000], fault: { kind: 'down' } }]
    const cut = await site.undo(plan)
    assert.ok(cut.ok)
    assert.deepEqual([cut.value.applied?.outcome?.confirmed, cut.value.applied?.outcome?.failed], [1, 1])
    site.faults = []
    const rest = await site.undo(plan)
    assert.ok(rest.ok)
    assert.equal(rest.value.applied?.outcome?.confirmed, 1)
    assert.deepEqual([site.groupsOf('Elm'), site.groupsOf('Holder 001')], [[], ['helper']])
  })

  it('that could not be read back is not taken for somebody else’s doing, under any policy', async () => {
    const site = await smallSite({ wiki: 'drift: revert' })
    await site.grant('ash', 'helper', 'elm')
    const plan = (await site.apply()).routine?.plan.entry ?? assert.fail()
    site.faults = [{ on: 'apply', fault: { kind: 'delayed', milliseconds: 60_000 } }]
    await site.undo(plan)
    site.faults = []
    site.pass('2 minutes')
    const seen = await site.plan()
    assert.deepEqual(
      seen.observation.plan.lines.map(({ account, cause }) => [account.name, cause]),
      [['Elm', 'granted']],
    )
    assert.deepEqual(await site.entries('drift.found'), [])
  })

  it('is only of plans that were applied, here, and nothing is written where the mode forbids it', async () => {
    const { site, plan } = await changed()
    for (const entry of [0, 99_999]) assert.equal((await site.undo(entry)).ok, false)
    await site.mode('observe')
    const calls = site.target.calls().apply
    const refused = await site.undo(plan)
    assert.match(refused.ok ? 'allowed' : refused.error, /nothing is written/)
    assert.equal(site.target.calls().apply, calls)
  })

  it('that a guard stops runs once after another person approved it', async () => {
    const site = await smallSite({ holders: 10, guards: 'people: 5, share: 90' })
    await site.write(
      draft('grant.made', {
        subject: site.subjectOf('fir'),
        role: 'steward',
        from: formatInstant(site.played.now),
        clause: 'roles.steward',
        decided_by: [`subject:${site.subjectOf('birch')}`],
        door: 'power',
      }),
    )
    await site.apply()
    const left = Array.from({ length: 7 }, (_, index) => `Holder ${String(index + 1).padStart(3, '0')}`)
    for (const who of left) await site.remove('ash', 'helper', who)
    const stopped = await site.plan()
    await site.approve(site.as('birch'), stopped.routine?.entry ?? 0)
    const { routine } = await site.apply()
    assert.equal(routine?.outcome?.confirmed, 7)

    const asked = await site.undo(routine.plan.entry, site.as('birch'))
    assert.ok(asked.ok)
    assert.equal(asked.value.applied?.outcome, undefined)
    const waiting = asked.value.applied?.plan.entry ?? assert.fail()
    assert.match((await site.approve(site.as('birch'), waiting)).because[0]?.text ?? '', /you asked for this undo/)
    assert.match((await site.approve(site.as('ash'), waiting)).because[0]?.text ?? '', /another person has to/, 'the removals were his')
    assert.equal((await site.approve(site.as('fir'), waiting)).outcome, 'allowed')
    await site.plan()
    const run = await site.undo(routine.plan.entry, site.as('birch'))
    assert.ok(run.ok)
    assert.equal(run.value.applied?.outcome?.confirmed, 7)
    assert.deepEqual(left.map((who) => site.groupsOf(who)).flat().length, 7)
  })
})

describe('the account that Writ works with', () => {
  /** The wiki's bot holds `bot` and `helper` besides the group its power comes from. */
  async function withBot(wiki = ''): Promise<SmallSite> {
    const site = await smallSite({
      holders: 3,
      ready: false,
      wiki,
      groups: '    machine: { rights: delete }\n',
      roles: '  machine: { title: Machine, purpose: Runs, gives: { wiki: machine } }\n',
      may: '[helper, scribe, judge, machine]',
    })
    site.target.update((state) => ({
      ...withAccounts(state, [{ id: '99', name: 'WritBot' }]),
      connector: { account: '99', groups: ['machine'] },
    }))
    site.tamper('WritBot', { add: 'helper' })
    await site.adopt()
    await site.mode('enforce')
    return site
  }
  const touched = (site: SmallSite) => site.target.state().log.filter(({ id, ours }) => id === '99' && ours)

  it('is touched by no plan, whatever is decided about it, and the plan says so', async () => {
    const site = await withBot()
    assert.equal(await site.remove('ash', 'helper', 'WritBot'), 'allowed')
    assert.equal(await site.grant('ash', 'scribe', 'WritBot'), 'allowed')
    assert.equal(await site.grant('ash', 'scribe', 'elm'), 'allowed')
    const answer = await site.apply()
    assert.deepEqual(answer.planned.observation.plan.skipped.map(({ kind, group }) => `${kind} ${group}`).toSorted(), [
      'protected helper',
      'protected scribe',
    ])
    assert.deepEqual([answer.routine?.outcome?.confirmed, site.groupsOf('Elm'), site.groupsOf('WritBot')], [1, ['scribe'], ['helper']])
    const subject = site.subjectOf('WritBot')
    await site.write(draft('suspension.started', { subject, cause: 'compromised', reason: 'x', clause: 'suspension', decided_by: [] }))
    await site.apply()
    assert.deepEqual([site.groupsOf('WritBot'), touched(site)], [['helper'], []])
  })

  it('is not reverted either, when somebody changes it behind Writ’s back', async () => {
    const site = await withBot('drift: revert')
    site.tamper('WritBot', { add: 'judge', remove: 'helper' })
    await site.apply()
    await site.apply()
    assert.deepEqual([site.groupsOf('WritBot'), touched(site)], [['judge'], []])
  })

  it('has its power from a group that no run gives to or takes from anybody', async () => {
    const site = await withBot()
    await site.grant('ash', 'machine', 'elm')
    const answer = await site.apply()
    assert.deepEqual(guardsOf(answer.planned), ['self-lock-out'])
    const approved = await site.approve(site.as('birch'), answer.routine?.plan.entry ?? 0)
    assert.match(approved.because[0]?.text ?? '', /nobody can override this guard/)
    assert.deepEqual(site.groupsOf('Elm'), [])
    assert.equal((await site.approve(operator, answer.routine?.plan.entry ?? 0)).outcome, 'refused')
  })
})
