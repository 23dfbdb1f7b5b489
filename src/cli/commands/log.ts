import { formatInstant } from '../../kernel/instant.ts'
import { sentenceOf } from '../../render/sentence.ts'
import { terminalText } from '../../render/terminal.ts'
import { dataOption, exit, UsageError, type Command, type Invocation } from '../command.ts'
import { exportLog } from '../export-log.ts'
import { logKey, printCheckpoint, signLog } from '../log-key.ts'
import { readSettings } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { printJson } from '../print-json.ts'
import { verifyLog } from '../verify-log.ts'
import { verifyProof } from '../verify-proof.ts'
import { watchLog } from '../watch-log.ts'

const USUAL = 50

/** Which of the log's verbs a flag belongs to. */
const OWNED: readonly (readonly [string, readonly string[]])[] = [
  ['root', ['verify-proof']],
  ['until', ['export']],
  ['format', ['export']],
  ['output', ['export']],
  ['prefix', ['export']],
  ['url', ['verify']],
  ['since', ['verify']],
  ['vkey', ['verify', 'verify-proof']],
  ['reason', ['key']],
]

export const logCommand: Command = {
  help: `Lists entries, newest last, as whoever runs Writ may see them. \`writ log verify\` re-hashes every entry, opens every commitment, builds the tree anew
and compares it with what was signed last and with the checkpoint in FILE: exit 1 if anything does not fit. With --url it looks at a log that somebody serves, and needs no data
folder: whether it is signed by VKEY and is a continuation of the checkpoint in FILE; if so, the present one is kept there, so the command can be run again and again; if not, exit 1, and what was shown is kept in FILE.other (exit 3: no answer).
\`writ log key make\` makes the key that the server signs the log with, a file of mode 0600 in the data folder, and prints the public key to be told to others; \`rotate\` changes it for another; \`writ log key\` lists all there ever were. \`writ log sign\` signs now,
\`writ log checkpoint\` prints what was signed last. \`writ log export\` prints the changes of rights as the public may see them, oldest first: the
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
    url: { type: 'string', value: 'URL', help: 'of verify: where the pages of the log are' },
    vkey: {
      type: 'string',
      value: 'VKEY',
      multiple: true,
      help: 'of verify and verify-proof: the key that it must be signed with (default: those that the ledger names); may stand several times',
    },
    since: { type: 'string', value: 'FILE', help: 'of verify: a checkpoint that you kept' },
    reason: { type: 'string', value: 'TEXT', help: 'of key rotate: why' },
    prefix: { type: 'string', value: 'TITLE', help: 'where the page stands on the wiki (default: Project:Rights)' },
    ...dataOption,
  },
  words: [0, 2],
  async run(invocation) {
    const [what, file] = invocation.positionals
    for (const [name, owners] of OWNED)
      if ((invocation.text(name) !== undefined || invocation.texts(name).length > 0) && !owners.includes(what ?? ''))
        throw new UsageError(`--${name} belongs to ${owners.map((one) => `\`writ log ${one}\``).join(' and ')}`)
    if (what === 'verify-proof') return verifyProof(invocation)
    if (what === 'key') return logKey(invocation)
    if (file !== undefined) throw new UsageError(`\`${file}\` is one word too many`)
    if (what === 'export') return exportLog(invocation)
    if (what === 'sign') return signLog(invocation)
    if (what === 'checkpoint') return printCheckpoint(invocation)
    if (what === 'verify') {
      const url = invocation.text('url')
      return url === undefined ? verifyLog(invocation) : watchLog(invocation, url)
    }
    if (what !== undefined)
      throw new UsageError(`\`${what}\` is nothing the log can do; take verify, export, verify-proof, key, sign, checkpoint, or nothing`)
    const settings = await readSettings(invocation)
    const { io } = invocation
    return withView(settings, async (view, charters) => {
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
