/** Ways around what the charter asks for: each was open once. On the simulated target. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draft } from '../../src/ledger/entry.ts'
import { removeRole } from '../../src/workflow/end-grant.ts'
import { settleDrift } from '../../src/workflow/settle-drift.ts'
import { confirmTask } from '../../src/workflow/confirm-task.ts'
import { manualTarget } from '../../src/targets/manual/manual-target.ts'
import { confirmProposal } from '../../src/workflow/confirm-proposal.ts'
import { grantRole } from '../../src/workflow/grant-role.ts'
import { smallSite, type SmallSite } from '../support/small-site.ts'

const STAGED = {
  roles:
    '  marshal: { title: Marshal, purpose: Leads, gives: { wiki: marshal, writ: keepers }, request: { stages: [{ by: steward, count: 2 }] } }\n',
  groups: '    marshal: { rights: delete }\n',
  may: '[helper, scribe, judge, marshal]',
}

/** Ash proposes a role with stages; answers the proposal. */
async function propose(site: SmallSite, handle: string, targets?: readonly string[], by = 'ash'): Promise<number> {
  const answer = await grantRole(site.instance, {
    key: site.key(),
    caller: site.as(by),
    role: 'marshal',
    handle,
    account: undefined,
    targets,
    end: { kind: 'usual' },
    useCase: undefined,
  })
  assert.equal(answer.decision.outcome, 'pending', JSON.stringify(answer.decision))
  return answer.proposal ?? assert.fail()
}

const approve = (site: SmallSite, who: string, proposal: number) =>
  confirmProposal(site.instance, { key: site.key(), caller: site.as(who), proposal, decision: 'approved', reason: undefined })

describe('what others must approve', () => {
  it('reaches the targets that were proposed, and no further', async () => {
    const site = await smallSite(STAGED)
    const done = await approve(site, 'birch', await propose(site, 'elm', ['wiki']))
    const grant = site.instance.journal.state.grant(done.grant ?? -1)
    assert.deepEqual(grant?.targets, ['wiki'])
    const [made] = (await site.entries('grant.made')).slice(-1)
    assert.deepEqual(made?.type === 'grant.made' ? made.fields.rights : undefined, ['wiki.delete'])
  })

  it('is not given twice because it was proposed twice', async () => {
    const site = await smallSite(STAGED)
    const [first, second] = [await propose(site, 'elm'), await propose(site, 'elm', undefined, 'birch')]
    assert.equal((await approve(site, 'birch', first)).done, true)
    assert.equal((await approve(site, 'ash', second)).done, false)
    assert.equal(site.instance.journal.state.grantsOf(site.subjectOf('elm')).length, 1)
  })

  it('needs the power of whoever proposed it until it is given', async () => {
    const site = await smallSite(STAGED)
    const proposal = await propose(site, 'elm')
    const subject = site.subjectOf('ash')
    await site.write(draft('suspension.started', { subject, cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }))
    const answer = await approve(site, 'birch', proposal)
    assert.deepEqual([answer.done, answer.decision.outcome], [false, 'refused'])
    assert.deepEqual(site.instance.journal.state.grantsOf(site.subjectOf('elm')), [])
  })
})

describe('a removal that others must approve', () => {
  it('keeps its notice', async () => {
    const site = await smallSite({
      roles:
        '  warden: { title: Warden, purpose: Watches, gives: { wiki: warden } }\n' +
        '  council: { title: Council, purpose: Decides, may: [{ add: warden }, { remove: warden, notice: 7 days, stages: [{ by: steward }] }] }\n',
      groups: '    warden: { rights: delete }\n',
      may: '[helper, scribe, judge, council]',
    })
    await site.grant('ash', 'council', 'cedar')
    await site.grant('cedar', 'warden', 'elm')
    const command = { key: site.key(), caller: site.as('cedar'), role: 'warden', handle: 'elm', reason: undefined }
    const proposed = await removeRole(site.instance, command)
    assert.equal((await approve(site, 'birch', proposed.proposal ?? -1)).done, true)
    const [grant] = site.instance.journal.state.grantsOf(site.subjectOf('elm'))
    assert.deepEqual([grant?.ended, grant?.until], [undefined, site.played.now + 7 * 86_400_000])
    assert.deepEqual([...site.instance.journal.state.proposals()], [])
  })
})

describe('who may run Writ', () => {
  it('gives nothing back to themselves by an undo', async () => {
    const site = await smallSite({ holders: 4 })
    await site.grant('birch', 'helper', 'ash')
    await site.apply()
    await site.remove('birch', 'helper', 'ash')
    const plan = (await site.apply()).routine?.plan.entry ?? assert.fail()
    assert.ok(!site.groupsOf('Ash').includes('helper'))
    const undone = await site.undo(plan, site.as('ash'))
    assert.match(undone.ok ? 'done' : undone.error, /another person has to/)
    assert.ok(!site.groupsOf('Ash').includes('helper'))
    assert.ok((await site.undo(plan, site.as('birch'))).ok)
  })

  it('does not leave as it stands what was done to their own account behind Writ’s back', async () => {
    const site = await smallSite({ holders: 4 })
    site.tamper('Ash', { add: 'judge' }, false)
    await site.plan()
    const [drift] = [...site.instance.journal.state.openDrift('wiki')]
    const settle = (who: string) =>
      settleDrift(site.instance, { key: site.key(), caller: site.as(who), drift: drift?.id ?? -1, outcome: 'left', reason: 'Fine' })
    assert.equal((await settle('ash')).outcome, 'refused')
    assert.equal((await settle('birch')).outcome, 'allowed')
  })
})

describe('what was done by hand', () => {
  /** A task for Ash's own account and one for Elm's, on a target without an interface. */
  async function withTasks() {
    const site = await smallSite()
    const hands = manualTarget({ id: 'wiki', clock: site.instance.outside.clock })
    const instance = { ...site.instance, targets: new Map([['wiki', hands]]) }
    for (const name of ['Ash', 'Elm']) {
      const account = { id: site.idOf(name), name }
      await hands.apply(account, [{ kind: 'remove', group: 'helper' }], { plan: 0, url: undefined })
      await hands.apply(account, [{ kind: 'add', group: 'helper', until: undefined }], { plan: 0, url: undefined })
      await site.write(draft('task.raised', { target: 'wiki', account: `wiki:${account.id}`, steps: 'Put them into `helper`' }))
    }
    const confirm = (task: string, caller: Parameters<typeof confirmTask>[1]['caller']) =>
      confirmTask(instance, { key: site.key(), caller, target: 'wiki', task, note: undefined })
    return { site, hands, confirm }
  }

  it('is the operator’s word where the operator says it, whomever they name', async () => {
    const { site, hands, confirm } = await withTasks()
    const task = hands.tasks().find(({ account }) => account.name === 'Elm')?.id ?? assert.fail()
    const subject = site.subjectOf('birch')
    assert.ok((await confirm(task, { actor: { kind: 'operator', name: 'root', for: subject }, channel: 'cli' })).ok)
    const [done] = await site.entries('task.done')
    assert.equal(done?.type === 'task.done' ? done.fields.by : undefined, `operator:root for subject:${subject}`)
  })

  it('to somebody’s own account is confirmed by another person', async () => {
    const { site, hands, confirm } = await withTasks()
    const task = hands.tasks().find(({ account }) => account.name === 'Ash')?.id ?? assert.fail()
    assert.equal((await confirm(task, site.as('ash'))).ok, false)
    assert.ok((await confirm(task, site.as('birch'))).ok)
  })
})
