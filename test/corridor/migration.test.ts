/** From a stock wiki to a charter: interrupted at every step and resumed, nobody locked out at any moment, everything on record. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nextStep } from '../../src/reconcile/migration/steps.ts'
import { mediaWikiTarget } from '../../src/targets/mediawiki/mediawiki-target.ts'
import { simulatedTarget, type SimulatedTarget } from '../../src/targets/simulated/simulated-target.ts'
import { systemOutside } from '../../src/config/outside.ts'
import { grantRole } from '../../src/workflow/grant-role.ts'
import type { MigrationView } from '../../src/workflow/look-at-migration.ts'
import { setMode } from '../../src/workflow/set-mode.ts'
import { counts } from '../counts.ts'
import { startWiki, type Wiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'
import { shippedFiles } from '../support/charter.ts'
import { operator } from '../support/hands.ts'
import { migrating, type Migrating } from '../support/migrating.ts'
import { afterRanks, assertRepairable, assertServed, before, person, ranksRoster, sysops } from '../support/stock-wiki.ts'

interface Scheme {
  readonly charter: string
  readonly roster: string
  readonly administrator: { readonly handle: string; readonly role: string }
  /** What people decide on the way. */
  readonly decide: (site: Migrating, view: MigrationView) => Promise<readonly string[]>
  /** Groups of each account in the end. */
  readonly after: ReadonlyMap<string, readonly string[]>
}

/** Two bureaucrats are to be colonels; nobody said what becomes of the third. Two sysops stand in the roster, ten are found. */
const ranks: Scheme = {
  charter: 'ranks',
  administrator: { handle: 'amber', role: 'colonel' },
  roster: ranksRoster,
  decide: async (site) => {
    const answer = await grantRole(site.instance, {
      key: `decide ${site.instance.journal.size}`,
      caller: site.as('amber'),
      role: 'major',
      handle: 'Cedar Third',
      account: undefined,
      targets: undefined,
      end: { kind: 'usual' },
      useCase: 'Was a bureaucrat',
    })
    assert.equal(answer.decision.outcome, 'allowed', JSON.stringify(answer.decision))
    return []
  },
  after: afterRanks,
}

const offices = new Map<string, readonly [string, string]>([
  ['Amber Founder', ['management-committee', 'ManagementCommittee']],
  ['Birch Second', ['management-committee', 'ManagementCommittee']],
  ['Cedar Third', ['managing-editor', 'ManagingEditor']],
  ...sysops(1, 6).map((name): [string, readonly [string, string]] => [name, ['constable', 'Constable']]),
  ...sysops(7, 8).map((name): [string, readonly [string, string]] => [name, ['senior-technical-staff', 'SeniorTechnicalStaff']]),
  ...sysops(9, 10).map((name): [string, readonly [string, string]] => [name, ['editorial-council', 'EditorialCouncil']]),
])

/** Each old holder has an office, but two who keep nothing. */
const citizendium: Scheme = {
  charter: 'citizendium',
  administrator: { handle: 'sysop-07', role: 'senior-technical-staff' },
  roster: `people:\n${[...offices].map(([name, [role]]) => person(name.toLowerCase().replaceAll(' ', '-'), name, role)).join('')}`,
  decide: async (_site, view) =>
    view.mapping.filter(({ rows }) => rows.some(({ kind }) => kind === 'undecided')).map(({ account }) => account.name),
  after: new Map([
    ...[...before.keys()].map((name): [string, readonly string[]] => [name, []]),
    ...[...offices].map(([name, [, group]]): [string, readonly string[]] => [name, [group]]),
  ]),
}

/** What the people of a wiki do between Writ's steps. */
interface People {
  load(settings: string, phase: 'moving' | 'final', view: MigrationView): Promise<void>
  /** Looks whether anybody is locked out. */
  probe(when: string): Promise<void>
}

/** Goes through a migration with interruptions: in each run of Writ one thing more happens than in the last one that got no further. Returns how often it was cut, how often a run had done as much as one may, and how often it was to record what the one before could not. */
async function migrate(
  site: Migrating,
  scheme: Scheme,
  people: People,
  mostCuts: number,
): Promise<{ readonly cuts: number; readonly runs: number; readonly records: number }> {
  let [cuts, allowed, runs, records] = [0, 0, 0, 0]
  let dropped: readonly string[] = []
  for (let turn = 0; turn < 400; turn += 1) {
    await people.probe(`turn ${turn}`)
    const view = await site.look(dropped)
    assert.deepEqual(view.judgement.problems, [])
    const next = nextStep(view.steps)
    if (next === undefined) return { cuts, runs, records }
    if (next.kind === 'record') records += 1
    if (next.kind === 'load-moving') await people.load(site.settings('moving', view), 'moving', view)
    else if (next.kind === 'load-final') await people.load(site.settings('final', view), 'final', view)
    else if (next.kind === 'decide' && nextStep(view.steps, 'writ') === undefined) dropped = await scheme.decide(site, view)
    else if (next.kind === 'mode' && nextStep(view.steps, 'writ') === undefined)
      await setMode(site.instance, {
        key: `mode ${site.instance.journal.size}`,
        caller: operator,
        target: 'wiki',
        mode: 'enforce',
        reason: undefined,
      })
    else {
      assert.notEqual(next.kind, 'rights', JSON.stringify(next.details))
      if (cuts < mostCuts) site.fuse.set(allowed, turn % 2 === 1)
      const answer = await site.run(dropped)
      if (answer === undefined) {
        cuts += 1
        await site.restart()
        const got = JSON.stringify((await site.look(dropped)).steps)
        allowed = got === JSON.stringify(view.steps) ? allowed + 1 : 0
        continue
      }
      allowed = 0
      if (!answer.more) assert.equal(answer.stopped, undefined)
      if (answer.more) runs += 1
    }
  }
  throw new Error('the migration never ends')
}

/** The most interruptions of one migration; afterwards it runs through. */
const CUTS = { simulated: counts({ floor: 25, ci: 100, deep: 1000 }), real: counts({ floor: 12, ci: 25, deep: 1000 }) }

describe('a migration on a simulated wiki', () => {
  for (const scheme of [ranks, citizendium])
    it(`to ${scheme.charter} ends the same wherever it is cut`, async (context) => {
      const target = stockTarget()
      await using site = await migrating({ ...scheme, files: shippedFiles(scheme.charter), target })
      const { cuts, records } = await migrate(site, scheme, peopleOf(target, scheme), CUTS.simulated)
      context.diagnostic(`${cuts} cuts, ${records} times to be recorded first`)
      assert.ok(cuts > 10 && records > 0, `only ${cuts} cuts, ${records} to be recorded`)
      assertArrived(
        scheme,
        (name) =>
          target
            .state()
            .accounts.find((one) => one.name === name)
            ?.memberships.map(({ group }) => group) ?? [],
      )
      const size = site.instance.journal.size
      const again = await site.run()
      assert.deepEqual(again?.ran, [])
      assert.equal(site.instance.journal.size, size, 'a second run writes nothing')
      assert.deepEqual((await site.instance.journal.verify()).problems, [])
    })
})

function stockTarget(): SimulatedTarget {
  const accounts = [...before].map(([name, groups], index) => ({
    id: String(index + 1),
    name,
    locked: false,
    memberships: groups.map((group) => ({ group })),
  }))
  const target = simulatedTarget({
    id: 'wiki',
    clock: systemOutside().clock,
    state: { groups: ['sysop', 'bureaucrat', 'interface-admin', 'suppress', 'bot'], accounts, log: [] },
  })
  // Like a wiki it tells what Writ's own group may change: the groups that exist, and only taking out of those that are no charter's.
  const survey = async () => {
    const found = await target.survey?.()
    if (found?.ok !== true) throw new Error('the simulated wiki answers')
    const groups = [...found.value.groups].map(([name, group]) => [name, { ...group, rights: [] as string[] }] as const)
    const removes = target.state().groups
    const adds = removes.filter((name) => name !== 'oldhelpers')
    const writ = { assignable: false, rights: [] as string[], adds, removes, addsToSelf: [], removesFromSelf: [] }
    const connector = { account: '0', groups: ['writ'] }
    return { ok: true, value: { ...found.value, groups: new Map([...groups, ['writ', writ] as const]), connector } } as const
  }
  return { ...target, survey }
}

function peopleOf(target: SimulatedTarget, scheme: Scheme): People {
  return {
    load: async (_settings, phase, view) => {
      const declared = view.charter.groups.get('wiki') ?? new Map()
      const assigned = [...declared].filter(
        ([, block]) => block.implicit === undefined && block.promote === undefined && block.abolished === undefined,
      )
      const old = [...declared].filter(([, block]) => block.abolished !== undefined).map(([name]) => name)
      target.update((state) => {
        const kept = state.groups.filter((group) => phase === 'moving' || (!old.includes(group) && !view.strays.includes(group)))
        return { ...state, groups: [...new Set([...kept, ...assigned.map(([name]) => name), ...(phase === 'moving' ? view.strays : [])])] }
      })
    },
    probe: async (when) => {
      for (const { name, memberships } of target.state().accounts)
        assertServed(
          scheme.after,
          name,
          memberships.map(({ group }) => group),
          when,
        )
    },
  }
}

function assertArrived(scheme: Scheme, groupsOf: (name: string) => readonly string[]): void {
  for (const [name, wanted] of scheme.after) assert.deepEqual(groupsOf(name).toSorted(), wanted.toSorted(), name)
}

describe('a migration of a stock wiki', () => {
  for (const scheme of [ranks, citizendium])
    it(
      `to ${scheme.charter} locks nobody out, cut at every step`,
      { skip: skipUnless(['mediawiki', 'php'], 'full'), timeout: 280_000 },
      async (context) => {
        const wiki = await startWiki({ extensions: ['Renameuser', 'Nuke', 'OATHAuth'] })
        try {
          // the installer's account is a bureaucrat too; here there are three
          wiki.sql('DELETE FROM user_groups WHERE ug_user = (SELECT user_id FROM user WHERE user_name = ?)', 'Admin')
          const ids = await wiki.seed(
            [...before].map(([name, groups]) => ({ name, groups: Object.fromEntries(groups.map((group) => [group, undefined])) })),
          )
          await using site = await migrating({ ...scheme, files: shippedFiles(scheme.charter), target: wikiTarget(wiki) })
          const groupsOf = (name: string) =>
            wiki.sql('SELECT ug_group FROM user_groups WHERE ug_user = ?', ids.get(name) ?? -1).map((row) => String(row['ug_group']))
          let probes = 0
          const people: People = {
            load: (settings) => wiki.writeSettings(settings),
            probe: async (when) => {
              probes += 1
              for (const name of before.keys()) assertServed(scheme.after, name, groupsOf(name), when)
              await assertRepairable(wiki, scheme.after, when)
            },
          }
          const { cuts, runs } = await migrate(site, scheme, people, CUTS.real)
          context.diagnostic(`${cuts} cuts, ${probes} probes, ${runs} times as much as a run may change`)
          assert.ok(cuts > 10, `only ${cuts} cuts`)
          assertArrived(scheme, groupsOf)
          await assertOnRecord(wiki, site, ids)

          await wiki.clearAccessLog()
          const size = site.instance.journal.size
          assert.deepEqual((await site.run())?.ran, [])
          assert.equal(site.instance.journal.size, size, 'a second run writes nothing')
          assert.deepEqual(
            (await wiki.accessLog()).filter(({ action }) => action === 'userrights'),
            [],
          )
        } finally {
          await wiki.stop()
        }
      },
    )
})

function wikiTarget(wiki: Wiki) {
  return mediaWikiTarget({
    id: 'wiki',
    api: new URL(wiki.apiUrl),
    credentials: { kind: 'password', ...wiki.connector },
    clock: systemOutside().clock,
    sleep: () => Promise.resolve(),
    groups: [],
  })
}

/** The wiki's own log and the ledger tell the same: who lost and got what, by which plan. */
async function assertOnRecord(wiki: Wiki, site: Migrating, ids: ReadonlyMap<string, number>): Promise<void> {
  const { journal } = site.instance
  assert.deepEqual((await journal.verify()).problems, [])
  const entries = await journal.entries(0, journal.size)
  const confirmed = new Map<string, string>()
  for (const entry of entries)
    if (entry.type === 'effect.confirmed') confirmed.set(`${entry.fields.account} ${entry.fields.group}`, entry.fields.present ?? '')
  for (const [name, old] of before) {
    const id = ids.get(name)
    const now = new Set(wiki.sql('SELECT ug_group FROM user_groups WHERE ug_user = ?', id ?? -1).map((row) => String(row['ug_group'])))
    for (const group of old) assert.equal(confirmed.get(`wiki:${id} ${group}`), now.has(group) ? 'yes' : 'no', `${name} in ${group}`)
    for (const group of now) assert.equal(confirmed.get(`wiki:${id} ${group}`), 'yes', `${name} in ${group}`)
  }
  const log = await wiki.api({ action: 'query', list: 'logevents', letype: 'rights', lelimit: 500 })
  const lines = log['query'].logevents as readonly { readonly user: string; readonly comment: string; readonly title: string }[]
  const ours = lines.filter(({ user }) => user === 'WritBot')
  assert.ok(ours.length >= 3)
  assert.deepEqual(
    ours.filter(({ comment }) => !/^WRIT-\d+ https:\/\/writ\.example/.test(comment)),
    [],
  )
}
