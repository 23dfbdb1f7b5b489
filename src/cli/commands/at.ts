import { heldAt } from '../../decide/held-at.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { terminalText } from '../../render/terminal.ts'
import type { Grant, State } from '../../ledger/state.ts'
import { withNames } from '../../ledger/subject.ts'
import { findPerson } from '../../workflow/people.ts'
import { dataOption, exit, StopError, type Command } from '../command.ts'
import { readMoment } from '../moment.ts'
import { readSettings } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { printJson } from '../print-json.ts'

export const atCommand: Command = {
  help: 'DATE is a day (its end, UTC) or a moment (2026-05-03T12:00:00Z). The same fold as today’s state, stopped earlier.',
  options: { person: { type: 'string', value: 'HANDLE', help: 'only this person' }, ...dataOption },
  words: [1, 1],
  async run(invocation) {
    const moment = readMoment(invocation.positionals[0] ?? '', 'DATE')
    const settings = await readSettings(invocation)
    const { io } = invocation
    return withView(settings, async (view, charters) => {
      const state = await view.stateAt(moment)
      if (state.charter === undefined) throw new StopError('writ: the ledger had not begun then')
      const { charter } = await charters.inForce(state)
      const asked = invocation.text('person')
      const person = asked === undefined ? undefined : findPerson(state, asked)
      if (person?.ok === false) throw new StopError(`writ: at that moment ${terminalText(person.error, 300)}`)
      const rows = heldAt(charter, state, moment, person?.value).map(({ grant, without }) => ({
        ...rowOf(state, grant),
        inForce: without === undefined,
        without: without ?? null,
      }))
      if (invocation.flag('json')) printJson(io, { at: formatInstant(moment), revision: state.charter.number, grants: rows })
      else {
        for (const row of rows)
          io.out(
            `${terminalText(row.person)}: ${row.role}${row.without === null ? '' : ` (without effect then: ${row.without})`}, since ${row.from}${row.until === null ? '' : `, until ${row.until}`}, decided by ${terminalText(row.decidedBy.join(', '))} under ${row.clause}${row.renewedBy === null ? '' : `, renewed by ${terminalText(row.renewedBy.join(', '))}`} (entry ${row.entry})\n`,
          )
        io.out(`${rows.length} grants at ${formatInstant(moment)}, charter revision ${state.charter.number}\n`)
      }
      return exit.fine
    })
  },
}

function rowOf(state: State, grant: Grant) {
  return {
    entry: grant.id,
    person: state.person(grant.subject)?.handle ?? '(erased)',
    role: grant.role,
    from: formatInstant(grant.from),
    until: grant.until === undefined ? null : formatInstant(grant.until),
    decidedBy: named(state, grant.decidedBy),
    renewedBy: grant.renewedBy === undefined ? null : named(state, grant.renewedBy),
    clause: grant.clause,
  }
}

/** Identities with the names that people bore then. */
function named(state: State, identities: readonly string[]): readonly string[] {
  return identities.map((one) => withNames(one, (subject) => state.person(subject)?.handle ?? '(erased)'))
}
