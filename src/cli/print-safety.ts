import type { CharterSource } from '../charter/source.ts'
import { terminalText } from '../render/terminal.ts'
import type { RoleSafety } from '../safety/analyse.ts'
import type { PlanStep } from '../safety/plan.ts'
import { stepText } from '../safety/replay.ts'
import type { FullReport } from '../safety/report.ts'
import { placeOf } from './print-decision.ts'
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

export function stepJson({ effect, door, clause, actor, subjects, items, approvers }: PlanStep): object {
  return { effect, door, clause, actor: actor ?? null, subjects, items, approvers }
}

/** The report in words. */
export function safetyText(report: FullReport, source: CharterSource): string {
  const lines = report.rows.flatMap((row) => rowLines(row, source))
  if (report.assumed !== undefined) lines.push(`assumed: ${report.assumed}`)
  lines.push(`resistance: ${report.resistanceProof === 'exact' ? '' : 'at least '}${report.resistance}`)
  return `${lines.join('\n')}\n`
}

function rowLines(row: RoleSafety, source: CharterSource): readonly string[] {
  const lines = [`${row.role}: ${row.verdict}, ${MEANING[row.verdict]}`]
  if (row.verdict === 'harmless') return lines
  if (row.captures.length > 0) lines.push(`  comes to hold: ${row.captures.join(', ')}`)
  if (row.strips.length > 0) lines.push(`  takes from others: ${row.strips.join(', ')}`)
  lines.push(`  undone by: ${row.undoBy.length === 0 ? 'nobody inside' : `one ${row.undoBy.join(', or one ')}`}`)
  for (const [at, step] of row.plan.entries())
    lines.push(`  ${at + 1}. ${terminalText(stepText(step), 400)} - ${placeOf(source, step.clause)}`)
  return lines
}
