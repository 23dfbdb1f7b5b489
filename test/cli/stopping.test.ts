/** `writ serve` that is told to stop while a run is under way: real processes, a simulated wiki that takes its time. */
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { charterText, installation, rosterText, type Installation } from './installation.ts'
import { said, startWrit, withoutSystemNode } from './spawn.ts'

const PEOPLE = 12
const SLOW_MS = 250
const names = Array.from({ length: PEOPLE }, (_, index) => `Helper ${String(index + 1).padStart(2, '0')}`)
const handleOf = (name: string) => name.toLowerCase().replace(' ', '-')

/** Twelve people hold a role that the wiki does not show yet, and each change takes a quarter of a second. */
async function waiting(): Promise<Installation> {
  const roster = names.map(
    (name) => `  - { handle: ${handleOf(name)}, accounts: [{ target: wiki, name: ${name}, kind: personal }], roles: [] }\n`,
  )
  const place = installation({
    charter: charterText.replace('people: 5, share: 50', 'people: 50, share: 100'),
    roster: `${rosterText}${roster.join('')}`,
  })
  const wiki = JSON.parse(place.wikiText()) as { readonly groups: string[]; readonly accounts: { readonly id: string }[] }
  const more = names.map((name, index): { id: string; name: string; memberships: object[] } => ({
    id: String(100 + index),
    name,
    memberships: [],
  }))
  // so many editors that twelve more are no matter for a guard
  for (let index = 0; index < 40; index += 1)
    more.push({ id: String(200 + index), name: `Old ${index}`, memberships: [{ group: 'editor' }] })
  place.write('wiki.json', JSON.stringify({ ...wiki, accounts: [...wiki.accounts, ...more] }))
  await place.setUp()
  await place.run('adopt', 'wiki')
  await place.run('mode', 'wiki', 'enforce')
  await place.run('apply', 'wiki')
  for (const name of names) await place.run('grant', '--role', 'editor', '--person', handleOf(name), '--by', 'amber')
  const faults = `[{ on: apply, fault: { kind: slow, milliseconds: ${SLOW_MS} } }]`
  place.write('data/writ.config.yaml', `targets:\n  wiki: { connector: simulated, file: ${place.wikiFile}, faults: ${faults} }\n`)
  return place
}

const shown = (place: Installation) => names.filter((name) => place.groupsOf(name).includes('editor')).length

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !what(); tries += 1) await setTimeout(50)
  assert.ok(what())
}

function start(place: Installation, ...words: readonly string[]) {
  const server = startWrit(['serve', '--port', '0', '--data', place.data, ...words])
  let err = ''
  server.stderr?.setEncoding('utf8').on('data', (text: string) => void (err += text))
  return { server, end: ended(server), err: () => err }
}

const ended = (child: ChildProcess) =>
  new Promise<readonly [number | null, string | null]>((resolve) => child.on('close', (code, signal) => resolve([code, signal])))

/** Confirmed in the ledger, as the wiki shows it. */
async function confirmed(place: Installation): Promise<number> {
  const { out } = await place.run('log', '--limit', '500', '--json')
  const entries = out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { readonly type: string }]))
  return entries.filter(({ type }) => type === 'effect.confirmed').length
}

describe('a server that is told to stop while a run is under way', { skip: withoutSystemNode, timeout: 120_000 }, () => {
  it('lets the run end that somebody began over the interface, and then goes', async () => {
    using place = await waiting()
    const before = await confirmed(place)
    const { server, end } = start(place, '--no-jobs')
    try {
      const url = /listening on (http:\S+)/.exec(await said(server, /^listening on http\S+\n/m))?.[1] ?? ''
      const headers = {
        authorization: `Bearer ${readFileSync(`${place.data}/administrator.token`, 'utf8').trim()}`,
        'idempotency-key': 'one-run-of-mine',
      }
      const begun = await fetch(`${url}/api/v1/targets/wiki/runs`, { method: 'POST', headers })
      assert.equal(begun.status, 202, await begun.text())
      await until(() => shown(place) > 0)
      assert.ok(shown(place) < PEOPLE, 'it is under way')
      server.kill('SIGTERM')
      assert.deepEqual(await end, [0, null])
      assert.equal(shown(place), PEOPLE)
      assert.equal((await confirmed(place)) - before, PEOPLE)
    } finally {
      server.kill('SIGTERM')
      await end
    }
  })

  it('stops between two accounts when that takes too long: what was done is recorded, and the next run goes on', async () => {
    using place = await waiting()
    const before = await confirmed(place)
    const { server, end, err } = start(place, '--patience', '0')
    try {
      await said(server, /^listening on http\S+\n/m)
      await until(() => shown(place) > 0)
      server.kill('SIGTERM')
      assert.deepEqual(await end, [0, null])
      assert.match(err(), /work is still under way: it stops after the step it is at/)
      const done = shown(place)
      assert.ok(done > 0 && done < PEOPLE, `${done} were done`)
      assert.equal((await confirmed(place)) - before, done, 'nothing is done that is not recorded')
      assert.match((await place.run('log', '--limit', '500')).out, /is partly: \d+ read back as wanted/)
    } finally {
      server.kill('SIGTERM')
      await end
    }
    const { code, out } = await place.run('apply', 'wiki')
    assert.equal(code, 0, out)
    assert.equal(shown(place), PEOPLE)
    assert.equal((await place.run('log', 'verify')).code, 0)
  })
})
