import type { HierarchyEdge } from '../safety/hierarchy.ts'

/**
 * The arrows that a drawing needs: those are left out that a chain of others leads along anyway. What is possible without anybody's agreement is left
 * out only for a chain of the same kind; arrows between roles that change one another, and those of a role to itself, stay. From whom one comes to whom is the same
 * afterwards; who changes whom directly, the table says.
 */
export function withoutDetours(edges: readonly HierarchyEdge[]): readonly HierarchyEdge[] {
  const all = reachOf(edges)
  const kept = new Set(edges)
  for (const edge of edges) {
    const { from, to, staged } = edge
    if (from === to || all(to, from)) continue
    kept.delete(edge)
    const others = [...kept].filter((other) => staged || !other.staged)
    if (!reachOf(others)(from, to)) kept.add(edge)
  }
  return edges.filter((edge) => kept.has(edge))
}

/** Whether arrows lead from one role to another. */
function reachOf(edges: readonly HierarchyEdge[]): (from: string, to: string) => boolean {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to])
  return (from, to) => {
    const seen = new Set<string>()
    const ahead = [...(next.get(from) ?? [])]
    for (let here = ahead.pop(); here !== undefined; here = ahead.pop()) {
      if (here === to) return true
      if (seen.has(here)) continue
      seen.add(here)
      ahead.push(...(next.get(here) ?? []))
    }
    return false
  }
}
