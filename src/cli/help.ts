import { common, type Command, type Option } from './command.ts'

export function listCommands(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length))
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`)
  return [
    `writ: access governance for wikis and the tools around them`,
    '',
    'usage: writ COMMAND ...',
    '',
    ...lines,
    '',
    '`writ help COMMAND` tells more; `writ demo` shows it at work',
    '',
  ].join('\n')
}

export function helpOf(command: Command): string {
  const options = Object.entries<Option>({ ...command.options, ...common }).map(
    ([name, option]) => [`--${name}${option.value === undefined ? '' : ` ${option.value}`}`, option.help] as const,
  )
  const width = Math.max(...options.map(([flag]) => flag.length))
  return [
    `usage: writ ${command.name} ${command.usage}`,
    '',
    command.help.trim(),
    '',
    ...options.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`),
    '',
  ].join('\n')
}
