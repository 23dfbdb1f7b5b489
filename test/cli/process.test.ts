/** `bin/writ` as a process under the system's own Node: pipes, signals, two at once. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { describe, it } from 'node:test'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { installation } from './installation.ts'
import { root, said, startWrit, withoutSystemNode, writ } from './spawn.ts'

/** A line of shell in the checkout; `bin/writ` runs under the system's Node. */
function shell(line: string): Promise<{ readonly out: string; readonly err: string }> {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'))
  const child = spawn('sh', ['-c', line], { cwd: root, env: { ...process.env, PATH: folders.join(':') } })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (err += text))
  return new Promise((resolve) => child.on('close', () => resolve({ out, err })))
}

const ended = (child: ReturnType<typeof startWrit>) => new Promise<number | null>((resolve) => child.on('close', resolve))

describe('bin/writ', { skip: withoutSystemNode }, () => {
  it('starts under any Node, from any folder, and prints no colours', async () => {
    using place = installation()
    const [version, usage, help] = await Promise.all([
      writ(['--version'], { cwd: place.path }),
      writ(['grant', '--rloe', 'x'], { cwd: place.path }),
      writ(['help'], { env: { FORCE_COLOR: '1' } }),
    ])
    assert.match(version.out, /^\d+\.\d+\.\d+\n$/)
    assert.deepEqual([version.code, usage.code, help.code], [0, 2, 0])
    assert.match(usage.err, /did you mean `--role`/)
    assert.ok(!`${help.out}${usage.err}`.includes('\u001b'))
  })

  it('goes on to its end when its reader leaves', async () => {
    using place = installation()
    await place.setUp()
    await place.run('adopt', 'wiki')
    await place.run('mode', 'wiki', 'enforce')
    await place.run('grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber')
    const [head, gone] = await Promise.all([
      shell('{ bin/writ matrix charters/citizendium --target wiki --json; echo "rc $?" >&2; } | head -1'),
      shell(`{ sleep 0.2; bin/writ apply wiki --data ${place.data}; echo "rc $?" >&2; } | true`),
    ])
    assert.deepEqual(head, { out: '{\n', err: 'rc 0\n' })
    assert.deepEqual(gone, { out: '', err: 'rc 0\n' })
    assert.deepEqual(place.groupsOf('Cedar'), ['editor'])
  })

  it('refuses to write beside another writer, and says who that is', async () => {
    using place = installation()
    await place.setUp()
    const store = openSqliteStore(`${place.data}/writ.sqlite`)
    try {
      const [second, reader] = await Promise.all([
        writ(['grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber', '--data', place.data]),
        writ(['log', '--limit', '1', '--data', place.data]),
      ])
      assert.deepEqual([second.code, second.out], [3, ''])
      assert.match(second.err, new RegExp(`^writ: the ledger .* is in use by process ${process.pid} .*; stop it, or use it instead\n$`))
      assert.equal(reader.code, 0)
    } finally {
      await store.close()
    }
  })

  it('serves while others read and write, and stops when told', async () => {
    using place = installation()
    await place.setUp()
    const server = startWrit(['serve', '--port', '0', '--data', place.data])
    const end = ended(server)
    const line = await said(server, /^listening on http\S+\n/m)
    const url = /listening on (http:\S+)/.exec(line)?.[1] ?? ''
    try {
      const granted = await place.run('grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber')
      assert.equal(granted.code, 0, granted.err)
      assert.match((await place.run('log')).out, /cedar is Editor/)
      const people = await (await fetch(`${url}/people.json`)).text()
      assert.match(people, /cedar/)
      assert.equal((await place.run('serve', '--port', new URL(url).port)).code, 3)
      server.kill('SIGTERM')
      assert.equal(await end, 0)
      await assert.rejects(fetch(url))
    } finally {
      server.kill('SIGKILL')
    }
  })
})
