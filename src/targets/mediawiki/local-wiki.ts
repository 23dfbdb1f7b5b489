/**
 * A throw-away wiki on 127.0.0.1 from the system's MediaWiki package (Debian: `mediawiki`, `php-cli`, `php-sqlite3`), for demo, trials and tests.
 * It ends, and its folder goes unless it is to be kept, when it is stopped or when the process that started it ends, however that happens.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, openSync, closeSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename, join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { asPhp, wikiFolder, writeInstalled } from './local-wiki-folder.ts'
import { packageDirectory, phpEnvironment, phpOptions, phpProgram, runInWiki, runPhp } from './local-wiki-php.ts'
import { createPeople, type WikiPerson } from './local-wiki-people.ts'
import { wikiTemplate, type Credentials, type Template } from './local-wiki-template.ts'

export interface LocalWikiOptions {
  /** PHP appended to the wiki's settings: groups, rights, autopromotion. */
  readonly settings?: string
  /** Extensions of the package by name, or absolute folders of others. */
  readonly extensions?: readonly string[]
  /** `none` (default) also switches off rate limits and login throttling; `db` has them. */
  readonly cache?: 'none' | 'db'
  /** Requests served at the same time; 4 if not given. */
  readonly workers?: number
  /** A folder that stays: a later start with it serves the same wiki, with its accounts and pages. Its parent must stand. */
  readonly folder?: string
}

/** One request of the access log. Values of other parameters are never kept, only their names. */
export interface AccessLine {
  readonly method: string
  readonly path: string
  readonly action?: string
  readonly list?: string
  readonly meta?: string
  readonly prop?: string
  readonly modules?: string
  readonly titles?: string
  readonly type?: string
  readonly parameters: readonly string[]
}

export interface LocalWiki {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Address of the action API. */
  readonly apiUrl: string
  readonly directory: string
  /** Account `WritBot`, group `writ`, a bot password with the grants basic and highvolume. */
  readonly connector: Credentials
  /** Account `Admin` (sysop, bureaucrat, interface-admin), a bot password with every grant. */
  readonly administrator: Credentials
  /** Runs PHP statements inside the wiki: `$args` holds the arguments, the value of `return` comes back. */
  php(code: string, args?: unknown): Promise<unknown>
  /** Runs one SQL statement behind the wiki's back. */
  sql(text: string, ...values: readonly SQLInputValue[]): readonly Readonly<Record<string, unknown>>[]
  /** Replaces the second settings file; returns when the wiki answers under it, rejects when it cannot. */
  writeSettings(php: string): Promise<void>
  /** Creates accounts without a log line; their immutable ids by name. */
  seed(people: readonly WikiPerson[]): Promise<ReadonlyMap<string, number>>
  /** The requests since the start or the last `clearAccessLog`, in order. */
  accessLog(): Promise<readonly AccessLine[]>
  clearAccessLog(): Promise<void>
  stop(): Promise<void>
}

/** Whether this machine has what a local wiki needs. */
export function localWikiAvailable(): boolean {
  return existsSync(join(packageDirectory, 'maintenance/install.php')) && existsSync(phpProgram)
}

// The shell waits for its standard input to end: that happens on stop() and whenever our process is gone. Then all of the group ends.
const keeper = 'dir=$1; shift; "$@" & cat >/dev/null; trap "" TERM; kill -TERM 0; wait; [ -z "$dir" ] || rm -rf -- "$dir"'

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address === null || typeof address === 'string' ? reject(new Error('no port')) : resolve(address.port)))
    })
  })
}

/** True once this very wiki answers with JSON; false when it cannot have the port. */
async function answers(apiUrl: string, directory: string, server: ChildProcess): Promise<boolean> {
  const deadline = performance.now() + 60_000
  let last = 'no answer'
  while (performance.now() < deadline) {
    const log = await readFile(join(directory, 'server.log'), 'utf8')
    if (log.includes('Failed to listen')) return false
    if (server.exitCode !== null) throw new Error(`the wiki's server ended: ${log.slice(-2000)}`)
    const response = await fetch(`${apiUrl}?action=query&meta=siteinfo&format=json`, { signal: AbortSignal.timeout(30_000) }).catch(
      () => undefined,
    )
    if (response?.headers.get('x-writ-wiki') === basename(directory)) {
      last = await response.text()
      if (last.startsWith('{"')) return true
      break
    }
    await sleep(20)
  }
  throw new Error(`the wiki does not answer: ${last.slice(0, 2000)}`)
}

async function serve(directory: string, compiled: string, port: number, { workers = 4, folder }: LocalWikiOptions): Promise<ChildProcess> {
  const log = openSync(join(directory, 'server.log'), 'w')
  const program = [phpProgram, ...phpOptions(directory, compiled), '-d', `auto_prepend_file=${directory}/access-log.php`]
  const goes = folder === undefined ? directory : ''
  const server = spawn('/bin/sh', ['-c', keeper, 'sh', goes, ...program, '-S', `127.0.0.1:${port}`, '-t', `${directory}/tree`], {
    cwd: '/',
    detached: true,
    env: { ...phpEnvironment(directory), PHP_CLI_SERVER_WORKERS: String(workers) },
    stdio: ['pipe', log, log],
  })
  closeSync(log)
  server.unref()
  // A stream of a child process keeps our process alive unless told otherwise.
  ;(server.stdin as unknown as { unref(): void }).unref()
  return server
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise<void>((resolve) => void server.once('exit', () => resolve()))
  server.ref()
  server.stdin?.end()
  const killed = setTimeout(() => server.pid !== undefined && process.kill(-server.pid, 'SIGKILL'), 5000)
  await ended
  clearTimeout(killed)
}

/** Starts a throw-away wiki. The first start on a machine installs a template (seconds); later ones copy it. */
export async function startLocalWiki(options: LocalWikiOptions = {}): Promise<LocalWiki> {
  const template = await wikiTemplate(options.extensions ?? [])
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const directory = await wikiFolder(template, options)
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    await writeInstalled(template, directory, url)
    const server = await serve(directory, template.compiled, port, options)
    const started = await answers(`${url}/api.php`, directory, server).catch(async (error: unknown) => {
      await end(server)
      throw error
    })
    if (started) return localWiki(template, directory, url, server, options.folder !== undefined)
    await end(server)
  }
  throw new Error('no free port for the wiki')
}

function localWiki(template: Template, directory: string, url: string, server: ChildProcess, kept: boolean): LocalWiki {
  const apiUrl = `${url}/api.php`
  const php = async (code: string, args?: unknown) => await runInWiki(directory, template.compiled, code, args)
  return {
    url,
    apiUrl,
    directory,
    connector: template.connector,
    administrator: template.administrator,
    php,
    sql: (text, ...values) => {
      using database = new DatabaseSync(join(directory, 'data/writ.sqlite'), { timeout: 10_000 })
      return database.prepare(text).all(...values)
    },
    writeSettings: async (text) => {
      const file = join(directory, 'settings.php')
      await writeFile(file, asPhp(text))
      await runPhp(directory, template.compiled, ['-l', file])
      if (!(await answers(apiUrl, directory, server))) throw new Error('the wiki lost its port')
    },
    seed: async (people) => await createPeople(php, people),
    accessLog: async () => {
      const text = await readFile(join(directory, 'access.log'), 'utf8').catch(() => '')
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as AccessLine)
    },
    clearAccessLog: async () => await rm(join(directory, 'access.log'), { force: true }),
    stop: async () => {
      await end(server)
      if (!kept) await rm(directory, { recursive: true, force: true })
    },
  }
}
