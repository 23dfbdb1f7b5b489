/** The report of a leak check as text: a table of rights, a table of pages, then what is wrong. */
import { terminalText } from '../../render/terminal.ts'
import type { Cell, Leak, ProbeReport } from './report.ts'

export function formatProbe(report: ProbeReport): string {
  const { wiki, types, namespaces, pages } = report
  const shown = types.filter(({ session }) => session !== 'not tried')
  const lines = [
    `${terminalText(wiki.name)} (${terminalText(wiki.generator)}) as ${shown.map(({ id, account }) => (account === null ? `${id} (logged out)` : `${id} (${terminalText(account)})`)).join(', ')}`,
    '',
    ...table(
      ['namespace', ...shown.map(({ id }) => id)],
      namespaces.map((row) => [terminalText(row.name, 30), ...shown.map(({ id }) => cell(row.charter[id], row.wiki[id]))]),
    ),
    '',
    ...(pages.length === 0
      ? []
      : [
          ...table(
            ['page', ...shown.map(({ id }) => id)],
            pages.map((row) => [
              terminalText(row.title, 50),
              ...shown.map(({ id }) => pageCell(row.types[id], leaksOf(report, id, row.title))),
            ]),
          ),
          '',
        ]),
    ...leakLines(report.leaks),
    ...report.findings.flatMap(({ severity, code, message, remedy }) => [`${severity}: ${message} [probe/${code}]`, `    ${remedy}`]),
    conclusion(report),
  ]
  return `${lines.join('\n')}\n`
}

/** What the wiki says, and the charter where it differs. */
function cell(charter: Cell | undefined, wiki: Cell | undefined): string {
  if (wiki === undefined || wiki.read === null) return '?'
  const words = [wiki.read ? 'read' : '', wiki.write === true ? 'write' : ''].filter((word) => word !== '').join(' ') || '-'
  const differs = charter?.read !== wiki.read || (wiki.write !== null && charter.write !== wiki.write)
  return `${words}${wiki.write === null ? ' ?' : ''}${differs ? ' !' : ''}`
}

function leaksOf({ leaks }: ProbeReport, type: string, page: string): readonly Leak[] {
  return leaks.filter((one) => one.type === type && one.page === page && one.exposes === 'content')
}

function pageCell(state: string | undefined, leaks: readonly Leak[]): string {
  if (state !== 'leaks') return state ?? '?'
  const errors = leaks.filter(({ severity }) => severity === 'error').length
  return errors === 0 ? 'open by choice' : `LEAKS ${errors}`
}

/** One block for whatever escaped in the same ways for the same reason; titles and derived things are only counted, they are many. */
function leakLines(leaks: readonly Leak[]): readonly string[] {
  const told = leaks.filter(({ exposes, severity }) => exposes === 'content' || severity === 'error')
  const ofPages = Map.groupBy(told, ({ severity, page, exposes, why, remedy }) => [severity, page, exposes, why, remedy].join('\n'))
  const blocks = Map.groupBy(ofPages.values(), (group) => {
    const [first] = group
    return [first?.severity, first?.exposes, first?.why, first?.remedy, typesOf(group), waysOf(group)].join('\n')
  })
  const lines = [...blocks.values()].flatMap((block) => {
    const [first] = block[0] ?? []
    if (first === undefined) return []
    const group = block[0] ?? []
    const pages = block.map(([one]) => `\`${terminalText(one?.page ?? '')}\``)
    const what = first.exposes === 'title' ? `learn that ${pages.join(', ')} exist` : `read the text of ${pages.join(', ')}`
    const code = first.severity === 'error' ? 'leak' : 'accepted'
    return [`${first.severity}: ${typesOf(group)} can ${what} by ${waysOf(group)} (${first.why}) [probe/${code}]`, `    ${first.remedy}`]
  })
  const count = (exposes: Leak['exposes'], severity: Leak['severity']) =>
    new Set(leaks.filter((one) => one.exposes === exposes && one.severity === severity).map(({ way }) => way)).size
  const [derived, titles] = [count('derived', 'warning'), count('title', 'note')]
  return [
    ...lines,
    ...(derived === 0
      ? []
      : [
          `warning: links, categories or addresses of closed pages show in ${derived} ${derived === 1 ? 'way' : 'ways'}, of which the charter says nothing [probe/derived]`,
        ]),
    ...(titles === 0
      ? []
      : [
          `note: titles of closed pages show in ${titles} ${titles === 1 ? 'way' : 'ways'}: accepted, content is restricted and knowing of it is not [probe/title]`,
        ]),
  ]
}

const typesOf = (leaks: readonly Leak[]) => [...new Set(leaks.map(({ type }) => type))].join(', ')
const waysOf = (leaks: readonly Leak[]) => [...new Set(leaks.map(({ text }) => text))].join('; ')

function conclusion({ leaks, findings, tried }: ProbeReport): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const leaking = new Set(leaks.filter(({ severity }) => severity === 'error').map(({ way }) => way)).size
  if (errors === 0 && leaking === 0) return `no content escaped in ${tried} attempts`
  return `${leaking} ${leaking === 1 ? 'way leaks' : 'ways leak'}, ${errors} other ${errors === 1 ? 'error' : 'errors'}, in ${tried} attempts`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** Whether a report is bad enough for exit code 1. */
export function hasErrors({ leaks, findings }: ProbeReport): boolean {
  return [...leaks, ...findings].some(({ severity }) => severity === 'error')
}
