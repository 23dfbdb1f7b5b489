import type { Charter, Id } from '../../charter/model.ts'
import { targetPowersOf, type GroupPowers, type TargetPowers } from '../../safety/target-powers.ts'
import type { Survey } from '../target.ts'

/** What the groups of a target can do to groups: now, while people move, and in the end. */
export interface PhasePowers {
  readonly today: TargetPowers
  /** New groups beside the old ones. */
  readonly moving: TargetPowers
  /** Old groups gone. */
  readonly final: TargetPowers
  /** The group Writ's own account acts by. */
  readonly connector: string
}

const NOTHING: ReadonlySet<string> = new Set()

/** The powers that a target states of itself. */
export function surveyedPowers({ groups }: Survey): TargetPowers {
  const set = (names: 'all' | readonly string[]) => (names === 'all' ? names : new Set(names))
  return new Map(
    [...groups]
      .filter(([, { assignable }]) => assignable)
      .map(([name, { rights, adds, removes, addsToSelf, removesFromSelf }]): [string, GroupPowers] => [
        name,
        {
          rights: new Set(rights),
          adds: set(adds),
          removes: set(removes),
          addsToSelf: new Set(addsToSelf),
          removesFromSelf: new Set(removesFromSelf),
        },
      ]),
  )
}

/** The phases of a target of which nothing more is known than the charter: Writ's account can change every group there. */
export function plainPhases(charter: Charter, target: Id, survey: Survey, strays: readonly string[]): PhasePowers {
  const connector = '(writ)'
  const today = surveyedPowers(survey)
  const ours: GroupPowers = { rights: NOTHING, adds: 'all', removes: 'all', addsToSelf: NOTHING, removesFromSelf: NOTHING }
  const declared = targetPowersOf(charter, target)
  const gone = goneIn(charter, target, strays)
  const moving = new Map([...today, ...[...declared].filter(([name]) => !gone.has(name) || today.has(name)), [connector, ours] as const])
  for (const name of strays) if (!moving.has(name)) moving.set(name, { ...ours, adds: NOTHING, removes: NOTHING })
  return {
    today: new Map([...today, [connector, ours]]),
    moving,
    final: new Map([...moving].filter(([name]) => !gone.has(name))),
    connector,
  }
}

/** Names of groups that are no more in the end. */
export function goneIn(charter: Charter, target: Id, strays: readonly string[]): ReadonlySet<string> {
  const abolished = [...(charter.groups.get(target) ?? [])].filter(([, block]) => block.abolished !== undefined).map(([name]) => name)
  return new Set([...abolished, ...strays])
}
