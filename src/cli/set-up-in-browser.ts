import { mkdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { setupTokenFile, storeFile } from '../config/data-folder.ts'
import { systemOutside } from '../config/outside.ts'
import type { Settings } from '../config/settings.ts'
import { addDuration } from '../kernel/duration.ts'
import { sentenceOf } from '../render/sentence.ts'
import { terminalText } from '../render/terminal.ts'
import { isLoopback } from '../server/hosts.ts'
import type { ServerOptions } from '../server/listen.ts'
import { WriterBusyError } from '../server/serving.ts'
import { FoundingRefusedError, type Founded, type Foundry, type Plan } from '../server/setup/foundry.ts'
import { createPass } from '../server/setup/pass.ts'
import { LedgerLockedError } from '../store/errors.ts'
import { hasLedger } from '../store/sqlite/open.ts'
import { AlreadySetUpError, setUp, SetUpFailedError, SetUpRefusedError } from '../workflow/set-up.ts'
import { exit, StopError, type Io } from './command.ts'
import { isUnwritable } from './failure.ts'
import { found, keepSecret } from './found.ts'
import { operatorName, withScratchInstance } from './open-instance.ts'

/**
 * Serves a data folder. One without a ledger gets a one-time token in a file of its own, whose place is told on stderr and whose text is told nowhere; the file
 * goes when this ends, and a folder that was made for it and stayed empty.
 */
export async function whileUnfounded(settings: Settings, io: Io, serve: (setup: ServerOptions['setup']) => Promise<void>): Promise<void> {
  const { clock, hashing, randomness } = systemOutside()
  if (await hasLedger(storeFile(settings.data))) return serve(undefined)
  const file = setupTokenFile(settings.data)
  const pass = createPass(hashing, randomness, clock.now())
  const made = await folderFor(settings, io)
  await keepSecret(file, pass.text)
  io.err(
    `writ: \`${terminalText(settings.data)}\` is not set up yet: open /setup in a browser; the one-time token for it is in ${terminalText(file)}, good for an hour\n`,
  )
  const forget = async () => {
    // another server may have put its own there
    if ((await readFile(file, 'utf8').catch(() => '')).trim() === pass.text) await rm(file, { force: true })
  }
  try {
    return await serve({ pass, foundry: foundryOf(settings, forget) })
  } finally {
    await forget()
    if (made !== undefined) await removeEmpty(settings.data, made)
  }
}

/**
 * Says loudly that there is no ledger where one may be expected: `--data` may be mistyped. A folder is made only where nobody but this machine reaches the
 * server. The first folder that was made; undefined = it was there.
 */
async function folderFor({ data, host }: Settings, io: Io): Promise<string | undefined> {
  const shown = `\`${terminalText(data)}\``
  const advice = 'if your ledger is elsewhere, stop this now and mend --data (or WRIT_DATA)'
  if (await isThere(data)) {
    io.err(`writ: warning: ${shown} holds no ledger; ${advice}\n`)
    return undefined
  }
  if (!isLoopback(host))
    throw new StopError(
      `writ: there is no folder ${shown}; on ${terminalText(host)}, where others reach the server, none is made: mend --data (or WRIT_DATA), or make it first (mkdir -m 700), or serve on 127.0.0.1`,
      exit.usage,
    )
  const made = await mkdir(data, { recursive: true, mode: 0o700 })
  io.err(
    `writ: warning: there was no folder ${shown}, so it was made, and it is empty; ${advice}: it goes again unless a ledger is founded\n`,
  )
  return made
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

/** Takes away a folder and those above it as far as they were made for it; what holds anything stays. */
async function removeEmpty(data: string, first: string): Promise<void> {
  const top = resolve(first)
  for (let at = resolve(data); at.startsWith(top); at = dirname(at)) {
    const isGone = await rmdir(at).then(
      () => true,
      () => false,
    )
    if (!isGone) return
  }
}

/** So long another command may keep the folder before whoever founds hears of it. */
const PATIENCE_MS = 4000
const PAUSE_MS = 100

function foundryOf(settings: Settings, forget: () => Promise<void>): Foundry {
  const { clock } = systemOutside()
  let turn: Promise<unknown> = Promise.resolve()
  return {
    connected: new Set(Object.keys(settings.targets)),
    logins: Object.entries(settings.login?.providers ?? {}).flatMap(([id, { title, target }]) =>
      target === undefined ? [{ id, title }] : [],
    ),
    async isFounded() {
      const isFounded = await hasLedger(storeFile(settings.data))
      if (isFounded) await forget()
      return isFounded
    },
    preview: (plan) => explained(() => preview(settings, plan)),
    found(plan) {
      // one after the other: the ledger is locked by the process, not by the request
      const founding = turn.then(() => explained(() => foundNow(settings, plan, clock.now() + PATIENCE_MS)))
      turn = founding.catch(() => undefined)
      return founding.then(async (done) => {
        await forget()
        return done
      })
    },
  }
}

/** Founds it for good, but in memory: whatever would be refused is refused. */
function preview(settings: Settings, plan: Plan): ReturnType<Foundry['preview']> {
  const { charter } = plan.source
  return withScratchInstance(settings, charter, async (instance) => {
    const { remarks } = await setUp(instance, { ...commandOf(plan), name: 'preview', operator: operatorName() })
    const entries = await instance.journal.entries(0, instance.journal.size)
    return { entries: entries.map((entry) => sentenceOf(entry, { state: instance.journal.state, charter })), remarks }
  })
}

async function foundNow(settings: Settings, plan: Plan, deadline: number): Promise<Founded | undefined> {
  const { clock } = systemOutside()
  for (;;) {
    try {
      const { code, remarks } = await found(settings, commandOf(plan), { waitMs: 0 })
      return { code: code ?? '', until: addDuration(clock.now(), { count: 1, unit: 'hour' }), remarks }
    } catch (error) {
      if (error instanceof AlreadySetUpError) return undefined
      if (!(error instanceof StopError && error.cause instanceof LedgerLockedError)) throw error
      if (clock.now() > deadline) throw new WriterBusyError('another command is writing; try again in a moment', { cause: error })
    }
    await setTimeout(PAUSE_MS)
  }
}

function commandOf({ document, source, administrator, founders }: Plan) {
  return { document, source, administrator, founders, demo: false, channel: 'web', withCode: true } as const
}

/** Wrong settings, a target that does not answer, a name that cannot be recorded: what the one who sets up can mend. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const isTheirs =
      error instanceof StopError || error instanceof SetUpRefusedError || error instanceof SetUpFailedError || isUnwritable(error)
    if (!isTheirs) throw error
    throw new FoundingRefusedError(error.message.replaceAll(/^writ: /gm, ''), { cause: error })
  }
}
