import { writeFile } from 'node:fs/promises'
import { comingDates } from '../../decide/coming-dates.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { calendarOf } from '../../notify/calendar.ts'
import { terminalText } from '../../render/terminal.ts'
import { systemOutside } from '../../config/outside.ts'
import { noFacts } from '../../workflow/facts.ts'
import { knownNow } from '../../workflow/known.ts'
import { dataOption, exit, StopError, type Command } from '../command.ts'
import { readSettings } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { printJson } from '../print-json.ts'

export const calendarCommand: Command = {
  help: 'Prints what is coming as iCalendar: ends of grants and of reviews; of --person their own ends alone. Names stand in it: give it to whom they are no secret.',
  options: {
    person: { type: 'string', value: 'HANDLE', help: 'only the ends of what this person holds' },
    output: { type: 'string', value: 'FILE', help: 'write there instead of stdout' },
    ...dataOption,
  },
  words: [0, 0],
  async run(invocation) {
    const settings = await readSettings(invocation)
    return withView(settings, async ({ state }, charters) => {
      const { charter } = await charters.inForce(state)
      const known = knownNow(charter, state, systemOutside().clock.now(), noFacts)
      const handle = invocation.text('person')
      const person = handle === undefined ? undefined : state.personByHandle(handle)?.subject
      if (handle !== undefined && person === undefined) throw new StopError(`writ: nobody is called \`${terminalText(handle)}\``)
      const dates = comingDates(known, person)
      if (invocation.flag('json'))
        printJson(invocation.io, { dates: dates.map(({ id, at, text }) => ({ id, at: formatInstant(at), text })) })
      else {
        const host = settings.url === undefined ? 'writ.invalid' : new URL(settings.url).hostname
        const text = calendarOf(dates, { name: charter.title, host, now: known.now })
        const output = invocation.text('output')
        if (output === undefined) invocation.io.document(text)
        else await writeFile(output, text)
      }
      return exit.fine
    })
  },
}
