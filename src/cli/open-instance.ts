import { mkdir, readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { readEnvironment, type Environment } from '../config/environment.ts'
import { storeFile } from '../config/data-folder.ts'
import { systemOutside } from '../config/outside.ts'
import { DEFAULT_DATA, shapeSettings, type Settings } from '../config/settings.ts'
import { LedgerLockedError, NewerDataError } from '../store/errors.ts'
import { openScratchStore, openSqliteStore } from '../store/sqlite/open.ts'
import { createInstance, type Instance } from '../workflow/instance.ts'
import { openJournal } from '../workflow/journal.ts'
import { exit, StopError, type Invocation } from './command.ts'
import { connectSources, connectTargets } from './connect.ts'
import type { Clock, Store } from '../workflow/ports.ts'
import type { Charter } from '../charter/model.ts'
import { terminalText } from '../render/terminal.ts'

const SETTINGS_FILE = 'writ.config.yaml'

/** Reads the settings that hold for a command; stops with all problems at once. */
export async function readSettings(invocation: Invocation): Promise<Settings> {
  const environment = readEnvironment()
  const flags = { data: invocation.text('data'), host: invocation.text('host'), port: invocation.text('port') }
  const file = await settingsFile(environment, flags.data ?? environment.data ?? DEFAULT_DATA)
  const settings = shapeSettings(flags, environment, file)
  if (!settings.ok) throw new StopError(settings.error.map((problem) => `writ: ${terminalText(problem, 400)}`).join('\n'), exit.usage)
  return settings.value
}

/**
 * The first settings file there is: the one that WRIT_CONFIG names, the data folder's own, the one of the folder where writ is started. The data
 * folder's comes first, or a demonstration would be connected to the real wiki of the place.
 */
async function settingsFile(environment: Environment, data: string): Promise<{ readonly name: string; readonly text: string } | undefined> {
  const named = environment.config
  for (const name of named === undefined ? [join(data, SETTINGS_FILE), SETTINGS_FILE] : [named]) {
    const text = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
      throw new StopError(`writ: the settings \`${terminalText(name)}\` cannot be read (${error.code ?? error.message})`, exit.usage)
    })
    if (text !== undefined) return { name, text }
  }
  if (named !== undefined) throw new StopError(`writ: WRIT_CONFIG names \`${terminalText(named)}\`, which is not there`, exit.usage)
  return undefined
}

export interface OpenOptions {
  /** Makes the data folder if it is absent. */
  readonly create?: boolean
  /** The charter before the genesis is written. */
  readonly charter?: Charter
  /** A demonstration, before the genesis says so. */
  readonly demo?: boolean
  /** Another clock than the machine's: a story whose time is data. */
  readonly clock?: Clock
  /** Milliseconds to wait for whoever is writing: a server holds the ledger for a moment at a time. Nothing else goes on meanwhile. */
  readonly waitMs?: number
  /** Aborted once the process is to end: long work stops between two steps, and waits no more. */
  readonly stop?: AbortSignal
}

const PATIENCE_MS = 3000

/**
 * Opens the ledger of a data folder for writing, connects its targets, runs the command and closes it again, also when the command fails.
 */
export async function withInstance<T>(settings: Settings, options: OpenOptions, run: (instance: Instance) => Promise<T>): Promise<T> {
  const file = storeFile(settings.data)
  if (options.create === true) await mkdir(settings.data, { recursive: true, mode: 0o700 })
  else if ((await stat(file).catch(() => undefined)) === undefined)
    throw new StopError(
      `writ: \`${terminalText(settings.data)}\` holds no ledger; \`writ setup\` makes one, \`--data\` names another folder`,
      exit.usage,
    )
  return withStore(openStore(file, options.waitMs ?? PATIENCE_MS), settings, options, run)
}

/** Runs a command on a ledger that is kept nowhere, with the targets of a charter: to see what would be written. */
export function withScratchInstance<T>(settings: Settings, charter: Charter, run: (instance: Instance) => Promise<T>): Promise<T> {
  return withStore(openScratchStore(), settings, { charter }, run)
}

async function withStore<T>(
  store: Store,
  settings: Settings,
  options: Omit<OpenOptions, 'create' | 'waitMs'>,
  run: (instance: Instance) => Promise<T>,
): Promise<T> {
  const outside = options.clock === undefined ? systemOutside() : { ...systemOutside(), clock: options.clock }
  try {
    const journal = await openJournal({ store, outside })
    try {
      const parts = {
        journal,
        store,
        outside,
        sleep: sleepUntil(options.stop),
        targets: new Map(),
        sources: [],
        ...stoppingBy(options.stop),
      }
      const charter =
        options.charter ??
        (journal.state.charter === undefined ? undefined : (await createInstance(parts).charters.inForce(journal.state)).charter)
      const targets =
        charter === undefined ? new Map() : await connectTargets(charter, settings, outside.clock, options.demo ?? journal.state.demo)
      return await run(createInstance({ ...parts, targets, sources: await connectSources(settings, outside.clock) }))
    } finally {
      await journal.close()
    }
  } finally {
    await store.close()
  }
}

function sleepUntil(stop: AbortSignal | undefined): (milliseconds: number) => Promise<void> {
  if (stop === undefined) return (milliseconds) => setTimeout(milliseconds)
  return (milliseconds) => setTimeout(milliseconds, undefined, { signal: stop }).catch(() => undefined)
}

function stoppingBy(stop: AbortSignal | undefined): { readonly stopping?: () => boolean } {
  return stop === undefined ? {} : { stopping: () => stop.aborted }
}

function openStore(file: string, waitMs: number): ReturnType<typeof openSqliteStore> {
  try {
    return openSqliteStore(file, { waitMs })
  } catch (error) {
    if (error instanceof LedgerLockedError || error instanceof NewerDataError)
      throw new StopError(`writ: ${error.message}`, exit.unavailable, { cause: error })
    throw error
  }
}

/** The name of the operating system's user: the operator's identity in the ledger. */
export function operatorName(): string {
  try {
    return userInfo().username
  } catch {
    // a container may run under a number that no list of users has
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
