/** An installation on disk whose people have mail addresses, used by real processes. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { temporaryFolder } from '../support/temporary-folder.ts'

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

export interface MailPlace extends Disposable {
  /** Path of a file beside the data folder. */
  file(name: string): string
  /** Runs a command to its end; throws with what it said where it fails. */
  readonly writ: (...words: readonly string[]) => string
  readonly start: (...words: readonly string[]) => ChildProcess
  /** Runs a command while this process goes on, with something on its standard input. */
  meanwhile(
    input: string,
    ...words: readonly string[]
  ): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>
}

/** `settings`: of the installation, besides its wiki and its roster. */
export function mailPlace(settings: (file: (name: string) => string) => Readonly<Record<string, unknown>>): MailPlace {
  const folder = temporaryFolder()
  const file = (name: string) => folder.file(name)
  const data = file('data')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(file('charter.yaml'), CHARTER)
  writeFileSync(file('roster.yaml'), ROSTER)
  const accounts = ['Amber', 'Cedar', 'Dill'].map((name, index) => ({ id: String(index + 1), name }))
  writeFileSync(file('wiki.json'), JSON.stringify({ groups: ['steward', 'helper'], accounts }))
  const all = { targets: { wiki: { file: file('wiki.json') } }, sources: { people: { roster: file('roster.yaml') } }, ...settings(file) }
  writeFileSync(`${data}/writ.config.yaml`, JSON.stringify(all))
  const args = (words: readonly string[]) => [RUN, ...words, '--data', data]
  const writ = (...words: readonly string[]) =>
    execFileSync(process.execPath, args(words), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const start = (...words: readonly string[]) => spawn(process.execPath, args(words), { stdio: ['pipe', 'pipe', 'pipe'] })
  writ('setup', file('charter.yaml'), '--administrator', 'amber', '--role', 'steward', '--roster', file('roster.yaml'), '--demo')
  return {
    file,
    writ,
    start,
    async meanwhile(input, ...words) {
      const child = start(...words)
      child.stdin.end(input)
      const said = { out: '', err: '' }
      child.stdout.setEncoding('utf8').on('data', (part: string) => void (said.out += part))
      child.stderr.setEncoding('utf8').on('data', (part: string) => void (said.err += part))
      const [code] = await once(child, 'close')
      return { code: code as number | null, ...said }
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}
