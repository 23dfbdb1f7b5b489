import { isAssigned } from '../../charter/members.ts'
import type { Charter, Id, Mode } from '../../charter/model.ts'
import type { TargetState } from '../../ledger/state.ts'
import { plannedGroups } from '../scope.ts'
import type { Survey } from '../target.ts'
import type { MappedAccount } from './mapping.ts'
import { goneIn } from './powers.ts'
import { EMPTIED } from './proof.ts'

export type MigrationStepKind = 'record' | 'load-moving' | 'rights' | 'adopt' | 'decide' | 'mode' | 'give' | 'move' | 'empty' | 'load-final'

/** A step of a migration, judged by what stands now: nothing of it is remembered anywhere. */
export interface MigrationStepState {
  readonly kind: MigrationStepKind
  /** Who does it: Writ, or people. */
  readonly who: 'writ' | 'people'
  readonly done: boolean
  /** Steps that must be done before. */
  readonly after: readonly MigrationStepKind[]
  /** What it comes to, one thing each: groups, people. */
  readonly details: readonly string[]
}

export interface Situation {
  readonly charter: Charter
  readonly target: Id
  readonly survey: Survey
  readonly mapping: readonly MappedAccount[]
  /** Rights that groups shall have on the target, where it tells of rights. */
  readonly expected: ReadonlyMap<string, readonly string[]>
  /** Names of groups that nothing defines, or that are defined only so that their last members can be taken out. */
  readonly strays: readonly string[]
  readonly known: Pick<TargetState, 'adoptedAt' | 'adoptedGroups'>
  readonly mode: Mode
  /** What runs that were cut had changed and the ledger does not know, one text for each run. */
  readonly unrecorded: readonly string[]
}

/** The steps of a migration in their order, with what is left of each; that of recording what a cut run had changed only where there is such. */
export function migrationSteps(situation: Situation): readonly MigrationStepState[] {
  const { charter, target, survey, mapping, strays, known, mode, unrecorded } = situation
  const lacking = missingGroups(situation)
  const undefinedStrays = strays.filter((name) => !survey.groups.has(name))
  const wrong = wrongRights(situation)
  const toAdopt = [...plannedGroups(charter, target)]
    .filter(([group, { given }]) => given && !known.adoptedGroups.has(group))
    .map(([group]) => group)
  const of = (...kinds: readonly string[]) => mapping.filter(({ rows }) => rows.some(({ kind }) => kinds.includes(kind)))
  const names = (people: readonly MappedAccount[]) => people.map(({ account }) => account.name)
  const undecided = of('undecided')
  const given = of('given')
  const moving = of('office-without-group')
  const emptied = of(...EMPTIED)
  const old = standingOld(situation)
  const writes = given.length + moving.length + emptied.length
  return [
    ...(unrecorded.length === 0 ? [] : [step('record', 'writ', false, [], unrecorded)]),
    step('load-moving', 'people', lacking.length + undefinedStrays.length === 0, [], [...lacking, ...undefinedStrays]),
    step('rights', 'people', wrong.length === 0, ['load-moving'], wrong),
    step('adopt', 'writ', known.adoptedAt !== undefined && toAdopt.length === 0, ['load-moving', 'rights'], toAdopt),
    step('decide', 'people', undecided.length === 0, [], names(undecided)),
    step('mode', 'people', mode === 'enforce' || writes === 0, [], []),
    step('give', 'writ', given.length === 0, ['adopt'], names(given)),
    step('move', 'writ', moving.length === 0, ['adopt', 'give', 'mode'], names(moving)),
    step('empty', 'writ', emptied.length === 0, ['adopt', 'move', 'mode'], names(emptied)),
    step('load-final', 'people', old.length === 0, ['decide', 'empty'], old),
  ]
}

/** The first step that can be done now, of those that are not; undefined = all is done, or what is open waits for people. */
export function nextStep(steps: readonly MigrationStepState[], who?: MigrationStepState['who']): MigrationStepState | undefined {
  const open = new Set(steps.filter(({ done }) => !done).map(({ kind }) => kind))
  return steps.find((one) => !one.done && (who === undefined || one.who === who) && one.after.every((kind) => !open.has(kind)))
}

function step(
  kind: MigrationStepKind,
  who: MigrationStepState['who'],
  done: boolean,
  after: readonly MigrationStepKind[],
  details: readonly string[],
): MigrationStepState {
  return { kind, who, done, after, details: done ? [] : details }
}

function missingGroups({ charter, target, survey }: Situation): readonly string[] {
  return [...(charter.groups.get(target) ?? [])]
    .filter(([name, block]) => isAssigned(block) && !survey.groups.has(name))
    .map(([name]) => name)
}

/** Groups whose rights are not those of the charter, each with the difference. */
function wrongRights({ survey, expected }: Situation): readonly string[] {
  return [...expected].flatMap(([name, rights]) => {
    const stands = survey.groups.get(name)?.rights
    if (stands === undefined) return []
    const lacks = rights.filter((right) => !stands.includes(right))
    const more = stands.filter((right) => !rights.includes(right))
    if (lacks.length + more.length === 0) return []
    return [
      `\`${name}\`${lacks.length === 0 ? '' : ` lacks ${lacks.join(', ')}`}${more.length === 0 ? '' : `${lacks.length === 0 ? '' : ' and'} has ${more.join(', ')} too`}`,
    ]
  })
}

/** Old groups that the target still defines. */
function standingOld({ charter, target, survey, strays }: Situation): readonly string[] {
  return [...goneIn(charter, target, strays)].filter((name) => survey.groups.has(name))
}
