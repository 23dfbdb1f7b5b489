import type { Roster } from '../../charter/roster.ts'
import type { CharterSource } from '../../charter/source.ts'
import { reportSafety } from '../../safety/report.ts'
import type { RoleSafety } from '../../safety/role-safety.ts'
import type { Item } from '../../safety/item.ts'
import { LARGEST } from '../../safety/undo-sets.ts'
import { MEANING } from '../../safety/verdict-words.ts'
import type { SafetyRow, SafetyView } from '../../web/view.ts'
import type { Scene } from '../scene.ts'
import { lineOf } from './place.ts'
import { publicRoster } from './promises.ts'

/** What one rogue holder of each role could do, by roles alone: whoever holds them is told only where all of that is public anyway. */
export function safetyView(scene: Scene): SafetyView {
  return safetyOf(scene.source, publicRoster(scene))
}

/** The same of any charter; without a roster two holders a role are assumed. */
export function safetyOf(source: CharterSource, roster: Roster | undefined): SafetyView {
  const { charter } = source
  const report = reportSafety(charter, roster)
  const technical = new Map(report.rows.filter(({ layer }) => layer === 'technical').map((row) => [row.role, row]))
  return {
    resistance: report.resistance,
    atLeast: report.resistanceProof === 'at-least',
    ended: report.exhausted,
    survivesTechnical: report.resistanceTechnical > 0,
    rows: report.rows.filter(({ layer }) => layer === 'membership').map((row) => safetyRow(source, row, technical.get(row.role))),
    vacant: report.vacant.map((role) => charter.roles.get(role)?.title ?? role),
    assumed: report.assumed,
  }
}

/** What one rogue could do, in words and with its lines. */
export function safetyRow(source: CharterSource, row: RoleSafety, technical: RoleSafety | undefined): SafetyRow {
  const { charter } = source
  const named = (items: readonly Item[]) => items.map((item) => charter.roles.get(item)?.title ?? item)
  const steps = row.verdict === 'harmless' ? [] : row.plan
  const worse = technical !== undefined && technical.verdict !== row.verdict
  return {
    role: charter.roles.has(row.role) ? { id: row.role, title: charter.roles.get(row.role)?.title ?? row.role } : undefined,
    verdict: row.verdict,
    means: MEANING[row.verdict],
    captures: named(row.captures),
    strips: named(row.strips),
    undoneBy: named(row.undoBy),
    undoers: row.undoSets.sets[0]?.length,
    undoersUnknown: row.verdict === 'restorable' && row.undoSets.sets.length === 0 && row.undoSets.complete < LARGEST,
    isExact: row.proof === 'exact',
    byAmendment: row.byAmendment,
    technical: worse ? { verdict: technical.verdict, means: MEANING[technical.verdict], isExact: technical.proof === 'exact' } : undefined,
    lines: [...new Set(steps.map(({ clause }) => lineOf(source, clause)))],
  }
}
