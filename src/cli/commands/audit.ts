import { csv } from '../../render/csv.ts'
import { terminalText } from '../../render/terminal.ts'
import { auditPart, reportOf } from '../../server/views/audit.ts'
import { evidenceFile } from '../../server/views/evidence.ts'
import { AUDIT_REPORTS } from '../../web/pages/audit-view.ts'
import { createAuditIndex } from '../../workflow/audit-index.ts'
import { dataOption, exit, StopError, UsageError, type Command } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings } from '../open-instance.ts'
import { withPublicScene } from '../open-scene.ts'
import { printJson } from '../print-json.ts'

export const auditCommand: Command = {
  help: `What deserves a second look, as whoever runs Writ may see it: ${AUDIT_REPORTS.join(', ')}. \`writ audit evidence ENTRY\` prints everything that the log holds about the grant that this entry made, private fields too, each entry with its proof: \`writ log verify-proof FILE\` checks it, and so does docs/spec/verify-proof.mjs without Writ. Nothing is recorded.`,
  options: { format: { type: 'string', value: 'F', help: 'of a report: text (default) or csv' }, ...dataOption },
  words: [1, 2],
  async run(invocation) {
    const [what = '', number] = invocation.positionals
    const report = reportOf(what)
    const format = invocation.text('format') ?? 'text'
    if (format !== 'text' && format !== 'csv') throw new UsageError('--format is one of text, csv')
    if (what !== 'evidence' && (report === undefined || number !== undefined))
      throw new UsageError(`audit takes ${AUDIT_REPORTS.join(', ')}, or evidence ENTRY`)
    const settings = await readSettings(invocation)
    const { io } = invocation
    return withPublicScene(settings, async (scene) => {
      if (report === undefined) {
        const grant = entryNumber(number ?? '')
        const found = await evidenceFile(scene, grant)
        if (found === undefined) throw new StopError(`writ: entry ${grant} made no grant`)
        io.document(`${JSON.stringify(found.file)}\n`)
        return exit.fine
      }
      const { rows } = await auditPart(scene, createAuditIndex(), report, { limit: Number.MAX_SAFE_INTEGER })
      if (invocation.flag('json')) printJson(io, { report, rows })
      else if (format === 'csv')
        io.document(
          csv([
            ['entry', 'time', 'person', 'what', 'by'],
            ...rows.map(({ entry, at, person, text, by }) => [String(entry), at, person ?? '', text, by ?? '']),
          ]),
        )
      else {
        for (const { entry, at, person, text } of rows)
          io.out(`${entry} ${at.slice(0, 10)} ${person === null ? '' : `${terminalText(person)}: `}${terminalText(text, 300)}\n`)
        if (rows.length === 0) io.out('nothing\n')
      }
      return exit.fine
    })
  },
}
