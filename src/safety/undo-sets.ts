import type { Board } from './board.ts'
import type { Judged } from './judged.ts'
import { bitsOf, common, isEmpty, isWithin, keyOf, meets, without, type Bits } from './bits.ts'
import { closure, type Party } from './fixpoint.ts'
import { indexOf, type Game } from './game.ts'
import type { Holder } from './holders.ts'
import { ANYBODY } from './item.ts'
import { multisets } from './multisets.ts'
import type { Policy } from './policy.ts'
import { outsiders, removableBy } from './recovery.ts'
import type { Judgement } from './undo.ts'

/** The smallest sets of people who, without anybody else, can undo all that a rogue did. */
export interface UndoSets {
  readonly sets: readonly (readonly string[])[]
  /** Not all were listed, or larger sets were not tried. */
  readonly more: boolean
  /** All sets of up to so many people were tried before the search ended. Where none was found and it is less than `LARGEST`, who can is unknown. */
  readonly complete: number
}

/** Larger sets are not tried. */
export const LARGEST = 3
const MOST_TRIED = 300
const MOST_LISTED = 40

/** What one account can remove if all those who count as anybody agree, by what it holds. Kept from one rogue to the next. */
export type Alone = Map<string, Bits>

/**
 * Tries the survivors by size, those who hold the same taken as one kind. People of a roster are named; invented ones are named by the role they
 * stand for. Everybody else stands by: they take back what they are given and do nothing.
 */
export function undoSets(judged: Judged, { byName, alone, mostSets = MOST_TRIED }: Pick<Board, 'byName' | 'alone' | 'mostSets'>): UndoSets {
  const { game, cast, judgement } = judged
  if (judgement.verdict !== 'restorable') return { sets: [], more: false, complete: LARGEST }
  const kinds = judgement.survivors.map((holds, at): Party => {
    const { holds: before, count } = game.honest[at] ?? { holds, count: 0 }
    return { holds, count, never: without(game.seated, before) }
  })
  const looked = common(game.policy.watched, game.policy.changeable)
  const toRemove = without(judgement.most, judgement.given)
  let [tried, hasEnded] = [0, false]
  for (let size = 1; size <= LARGEST; size += 1) {
    const useful = kinds.map(({ holds, count }) => {
      if (!meets(holds, looked) || (size === 1 && !isWithin(toRemove, removableAlone(game.policy, holds, alone)))) return 0
      return Math.min(count, size)
    })
    const found: (readonly number[])[] = []
    for (const chosen of multisets(useful, size)) {
      if (tried >= mostSets) {
        hasEnded = true
        break
      }
      tried += 1
      if (undoTogether(game, judgement, partiesOf(kinds, chosen))) found.push(chosen)
    }
    const complete = hasEnded ? size - 1 : size
    if (found.length > 0) {
      const { sets, more } = named(found, cast.honest, (name) => byName.get(name))
      return { sets, more: more || hasEnded, complete }
    }
    if (hasEnded) return { sets: [], more: true, complete }
  }
  return { sets: [], more: true, complete: LARGEST }
}

function partiesOf(kinds: readonly Party[], chosen: readonly number[]): readonly Party[] {
  return [...new Set(chosen)].flatMap((kind) => {
    const party = kinds[kind]
    return party === undefined ? [] : [{ ...party, count: chosen.filter((one) => one === kind).length }]
  })
}

function removableAlone(policy: Policy, holds: Bits, alone: Alone): Bits {
  const key = keyOf(holds)
  const known = alone.get(key)
  if (known !== undefined) return known
  const anybody = bitsOf(policy.items.length, [indexOf(policy, ANYBODY)])
  const parties = [{ holds, count: 1 }, { holds: anybody, count: Infinity }, outsiders(policy)]
  const after = closure(policy.defence, parties)
  const removable = removableBy(
    policy,
    parties.map((party, at) => ({ ...party, holds: after[at] ?? party.holds })),
  )
  alone.set(key, removable)
  return removable
}

/** Whether some survivors, and nobody else, could undo it all. */
export function undoTogether(game: Game, judgement: Judgement, chosen: readonly Party[]): boolean {
  const { policy } = game
  const anybody = bitsOf(policy.items.length, [indexOf(policy, ANYBODY)])
  const missing = game.honest.flatMap(({ holds }, at) => {
    const own = judgement.survivors[at] ?? holds
    return isWithin(common(holds, policy.changeable), own) ? [] : [{ before: holds, own }]
  })
  const bystanders = missing.map(({ own, before }): Party => ({
    holds: own,
    count: 1,
    counted: anybody,
    never: without(game.seated, before),
  }))
  const parties = [...bystanders, ...chosen, outsiders(policy)]
  const seats = common(game.seated, judgement.most)
  const removable = (holds: readonly Bits[]) =>
    removableBy(
      policy,
      parties.map((party, at) => ({ ...party, holds: holds[at] ?? party.holds })),
    )
  // a seat on which the rogue sits is free once these people can remove them from it
  const first = closure(policy.defence, parties, seats)
  const after = isEmpty(seats) ? first : closure(policy.defence, parties, without(seats, removable(first)))
  if (!isWithin(without(judgement.most, judgement.given), removable(after))) return false
  return missing.every(({ before }, at) => isWithin(common(before, policy.changeable), after[at] ?? before))
}

function named(
  found: readonly (readonly number[])[],
  names: readonly (readonly string[])[],
  holderOf: (name: string) => Holder | undefined,
): Omit<UndoSets, 'complete'> {
  const labels = names.map((kind) => [...new Set(kind.map((name) => holderOf(name)?.standsFor ?? name))])
  const invented = names.some((kind) => kind.some((name) => holderOf(name)?.standsFor !== undefined))
  const sets = new Map<string, readonly string[]>()
  for (const chosen of found)
    for (const set of choices(chosen, labels, invented)) {
      if (sets.size > MOST_LISTED) break
      const key = set.toSorted().join('\n')
      if (!sets.has(key)) sets.set(key, set)
    }
  return { sets: [...sets.values()].slice(0, MOST_LISTED), more: sets.size > MOST_LISTED }
}

/** One name for each chosen kind; a role may be named twice, a person not. */
function choices(chosen: readonly number[], labels: readonly (readonly string[])[], repeat: boolean): readonly (readonly string[])[] {
  const [first, ...rest] = chosen
  if (first === undefined) return [[]]
  const others = choices(rest, labels, repeat)
  return (labels[first] ?? [])
    .slice(0, MOST_LISTED + 1)
    .flatMap((label) => others.filter((set) => repeat || !set.includes(label)).map((set) => [label, ...set]))
}
