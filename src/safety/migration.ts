import { reaches, type TargetPowers } from './target-powers.ts'
import { capableOf, Crowd, orphansIn, type Orphan } from './migration-crowd.ts'

/**
 * One step of a migration on a target. Memberships are changed by an account with its own authority at that moment; the configuration is changed by
 * whoever keeps the site, outside the game.
 */
export type MigrationStep =
  | { readonly kind: 'add' | 'remove'; readonly actor: string; readonly subject: string; readonly group: string }
  /** A group is no longer defined. Its members must be gone before. */
  | { readonly kind: 'unset'; readonly group: string }
  /** The configuration becomes another one. */
  | { readonly kind: 'configure'; readonly text: string; readonly powers: TargetPowers }

export interface Migration {
  /** The configuration at the start. */
  readonly powers: TargetPowers
  /** Account -> the groups it is in. */
  readonly holders: ReadonlyMap<string, readonly string[]>
  readonly steps: readonly MigrationStep[]
  /** So many people must be able to finish, each alone, after every step that leaves memberships to change. Default 1. */
  readonly keep?: number
}

export type MigrationProblemCode =
  /** The actor has not the authority, or the step changes nothing. */
  | 'not-allowed'
  /** Nobody could ever change any membership again. */
  | 'locked-out'
  /** Some groups could be given or taken before the migration and never again after this step. */
  | 'partly-locked'
  | 'too-few-to-finish'
  /** A group is unset while somebody is in it. */
  | 'still-held'
  /** A group is unset that alone has a right. */
  | 'homeless-rights'

export interface MigrationProblem {
  /** Index of the step in the plan. */
  readonly step: number
  readonly code: MigrationProblemCode
  /** One sentence for the person who plans it. */
  readonly text: string
}

export interface StepProof {
  readonly step: MigrationStep
  /** People who could carry out all changes of membership that are left, each alone, if only they change them in the order that suits; undefined = none is left. */
  readonly finishers: number | undefined
  /** Groups that nobody can give or take after this step, by any detour. */
  readonly orphans: readonly Orphan[]
}

export interface MigrationProof {
  /** No problem was found: the steps can be taken in this order. */
  readonly safe: boolean
  /** One for each step that could be simulated: the simulation ends with the first step that is not allowed. */
  readonly steps: readonly StepProof[]
  readonly problems: readonly MigrationProblem[]
  /** Rights that only a group to be unset has, at the moment it is unset: each needs a home first. */
  readonly homeless: readonly { readonly group: string; readonly rights: readonly string[] }[]
  /** Groups that nobody could give or take even before: no fault of the migration, worth knowing. */
  readonly orphansBefore: readonly Orphan[]
}

/**
 * Simulates a migration step by step, each change of membership with the actor's own authority, and proves of every step that it leaves enough
 * people able to finish and locks nobody out, wholly or in part. Whether a group can ever be given or taken again is asked of all accounts acting
 * together: adding never takes authority away, so the fixpoint of additions answers it.
 */
export function proveMigration(migration: Migration): MigrationProof {
  const keep = migration.keep ?? 1
  const crowd = new Crowd(migration.holders)
  const orphansBefore = orphansIn(migration.powers, crowd.types())
  const proofs: StepProof[] = []
  const problems: MigrationProblem[] = []
  const homeless: MigrationProof['homeless'][number][] = []
  const left = tasksLeft(migration.steps)
  let powers = migration.powers
  for (const [at, step] of migration.steps.entries()) {
    const say = (code: MigrationProblemCode, text: string) => problems.push({ step: at, code, text })
    const hindrance = hindranceTo(step, powers, crowd)
    if (hindrance !== undefined) {
      say('not-allowed', hindrance)
      break
    }
    if (step.kind === 'unset') {
      const members = crowd.membersOf(step.group)
      if (members.length > 0)
        say(
          'still-held',
          `${listed(members)} ${members.length === 1 ? 'is' : 'are'} in \`${step.group}\`; take them out before it is unset`,
        )
      const rights = homelessRights(powers, step.group)
      if (rights.length > 0) {
        homeless.push({ group: step.group, rights })
        say('homeless-rights', `only \`${step.group}\` has ${listed(rights.map((right) => `\`${right}\``))}; give each a home first`)
      }
    }
    powers = take(step, powers, crowd)
    const types = crowd.types()
    const orphans = orphansIn(powers, types)
    const lost = orphans.filter(({ group, lacks }) => lacks.some((verb) => couldBefore(orphansBefore, group, verb)))
    if (!alreadySaid(proofs.at(-1), lost)) {
      if (orphans.length === powers.size && orphans.every(({ lacks }) => lacks.length === 2))
        say('locked-out', 'after this step nobody can ever change a group again')
      else say('partly-locked', `after this step nobody can ever ${orphansText(lost)}`)
    }
    const tasks = left[at + 1] ?? []
    const finishers = tasks.length === 0 ? undefined : crowd.count((groups) => capableOf(powers, groups, tasks))
    if (finishers !== undefined && finishers < keep)
      say('too-few-to-finish', `after this step ${finishers} ${finishers === 1 ? 'person' : 'people'} could finish alone; ${keep} needed`)
    proofs.push({ step, finishers, orphans })
  }
  return { safe: problems.length === 0, steps: proofs, problems, homeless, orphansBefore }
}

/** The same steps so that additions come first, then removals from others, then everybody's removal of their own authority, and groups are unset last. */
export function inSafeOrder(steps: readonly MigrationStep[]): readonly MigrationStep[] {
  const place = (step: MigrationStep) => {
    if (step.kind === 'configure') return 0
    if (step.kind === 'add') return 1
    if (step.kind === 'unset') return 4
    return step.actor === step.subject ? 3 : 2
  }
  return steps.toSorted((left, right) => place(left) - place(right))
}

/** One step in words. */
export function migrationStepText(step: MigrationStep): string {
  if (step.kind === 'configure') return step.text
  if (step.kind === 'unset') return `unset the group \`${step.group}\``
  const whom = step.actor === step.subject ? 'themselves' : step.subject
  return step.kind === 'add' ? `${step.actor} puts ${whom} into \`${step.group}\`` : `${step.actor} takes ${whom} out of \`${step.group}\``
}

/** What of memberships is left to change from each step on, each pair once. */
function tasksLeft(steps: readonly MigrationStep[]): readonly (readonly { readonly verb: 'add' | 'remove'; readonly group: string }[])[] {
  const left: { readonly verb: 'add' | 'remove'; readonly group: string }[][] = [[]]
  const seen = new Set<string>()
  for (const step of steps.toReversed()) {
    const rest = left[0] ?? []
    const key = step.kind === 'add' || step.kind === 'remove' ? `${step.kind} ${step.group}` : ''
    if (step.kind === 'configure' || step.kind === 'unset' || seen.has(key)) left.unshift(rest)
    else {
      seen.add(key)
      left.unshift([...rest, { verb: step.kind, group: step.group }])
    }
  }
  return left
}

function hindranceTo(step: MigrationStep, powers: TargetPowers, crowd: Crowd): string | undefined {
  if (step.kind === 'configure') return undefined
  if (!powers.has(step.group)) return `there is no group \`${step.group}\` at this step`
  if (step.kind === 'unset') return undefined
  const own = crowd.groupsOf(step.actor)
  const self = step.actor === step.subject
  const may = own.some((name) => {
    const group = powers.get(name)
    if (group === undefined) return false
    const over = step.kind === 'add' ? group.adds : group.removes
    const overSelf = step.kind === 'add' ? group.addsToSelf : group.removesFromSelf
    return reaches(over, step.group) || (self && overSelf.has(step.group))
  })
  const verb = step.kind === 'add' ? 'give' : 'take'
  if (!may) return `${step.actor} has no authority to ${verb} \`${step.group}\` at this step`
  const member = crowd.groupsOf(step.subject).includes(step.group)
  if (member === (step.kind === 'add')) return `${step.subject} is ${member ? 'already' : 'not'} in \`${step.group}\` at this step`
  return undefined
}

function take(step: MigrationStep, powers: TargetPowers, crowd: Crowd): TargetPowers {
  if (step.kind === 'configure') return step.powers
  if (step.kind === 'unset') return new Map([...powers].filter(([name]) => name !== step.group))
  crowd.change(step.subject, step.kind, step.group)
  return powers
}

function homelessRights(powers: TargetPowers, group: string): readonly string[] {
  const others = [...powers].filter(([name]) => name !== group)
  return [...(powers.get(group)?.rights ?? [])].filter((right) => !others.some(([, one]) => one.rights.has(right))).toSorted()
}

function couldBefore(before: readonly Orphan[], group: string, verb: 'add' | 'remove'): boolean {
  return before.find((one) => one.group === group)?.lacks.includes(verb) !== true
}

/** Whether the step before lost the same: said once is enough. */
function alreadySaid(before: StepProof | undefined, lost: readonly Orphan[]): boolean {
  return lost.every(({ group, lacks }) => {
    const known = before?.orphans.find((one) => one.group === group)?.lacks
    return known !== undefined && lacks.every((verb) => known.includes(verb))
  })
}

/** ``give or take `colonel`, take `bot` ``. */
export function orphansText(orphans: readonly Orphan[]): string {
  const words = { add: 'give', remove: 'take' } as const
  return orphans.map(({ group, lacks }) => `${lacks.map((verb) => words[verb]).join(' or ')} \`${group}\``).join(', ')
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ')
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown
}
