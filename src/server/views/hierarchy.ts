import type { Id } from '../../charter/model.ts'
import type { LaidOut } from '../../render/hierarchy-svg.ts'
import { hierarchyOf } from '../../safety/hierarchy.ts'
import { reportSafety, type FullReport } from '../../safety/report.ts'
import { layOut } from '../../web/hierarchy-layout.ts'
import { withoutDetours } from '../../web/hierarchy-reduction.ts'
import type { HierarchyView } from '../../web/view.ts'
import type { Scene } from '../scene.ts'
import { publicRoster } from './promises.ts'
import { safetyRow } from './safety.ts'

/** The view, and where its boxes and arrows go. */
export interface DrawnHierarchy {
  readonly view: HierarchyView
  readonly drawing: LaidOut
  /** Arrows that the drawing does without. */
  readonly leftOut: number
}

/** The verdicts that drawings are marked by. */
export function hierarchyReport(scene: Scene): FullReport {
  return reportSafety(scene.charter, publicRoster(scene))
}

/** Who changes whom, marked by what one rogue of a role would do; an unknown role is nobody's. */
export function hierarchyView(scene: Scene, report: FullReport, asked: Id): DrawnHierarchy {
  const { charter } = scene
  const rows = report.rows.filter(({ layer, role }) => layer === 'membership' && charter.roles.has(role))
  const row = rows.find(({ role }) => role === asked)
  const { nodes, edges, ...rest } = hierarchyOf(charter, row)
  const title = (role: Id) => charter.roles.get(role)?.title ?? role
  const involved = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const drawn = nodes.filter(({ role, mark }) => involved.has(role) || mark !== 'plain')
  const shown = withoutDetours(edges)
  return {
    view: {
      roles: nodes.map(({ role, mark }) => ({
        id: role,
        title: title(role),
        mark,
        changes: edges.filter(({ from }) => from === role).map(({ to, can, staged }) => ({ id: to, title: title(to), can, staged })),
      })),
      choices: rows.map(({ role }) => ({ id: role, title: title(role) })),
      rogue: row === undefined ? undefined : safetyRow(scene.source, row, undefined),
    },
    drawing: layOut({ nodes: drawn, edges: shown, ...rest }),
    leftOut: edges.length - shown.length,
  }
}
