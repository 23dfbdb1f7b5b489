import { Graph, layout } from '@dagrejs/dagre'
import { BOX, type LaidOut, type Point } from '../render/hierarchy-svg.ts'
import type { Hierarchy } from '../safety/hierarchy.ts'

/** As wide as a page shows it without making the letters small. */
const WIDEST = 1300

/**
 * Finds places for roles and arrows, layer by layer from those who change others: downwards, or from left to right where that is too wide and this way
 * is less so. An arrow of a role to itself has no bends: it keeps at its side.
 */
export function layOut(hierarchy: Hierarchy): LaidOut {
  const down = inDirection(hierarchy, 'TB')
  if (down.width <= WIDEST) return down
  const across = inDirection(hierarchy, 'LR')
  return across.width < down.width ? across : down
}

function inDirection({ nodes, edges }: Hierarchy, rankdir: 'TB' | 'LR'): LaidOut {
  const graph = new Graph({ multigraph: false })
  graph.setGraph({ rankdir, nodesep: rankdir === 'TB' ? 28 : 16, ranksep: 56, edgesep: 14 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { role } of nodes) graph.setNode(role, { width: BOX.width, height: BOX.height })
  for (const { from, to } of edges) if (from !== to) graph.setEdge(from, to, {})
  layout(graph)
  const placeOf = (role: string): Point => {
    const { x = 0, y = 0 } = graph.node(role) as { readonly x?: number; readonly y?: number }
    return { x, y }
  }
  const pointsOf = (from: string, to: string) =>
    from === to ? [] : ((graph.edge(from, to) as { readonly points?: readonly Point[] }).points ?? [])
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number }
  // arrows may bend outside of what the layout calls its width
  const bends = edges.flatMap(({ from, to }) => pointsOf(from, to).map(({ x }) => x))
  const left = Math.min(0, ...bends)
  const moved = ({ x, y }: Point) => ({ x: x - left, y })
  return {
    width: Math.max(width, ...bends) - left + LOOP,
    height,
    nodes: nodes.map((node) => ({ ...node, ...moved(placeOf(node.role)) })),
    edges: edges.map((edge) => ({ ...edge, points: pointsOf(edge.from, edge.to).map(moved) })),
  }
}

/** Room at the right for the arrow of a role to itself. */
const LOOP = 40
