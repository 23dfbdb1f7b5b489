import type { Charter, Id } from '../charter/model.ts'
import type { RoleSafety } from './role-safety.ts'
import { rulesOf } from './rules.ts'

/** What a rogue holder of one role means for another role. */
export type Mark = 'plain' | 'rogue' | 'captured' | 'stripped' | 'helper'

export interface HierarchyNode {
  readonly role: Id
  readonly title: string
  readonly mark: Mark
}

/** Holders of `from` change holders of `to`. */
export interface HierarchyEdge {
  readonly from: Id
  readonly to: Id
  readonly can: 'give' | 'take' | 'give and take'
  /** Somebody further must agree, by every way. */
  readonly staged: boolean
}

/** Who changes whom, and what one rogue would do; to be laid out and drawn. */
export interface Hierarchy {
  readonly title: string
  readonly nodes: readonly HierarchyNode[]
  readonly edges: readonly HierarchyEdge[]
  /** undefined = nobody is rogue in this drawing. */
  readonly rogue: RoleSafety | undefined
}

/** The roles of a charter and the powers between them, requests and amendments left out. With a row the roles are marked by what its rogue does. */
export function hierarchyOf(charter: Charter, rogue?: RoleSafety): Hierarchy {
  const edges = new Map<string, { from: Id; to: Id; gives: boolean; takes: boolean; staged: boolean }>()
  for (const { side, door, effect, actors, items, approvals } of rulesOf(charter)) {
    if (side !== 'attack' || (door !== 'power' && door !== 'right') || effect === 'suspend') continue
    for (const from of actors)
      for (const to of items) {
        if (!charter.roles.has(from) || !charter.roles.has(to)) continue
        const key = `${from}\n${to}`
        const edge = edges.get(key) ?? { from, to, gives: false, takes: false, staged: true }
        if (effect === 'add') edge.gives = true
        else edge.takes = true
        edge.staged &&= approvals.length > 0
        edges.set(key, edge)
      }
  }
  return {
    title: charter.title,
    nodes: [...charter.roles].map(([role, { title }]) => ({ role, title, mark: markOf(role, rogue) })),
    edges: [...edges.values()].map(({ from, to, gives, takes, staged }) => ({
      from,
      to,
      can: gives && takes ? 'give and take' : gives ? 'give' : 'take',
      staged,
    })),
    rogue,
  }
}

function markOf(role: Id, rogue: RoleSafety | undefined): Mark {
  if (rogue === undefined) return 'plain'
  if (role === rogue.role) return 'rogue'
  if (rogue.undoBy.includes(role)) return 'helper'
  if (rogue.captures.includes(role)) return 'captured'
  return rogue.verdict !== 'harmless' && rogue.strips.includes(role) ? 'stripped' : 'plain'
}
