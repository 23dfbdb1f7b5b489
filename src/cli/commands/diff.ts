import { diffCharters } from '../../charter/diff.ts'
import { analyseRoles } from '../../safety/analyse.ts'
import { checkPromises } from '../../safety/promises.ts'
import { terminalText } from '../../render/terminal.ts'
import type { Charter } from '../../charter/model.ts'
import type { Roster } from '../../charter/roster.ts'
import { needCharter } from '../charter-files.ts'
import { exit, type Command } from '../command.ts'
import { readRosterIfNamed } from '../roster-file.ts'
import { printJson } from '../print-json.ts'

export const diffCommand: Command = {
  help: 'Clauses that changed, cells of the matrix that changed, promises and verdicts that changed. Formatting, comments and order of names make no difference.',
  options: { roster: { type: 'string', value: 'FILE', help: 'who holds what, for the verdicts' } },
  words: [2, 2],
  async run(invocation) {
    const [before = '', after = ''] = invocation.positionals
    const old = (await needCharter(before)).source.charter
    const now = (await needCharter(after)).source.charter
    const roster = await readRosterIfNamed(invocation.text('roster'), now)
    const changes = diffCharters(old, now)
    const verdicts = changedVerdicts(old, now, roster)
    const promises = changedPromises(old, now, roster)
    if (invocation.flag('json')) printJson(invocation.io, { changes, verdicts, promises })
    else {
      const lines = [
        ...changes.map(({ summary, clause }) => `${terminalText(summary, 300)} [${terminalText(clause)}]`),
        ...verdicts.map(
          ({ role, before: was, after: is }) => `verdict on a rogue ${role}: ${was ?? 'no such role'} -> ${is ?? 'no such role'}`,
        ),
        ...promises.map(({ text, before: was, after: is }) => `promise “${terminalText(text)}”: ${word(was)} -> ${word(is)}`),
      ]
      invocation.io.out(lines.length === 0 ? 'the two say the same\n' : `${lines.join('\n')}\n`)
    }
    return exit.fine
  },
}

function changedVerdicts(
  before: Charter,
  after: Charter,
  roster: Roster | undefined,
): readonly { readonly role: string; readonly before: string | null; readonly after: string | null }[] {
  const of = (charter: Charter) => new Map(analyseRoles(charter, roster).roles.map(({ role, verdict }) => [role, verdict]))
  const [old, now] = [of(before), of(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((role) =>
    old.get(role) === now.get(role) ? [] : [{ role, before: old.get(role) ?? null, after: now.get(role) ?? null }],
  )
}

function changedPromises(
  before: Charter,
  after: Charter,
  roster: Roster | undefined,
): readonly { readonly text: string; readonly before: boolean | null | undefined; readonly after: boolean | null | undefined }[] {
  const of = (charter: Charter) => new Map(checkPromises(charter, roster).map(({ text, kept }) => [text, kept]))
  const [old, now] = [of(before), of(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((text) =>
    old.get(text) === now.get(text) ? [] : [{ text, before: old.get(text), after: now.get(text) }],
  )
}

function word(kept: boolean | null | undefined): string {
  return kept === undefined ? 'not promised' : kept === null ? 'not checked' : kept ? 'kept' : 'broken'
}
