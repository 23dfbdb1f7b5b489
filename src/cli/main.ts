import { exit, StopError, UsageError, type Command, type Io } from './command.ts'
import { commands } from './commands.ts'
import { listCommands, helpOf } from './help.ts'
import { parseInvocation } from './arguments.ts'
import { nearest } from '../kernel/nearest.ts'

/** Runs one command line (without `node` and the script) and returns the exit code. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const asked = rest[0] === undefined ? undefined : commands.find((command) => command.name === rest[0])
    io.out(asked === undefined ? listCommands(commands) : helpOf(asked))
    return name === undefined ? exit.usage : exit.fine
  }
  if (name === '--version') {
    io.out(`${await version()}\n`)
    return exit.fine
  }
  const command = commands.find((one) => one.name === name)
  if (command === undefined) {
    const near = nearest(
      name,
      commands.map((one) => one.name),
    )
    io.err(`writ: there is no command \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}\n\`writ help\` lists them\n`)
    return exit.usage
  }
  return runCommand(command, rest, io)
}

async function runCommand(command: Command, words: readonly string[], io: Io): Promise<number> {
  try {
    const invocation = parseInvocation(command, words, io)
    if (invocation.flag('help')) {
      io.out(helpOf(command))
      return exit.fine
    }
    return await command.run(invocation)
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`writ ${command.name}: ${error.message}\nusage: writ ${command.name} ${command.usage}\n`)
      return exit.usage
    }
    if (error instanceof StopError) {
      io.err(`${error.message}\n`)
      return error.code
    }
    throw error
  }
}

async function version(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}
