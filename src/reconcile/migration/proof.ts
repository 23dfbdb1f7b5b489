import type { Charter, Id } from '../../charter/model.ts'
import { proveMigration, type MigrationProblem, type MigrationStep } from '../../safety/migration.ts'
import type { Survey } from '../target.ts'
import type { MappedAccount } from './mapping.ts'
import type { PhasePowers } from './powers.ts'

/** The part of a migration that a step of the proof belongs to. */
export type ProofPart = 'load-moving' | 'move' | 'empty' | 'load-final'

export interface PartProof {
  readonly part: ProofPart
  /** Changes of membership in it. */
  readonly changes: number
  /** The fewest accounts that could finish alone, after any step of the part; undefined = nothing is left to change. */
  readonly finishers: number | undefined
}

export interface MigrationJudgement {
  readonly parts: readonly PartProof[]
  /** What must not happen: the migration is not begun, or not gone on with. */
  readonly problems: readonly MigrationProblem[]
  /** What happens and should be known: rights that nobody has afterwards, groups that nobody can give or take any more. */
  readonly warnings: readonly MigrationProblem[]
}

export interface ProofInput {
  readonly charter: Charter
  readonly target: Id
  readonly survey: Survey
  readonly mapping: readonly MappedAccount[]
  readonly phases: PhasePowers
  /** Whether the settings for the time of moving are still to be loaded. */
  readonly toLoad: boolean
  /** Groups that are no more in the end and stand now. */
  readonly gone: readonly string[]
}

const KNOWN_LOSSES: ReadonlySet<string> = new Set(['homeless-rights', 'partly-locked'])

/**
 * Proves what is left of a migration, every change of membership a step of its own done by Writ's account: none is without authority, locks
 * everybody out or leaves nobody who could finish, and no group is unset while somebody is in it.
 */
export function judgeMigration(input: ProofInput): MigrationJudgement {
  const { survey, phases, toLoad } = input
  const actor = actorOf(survey)
  const holders = new Map(survey.holders.map(({ account, groups }): [string, readonly string[]] => [account.name, groups]))
  holders.set(actor, [...new Set([...(holders.get(actor) ?? []), phases.connector])])
  const { steps, parts } = stepsOf(input, actor)
  const proof = proveMigration({ powers: toLoad ? phases.today : phases.moving, holders, steps })
  const names: readonly ProofPart[] = ['load-moving', 'move', 'empty', 'load-final']
  return {
    parts: names.flatMap((part) => {
      const proofs = proof.steps.filter((_, index) => parts[index] === part)
      if (proofs.length === 0) return []
      const counts = proofs.flatMap(({ finishers }) => (finishers === undefined ? [] : [finishers]))
      const changes = proofs.filter(({ step }) => step.kind === 'add' || step.kind === 'remove').length
      return [{ part, changes, finishers: counts.length === 0 ? undefined : Math.min(...counts) }]
    }),
    problems: proof.problems.filter(({ code }) => !KNOWN_LOSSES.has(code)),
    warnings: proof.problems.filter(({ code }) => KNOWN_LOSSES.has(code)),
  }
}

function stepsOf(
  { charter, target, survey, mapping, phases, toLoad, gone }: ProofInput,
  actor: string,
): { readonly steps: readonly MigrationStep[]; readonly parts: readonly ProofPart[] } {
  const steps: MigrationStep[] = []
  const parts: ProofPart[] = []
  const put = (part: ProofPart, step: MigrationStep) => {
    steps.push(step)
    parts.push(part)
  }
  if (toLoad)
    put('load-moving', { kind: 'configure', text: 'load the settings with the new groups beside the old ones', powers: phases.moving })
  const standing = new Map(survey.holders.map(({ account, groups }) => [account.name, new Set(groups)]))
  for (const { account, rows } of mapping) {
    const wanted = rows.flatMap(({ kind, groups, roles }) =>
      kind === 'office-without-group'
        ? groups
        : kind === 'given'
          ? roles.flatMap((role) => charter.roles.get(role)?.gives.get(target) ?? [])
          : [],
    )
    for (const group of new Set(wanted))
      if (standing.get(account.name)?.has(group) !== true) put('move', { kind: 'add', actor, subject: account.name, group })
  }
  for (const { account, rows } of mapping)
    for (const { groups } of rows.filter(({ kind }) => EMPTIED.has(kind)))
      for (const group of groups) put('empty', { kind: 'remove', actor, subject: account.name, group })
  // What nobody decided yet keeps the old groups standing: their end is proved when it can come.
  if (mapping.some(({ rows }) => rows.some(({ kind }) => kind === 'undecided'))) return { steps, parts }
  for (const group of gone) put('load-final', { kind: 'unset', group })
  put('load-final', { kind: 'configure', text: 'load the settings without the old groups', powers: phases.final })
  return { steps, parts }
}

/** Rows whose memberships end by the migration. */
export const EMPTIED: ReadonlySet<string> = new Set(['succeeds', 'given', 'leaves', 'stray'])

function actorOf({ connector, holders }: Survey): string {
  return holders.find(({ account }) => account.id === connector?.account)?.account.name ?? 'Writ’s account'
}
