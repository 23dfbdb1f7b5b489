import { common, type Command, type Option } from './command.ts'
import type { CommandEntry, CommandSection } from './commands.ts'

export function listCommands(sections: readonly CommandSection[]): string {
  const width = Math.max(...sections.flatMap(({ entries }) => entries.map(({ name }) => name.length)))
  const parts = sections.map(({ title, entries }) =>
    [`${title}:`, ...entries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`), ''].join('\n'),
  )
  return [
    'writ: access governance for wikis and the tools around them',
    '',
    'usage: writ COMMAND ...',
    '',
    ...parts,
    '`writ help COMMAND` tells more; `writ demo` shows it at work',
    '',
  ].join('\n')
}

export function helpOf({ name, usage }: CommandEntry, command: Command): string {
  const options = Object.entries<Option>({ ...command.options, ...common }).map(
    ([flag, { value, short, help }]) =>
      [`--${flag}${value === undefined ? '' : ` ${value}`}${short === undefined ? '' : `, -${short}`}`, help] as const,
  )
  const width = Math.max(...options.map(([flag]) => flag.length))
  return [
    `usage: writ ${name} ${usage}`,
    '',
    command.help.trim(),
    '',
    ...options.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`),
    '',
  ].join('\n')
}
