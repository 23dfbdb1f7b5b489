import type { Command } from '../command.ts'

/** A command as help lists it. What it does is loaded when it is called: `check` must not wait for a server and a database to load. */
export interface CommandEntry {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What stands after the name, as in `CHARTER --target T`. */
  readonly usage: string
  load(): Promise<Command>
}

export interface CommandSection {
  readonly title: string
  readonly entries: readonly CommandEntry[]
}
