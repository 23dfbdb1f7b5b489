import { common, members, type Bits } from './bits.ts'
import type { Game } from './game.ts'

/** Whose game it is, by name. */
export interface Cast {
  readonly rogues: readonly string[]
  /** Names of the honest accounts, beside `Game.honest`. */
  readonly honest: readonly (readonly string[])[]
}

/** Honest accounts that may come within reach, enough of each kind for any rule. */
export function lentAccounts(
  game: Game,
  cast: Cast,
  seats: number,
): readonly { readonly name: string; readonly at: number; readonly until: Bits }[] {
  const covered = new Map<number, number>()
  const accounts: { readonly name: string; readonly at: number; readonly until: Bits }[] = []
  for (const [at, { holds, reachedBy }] of game.honest.entries()) {
    if (reachedBy === undefined) continue
    for (const name of (cast.honest[at] ?? []).slice(0, seats)) {
      const items = members(common(holds, game.policy.changeable))
      if (items.every((item) => (covered.get(item) ?? 0) >= seats)) break
      for (const item of items) covered.set(item, (covered.get(item) ?? 0) + 1)
      accounts.push({ name, at, until: reachedBy })
    }
  }
  return accounts
}
