import { writeFile } from 'node:fs/promises'
import { ownDates } from '../../decide/own-dates.ts'
import { comingDates } from '../../decide/coming-dates.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { calendarOf } from '../../notify/calendar.ts'
import { terminalText } from '../../render/terminal.ts'
import { nodeHashing, systemOutside } from '../../config/outside.ts'
import { noFacts } from '../../workflow/facts.ts'
import { hashText } from '../../workflow/ids.ts'
import { knownNow } from '../../workflow/known.ts'
import { dataOption, exit, StopError, type Command } from '../command.ts'
import { readSettings } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { printJson } from '../print-json.ts'

export const calendarCommand: Command = {
  help: 'Prints what is coming as iCalendar: ends of grants and of reviews; of --person what concerns them alone: ends of what they hold, by when they are to answer or decide. Of all, names stand in it: give it to whom they are no secret.',
  options: {
    person: { type: 'string', value: 'HANDLE', help: 'only the dates of this person' },
    output: { type: 'string', value: 'FILE', help: 'write there instead of stdout' },
    ...dataOption,
  },
  words: [0, 0],
  async run(invocation) {
    const settings = await readSettings(invocation)
    return withView(settings, async ({ state }, charters) => {
      const { charter } = await charters.inForce(state)
      const known = { ...knownNow(charter, state, systemOutside().clock.now(), noFacts), versionOf: hashText(nodeHashing) }
      const handle = invocation.text('person')
      const person = handle === undefined ? undefined : state.personByHandle(handle)?.subject
      if (handle !== undefined && person === undefined) throw new StopError(`writ: nobody is called \`${terminalText(handle)}\``)
      const dates = person === undefined ? comingDates(known) : ownDates(known, person)
      if (invocation.flag('json'))
        printJson(invocation.io, { dates: dates.map(({ id, at, text }) => ({ id, at: formatInstant(at), text })) })
      else {
        const host = settings.url === undefined ? 'writ.invalid' : new URL(settings.url).hostname
        const text = calendarOf(dates, { name: charter.title, host, now: state.at })
        const output = invocation.text('output')
        if (output === undefined) invocation.io.document(text)
        else await writeFile(output, text)
      }
      return exit.fine
    })
  },
}
