import { compareDesigns } from '../../safety/compare.ts'
import { englishReader } from '../../server/language.ts'
import { designsPage } from '../../web/pages/designs.ts'
import { needCharter } from '../charter-files.ts'
import { exit, UsageError, type Command } from '../command.ts'
import { comparisonJson, comparisonText } from '../print-compare.ts'
import { printJson } from '../print-json.ts'
import { readRosterIfNamed } from '../roster-file.ts'

const FORMATS = ['text', 'json', 'html'] as const

export const compareCommand: Command = {
  help: `Several charters for the same people: what one rogue holder of each role can do before anybody reacts, how many present people could react, and what it comes to when those who undo are away. By membership; \`writ safety\` tells of technical means.
It also says how often each role must be filled so that every single rogue can be undone. Exit 0 whatever the answer.`,
  options: {
    roster: { type: 'string', value: 'FILE', help: 'who holds what; without it two holders a role are assumed' },
    absent: {
      type: 'string',
      multiple: true,
      value: 'ROLE',
      help: 'a role, or a handle, whose holders are away throughout; may be repeated',
    },
    'acts-per-hour': { type: 'string', value: 'N', help: 'acts of one account where the charter sets no limit (default 3600)' },
    format: { type: 'string', value: 'F', help: 'text (default), json or html' },
  },
  words: [2, 9],
  async run(invocation) {
    const rate = invocation.text('acts-per-hour') ?? '3600'
    if (!/^[1-9]\d{0,6}$/.test(rate)) throw new UsageError(`--acts-per-hour is \`${rate}\`; give a number from 1 on`)
    const word = invocation.flag('json') ? 'json' : (invocation.text('format') ?? 'text')
    const format = FORMATS.find((one) => one === word)
    if (format === undefined) throw new UsageError(`--format is \`${word}\`; take ${FORMATS.join(', ')}`)
    const charters = []
    for (const path of invocation.positionals) charters.push((await needCharter(path)).source.charter)
    const [first] = charters
    if (first === undefined) throw new UsageError('name the charters to compare')
    const roster = await readRosterIfNamed(invocation.text('roster'), first)
    const compared = compareDesigns(charters, roster, { actsPerHour: Number(rate), absent: invocation.texts('absent') })
    if (format === 'json') printJson(invocation.io, comparisonJson(compared))
    else if (format === 'html') invocation.io.document(`${String(await designsPage(await englishReader(), compared))}\n`)
    else invocation.io.out(comparisonText(compared))
    return exit.fine
  },
}
