/** `writ migrate --run` as a process of its own, killed again and again and started anew: nobody is locked out at any moment, and it arrives. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { counts } from '../counts.ts'
import { command, type Answer } from '../cli/installation.ts'
import { root } from '../cli/spawn.ts'
import { startWiki, type Wiki } from '../services/mediawiki.ts'
import { killingProxy } from '../services/killing-proxy.ts'
import { skipUnless } from '../services/present.ts'
import { afterRanks, assertRepairable, assertServed, before, ranksRoster } from '../support/stock-wiki.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The most kills of one migration; afterwards it runs through. */
const KILLS = { simulated: counts({ floor: 10, ci: 30, deep: 200 }), real: counts({ floor: 16, ci: 20, deep: 40 }) }
const GROUPS = ['colonel', 'major', 'captain', 'lieutenant', 'sysop', 'interface-admin', 'suppress', 'bot']

/** The wiki that is migrated, and the ways to kill at a moment of its change. */
interface Migrated {
  /** Lines of writ.config.yaml. */
  readonly settings: string
  /** Calls `kill` at the moment number `moment` from now on; what it returns ends that. */
  arm(moment: number, kill: () => void): Disposable
  /** How many of the kills one step may have. */
  readonly share: number
  /** The moment to kill at after one at which nothing had been reached. */
  later(moment: number): number
  load(phase: 'moving' | 'final', strays: readonly string[], run: Run): Promise<void>
  readonly names: readonly string[]
  groupsOf(name: string): readonly string[]
  probe(when: string): Promise<void>
}
type Run = (...words: readonly string[]) => Promise<Answer>

interface Told {
  readonly steps: readonly { readonly kind: string; readonly who: string; readonly done: boolean; readonly next: boolean }[]
  readonly strays: readonly string[]
}

/** Migrates to `ranks`. What is Writ's is done by processes that are killed; after each of them somebody looks. */
async function migrate(wiki: Migrated, data: string, mostKills: number) {
  const run: Run = async (...words) => {
    const answer = await command(...words, '--data', data)
    assert.equal(answer.code, 0, answer.err || answer.out)
    return answer
  }
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(`${data}/writ.config.yaml`, wiki.settings, { mode: 0o600 })
  writeFileSync(`${data}/people.yaml`, ranksRoster)
  await run('setup', `${root}/charters/ranks`, '--administrator', 'amber', '--role', 'colonel', '--roster', `${data}/people.yaml`, '--demo')
  const look = async () => JSON.parse((await run('migrate', 'wiki', '--json')).out) as Told
  const killed: Record<string, number> = {}
  let [kills, moment] = [0, 0]
  for (let turn = 0; turn < 600; turn += 1) {
    await wiki.probe(`turn ${turn}`)
    const told = await look()
    const next = told.steps.find((step) => step.next)
    if (next === undefined) return { kills, killed, run }
    const waits = told.steps.find(({ who, done }) => who === 'writ' && !done)
    if (next.kind === 'load-moving' || next.kind === 'load-final')
      await wiki.load(next.kind === 'load-moving' ? 'moving' : 'final', told.strays, run)
    else if (next.kind === 'mode') await run('mode', 'wiki', 'enforce')
    else if (next.kind === 'decide' && (await decided(run, told))) continue
    else {
      const at = next.who === 'writ' ? next.kind : (waits?.kind ?? next.kind)
      const armed = kills < mostKills && (killed[at] ?? 0) < mostKills * wiki.share
      const wasKilled = await runKilled(wiki, data, armed ? moment : Number.POSITIVE_INFINITY)
      if (wasKilled) {
        kills += 1
        killed[at] = (killed[at] ?? 0) + 1
      }
      const further = JSON.stringify((await look()).steps) !== JSON.stringify(told.steps)
      moment = further ? Math.floor(moment / 2) : wiki.later(moment)
    }
  }
  throw new Error('the migration never ends')
}

/** Says what becomes of the third bureaucrat, once. */
async function decided(run: Run, told: Told): Promise<boolean> {
  const adopted = told.steps.some(({ kind, done }) => kind === 'adopt' && done)
  if (!adopted) return false
  await run('grant', '--role', 'major', '--person', 'Cedar Third', '--reason', 'Was a bureaucrat', '--as', 'amber')
  return true
}

/** Whether the process was killed before it came to its end by itself. */
async function runKilled(wiki: Migrated, data: string, moment: number): Promise<boolean> {
  const child = spawn(process.execPath, [`${root}/src/cli/run.ts`, 'migrate', 'wiki', '--run', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => void (said += text))
  const armed = wiki.arm(moment, () => void child.kill('SIGKILL'))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  armed[Symbol.dispose]()
  assert.ok(signal === 'SIGKILL' || code === 0, `${code} ${signal}: ${said}`)
  return signal === 'SIGKILL'
}

async function assertArrived(wiki: Migrated, run: Run): Promise<void> {
  for (const [name, wanted] of afterRanks)
    if (wiki.names.includes(name)) assert.deepEqual(wiki.groupsOf(name).toSorted(), [...wanted].toSorted(), name)
  const lines = (await run('log', '--limit', '10000')).out
  const again = JSON.parse((await run('migrate', 'wiki', '--run', '--json')).out)
  assert.deepEqual([again.ran, again.more, again.stopped], [[], false, null])
  assert.equal((await run('log', '--limit', '10000')).out, lines, 'a second run writes nothing')
  await run('log', 'verify')
}

describe('writ migrate --run, killed', () => {
  it(
    `on a simulated wiki, ${KILLS.simulated} times at most, after each of its writes`,
    { timeout: 60_000 + KILLS.simulated * 15_000 },
    async (context) => {
      using folder = temporaryFolder()
      const [data, file] = [folder.file('data'), folder.file('wiki.json')]
      const read = () =>
        JSON.parse(readFileSync(file, 'utf8')) as { groups: string[]; accounts: { name: string; memberships: { group: string }[] }[] }
      // it cannot say what Writ's account may do, without which nobody knows that a group stands only to be left
      const names = [...before.keys()].filter((name) => name !== 'Moss Stray')
      const accounts = [...before]
        .filter(([name]) => names.includes(name))
        .map(([name, groups], index) => ({
          id: String(index + 1),
          name,
          memberships: groups.map((group) => ({ group })),
        }))
      writeFileSync(file, JSON.stringify({ groups: ['sysop', 'bureaucrat', 'interface-admin', 'suppress', 'bot'], accounts }))
      const groupsOf = (name: string) =>
        read()
          .accounts.find((one) => one.name === name)
          ?.memberships.map(({ group }) => group) ?? []
      const wiki: Migrated = {
        settings: `targets:\n  wiki: { connector: simulated, file: ${file} }\n`,
        names,
        share: 1 / 2,
        // opening the ledger and the like are writes as well
        later: (moment) => moment + 2,
        arm: (moment, kill) => {
          let seen = 0
          const look = () => void (seen++ >= moment && kill())
          const watched = [watch(folder.path, look), watch(data, look)]
          return { [Symbol.dispose]: () => watched.forEach((one) => one.close()) }
        },
        load: async (phase, strays) => {
          const state = read()
          const kept = phase === 'moving' ? state.groups : state.groups.filter((group) => group !== 'bureaucrat' && !strays.includes(group))
          writeFileSync(
            file,
            JSON.stringify({ ...state, groups: [...new Set([...kept, ...GROUPS, ...(phase === 'moving' ? strays : [])])] }),
          )
        },
        groupsOf,
        probe: async (when) => {
          for (const name of names) assertServed(afterRanks, name, groupsOf(name), when)
        },
      }
      const { kills, killed, run } = await migrate(wiki, data, KILLS.simulated)
      context.diagnostic(`${kills} kills: ${JSON.stringify(killed)}`)
      assert.ok(kills >= 8, `only ${kills} kills`)
      await assertArrived(wiki, run)
    },
  )

  it(
    `on a real wiki, ${KILLS.real} times at most, before each call that changes it and after it, before the answer`,
    { skip: skipUnless(['mediawiki', 'php'], 'full'), timeout: 120_000 + KILLS.real * 20_000 },
    async (context) => {
      using folder = temporaryFolder()
      const wiki = await startWiki({ extensions: ['Renameuser', 'Nuke', 'OATHAuth'] })
      await using proxy = await killingProxy(new URL(wiki.apiUrl))
      try {
        wiki.sql('DELETE FROM user_groups WHERE ug_user = (SELECT user_id FROM user WHERE user_name = ?)', 'Admin')
        const ids = await wiki.seed(
          [...before].map(([name, groups]) => ({ name, groups: Object.fromEntries(groups.map((group) => [group, undefined])) })),
        )
        const credentials = folder.file('wiki-password.json')
        writeFileSync(credentials, JSON.stringify(wiki.connector), { mode: 0o600 })
        const groupsOf = (name: string) =>
          wiki.sql('SELECT ug_group FROM user_groups WHERE ug_user = ?', ids.get(name) ?? -1).map((row) => String(row['ug_group']))
        let probes = 0
        const migrated: Migrated = {
          settings: `targets:\n  wiki: { api: "${proxy.url.href}", credentials: ${credentials} }\n`,
          names: [...before.keys()],
          share: 1,
          later: (moment) => moment + 1,
          arm: (moment, kill) => proxy.arm('userrights', moment, kill),
          load: async (phase, strays, run) => {
            const moving = phase === 'moving' ? ['--abolition', 'keep', ...strays.flatMap((name) => ['--sweep', name])] : []
            await wiki.writeSettings((await run('render', '--target', 'wiki', ...moving)).out)
          },
          groupsOf,
          probe: async (when) => {
            probes += 1
            for (const name of before.keys()) assertServed(afterRanks, name, groupsOf(name), when)
            await assertRepairable(wiki, afterRanks, when)
          },
        }
        const { kills, killed, run } = await migrate(migrated, folder.file('data'), KILLS.real)
        context.diagnostic(`${kills} kills: ${JSON.stringify(killed)}, ${probes} probes`)
        assert.ok(kills >= 10, `only ${kills} kills`)
        assert.ok(proxy.killed.before > 0 && proxy.killed.after > 0, JSON.stringify(proxy.killed))
        await assertArrived(migrated, run)
        await assertInItsLog(wiki)
      } finally {
        await wiki.stop()
      }
    },
  )
})

/** The wiki's own log has each change of Writ's under the number of its plan. */
async function assertInItsLog(wiki: Wiki): Promise<void> {
  const log = await wiki.api({ action: 'query', list: 'logevents', letype: 'rights', lelimit: 500 })
  const ours = (log['query'].logevents as readonly { readonly user: string; readonly comment: string }[]).filter(
    ({ user }) => user === 'WritBot',
  )
  assert.ok(ours.length >= 3)
  assert.deepEqual(
    ours.filter(({ comment }) => !/^WRIT-\d+/.test(comment)),
    [],
  )
}
