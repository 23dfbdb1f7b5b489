/** A process that works along the whole corridor is killed at random moments; the next one finds a whole ledger and finishes the work. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { endOf } from '../../src/targets/simulated/state.ts'
import { counts } from '../counts.ts'
import { handsOf, linesOf } from '../support/hands.ts'
import { saidBeforeKilled } from '../support/killed.ts'
import { firstWiki, looseGroup, openSiteOnDisk, setUpOnDisk, type SiteOnDisk } from '../support/site-on-disk.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = new URL('./kill-run.ts', import.meta.url).pathname
const KILLS = counts({ floor: 5, ci: 25, deep: 200 })
/** A new site after so many kills, so that setting up and adopting are hit as well. */
const KILLS_A_SITE = 5

interface Ack {
  readonly key: string
  readonly answer: string
}

interface Killed {
  readonly acks: readonly Ack[]
  readonly next: number
  /** What it was doing. */
  readonly during: string
}

describe('a process that is killed', () => {
  it(`loses nothing and leaves nothing half done, in ${KILLS} kills`, { timeout: 30_000 + KILLS * 6000 }, async (context) => {
    const seen = { kills: 0, acked: 0, during: {} as Record<string, number>, unrecordedChanges: 0, finalGrants: 0, appliedChanges: 0 }
    for (let site = 0; seen.kills < KILLS; site += 1) {
      using folder = temporaryFolder()
      const acked: Ack[] = []
      let next = 0
      for (let round = 0; round < KILLS_A_SITE && seen.kills < KILLS; round += 1) {
        const early = round === 0
        const killed = await runAndKill(
          folder.path,
          next,
          `${site}.${round}`,
          early ? 'at open' : 'at grant',
          Math.random() * (early ? 250 : 300),
        )
        acked.push(...killed.acks)
        next = Math.max(next, killed.next)
        seen.kills += 1
        seen.during[killed.during] = (seen.during[killed.during] ?? 0) + 1
      }
      seen.acked += acked.length
      const found = await finish(folder.path, acked)
      seen.unrecordedChanges += found.unrecorded
      seen.finalGrants += found.grants
      seen.appliedChanges += found.changes
    }
    context.diagnostic(JSON.stringify(seen))
    assert.equal(seen.kills, KILLS)
    assert.ok(seen.acked > 0, 'no command was acknowledged: the kills came too early to show anything')
    assert.ok(seen.appliedChanges > 0, 'nothing was ever applied')
  })
})

/** Starts the program, kills it so many milliseconds after it first says a word, and returns what it had acknowledged. */
async function runAndKill(folder: string, first: number, round: string, word: string, afterMs: number): Promise<Killed> {
  const said = await saidBeforeKilled(program, [folder, String(first), round], word, afterMs)
  const acks = [...said.matchAll(/^ack (\d+) (\S+) (.*)\n/gm)]
  return {
    acks: acks.map(([, , key = '', answer = '']) => ({ key: key.replace('-', ' '), answer })),
    next: Math.max(first, ...acks.map(([, step]) => Number(step) + 1)),
    during: [...said.matchAll(/^at (\w+)/gm)].at(-1)?.[1] ?? 'start',
  }
}

/** What the next process finds and does: everything acknowledged is there, one apply ends the work, and only what was decided happened. */
async function finish(folder: string, acked: readonly Ack[]): Promise<{ unrecorded: number; grants: number; changes: number }> {
  await using site = await openSiteOnDisk(folder)
  const { instance } = site
  const { journal } = instance
  assert.deepEqual((await journal.verify()).problems, [])
  for (const { key, answer } of acked) assert.equal(JSON.stringify(await instance.store.answerOf(key)), answer, `${key} was lost`)

  await setUpOnDisk(instance)
  const hands = handsOf(instance)
  await hands.adopt()
  await hands.mode('enforce')
  await hands.apply()
  const { observation } = await hands.plan()
  assert.deepEqual([linesOf(observation.plan), observation.attribution.drift, observation.verdicts], [[], [], []])

  assert.deepEqual(standingOf(site), await desiredOf(site))
  const held = [...journal.state.runningGrants()].map(({ subject, role }) => `${subject} ${role}`)
  assert.equal(new Set(held).size, held.length, 'somebody holds a role twice')
  assert.deepEqual(await hands.entries('drift.found'), [], 'what Writ did itself is no drift')
  assertOthersUntouched(site)
  assert.deepEqual((await journal.verify()).problems, [])

  const entries = await journal.entries(0, journal.size)
  const enforced = entries.findIndex(({ type }) => type === 'target.mode')
  // A change whose process was killed before it recorded it is found standing, and recorded without a plan.
  const unrecorded = entries.filter(
    (entry) => entry.seq > enforced && entry.type === 'effect.confirmed' && entry.fields.plan === undefined,
  ).length
  return { unrecorded, grants: held.length, changes: site.target.state().log.filter(({ ours }) => ours).length }
}

/** Account id, group and end of everything that stands in the charter's groups, as the wiki has it. */
function standingOf({ target }: SiteOnDisk): readonly string[] {
  const lines = target
    .state()
    .accounts.flatMap(({ id, memberships }) => memberships.map((membership) => `${id} ${membership.group} ${endOf(membership) ?? 'never'}`))
  return lines.filter((line) => !line.includes(looseGroup)).toSorted()
}

/** The same from the entries alone, by plain reading: what was made and not ended. */
async function desiredOf({ instance }: SiteOnDisk): Promise<readonly string[]> {
  const ids = new Map<string, string>()
  const grants = new Map<number, string>()
  for (const entry of await instance.journal.entries(0, instance.journal.size)) {
    if (entry.type === 'account.linked') ids.set(entry.fields.subject ?? '', (entry.fields.account ?? '').slice('wiki:'.length))
    if (entry.type === 'grant.made') {
      const { subject, role, until } = entry.fields
      grants.set(entry.seq, `${ids.get(subject ?? '')} ${role} ${until === undefined ? 'never' : Date.parse(until)}`)
    }
    if (entry.type === 'grant.ended') grants.delete(entry.fields.grant ?? -1)
  }
  return [...grants.values()].toSorted()
}

/** Nobody lost or gained a group that is not the charter's, and whoever Writ never heard of is as before. */
function assertOthersUntouched({ target }: SiteOnDisk): void {
  const loose = (accounts: ReturnType<typeof firstWiki>['accounts']) =>
    accounts.filter(({ memberships }) => memberships.some(({ group }) => group === looseGroup)).map(({ name }) => name)
  const { accounts, log } = target.state()
  assert.deepEqual(loose(accounts), loose(firstWiki().accounts))
  for (const { added, removed } of log) assert.equal([...added, ...removed].includes(looseGroup), false)
}
