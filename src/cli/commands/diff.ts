import { diffCharters } from '../../charter/diff.ts'
import { judgeChange } from '../../safety/change.ts'
import { terminalText } from '../../render/terminal.ts'
import { needCharter } from '../charter-files.ts'
import { exit, type Command } from '../command.ts'
import { judgementJson, judgementLines } from '../print-change.ts'
import { printJson } from '../print-json.ts'
import { readRosterIfNamed } from '../roster-file.ts'

export const diffCommand: Command = {
  help: `Clauses that changed, cells of the matrix that changed, whose rights change, promises and verdicts that changed. Formatting, comments and order of names make no difference.
Exit 1 if the change would be refused: fewer rogue accounts suffice to do what cannot be undone, one account alone newly can, a promise breaks, a rule dangles, or somebody is locked out. Each takeover is told step by step.`,
  options: { roster: { type: 'string', value: 'FILE', help: 'who holds what; without it two holders a role are assumed' } },
  words: [2, 2],
  async run(invocation) {
    const [before = '', after = ''] = invocation.positionals
    const [old, now] = [(await needCharter(before)).source, (await needCharter(after)).source]
    const roster = await readRosterIfNamed(invocation.text('roster'), old.charter)
    const changes = diffCharters(old.charter, now.charter)
    const judgement = judgeChange(old, now, roster)
    const { verdicts, promises } = judgement
    if (invocation.flag('json'))
      printJson(invocation.io, {
        changes,
        verdicts: verdicts.map((one) => ({ ...one, before: one.before ?? null, after: one.after ?? null })),
        promises,
        ...judgementJson(judgement),
      })
    else {
      const lines = [
        ...changes.map(({ summary, clause }) => `${terminalText(summary, 300)} [${terminalText(clause)}]`),
        ...verdicts.map(({ role, layer, before: was, after: is }) => {
          const by = layer === 'membership' ? '' : ', by technical means'
          return `verdict on a rogue ${role}${by}: ${was ?? 'no such role'} -> ${is ?? 'no such role'}`
        }),
        ...promises.map(({ text, before: was, after: is }) => `promise “${terminalText(text)}”: ${word(was)} -> ${word(is)}`),
        ...judgementLines(judgement, now),
      ]
      invocation.io.out(lines.length === 0 ? 'the two say the same\n' : `${lines.join('\n')}\n`)
    }
    return judgement.refused ? exit.findings : exit.fine
  },
}

function word(kept: boolean | null | undefined): string {
  return kept === undefined ? 'not promised' : kept === null ? 'not checked' : kept ? 'kept' : 'broken'
}
