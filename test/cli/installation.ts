/** A small installation in a temporary folder: a charter, a simulated wiki in a file, a data folder with its settings. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { main } from '../../src/cli/main.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

export const charterText = `writ: 1
title: A wiki to try commands on
targets:
  wiki: { connector: mediawiki, guards: { people: 5, share: 50 } }
rights:
  wiki:
    delete: { text: Delete pages }
    patrol: { text: Patrol pages }
    protect: { text: Protect pages }
groups:
  wiki:
    editor: { rights: delete }
    patroller: { rights: patrol }
    steward: { rights: protect }
  writ:
    keepers: { rights: [apply, override-guard, make-token, link-accounts] }
roles:
  steward:
    title: Steward
    purpose: Appoints
    gives: { wiki: steward, writ: keepers }
    may:
      - { change: editor }
      - { remove: patroller }
      - { add: patroller, stages: [{ text: A second steward agrees, by: steward }] }
  editor: { title: Editor, purpose: Edits, gives: { wiki: editor } }
  patroller: { title: Patroller, purpose: Patrols, gives: { wiki: patroller } }
amendments: { by: steward }
`

export const rosterText = `people:
  - { handle: amber, accounts: [{ target: wiki, name: Amber, kind: personal }], roles: [{ role: steward }] }
  - { handle: birch, accounts: [{ target: wiki, name: Birch, kind: personal }], roles: [{ role: steward }] }
  - { handle: cedar, accounts: [{ target: wiki, name: Cedar, kind: personal }], roles: [] }
`

/** Account -> groups on the wiki before Writ comes. */
const standing: Readonly<Record<string, readonly string[]>> = {
  Amber: ['steward'],
  Birch: ['steward'],
  Cedar: [],
  Dill: ['editor'],
  Elm: [],
}

export interface Answer {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command line in this process; what a file would hold is part of `out`. */
export async function command(...words: readonly string[]): Promise<Answer> {
  let [out, err] = ['', '']
  const code = await main(words, {
    out: (text) => void (out += text),
    document: (text) => void (out += text),
    err: (text) => void (err += text),
    progress: undefined,
    columns: 100,
  })
  return { code, out, err }
}

interface WikiAccount {
  readonly id: string
  readonly name: string
  readonly memberships: readonly { readonly group: string; readonly until?: number }[]
}

export interface Installation {
  readonly path: string
  readonly data: string
  readonly charter: string
  readonly wikiFile: string
  file(name: string): string
  /** Writes a file of mode 0600 and returns its path. */
  write(name: string, text: string, mode?: number): string
  /** Runs a command on the data folder. */
  run(...words: readonly string[]): Promise<Answer>
  /** The same with `--json`, read. */
  json(...words: readonly string[]): Promise<{ readonly code: number; readonly value: any }>
  setUp(...words: readonly string[]): Promise<Answer>
  wikiText(): string
  /** Groups of an account on the simulated wiki. */
  groupsOf(name: string): readonly string[]
  /** Changes the wiki without Writ. */
  tamper(name: string, groups: readonly string[]): void
  [Symbol.dispose](): void
}

export function installation(options: { readonly charter?: string; readonly roster?: string } = {}): Installation {
  const folder = temporaryFolder()
  const data = folder.file('data')
  const write = (name: string, text: string, mode = 0o600): string => {
    const path = folder.file(name)
    writeFileSync(path, text, { mode })
    chmodSync(path, mode)
    return path
  }
  const charter = write('charter.yaml', options.charter ?? charterText)
  const roster = write('roster.yaml', options.roster ?? rosterText)
  const accounts = Object.entries(standing).map(([name, groups], index) => {
    return { id: String(index + 1), name, memberships: groups.map((group) => ({ group })) }
  })
  const wikiFile = write('wiki.json', JSON.stringify({ groups: ['editor', 'patroller', 'steward'], accounts }))
  mkdirSync(data, { mode: 0o700 })
  write('data/writ.config.yaml', `targets:\n  wiki: { connector: simulated, file: ${wikiFile} }\n`)
  const run = (...words: readonly string[]) => command(...words, '--data', data)
  const wiki = () => JSON.parse(readFileSync(wikiFile, 'utf8')) as { readonly accounts: readonly WikiAccount[] }
  return {
    path: folder.path,
    data,
    charter,
    wikiFile,
    file: (name) => folder.file(name),
    write,
    run,
    json: async (...words) => {
      const { code, out, err } = await run(...words, '--json')
      if (out === '') throw new Error(`no JSON: ${err}`)
      return { code, value: JSON.parse(out) }
    },
    setUp: (...words) => run('setup', charter, '--administrator', 'amber', '--role', 'steward', '--roster', roster, ...words),
    wikiText: () => readFileSync(wikiFile, 'utf8'),
    groupsOf: (name) =>
      wiki()
        .accounts.find((account) => account.name === name)
        ?.memberships.map(({ group }) => group) ?? [],
    tamper: (name, groups) => {
      const before = wiki()
      const changed = before.accounts.map((account) =>
        account.name === name ? { ...account, memberships: groups.map((group) => ({ group })) } : account,
      )
      writeFileSync(wikiFile, JSON.stringify({ ...before, accounts: changed }))
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}
