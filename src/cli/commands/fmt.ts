import { writeFile } from 'node:fs/promises'
import { formatCharter } from '../../charter/format/format.ts'
import { parseCharter } from '../../charter/parse.ts'
import { charterToJson } from '../../charter/to-json.ts'
import { readCharterFiles } from '../charter-files.ts'
import { exit, StopError, type Command } from '../command.ts'
import { formatFinding } from '../print-findings.ts'
import { printJson } from '../print-json.ts'
import { terminalText } from '../../render/terminal.ts'

export const fmtCommand: Command = {
  help: `Sections in the order of the grammar, comments kept, the meaning unchanged. A file is printed; a folder needs --write or --check.
--json prints the normal form: every list a list, defaults merged, durations as ISO 8601.`,
  options: {
    write: { type: 'boolean', help: 'write the files instead of printing' },
    check: { type: 'boolean', help: 'exit 1 if a file would change' },
  },
  words: [1, 1],
  async run(invocation) {
    const { io } = invocation
    const [path = ''] = invocation.positionals
    const files = await readCharterFiles(path)
    if (invocation.flag('json')) {
      const parsed = parseCharter(files)
      if (!parsed.ok) throw new StopError(parsed.error.map(formatFinding).join('\n'))
      printJson(io, charterToJson(parsed.value.charter))
      return exit.fine
    }
    if (files.length > 1 && !invocation.flag('write') && !invocation.flag('check'))
      throw new StopError('writ: a folder is formatted with --write, or looked at with --check', exit.usage)
    const formatted = files.map((file) => ({ file, result: formatCharter(file) }))
    const problems = formatted.flatMap(({ result }) => (result.ok ? [] : result.error))
    if (problems.length > 0) throw new StopError(problems.map(formatFinding).join('\n'))
    const changed = formatted.filter(({ file, result }) => result.ok && result.value !== file.text)
    if (invocation.flag('check')) {
      for (const { file } of changed) io.out(`${terminalText(file.name)} is not in canonical form; \`writ fmt --write\` mends it\n`)
      return changed.length > 0 ? exit.findings : exit.fine
    }
    for (const { file, result } of invocation.flag('write') ? changed : formatted) {
      if (!result.ok) continue
      if (invocation.flag('write')) await writeFile(file.name, result.value)
      else io.document(result.value)
    }
    return exit.fine
  },
}
