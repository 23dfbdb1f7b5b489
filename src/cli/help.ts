import { flagsOf, type Command } from './command.ts'
import type { CommandEntry, CommandSection } from './sections/section.ts'

const WIDTH = 100

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
  const options = shownFlags(command)
  const width = Math.max(...options.map(([flag]) => flag.length))
  return [
    ...wrap(`usage: writ ${name} ${usage}`, '  '),
    '',
    ...wrap(command.help, ''),
    '',
    ...options.flatMap(([flag, help]) => wrap(`  ${flag.padEnd(width)}  ${help}`, ' '.repeat(width + 4))),
    '',
  ].join('\n')
}

/** The flags of a command as help shows them, with their lines: `--until DATE`. */
export function shownFlags(command: Command): readonly (readonly [flag: string, help: string])[] {
  return Object.entries(flagsOf(command)).map(([flag, { value, short, help }]) => [
    `--${flag}${value === undefined ? '' : ` ${value}`}${short === undefined ? '' : `, -${short}`}`,
    help,
  ])
}

/** Lines of at most 100 characters; the first one keeps its own indent, the others get this one. */
function wrap(text: string, indent: string): readonly string[] {
  const [, lead = '', rest = ''] = /^(\s*)([^]*)$/.exec(text.trimEnd()) ?? []
  const lines: string[] = []
  let line = lead
  for (const word of rest.split(/\s*\n\s*|(?<=\S) (?=\S)/)) {
    const blank = line.trim() === ''
    if (!blank && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = `${indent}${word}`
    } else line += blank ? word : ` ${word}`
  }
  return [...lines, line]
}
