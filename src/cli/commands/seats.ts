import { terminalText } from '../../render/terminal.ts'
import { seatsCsv, seatsRows, seatsSvg } from '../../web/seats.ts'
import { lookAtSeats, type SeatsAnswer } from '../../workflow/look-at-seats.ts'
import { dataOption, exit, UsageError, type Command } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { printJson } from '../print-json.ts'
import { failed } from './plan.ts'

const FORMATS = ['text', 'csv', 'svg']

export const seatsCommand: Command = {
  help: `Counts the members of a target where each takes a seat: who can change something, who only looks, who is to be removed and why, of whom something is unknown.
Reads only. Exit 1 if a warning level of the charter (\`members.seats.warn\`) is reached.`,
  options: { format: { type: 'string', value: 'F', help: 'text (default), csv or svg' }, ...dataOption },
  words: [1, 1],
  async run(invocation) {
    const [target = ''] = invocation.positionals
    const format = invocation.text('format') ?? 'text'
    if (!FORMATS.includes(format)) throw new UsageError(`--format is one of ${FORMATS.join(', ')}`)
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const answer = await lookAtSeats(instance, target)
      if (!answer.ok) return failed(invocation.io, target, answer.error)
      const { report, lines } = answer.value
      if (invocation.flag('json')) printJson(invocation.io, seatsJson(answer.value))
      else if (format === 'csv') invocation.io.out(seatsCsv(report))
      else if (format === 'svg') invocation.io.out(seatsSvg(report))
      else {
        for (const [what, value] of seatsRows(report)) invocation.io.out(`${what.padEnd(32)}${terminalText(value)}\n`)
        for (const { outcome, text, clause } of lines) invocation.io.out(`${MARKS[outcome]} ${terminalText(text, 400)} (${clause})\n`)
      }
      return report.level === undefined ? exit.fine : exit.findings
    })
  },
}

const MARKS = { remove: '-', hold: '?', skip: '!', stay: ' ' } as const

/** The documented shape of `seats --json`. */
export function seatsJson({ report, lines }: SeatsAnswer): object {
  const { target, full, readOnly, pending, invited, taken, levels, joined, limit, percent, level, fullInDays, contractEnd } = report
  return {
    target,
    taken,
    full,
    read_only: readOnly,
    pending,
    invited,
    joined,
    levels,
    limit: limit ?? null,
    percent: percent ?? null,
    level: level ?? null,
    full_in_days: fullInDays ?? null,
    contract_end: contractEnd ?? null,
    members: lines,
  }
}
