/** From a mail in a pipe to a request: a real process, a real mail server, the sender logged in. */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startMailServer } from './mail-server.ts'

const RUN = 'src/cli/run.ts'
const CHARTER = `writ: 1
title: A wiki that is written to
targets: { wiki: { connector: simulated } }
facts: { address: { text: Mail address, source: people, type: text, set_by: others } }
rights: { wiki: { delete: { text: Delete pages } } }
groups: { writ: { keepers: { rights: [apply] } }, wiki: { steward: { rights: delete }, helper: { rights: delete } } }
roles:
  steward: { title: Steward, purpose: Decides, gives: { wiki: steward, writ: keepers }, may: [{ change: helper }] }
  helper: { title: Helper, purpose: Helps, gives: { wiki: helper }, request: { stages: [{ by: steward }] } }
amendments: { by: steward }
`
const ROSTER = `people:
  - { handle: amber, accounts: [{ target: wiki, name: Amber, kind: personal }], roles: [{ role: steward }], facts: { address: amber@example.org } }
  - { handle: cedar, accounts: [{ target: wiki, name: Cedar, kind: personal }], facts: { address: cedar@example.org } }
  - { handle: dill, accounts: [{ target: wiki, name: Dill, kind: personal }], facts: { address: dill@example.org } }
`

describe('a mail to writ', () => {
  it('becomes a draft, is answered, and a request once its sender sends it logged in', async () => {
    await using server = await startMailServer()
    using folder = temporaryFolder()
    const data = folder.file('data')
    mkdirSync(data, { mode: 0o700 })
    writeFileSync(folder.file('charter.yaml'), CHARTER)
    writeFileSync(folder.file('roster.yaml'), ROSTER)
    const accounts = ['Amber', 'Cedar', 'Dill'].map((name, index) => ({ id: String(index + 1), name }))
    writeFileSync(folder.file('wiki.json'), JSON.stringify({ groups: ['steward', 'helper'], accounts }))
    writeFileSync(
      `${data}/writ.config.yaml`,
      JSON.stringify({
        mail: { host: '127.0.0.1', port: server.port, security: 'none', from: 'Writ <writ@example.org>', address: 'address' },
        targets: { wiki: { file: folder.file('wiki.json') } },
        sources: { people: { roster: folder.file('roster.yaml') } },
      }),
    )
    const writ = (...words: readonly string[]) =>
      execFileSync(process.execPath, [RUN, ...words, '--data', data], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    writ(
      'setup',
      folder.file('charter.yaml'),
      '--administrator',
      'amber',
      '--role',
      'steward',
      '--roster',
      folder.file('roster.yaml'),
      '--demo',
    )
    const child = spawn(process.execPath, [RUN, 'mail', '--data', data, '--json'], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end(
      'From: Cedar <cedar@example.org>\r\nTo: rights@example.org\r\nSubject: Helping\r\n\r\nI hope to help with the archive.\r\n',
    )
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => void (said += part))
    const [code] = await once(child, 'close')
    assert.equal(code, 0)
    const { draft, answered } = JSON.parse(said)
    assert.equal(answered, true)
    assert.deepEqual(
      server.received.map(({ to }) => to),
      ['cedar@example.org'],
    )
    assert.match(server.received[0]?.text.replaceAll(/=\r\n/g, '') ?? '', new RegExp(`--draft ${draft}`))
    assert.deepEqual(JSON.parse(writ('request', 'list', '--json')).requests, [], 'it counts as nothing')
    assert.throws(() => writ('request', '--role', 'helper', '--draft', draft, '--as', 'dill'), /no draft/)
    writ('request', '--role', 'helper', '--draft', draft, '--as', 'cedar')
    const [request] = JSON.parse(writ('request', 'list', '--json')).requests
    assert.match(JSON.stringify(request), /Helping[\s\S]*hope to help with the archive/)
    assert.throws(() => writ('request', '--role', 'helper', '--draft', draft, '--as', 'cedar'), /no draft/)
  })
})
