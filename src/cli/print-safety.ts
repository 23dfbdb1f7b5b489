import type { CharterSource } from '../charter/source.ts'
import { terminalText } from '../render/terminal.ts'
import type { RoleSafety } from '../safety/analyse.ts'
import type { PlanStep } from '../safety/plan.ts'
import { stepText } from '../safety/replay.ts'
import type { FullReport } from '../safety/report.ts'
import { MEANING } from './safety-verdict.ts'

/** The stable shape of `writ safety --json`; docs/spec/cli.md describes it. */
export function safetyJson(report: FullReport): object {
  return {
    resistance: report.resistance,
    resistanceProof: report.resistanceProof,
    assumed: report.assumed ?? null,
    roles: report.rows.map(rowJson),
    coalitions: [],
    findings: [],
  }
}

function rowJson(row: RoleSafety): object {
  const { role, layer, rogue, verdict, captures, strips, suspends, stuck, lost, byAmendment } = row
  const undoBy = row.undoBy.map((one) => [one])
  return { role, layer, verdict, rogue, captures, strips, suspends, undoBy, stuck, lost, byAmendment, plan: row.plan.map(stepJson) }
}

export function stepJson({ effect, door, clause, actor, subjects, items, approvers, borrowed }: PlanStep): object {
  return { effect, door, clause, actor: actor ?? null, borrowed: borrowed === true, subjects, items, approvers }
}

/** The report in words: a table of verdicts first, then each role that can do anything, with the steps. */
export function safetyText(report: FullReport, source: CharterSource): string {
  const pairs = pairsOf(report.rows)
  const lines = [
    'What one rogue holder of a role could do, if everybody else stayed honest',
    ...tableLines(pairs),
    '',
    ...pairs.flatMap((pair) => roleLines(pair, source)),
    resistanceLine(report),
  ]
  if (report.assumed !== undefined) lines.push(`assumed for want of a roster: ${report.assumed}`)
  return `${lines.join('\n')}\n`
}

/** A role in both layers. */
interface Pair {
  readonly role: string
  readonly membership: RoleSafety
  readonly technical: RoleSafety
}

function pairsOf(rows: readonly RoleSafety[]): readonly Pair[] {
  const technical = new Map(rows.filter(({ layer }) => layer === 'technical').map((row) => [row.role, row]))
  return rows.flatMap((membership) => {
    const other = technical.get(membership.role)
    return membership.layer === 'membership' && other !== undefined ? [{ role: membership.role, membership, technical: other }] : []
  })
}

const HEADS = ['role', 'by membership', 'with technical means']

function tableLines(pairs: readonly Pair[]): readonly string[] {
  const table = [HEADS, ...pairs.map(({ role, membership, technical }) => [nameOf(role), membership.verdict, technical.verdict])]
  const widths = HEADS.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  return table.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}

function nameOf(role: string): string {
  return role === 'registered' ? 'somebody without any role' : terminalText(role)
}

function roleLines({ role, membership, technical }: Pair, source: CharterSource): readonly string[] {
  if (membership.verdict === 'harmless' && technical.verdict === 'harmless') return []
  const lines = [
    `${nameOf(role)} (${terminalText(membership.rogue)})`,
    `  by membership: ${membership.verdict}, ${MEANING[membership.verdict]}`,
  ]
  lines.push(...detailLines(membership, source))
  if (sameEnd(membership, technical)) lines.push('  with technical means: nothing more')
  else lines.push(`  with technical means: ${technical.verdict}, ${MEANING[technical.verdict]}`, ...detailLines(technical, source))
  return [...lines, '']
}

function sameEnd(left: RoleSafety, right: RoleSafety): boolean {
  const told = ({ verdict, captures, strips }: RoleSafety) => JSON.stringify([verdict, captures, strips])
  return told(left) === told(right)
}

function detailLines(row: RoleSafety, source: CharterSource): readonly string[] {
  if (row.verdict === 'harmless') return []
  const list = (names: readonly string[]) => terminalText(names.join(', '), 400)
  const lines: string[] = []
  if (row.captures.length > 0) lines.push(`    comes to hold: ${list(row.captures)}`)
  if (row.strips.length > 0) lines.push(`    takes from others: ${list(row.strips)}`)
  if (row.stuck.length > 0) lines.push(`    nobody inside can take away again: ${list(row.stuck)}`)
  if (row.lost.length > 0) lines.push(`    nobody inside can give back: ${list(row.lost)}`)
  lines.push(`    could undo it: ${helpersText(row)}`)
  for (const [at, step] of row.plan.entries())
    lines.push(`    ${at + 1}. ${terminalText(stepText(step), 600)}, ${whereOf(source, step.clause)}`)
  return lines
}

function helpersText(row: RoleSafety): string {
  if (row.undoBy.length > 0) return terminalText(`any ${row.undoBy.join(', any ')}`, 400)
  if (row.verdict === 'restorable') return 'several of the others together'
  return row.byAmendment
    ? 'nobody by the present rules; the others could still amend the charter'
    : 'nobody inside, only whoever runs the server'
}

/** Where a clause stands; the step names the clause itself. */
function whereOf(source: CharterSource, clause: string): string {
  if (clause.startsWith('rights.writ.')) return 'built in'
  const { file, line } = source.place(clause)
  return `${terminalText(file)}:${line}`
}

function resistanceLine({ resistance, resistanceProof }: FullReport): string {
  const figure = `${resistanceProof === 'exact' ? '' : 'at least '}${resistance}`
  if (resistance === 0) return `resistance by membership: ${figure}; one rogue account is enough to do what cannot be undone from inside`
  return `resistance by membership: ${figure}; whatever ${resistance === 1 ? 'one rogue account does' : `${resistance} rogue accounts do together`}, the others can undo it`
}
