import { formatInstant } from '../../kernel/instant.ts'
import { sentenceOf } from '../../render/sentence.ts'
import { terminalText } from '../../render/terminal.ts'
import { dataOption, exit, UsageError, type Command, type Invocation } from '../command.ts'
import { exportLog } from '../export-log.ts'
import { readSettings } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { printJson } from '../print-json.ts'
import { verifyProof } from '../verify-proof.ts'

const USUAL = 50

export const logCommand: Command = {
  help: `Lists entries, newest last, as whoever runs Writ may see them. \`writ log verify\` re-hashes every entry, opens every commitment and
builds the tree anew: exit 1 if anything does not fit. \`writ log export\` prints the changes of rights as the public may see them, oldest first: the
record for a page of the wiki, a spreadsheet or a program; the same public view as the pages of \`writ serve\`. --all exports every entry. \`writ log
verify-proof FILE\` checks a proof that the pages hand out, against the root it brings or, with --root, against the one you kept: exit 1 if it is none. It needs no
data folder.`,
  options: {
    from: { type: 'string', value: 'N', help: 'first entry (default: the last 50); of an export also a day' },
    limit: { type: 'string', value: 'N', help: 'how many (default 50)' },
    until: { type: 'string', value: 'N', help: 'of an export: the last entry or day' },
    format: { type: 'string', value: 'F', help: 'of an export: wikitext (default), html, xml, csv or json' },
    all: { type: 'boolean', help: 'of an export: every entry, not only changes of rights' },
    output: { type: 'string', value: 'PATH', help: 'of an export: write there instead of stdout' },
    root: { type: 'string', value: 'HEX', help: 'of verify-proof: the root that you kept' },
    prefix: { type: 'string', value: 'TITLE', help: 'where the page stands on the wiki (default: Project:Rights)' },
    ...dataOption,
  },
  words: [0, 2],
  async run(invocation) {
    const [what, file] = invocation.positionals
    if (what === 'verify-proof') return verifyProof(invocation)
    if (file !== undefined) throw new UsageError(`\`${file}\` is one word too many`)
    if (invocation.text('root') !== undefined) throw new UsageError('--root belongs to `writ log verify-proof`')
    if (what === 'export') return exportLog(invocation)
    if (what !== undefined && what !== 'verify')
      throw new UsageError(`\`${what}\` is nothing the log can do; take verify, export, verify-proof, or nothing`)
    for (const name of ['until', 'format', 'output', 'prefix'])
      if (invocation.text(name) !== undefined) throw new UsageError(`--${name} belongs to \`writ log export\``)
    const settings = await readSettings(invocation)
    const { io } = invocation
    return withView(settings, async (view, charters) => {
      if (what === 'verify') {
        const { size, root, problems } = await view.verify()
        if (invocation.flag('json')) printJson(io, { size, root, problems })
        else {
          for (const { seq, text } of problems) io.out(`${seq === undefined ? 'ledger' : `entry ${seq}`}: ${terminalText(text, 300)}\n`)
          io.out(`${size} entries, root ${root}: ${problems.length === 0 ? 'everything fits' : `${problems.length} problems`}\n`)
        }
        return problems.length === 0 ? exit.fine : exit.findings
      }
      const limit = numberOf(invocation, 'limit') ?? USUAL
      const from = numberOf(invocation, 'from') ?? Math.max(0, view.size - limit)
      const entries = await view.entries(from, limit)
      const charter = view.state.charter === undefined ? undefined : (await charters.inForce(view.state)).charter
      for (const entry of entries) {
        if (invocation.flag('json')) printJson(io, { ...entry, at: formatInstant(entry.at) }, 'line')
        else
          io.out(
            `${String(entry.seq).padStart(6)}  ${formatInstant(entry.at)}  ${terminalText(sentenceOf(entry, { state: view.state, charter }), 300)}\n`,
          )
      }
      return exit.fine
    })
  },
}

function numberOf(invocation: Invocation, name: string): number | undefined {
  const text = invocation.text(name)
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name}: \`${text}\` is no number`)
  return Number(text)
}
