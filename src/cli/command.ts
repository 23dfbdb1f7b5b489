import type { ParseArgsConfig } from 'node:util'

/** Exit codes of every command; docs/spec/cli.md lists them. */
export const exit = { fine: 0, findings: 1, usage: 2, unavailable: 3 } as const
export type ExitCode = (typeof exit)[keyof typeof exit]

type OptionConfig = NonNullable<ParseArgsConfig['options']>[string]

/** A flag with its line of help. `value` is how help shows what it takes. */
export type Option = OptionConfig & { readonly help: string; readonly value?: string; readonly short?: string }

export interface Invocation {
  readonly positionals: readonly string[]
  /** The text of a flag; undefined where it is absent. */
  text(name: string): string | undefined
  /** All texts of a flag that may stand several times. */
  texts(name: string): readonly string[]
  flag(name: string): boolean
  readonly io: Io
}

/** Where a command writes. Tests give their own. */
export interface Io {
  /** An answer in words or JSON. Whatever it holds, no control or bidirectional character reaches a terminal. */
  out(text: string): void
  /** The content of a file that is the answer itself (a formatted charter, a settings file): exact, so that it can be redirected. */
  document(text: string): void
  err(text: string): void
  /** A line on stderr that replaces itself; undefined where nobody would see it. */
  readonly progress: ((text: string) => void) | undefined
  /** Width for tables. */
  readonly columns: number
}

/** What a command takes and does. Its name, line and usage stand in the table of `commands.ts`, so that help loads no command. */
export interface Command {
  /** Sentences for `--help`. */
  readonly help: string
  readonly options: Readonly<Record<string, Option>>
  /** false: there is nothing to print as JSON. */
  readonly json?: false
  /** How many words may follow the name: least and most. */
  readonly words: readonly [number, number]
  run(invocation: Invocation): Promise<ExitCode>
}

/** A wrong call: printed with the usage, exit 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** A refusal or finding that ends the command: printed as it stands, exit 1 (or the code given). */
export class StopError extends Error {
  override name = 'StopError'
  readonly code: ExitCode
  constructor(message: string, code: ExitCode = exit.findings, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

const everywhere = {
  help: { type: 'boolean', short: 'h', help: 'print this' },
} as const satisfies Readonly<Record<string, Option>>
const json = { json: { type: 'boolean', help: 'print JSON of a documented, stable shape' } } as const satisfies Readonly<
  Record<string, Option>
>

/** Every flag of a command, with those that all commands have. */
export function flagsOf(command: Command): Readonly<Record<string, Option>> {
  return { ...command.options, ...(command.json === false ? {} : json), ...everywhere }
}

export const dataOption = {
  data: { type: 'string', value: 'DIR', help: 'the data folder (default: WRIT_DATA, else ./data)' },
} as const satisfies Readonly<Record<string, Option>>

/** A flag that the command cannot do without. */
export function required(invocation: Invocation, name: string): string {
  const text = invocation.text(name)
  if (text === undefined || text === '') throw new UsageError(`--${name} is missing`)
  return text
}
