/** The generated part of docs/spec/cli.md: every command and flag as the code has them. */
import type { Option } from '../../src/cli/command.ts'
import { sections } from '../../src/cli/commands.ts'

export const SPEC = 'docs/spec/cli.md'
const [BEGIN, END] = ['<!-- commands: made by `node scripts/write-cli-spec.mjs` -->', '<!-- end of commands -->']

/** The specification's text with its generated part anew. */
export async function withReference(text: string): Promise<string> {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`${SPEC} lacks its marks`)
  return `${text.slice(0, begin)}${BEGIN}\n\n${await commandReference()}\n${text.slice(end)}`
}

async function commandReference(): Promise<string> {
  const parts: string[] = []
  for (const { title, entries } of sections) {
    parts.push(`### ${title.replace(/^./, (letter) => letter.toUpperCase())}`, '')
    for (const entry of entries) {
      const { name, summary, usage } = entry
      const { help, options } = await entry.load()
      parts.push(`#### writ ${name}`, '', `${summary.replace(/^./, (letter) => letter.toUpperCase())}.`, '')
      parts.push('```', `writ ${name} ${usage}`, '```', '', help.trim().replaceAll(/\s*\n\s*/g, ' '), '')
      const flags = Object.entries<Option>(options)
      if (flags.length > 0) parts.push('| flag | |', '| --- | --- |', ...flags.map(row), '')
    }
  }
  return parts.join('\n')
}

function row([name, { value, short, help }]: readonly [string, Option]): string {
  const flag = `\`--${name}${value === undefined ? '' : ` ${value}`}\`${short === undefined ? '' : `, \`-${short}\``}`
  return `| ${flag} | ${help.replaceAll('|', '\\|')} |`
}
