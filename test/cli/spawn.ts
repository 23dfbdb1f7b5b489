/** `bin/writ` started as a user starts it: by the system's own Node, whatever version that is. */
import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer } from './installation.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const bin = join(root, 'bin/writ')
const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))

function hasNode(folder: string): boolean {
  try {
    accessSync(join(folder, 'node'), constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The `skip` option of tests that need a Node outside the checkout. */
export const withoutSystemNode: string | false = folders.some(hasNode) ? false : 'no other Node than the pinned one is installed'

export interface SpawnOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** What it reads on standard input; without it there is none. */
  readonly input?: string
}

export function startWrit(words: readonly string[], { cwd = root, env = {}, input }: SpawnOptions = {}): ChildProcess {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('WRIT_') && !name.startsWith('NODE_')),
  )
  const child = spawn(bin, words, {
    cwd,
    env: { ...inherited, PATH: folders.join(delimiter), ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  child.stdin?.end(input)
  return child
}

/** Runs it to its end. */
export function writ(words: readonly string[], options: SpawnOptions = {}): Promise<Answer> {
  const child = startWrit(words, options)
  let [out, err] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => void (out += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (err += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: code ?? (signal === null ? -1 : 128), out, err }))
  })
}

/** Resolves with what stdout said when it has said this. */
export function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = ''
    child.stdout?.on('data', (text: string | Buffer) => {
      out += String(text)
      if (pattern.test(out)) resolve(out)
    })
    child.on('close', (code) => reject(new Error(`it ended with ${code} before it said ${pattern.source}: ${out}`)))
  })
}
