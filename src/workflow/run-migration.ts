import { rightsOfGroup } from '../charter/members.ts'
import type { Id } from '../charter/model.ts'
import { effectsNow } from '../decide/effect.ts'
import { formatInstant } from '../kernel/instant.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { draft, type Draft } from '../ledger/entry.ts'
import type { GuardVerdict } from '../reconcile/guard.ts'
import { judge } from '../reconcile/guards.ts'
import { withinGuards } from '../reconcile/migration/batch.ts'
import { emptyingPlan, NOT_GUARDED } from '../reconcile/migration/emptying.ts'
import { goneIn } from '../reconcile/migration/powers.ts'
import { nextStep, type MigrationStepKind } from '../reconcile/migration/steps.ts'
import { createNewcomers } from '../reconcile/newcomer.ts'
import { planDocument } from '../reconcile/plan-document.ts'
import type { Plan } from '../reconcile/plan-value.ts'
import { revisionOf } from '../reconcile/revision.ts'
import { plannedGroups } from '../reconcile/scope.ts'
import type { ObservedAccount, TargetFailure } from '../reconcile/target.ts'
import { adoptHolders } from './adopt-holders.ts'
import { json } from './answer.ts'
import { applyTarget, carryOut, type AppliedPlan } from './apply-target.ts'
import { deciderOf, originOf, type Caller } from './caller.ts'
import { readFacts } from './facts.ts'
import { newSubject } from './ids.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { lookAtMigration, type MigrationView } from './look-at-migration.ts'
import { refusalToRun } from './may-run.ts'
import { notConnected, textHash } from './observe-target.ts'
import { pausedFailure } from './pause.ts'
import { usualKind } from './people.ts'
import { recordInterrupted } from './record-interrupted.ts'

export interface MigrateCommand {
  readonly key: string
  readonly caller: Caller
  readonly target: Id
  readonly dropped: ReadonlySet<string>
  /** Address of the pages, for the target's own log. */
  readonly url: string | undefined
}

/** A step that Writ did, or tried. */
export interface RanStep {
  readonly kind: MigrationStepKind
  /** What came of it, one sentence. */
  readonly text: string
}

export interface MigrateAnswer {
  readonly ran: readonly RanStep[]
  /** How it stands afterwards. */
  readonly view: MigrationView
  /** Why it did not go on although Writ has something to do; undefined = it did all it could. */
  readonly stopped: string | undefined
  /** The run did as much as one run may: the next one goes on. */
  readonly more: boolean
}

/**
 * Does the steps of a migration that are Writ's, one after the other, as far as the people's steps between them are done. Each look is a new one,
 * so a run that was cut goes on with the next, which first records what that one could not; a step that did not get further stops the run. Nothing is begun that the proof calls unsafe.
 */
export async function runMigration(instance: Instance, command: MigrateCommand): Promise<Result<MigrateAnswer, TargetFailure>> {
  const refusal = (await refusalToRun(instance, originOf(command.caller))) ?? pausedFailure(instance.journal.state)
  if (refusal !== undefined) return err(refusal)
  const ran: RanStep[] = []
  for (let round = 0; ; round += 1) {
    const looked = await lookAtMigration(instance, command.target, command.dropped)
    if (!looked.ok) return looked
    const view = looked.value
    const next = nextStep(view.steps, 'writ')
    if (next === undefined) return ok({ ran, view, stopped: undefined, more: false })
    const [problem] = view.judgement.problems
    if (problem !== undefined && next.kind !== 'record') return ok({ ran, view, stopped: `it is not safe: ${problem.text}`, more: false })
    if (ran.at(-1)?.kind === next.kind)
      return ok({ ran, view, stopped: `this is as far as it gets: ${ran.at(-1)?.text ?? ''}; \`writ plan\` tells more`, more: false })
    const done = await take(instance, { ...command, key: `${command.key}/${round}` }, view, next.kind)
    if (!done.ok) return done
    ran.push({ kind: next.kind, text: done.value.text })
    if (done.value.stopped !== undefined) {
      const after = await lookAtMigration(instance, command.target, command.dropped)
      return ok({ ran, view: after.ok ? after.value : view, stopped: done.value.stopped, more: done.value.more === true })
    }
  }
}

interface Taken {
  readonly text: string
  readonly stopped?: string
  readonly more?: boolean
}

async function take(
  instance: Instance,
  command: MigrateCommand,
  view: MigrationView,
  kind: MigrationStepKind,
): Promise<Result<Taken, TargetFailure>> {
  if (kind === 'record') return record(instance, command)
  if (kind === 'adopt') return takeIn(instance, command)
  if (kind === 'give') return giveToAll(instance, command, view)
  if (kind === 'move') return move(instance, command)
  return empty(instance, command, view)
}

async function record(instance: Instance, { key, caller, target }: MigrateCommand): Promise<Result<Taken, TargetFailure>> {
  const port = instance.targets.get(target)
  if (port === undefined) return err(notConnected(target))
  const recorded = await recordInterrupted(instance, { key, origin: originOf(caller), target: port })
  return recorded.ok ? ok({ text: `changes of a run that was cut, now recorded: ${recorded.value}` }) : recorded
}

async function takeIn(instance: Instance, { key, caller, target }: MigrateCommand): Promise<Result<Taken, TargetFailure>> {
  const adopted = await adoptHolders(instance, { key, caller, target, dryRun: false })
  if (!adopted.ok) return adopted
  const { found, left } = adopted.value.memberships
  return ok({ text: `${found} memberships taken in, ${left} left for decision` })
}

/** Everybody in a group of which the charter says that all its members get a role: found grants, as by an adoption. */
async function giveToAll(
  instance: Instance,
  { key, caller, target }: MigrateCommand,
  { charter, mapping }: MigrationView,
): Promise<Result<Taken, TargetFailure>> {
  const given = mapping.flatMap(({ account, rows }) =>
    rows
      .filter(({ kind }) => kind === 'given')
      .flatMap(({ groups, roles }) => roles.map((role) => ({ account, role, group: groups[0] ?? '' }))),
  )
  const kind = usualKind(charter)
  const answer = await instance.journal.command(key, originOf(caller), (state, now) => {
    const newcomers = createNewcomers(state, target, () => newSubject(instance.outside.randomness))
    const drafts: Draft[] = []
    let count = 0
    for (const { account, role, group } of given) {
      const observed: ObservedAccount = { ...account, memberships: new Map(), locked: false }
      const person = newcomers.personOf(`${target}:${account.id}`, kind, observed)
      if (state.grantsOf(person.subject).some((grant) => grant.role === role && grant.ended === undefined)) continue
      count += 1
      const rights = new Set(
        (charter.roles.get(role)?.gives.get(target) ?? []).flatMap((name) => [...rightsOfGroup(charter, target, name)]),
      )
      drafts.push(
        ...person.drafts,
        draft('grant.made', {
          subject: person.subject,
          role,
          account: `${target}:${account.id}`,
          rights: [...rights].toSorted().map((right) => `${target}.${right}`),
          target: [target],
          from: formatInstant(now),
          clause: `groups.${target}.${group}.abolished`,
          decided_by: [deciderOf(caller)],
          door: 'found',
        }),
      )
    }
    return { drafts, answer: json({ count }) }
  })
  return ok({ text: `${(answer as { readonly count: number }).count} people get the role that takes the place of their group` })
}

/** Carries out what is planned for the target; where that is more than a run may change, as much of it as one may. */
async function move(instance: Instance, command: MigrateCommand): Promise<Result<Taken, TargetFailure>> {
  const { key, caller, target, url } = command
  const applied = await applyTarget(instance, { key, origin: originOf(caller), target, url })
  if (!applied.ok) return applied
  const { urgent, routine, planned } = applied.value
  const parts = [urgent, routine].flatMap((part) => (part === undefined ? [] : [part]))
  if (routine === undefined || routine.outcome !== undefined) return ok(outcomeOf(parts, 'put into their new groups'))
  const { charter, effects, observed, trusted } = planned.observation
  if (!trusted) return ok(outcomeOf(parts, ''))
  const judged = (part: Plan) => judge(part, { ...contextNow(instance), charter, effects, observed })
  return runPart(instance, command, routine.plan.plan, judged, 'put into their new groups')
}

function contextNow(instance: Instance) {
  return { state: instance.journal.state, now: instance.outside.clock.now() }
}

/** Stores, applies and reads back as much of a plan as a run may change. */
async function runPart(
  instance: Instance,
  command: MigrateCommand,
  whole: Plan,
  judged: (part: Plan) => readonly GuardVerdict[],
  what: string,
): Promise<Result<Taken, TargetFailure>> {
  const { key, target, url, caller } = command
  const port = instance.targets.get(target)
  if (port === undefined) return err(notConnected(target))
  const part = judged(whole).length === 0 ? whole : withinGuards(whole, judged)
  if (part === undefined) return ok({ text: 'a guard stops it', stopped: `a guard stops it: the plan ${judged(whole)[0]?.text ?? ''}` })
  const text = planDocument(part)
  const hash = textHash(instance)(text)
  const entry = await instance.journal.command(`${key}/part`, originOf(caller), (_state, _now, next) => ({
    drafts: [draft('plan.made', { target, plan: hash, lines: part.lines.length, urgency: 'routine', state: 'ready' })],
    documents: new Map([[hash, text]]),
    answer: next,
  }))
  const plan = { entry: Number(entry), hash, plan: part, verdicts: [], approved: false }
  const outcome = await carryOut(instance, { key, origin: originOf(caller), target, url }, port, plan, 'part')
  const taken = outcomeOf([{ plan, outcome }], what)
  const left = whole.lines.length - part.lines.length
  if (taken.stopped !== undefined || left === 0) return ok(taken)
  return ok({
    ...taken,
    stopped: `${taken.text}; ${left} changes are left for the next runs, for this is as much as one run may change: look at it and run it again`,
    more: true,
  })
}

/** Takes people out of old groups, as a plan that is guarded, stored, applied and read back like any other. */
async function empty(instance: Instance, command: MigrateCommand, view: MigrationView): Promise<Result<Taken, TargetFailure>> {
  const { charter, mapping, strays } = view
  const port = instance.targets.get(command.target)
  if (port === undefined) return err(notConnected(command.target))
  const gone = [...goneIn(charter, command.target, strays)].filter((name) => view.survey.groups.get(name)?.assignable === true)
  const groups = [...plannedGroups(charter, command.target).keys(), ...gone]
  const read = await port.read({ groups, accounts: [] })
  if (!read.ok) return read
  const observed = read.value
  const plan = emptyingPlan({ charter, target: command.target, mapping, observed, revision: revisionOf(observed, textHash(instance)) })
  if (plan.lines.length === 0) return ok({ text: 'nobody can be taken out yet' })
  const { state, now } = contextNow(instance)
  const effects = effectsNow(knownNow(charter, state, now, await readFacts(instance)))
  const connector = observed.connector === undefined ? {} : { connector: observed.connector }
  const judged = (part: Plan) =>
    judge(part, { charter, effects, observed, ...contextNow(instance), ...connector }).filter(({ guard }) => !NOT_GUARDED.has(guard))
  return runPart(instance, command, plan, judged, 'taken out of their old groups')
}

function outcomeOf(parts: readonly AppliedPlan[], what: string): Taken {
  const held = parts.find(({ outcome }) => outcome === undefined)
  if (held !== undefined) {
    const why = held.plan.verdicts.map(({ text }) => `it ${text}`).join('; ')
    const cure = held.plan.verdicts.every(({ overridable }) => overridable) ? `; \`writ approve ${held.plan.entry}\` lets it run once` : ''
    return { text: `plan ${held.plan.entry} did not run`, stopped: `plan ${held.plan.entry} did not run: ${why}${cure}` }
  }
  let [confirmed, failed] = [0, 0]
  for (const { outcome } of parts) {
    confirmed += (outcome?.confirmed ?? 0) + (outcome?.skipped ?? 0) + (outcome?.tasks ?? 0)
    failed += (outcome?.failed ?? 0) + (outcome?.left ?? 0)
  }
  const plans = parts.map(({ plan }) => plan.entry).join(', ')
  const text =
    parts.length === 0 ? 'there is nothing to plan' : `plan ${plans}: ${confirmed} memberships ${what} and read back, ${failed} not`
  return failed === 0 ? { text } : { text, stopped: `${text}; run it again` }
}
