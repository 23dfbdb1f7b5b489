import type { Json } from '../kernel/json.ts'
import { compareBlocks } from './diff/blocks.ts'
import { summaryOf } from './diff/summary.ts'
import { matrixOf, type Cell } from './matrix.ts'
import type { Charter, Clause, Id } from './model.ts'
import { charterToJson } from './to-json.ts'

/** What differs in meaning between two charters. */
export type CharterChange =
  | {
      readonly kind: 'added' | 'removed' | 'changed'
      readonly clause: Clause
      /** As in `charterToJson`; undefined where there was nothing. */
      readonly before: Json | undefined
      readonly after: Json | undefined
      /** One sentence for people. */
      readonly summary: string
    }
  | {
      /** A group gains or loses a right on a target, or holds it in another way. */
      readonly kind: 'cell'
      readonly clause: Clause
      readonly target: Id
      readonly group: string
      readonly right: string
      readonly before: Cell | undefined
      readonly after: Cell | undefined
      readonly summary: string
    }

/**
 * The changes that lead from one charter to another: clauses in section order, then the cells of the matrices. Formatting, comments and the
 * order of names make no difference; the order of stages and of ladders does.
 */
export function diffCharters(before: Charter, after: Charter): readonly CharterChange[] {
  const clauses = compareBlocks(charterToJson(before), charterToJson(after), '')
  return [...clauses.map((change) => ({ ...change, summary: summaryOf(change) })), ...cellChanges(before, after)]
}

function cellChanges(before: Charter, after: Charter): CharterChange[] {
  const changes: CharterChange[] = []
  for (const target of new Set([...before.groups.keys(), ...after.groups.keys()])) {
    const [old, now] = [matrixOf(before, target), matrixOf(after, target)]
    for (const right of new Set([...old.rights, ...now.rights])) {
      for (const group of new Set([...old.groups, ...now.groups])) {
        const [was, is] = [old.cells.get(right)?.get(group), now.cells.get(right)?.get(group)]
        if (was === is) continue
        const clause = `groups.${target}.${group}`
        changes.push({
          kind: 'cell',
          clause,
          target,
          group,
          right,
          before: was,
          after: is,
          summary: cellSummary(target, group, right, was, is),
        })
      }
    }
  }
  return changes
}

function cellSummary(target: Id, group: string, right: string, was: Cell | undefined, is: Cell | undefined): string {
  const has = (cell: Cell | undefined) => cell === 'direct' || cell === 'inherited'
  if (has(was) && has(is))
    return `\`${group}\` on \`${target}\` holds \`${right}\` ${is === 'direct' ? 'by its own list' : 'through a group it includes'} now`
  if (has(is)) return `\`${group}\` on \`${target}\` gains \`${right}\``
  if (is === 'revoked') return `\`${group}\` on \`${target}\` takes \`${right}\` from its members`
  return was === 'revoked'
    ? `\`${group}\` on \`${target}\` no longer takes \`${right}\` from its members`
    : `\`${group}\` on \`${target}\` loses \`${right}\``
}
