/** The last who can repair something: not removed without a word, never kept from leaving. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatInstant } from '../../src/kernel/instant.ts'
import { draft } from '../../src/ledger/entry.ts'
import { confirmProposal } from '../../src/workflow/confirm-proposal.ts'
import { removeRole, resign } from '../../src/workflow/end-grant.ts'
import { smallSite, type SmallSite } from '../support/small-site.ts'

/** Elm is the only warden, and only wardens change stewards; stewards can remove a warden and make none. */
async function warded(): Promise<SmallSite> {
  const site = await smallSite({
    groups: '    warden: { rights: delete }\n',
    roles: '  warden: { title: Warden, purpose: Watches the stewards, gives: { wiki: warden }, may: [{ change: steward }] }\n',
    may: '[helper, scribe, judge] }, { remove: warden',
  })
  const from = formatInstant(site.played.now)
  const subject = site.subjectOf('elm')
  await site.write(draft('grant.made', { subject, role: 'warden', from, clause: 'roles.warden', decided_by: [], door: 'founding' }))
  return site
}

describe('the last who can repair something', () => {
  it('is not removed, unless somebody entitled says why', async () => {
    const site = await warded()
    const remove = (by: string, more: { readonly override?: boolean; readonly reason?: string } = {}) =>
      removeRole(site.instance, {
        key: site.key(),
        caller: site.as(by),
        role: 'warden',
        handle: 'elm',
        reason: more.reason,
        override: more.override ?? false,
      })
    const refused = await remove('ash')
    assert.equal(refused.decision.outcome, 'refused')
    assert.match(refused.decision.because[0]?.text ?? '', /nobody could give `steward` any more; nobody could take `steward`/)
    assert.equal((await remove('ash', { override: true })).decision.because[1]?.text, 'overriding takes a reason')
    const done = await remove('ash', { override: true, reason: 'Misuse' })
    assert.equal(done.decision.outcome, 'allowed')
    assert.match(done.remarks.join('; '), /overridden: nobody could give `steward`/)
  })

  it('leaves when they will, and everybody is told what nobody can do then', async () => {
    const site = await warded()
    const answer = await resign(site.instance, {
      key: site.key(),
      caller: site.as('elm'),
      role: 'warden',
      handle: 'elm',
      reason: undefined,
    })
    assert.equal(answer.decision.outcome, 'allowed')
    assert.match(answer.remarks.join('; '), /nobody holds `warden` after this; nobody could give `steward` any more/)
  })

  it('is removed like anybody else while another can do the same', async () => {
    const site = await warded()
    const from = formatInstant(site.played.now)
    await site.write(
      draft('grant.made', {
        subject: site.subjectOf('fir'),
        role: 'warden',
        from,
        clause: 'roles.warden',
        decided_by: [],
        door: 'founding',
      }),
    )
    assert.equal(await site.remove('ash', 'warden', 'elm'), 'allowed')
  })

  it('is asked about again when a removal that was proposed before is confirmed', async () => {
    const site = await smallSite({
      groups: '    warden: { rights: delete }\n',
      roles: '  warden: { title: Warden, purpose: Watches the stewards, gives: { wiki: warden }, may: [{ change: steward }] }\n',
      may: '[helper, scribe, judge] }, { remove: warden, stages: [{ by: steward }]',
    })
    const from = formatInstant(site.played.now)
    for (const name of ['elm', 'fir'])
      await site.write(
        draft('grant.made', {
          subject: site.subjectOf(name),
          role: 'warden',
          from,
          clause: 'roles.warden',
          decided_by: [],
          door: 'founding',
        }),
      )
    const proposed = await removeRole(site.instance, {
      key: site.key(),
      caller: site.as('ash'),
      role: 'warden',
      handle: 'elm',
      reason: undefined,
    })
    assert.equal(proposed.decision.outcome, 'pending', 'there is another warden')
    const { decision } = await resign(site.instance, {
      key: site.key(),
      caller: site.as('fir'),
      role: 'warden',
      handle: 'fir',
      reason: undefined,
    })
    assert.equal(decision.outcome, 'allowed')
    const confirm = (more: { readonly override?: boolean; readonly reason?: string }) =>
      confirmProposal(site.instance, {
        key: site.key(),
        caller: site.as('birch'),
        proposal: proposed.proposal ?? -1,
        decision: 'approved',
        reason: more.reason,
        override: more.override ?? false,
      })
    const refused = await confirm({})
    assert.equal(refused.decision.allowed, false)
    assert.match(refused.decision.because[0]?.text ?? '', /nobody could give `steward` any more/)
    assert.equal((await confirm({ override: true, reason: 'Misuse' })).done, true)
  })
})
