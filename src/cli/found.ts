import { rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { administratorCodeFile, administratorTokenFile } from '../config/data-folder.ts'
import type { Settings } from '../config/settings.ts'
import { terminalText } from '../render/terminal.ts'
import { AlreadySetUpError, setUp, SetUpFailedError, SetUpRefusedError, type SetUpAnswer, type SetUpCommand } from '../workflow/set-up.ts'
import { exit, StopError } from './command.ts'
import { keyOfNewLog } from './log-key.ts'
import { operatorName, withInstance, type OpenOptions } from './open-instance.ts'

export type FoundCommand = Omit<SetUpCommand, 'name' | 'operator' | 'keep'>

export interface Founded extends SetUpAnswer {
  /** Where the administrator's bearer token is. */
  readonly tokenFile: string
  /** The public key of the log; null where none could be made: the ledger stands anyway. */
  readonly vkey: string | null
}

/**
 * Founds the ledger of a data folder: the one way into the house, by command and in the browser. The administrator's secrets lie in their files (mode
 * 0600) before the first entry stands, so whenever the process dies there is either no ledger, and files that the next attempt replaces, or a ledger whose
 * secrets are there. What is refused stops with StopError; somebody else was first: AlreadySetUpError.
 */
export async function found(settings: Settings, command: FoundCommand, { waitMs }: Pick<OpenOptions, 'waitMs'> = {}): Promise<Founded> {
  const [tokenFile, codeFile] = [administratorTokenFile(settings.data), administratorCodeFile(settings.data)]
  const options = { create: true, charter: command.source.charter, demo: command.demo, ...(waitMs === undefined ? {} : { waitMs }) }
  return withInstance(settings, options, async (instance) => {
    let kept = false
    try {
      const answer = await setUp(instance, {
        ...command,
        name: basename(settings.data),
        operator: operatorName(),
        keep: async ({ token, code }) => {
          kept = true
          await keepSecret(tokenFile, token)
          if (code !== undefined) await keepSecret(codeFile, code)
        },
      })
      return { ...answer, tokenFile, vkey: await keyOfNewLog(instance, settings) }
    } catch (error) {
      if (kept && instance.journal.size === 0) await Promise.all([tokenFile, codeFile].map((file) => rm(file, { force: true })))
      if (error instanceof AlreadySetUpError) throw error
      if (error instanceof SetUpFailedError) throw new StopError(`writ: ${terminalText(error.message, 500)}`, exit.unavailable)
      if (error instanceof SetUpRefusedError) throw new StopError(`writ: ${terminalText(error.message, 500)}`)
      throw error
    }
  })
}

/** Writes a secret to a file of its own that nobody else can read, in place of what was left there. */
export async function keepSecret(file: string, text: string): Promise<void> {
  await rm(file, { force: true })
  await writeFile(file, `${text}\n`, { mode: 0o600, flag: 'wx', flush: true })
}
