import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { renderSettings } from '../../render/mediawiki/settings.ts'
import { charterDocument } from '../../workflow/charter-document.ts'
import { needCharter } from '../charter-files.ts'
import { exit, StopError, type Command } from '../command.ts'
import { formatFinding } from '../print-findings.ts'
import { chooseTarget } from './matrix.ts'
import { printJson } from '../print-json.ts'
import { terminalText } from '../../render/terminal.ts'

export const renderCommand: Command = {
  help: `Prints PHP for the end of LocalSettings.php (load it last: \`require 'writ-groups.php';\`). What the wiki cannot express is an error, what you
should know is printed on stderr and stands in the file as comments. A group that still has members must not be unset: name it with --keep-abolished.`,
  options: {
    target: { type: 'string', value: 'T', help: 'the target; may be left out where the charter has one with groups' },
    output: { type: 'string', value: 'FILE', help: 'write there instead of stdout' },
    'keep-abolished': { type: 'string', multiple: true, value: 'GROUP', help: 'an abolished group that still has members' },
    tags: { type: 'boolean', help: 'let Writ’s account make and use a tag for its log lines' },
  },
  words: [1, 1],
  async run(invocation) {
    const { files, source } = await needCharter(invocation.positionals[0] ?? '')
    const target = chooseTarget(source.charter, invocation.text('target'))
    const hash = createHash('sha256').update(charterDocument(files)).digest('hex')
    const rendered = renderSettings(source.charter, target, {
      hash,
      stillHeld: invocation.texts('keep-abolished'),
      tags: invocation.flag('tags'),
    })
    if (!rendered.ok) {
      const findings = rendered.error.map((problem) => ({
        ...source.place(problem.clause),
        code: `render/${problem.code}`,
        severity: 'error' as const,
        message: problem.message,
        remedy: problem.remedy,
      }))
      throw new StopError(findings.map(formatFinding).join('\n'))
    }
    const output = invocation.text('output')
    if (output !== undefined) await writeFile(output, rendered.value.text)
    else if (invocation.flag('json')) printJson(invocation.io, rendered.value)
    else invocation.io.document(rendered.value.text)
    for (const remark of rendered.value.remarks) invocation.io.err(`note: ${terminalText(remark, 600)}\n`)
    return exit.fine
  },
}
