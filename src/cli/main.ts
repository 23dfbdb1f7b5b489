import { exit, StopError, UsageError, type Io } from './command.ts'
import { commands, sections } from './commands.ts'
import { helpOf, listCommands } from './help.ts'
import { parseInvocation } from './arguments.ts'
import { explainFailure, isUnwritable } from './failure.ts'
import { ownVersion } from '../config/version.ts'
import { nearest } from '../kernel/nearest.ts'
import { terminalText } from '../render/terminal.ts'
import type { CommandEntry } from './sections/section.ts'

/** Runs one command line (without `node` and the script) and returns the exit code. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined) {
    io.err(listCommands(sections))
    return exit.usage
  }
  if (name === '--version') {
    io.out(`${await ownVersion()}\n`)
    return exit.fine
  }
  const help = ['help', '--help', '-h'].includes(name)
  const asked = help ? rest[0] : name
  if (asked === undefined) {
    io.out(listCommands(sections))
    return exit.fine
  }
  const entry = commands.find((one) => one.name === asked)
  if (entry === undefined) return unknownCommand(asked, io)
  return help ? runCommand(entry, ['--help'], io) : runCommand(entry, rest, io)
}

function unknownCommand(name: string, io: Io): number {
  const near = nearest(
    name,
    commands.map((one) => one.name),
  )
  const meant = near === undefined ? '' : `; did you mean \`${near}\`?`
  io.err(`writ: there is no command \`${terminalText(name)}\`${meant}\n\`writ help\` lists them\n`)
  return exit.usage
}

async function runCommand(entry: CommandEntry, words: readonly string[], io: Io): Promise<number> {
  try {
    const command = await entry.load()
    const invocation = parseInvocation(command, words, io)
    if (invocation.flag('help')) {
      io.out(helpOf(entry, command))
      return exit.fine
    }
    return await command.run(invocation)
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`writ ${entry.name}: ${terminalText(error.message, 500)}\nusage: writ ${entry.name} ${entry.usage}\n`)
      return exit.usage
    }
    if (error instanceof StopError) {
      io.err(`${error.message}\n`)
      return error.code
    }
    if (isUnwritable(error)) {
      io.err(`writ ${entry.name}: ${terminalText(error.message, 500)}\n`)
      return exit.findings
    }
    io.err(`writ ${entry.name}: ${explainFailure(error)}\n`)
    return exit.unavailable
  }
}
