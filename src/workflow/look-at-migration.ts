import type { Charter, Id, Mode } from '../charter/model.ts'
import { effectsNow, noEffects } from '../decide/effect.ts'
import { formatInstant } from '../kernel/instant.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { State } from '../ledger/state.ts'
import { mapHolders, type MappedAccount, type Office } from '../reconcile/migration/mapping.ts'
import { goneIn, plainPhases, surveyedPowers, type PhasePowers } from '../reconcile/migration/powers.ts'
import { judgeMigration, type MigrationJudgement } from '../reconcile/migration/proof.ts'
import { migrationSteps, type MigrationStepState } from '../reconcile/migration/steps.ts'
import { effectiveMode } from '../reconcile/modes.ts'
import type { Survey, TargetFailure } from '../reconcile/target.ts'
import { powersUnder } from '../render/mediawiki/phase-powers.ts'
import { wikiSettings } from '../render/mediawiki/wiki-settings.ts'
import type { TargetState } from '../ledger/state.ts'
import { readFacts } from './facts.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { notConnected } from './observe-target.ts'
import { interruptedRuns, type Interrupted } from './record-interrupted.ts'

/** A migration as it stands: worked out anew at each look, from the target and the ledger alone. */
export interface MigrationView {
  readonly charter: Charter
  readonly target: Id
  readonly survey: Survey
  readonly mapping: readonly MappedAccount[]
  readonly steps: readonly MigrationStepState[]
  readonly judgement: MigrationJudgement
  /** Groups that are gone and have members, or that stand only so that those can be taken out. */
  readonly strays: readonly string[]
}

export interface MigrationFacts {
  readonly charter: Charter
  readonly target: Id
  readonly survey: Survey
  readonly offices: readonly Office[]
  /** Names of accounts of whom somebody decided that they get nothing for what they lose. */
  readonly dropped: ReadonlySet<string>
  readonly known: Pick<TargetState, 'adoptedAt' | 'adoptedGroups'>
  readonly mode: Mode
  /** What runs that were cut had changed and the ledger does not know, one text for each run. */
  readonly unrecorded: readonly string[]
}

/** The mapping, the steps and their proof from what is known; fails where the target cannot be configured as the charter says. */
export function migrationFrom(facts: MigrationFacts): Result<MigrationView, TargetFailure> {
  const { charter, target, survey, offices, dropped, known, mode, unrecorded } = facts
  const declared = charter.groups.get(target)
  const swept = sweptGroups(survey, declared ?? new Map())
  const defined = new Set([...survey.groups.keys()].filter((name) => !swept.includes(name)))
  const ignored = new Set(survey.connector === undefined ? [] : [survey.connector.account])
  const mapping = mapHolders({ charter, target, holders: survey.holders, offices, defined, dropped, ignored })
  // Unset too early: whoever is in such a group lost its powers, and cannot be taken out of it until it stands again.
  const unsetEarly = survey.holders.flatMap(({ groups }) =>
    groups.filter((name) => declared?.get(name)?.abolished !== undefined && !survey.groups.has(name)),
  )
  const left = mapping.flatMap(({ rows }) => rows.flatMap(({ kind, groups }) => (kind === 'stray' ? groups : [])))
  const strays = [...new Set([...swept, ...unsetEarly, ...left])]
  const phases = phasesOf(charter, target, survey, strays)
  if (!phases.ok) return phases
  const steps = migrationSteps({ charter, target, survey, mapping, expected: phases.value.expected, strays, known, mode, unrecorded })
  const toLoad = steps.some(({ kind, done }) => kind === 'load-moving' && !done)
  const gone = [...goneIn(charter, target, strays)].filter((name) => survey.groups.has(name) || (toLoad && strays.includes(name)))
  const standing = gone.filter((name) => survey.groups.get(name)?.assignable ?? true)
  const judgement = judgeMigration({ charter, target, survey, mapping, phases: phases.value, toLoad, gone: standing })
  return ok({ charter, target, survey, mapping, steps, judgement, strays })
}

/** Surveys a target and says where its migration stands. Nothing is written. */
export async function lookAtMigration(
  instance: Instance,
  target: Id,
  dropped: ReadonlySet<string>,
): Promise<Result<MigrationView, TargetFailure>> {
  const port = instance.targets.get(target)
  if (port === undefined) return err(notConnected(target))
  if (port.survey === undefined)
    return err({
      kind: 'invalid',
      code: 'no-survey',
      message: `\`${target}\` cannot be asked who is in which group beyond those of the charter: take in whom it has by \`writ adopt\`, then move people by \`writ plan\` and \`writ apply\`, or by \`writ task\` where that is done by hand`,
    })
  const surveyed = await port.survey()
  if (!surveyed.ok) return surveyed
  const interrupted = await interruptedRuns(instance, port)
  if (!interrupted.ok) return interrupted
  const unrecorded = interrupted.value.map(unrecordedOf)
  const { state } = instance.journal
  const { charter } = await instance.charters.inForce(state)
  const facts = await readFacts(instance)
  const effects = effectsNow(knownNow(charter, state, instance.outside.clock.now(), facts)).targets.get(target) ?? noEffects
  const names = new Map(surveyed.value.holders.map(({ account }) => [account.id, account.name]))
  const seen = new Set<string>()
  const offices = effects.memberships.flatMap(({ account: key, hold, because }): Office[] => {
    const account = state.account(key)
    if (hold || account === undefined || account.locked || seen.has(`${key}\n${because.role}`)) return []
    seen.add(`${key}\n${because.role}`)
    const name = names.get(account.id) ?? account.name
    return [
      { account: name, person: state.person(account.subject)?.handle ?? name, role: because.role, evidence: ofGrant(state, because.grant) },
    ]
  })
  const mode = effectiveMode(charter, state, target)
  const known = state.targetState(target)
  return migrationFrom({ charter, target, survey: surveyed.value, offices, dropped, known, mode, unrecorded })
}

function unrecordedOf({ plan, stands: { length } }: Interrupted): string {
  if (length === 0) return `plan ${plan}: no entry tells that it is carried out`
  return `plan ${plan}: ${length} ${length === 1 ? 'change stands' : 'changes stand'} that no entry tells of`
}

/** Who is to hold what on every other target of the charter, by name of the account there. */
export function officesElsewhere(instance: Instance, { charter, target }: MigrationView): readonly (Office & { readonly target: Id })[] {
  const { state } = instance.journal
  return [...state.runningGrants()].flatMap(({ id, subject, role }) =>
    state
      .accountsOf(subject)
      .filter((account) => account.target !== target && charter.roles.get(role)?.gives.has(account.target) === true)
      .map((account) => ({
        target: account.target,
        account: account.name,
        person: state.person(subject)?.handle ?? account.name,
        role,
        evidence: ofGrant(state, id),
      })),
  )
}

function ofGrant(state: State, id: number): string {
  const grant = state.grant(id)
  if (grant === undefined) return `grant ${id}`
  const how = {
    founding: 'a founding grant',
    found: 'found',
    power: 'given',
    request: 'asked for and given',
    automatic: 'given by the charter',
  }[grant.door]
  return `holds role \`${grant.role}\` (entry ${id}, ${how}, since ${formatInstant(grant.from).slice(0, 10)})`
}

/** Groups that stand only because the settings of a migration name them: Writ's own group may take people out of them, and no charter knows them. */
function sweptGroups({ groups, connector }: Survey, declared: ReadonlyMap<string, unknown>): readonly string[] {
  const removes = (connector?.groups ?? []).flatMap((own) => {
    const list = groups.get(own)?.removes
    const adds = groups.get(own)?.adds
    return list === undefined || list === 'all' ? [] : list.filter((name) => adds !== 'all' && adds?.includes(name) !== true)
  })
  return removes.filter((name) => !declared.has(name) && groups.get(name)?.rights?.length === 0)
}

function phasesOf(
  charter: Charter,
  target: Id,
  survey: Survey,
  strays: readonly string[],
): Result<PhasePowers & { readonly expected: ReadonlyMap<string, readonly string[]> }, TargetFailure> {
  if (
    charter.targets.get(target)?.connector !== 'mediawiki' ||
    [...survey.groups.values()].every(({ rights }) => (rights ?? []).length === 0)
  )
    return ok({ ...plainPhases(charter, target, survey, strays), expected: new Map() })
  const moving = wikiSettings(charter, target, { hash: '', abolition: 'keep', sweep: strays })
  const final = wikiSettings(charter, target, { hash: '' })
  if (!moving.ok || !final.ok) {
    const problem = (moving.ok ? (final.ok ? [] : final.error) : moving.error)[0]
    return err({
      kind: 'invalid',
      code: problem?.code ?? 'not-renderable',
      message: `${problem?.message ?? ''}; \`writ render\` tells all of it`,
    })
  }
  const today = surveyedPowers(survey)
  const after = new Map([...powersUnder(final.value, today)].filter(([name]) => !strays.includes(name)))
  return ok({
    today,
    moving: powersUnder(moving.value, today),
    final: after,
    connector: moving.value.connector?.name ?? 'writ',
    expected: new Map(moving.value.groups.map(({ name, granted }) => [name, granted])),
  })
}
