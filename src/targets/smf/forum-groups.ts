/** Groups of the charter as the forum knows them. */
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { ForumGroup } from './answers.ts'

export interface WantedGroup {
  /** What the forum calls it: its title there too. */
  readonly name: string
  /** The forum's number of it, where the charter says so: the name may then differ. */
  readonly id: number | undefined
  /** Boards that are to be open to it. */
  readonly boards: readonly string[]
  /** A group that it is meant to be the same as. */
  readonly sameAs: string | undefined
}

/** Reads the `settings` of the charter's groups, e.g. `{ name: Constable, boards: [Cases] }`. */
export function wantedGroups(
  definitions: Readonly<Record<string, Readonly<Record<string, Json>>>>,
): Result<ReadonlyMap<string, WantedGroup>, string> {
  const wanted = new Map<string, WantedGroup>()
  for (const [group, { name = group, id, boards = [], same_as: sameAs, ...rest }] of Object.entries(definitions)) {
    const [stranger] = Object.keys(rest)
    if (stranger !== undefined)
      return err(`group \`${group}\`: the forum knows no setting \`${stranger}\`; there are name, id, boards, same_as`)
    if (typeof name !== 'string' || (id !== undefined && typeof id !== 'number') || (sameAs !== undefined && typeof sameAs !== 'string'))
      return err(`group \`${group}\`: \`name\` and \`same_as\` are texts, \`id\` is a number of the forum`)
    const listed = Array.isArray(boards) ? boards : [boards]
    if (!listed.every((board): board is string => typeof board === 'string'))
      return err(`group \`${group}\`: \`boards\` are names of boards`)
    wanted.set(group, { name, id, boards: listed, sameAs })
  }
  return ok(wanted)
}

/** The forum's groups by the charter's names. Of two groups with one name neither is meant. */
export function placeGroups(wanted: ReadonlyMap<string, WantedGroup>, groups: readonly ForumGroup[]): ReadonlyMap<string, ForumGroup> {
  return new Map(
    [...wanted].flatMap(([group, { name, id }]) => {
      const [one, another] = groups.filter((there) => (id === undefined ? there.name === name : there.id === id))
      return one === undefined || another !== undefined ? [] : [[group, one] as const]
    }),
  )
}
