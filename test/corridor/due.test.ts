/** The clock of an installation: nothing twice, nothing lost, nothing taken from many because a source is wrong. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draft } from '../../src/ledger/entry.ts'
import { formatInstant, instant } from '../../src/kernel/instant.ts'
import { runJobs } from '../../src/server/jobs/jobs.ts'
import { startScheduler } from '../../src/server/jobs/scheduler.ts'
import { carryOutDue } from '../../src/workflow/carry-out-due.ts'
import type { Instance } from '../../src/workflow/instance.ts'
import type { FactReading } from '../../src/workflow/ports.ts'
import { smallSite, type SmallSite } from '../support/small-site.ts'

const HELPERS = 12

/** A site with so many helpers, who must be employed by what the personnel source says. */
async function staffed(): Promise<SmallSite> {
  const site = await smallSite({
    roles: `  porter: { title: Porter, purpose: Carries, gives: { wiki: porter }, requires: { condition: employed, then: end } }
facts: { works-here: { text: Works here, source: personnel, type: yes-no, set_by: others } }
conditions: { employed: { text: Works here, fact: works-here, is: true } }
`,
    groups: '    porter: { rights: delete }\n',
  })
  for (let index = 0; index < HELPERS; index += 1) {
    const subject = `s-porter${String(index).padStart(10, '0')}`
    await site.write(draft('person.registered', { subject, handle: `porter-${index}` }))
    await site.write(
      draft('grant.made', {
        subject,
        role: 'porter',
        from: formatInstant(site.played.now),
        clause: 'roles.steward.may[0]',
        decided_by: [],
        door: 'power',
      }),
    )
  }
  return site
}

/** The installation with a personnel source that says this of the porters; undefined = it cannot be read. */
function told(site: SmallSite, employed: ((index: number) => boolean) | undefined): Instance {
  const read = async (): Promise<FactReading> =>
    employed === undefined
      ? { kind: 'unavailable', why: 'the directory is down' }
      : {
          kind: 'complete',
          asOf: site.played.now,
          facts: Array.from({ length: HELPERS }, (_, index) => ({
            fact: 'works-here',
            about: `porter-${index}`,
            value: employed(index),
            asOf: site.played.now,
          })),
        }
  return { ...site.instance, sources: [{ id: 'personnel', read }] }
}

const running = (site: SmallSite, role: string) => [...site.instance.journal.state.grantsOfRole(role)].length

describe('what is due', () => {
  it('is done once, however many runs come at the same time', async () => {
    const site = await staffed()
    const instance = told(site, (index) => index > 1)
    await Promise.all(['one', 'two', 'three'].map((key) => carryOutDue(instance, { key })))
    assert.equal(running(site, 'porter'), HELPERS - 2)
    const { size } = site.instance.journal
    const again = await carryOutDue(instance, { key: 'again' })
    assert.deepEqual([again.done, site.instance.journal.size], [[], size])
    const entries = await site.instance.journal.entries(0, size)
    assert.equal(entries.filter((entry) => entry.type === 'grant.ended').length, 2)
    assert.deepEqual((await site.instance.journal.verify()).problems, [])
  })

  it('takes nothing from many at once because of what a source says, until somebody entitled lets it through', async () => {
    const site = await staffed()
    const emptied = told(site, () => false)
    const { size } = site.instance.journal
    const answer = await carryOutDue(emptied, { key: 'run' })
    assert.equal(answer.held.length, HELPERS)
    assert.match(answer.remark ?? '', /override-guard/)
    assert.equal(site.instance.journal.size, size, 'nothing of it is recorded')
    assert.equal((await carryOutDue(emptied, { key: 'cedar', letThrough: site.as('cedar') })).held.length, HELPERS, 'not by anybody')
    assert.equal(
      (
        await carryOutDue(
          told(site, () => true),
          { key: 'good' },
        )
      ).held.length,
      0,
      'a good reading is the end of it',
    )
    assert.equal(running(site, 'porter'), HELPERS)
    await carryOutDue(emptied, { key: 'ash', letThrough: site.as('ash') })
    assert.equal(running(site, 'porter'), 0)
  })

  it('waits for a source that cannot be read, but what runs out by time does not', async () => {
    const site = await staffed()
    await site.write(
      draft('grant.made', {
        subject: site.subjectOf('elm'),
        role: 'helper',
        from: formatInstant(site.played.now),
        until: formatInstant(instant(site.played.now + 3_600_000)),
        clause: 'roles.steward.may[0]',
        decided_by: [],
        door: 'power',
      }),
    )
    site.pass('2 hours')
    const { done } = await carryOutDue(told(site, undefined), { key: 'down' })
    assert.deepEqual(
      done.map(({ kind }) => kind),
      ['expiry'],
    )
    assert.equal(running(site, 'porter'), HELPERS)
  })

  it('goes on where a run was cut between two batches', async () => {
    const site = await staffed()
    const instance = told(site, (index) => index >= 4)
    let left = 1
    const command: typeof instance.journal.command = async (...call) => {
      if ((left -= 1) < 0) throw new Error('the process is gone')
      return instance.journal.command(...call)
    }
    const journal = new Proxy(instance.journal, { get: (of, name) => (name === 'command' ? command : Reflect.get(of, name, of)) })
    await assert.rejects(carryOutDue({ ...instance, journal }, { key: 'cut' }))
    await carryOutDue(instance, { key: 'cut' })
    assert.equal(running(site, 'porter'), HELPERS - 4)
  })

  it('rests while everything is paused', async () => {
    const site = await staffed()
    await site.write(draft('job.switched', { job: 'all', running: false, reason: 'Looking into it' }))
    const instance = told(site, (index) => index > 1)
    assert.match((await carryOutDue(instance, { key: 'paused' })).remark ?? '', /everything is paused/)
    assert.equal(running(site, 'porter'), HELPERS)
    await site.write(draft('job.switched', { job: 'all', running: true }))
    await carryOutDue(instance, { key: 'resumed' })
    assert.equal(running(site, 'porter'), HELPERS - 2)
  })
})

describe('the jobs of a server', () => {
  it('compare a target when its time has come, make up for missed rounds, and tell of one that fails', async () => {
    const site = await smallSite({ wiki: 'sync: 10 minutes' })
    await site.grant('ash', 'helper', 'cedar')
    assert.deepEqual(
      (await runJobs(site.instance, 'one', undefined)).filter(({ text }) => text !== undefined),
      [],
    )
    assert.deepEqual(site.groupsOf('Cedar'), ['helper'])
    await site.remove('ash', 'helper', 'cedar')
    site.pass('9 minutes')
    await runJobs(site.instance, 'two', undefined)
    assert.deepEqual(site.groupsOf('Cedar'), ['helper'], 'it is not time yet')
    site.pass('1 hour')
    await runJobs(site.instance, 'three', undefined)
    assert.deepEqual(site.groupsOf('Cedar'), [])
    site.pass('10 minutes')
    site.faults = [{ on: 'read', fault: { kind: 'down' } }]
    const [failed] = (await runJobs(site.instance, 'four', undefined)).filter(({ text }) => text !== undefined)
    assert.match(failed?.text ?? '', /^wiki: /)
  })

  it('change nothing on a target that is only observed', async () => {
    const site = await smallSite()
    await site.mode('observe')
    await site.grant('ash', 'helper', 'cedar')
    const { size } = site.instance.journal
    await runJobs(site.instance, 'one', undefined)
    assert.deepEqual([site.groupsOf('Cedar'), site.instance.journal.size], [[], size])
  })

  it('run in rounds that never overlap, go on after one that failed, and end when they are asked to', async () => {
    let [inside, most, rounds] = [0, 0, 0]
    const said: string[] = []
    const enough = Promise.withResolvers<void>()
    const scheduler = startScheduler(
      async () => {
        inside += 1
        most = Math.max(most, inside)
        rounds += 1
        await new Promise((resolve) => void setImmediate(resolve))
        inside -= 1
        if (rounds === 2) throw new Error('the disk is full')
        if (rounds === 4) enough.resolve()
        return [{ job: 'clock', text: rounds === 1 ? 'three things were due' : undefined }]
      },
      0,
      (text) => void said.push(text),
    )
    await enough.promise
    await scheduler.stop()
    const after = rounds
    await new Promise((resolve) => void setImmediate(resolve))
    assert.deepEqual([most, rounds], [1, after])
    assert.deepEqual(said, ['job clock: three things were due', 'jobs: the disk is full'])
  })
})
