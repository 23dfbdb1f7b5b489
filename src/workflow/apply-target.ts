import type { Id } from '../charter/model.ts'
import { ok, type Result } from '../kernel/result.ts'
import { draft, type Origin } from '../ledger/entry.ts'
import { applyPlan, type ApplyOutcome, type Progress } from '../reconcile/apply.ts'
import { confirmedSince, readBackFrom } from '../reconcile/read-back.ts'
import type { PlanLine } from '../reconcile/plan-value.ts'
import { plannedGroups } from '../reconcile/scope.ts'
import type { Pause } from '../ledger/state.ts'
import type { Target, TargetFailure } from '../reconcile/target.ts'
import type { Instance } from './instance.ts'
import { makeAccounts, noAccounts, type MadeAccounts } from './make-accounts.ts'
import { noRemovals, removeMembers, type RemovalOutcome } from './remove-members.ts'
import { pauseOfAll } from './pause.ts'
import { lockAccounts, type LockOutcome } from './trouble/lock-accounts.ts'
import { planTargetNow, type PlanAnswer, type StoredPlan } from './plan-target.ts'

export interface ApplyCommand {
  readonly key: string
  readonly origin: Origin
  readonly target: Id
  /** Address of the pages, for the target's own log. */
  readonly url: string | undefined
  readonly progress?: Progress
}

export interface AppliedPlan {
  readonly plan: StoredPlan
  /** undefined = it did not run: a guard stops it, the mode does not allow it, or everything is paused. */
  readonly outcome: ApplyOutcome | undefined
}

export interface ApplyAnswer {
  readonly planned: PlanAnswer
  readonly urgent: AppliedPlan | undefined
  readonly routine: AppliedPlan | undefined
  /** Everything is paused, or was while it ran. */
  readonly paused: Pause | undefined
  /** Accounts that may not be used any more. */
  readonly locks: LockOutcome
  /** Members who fail what the charter asks of a member, or are idle. */
  readonly members: RemovalOutcome
  /** Accounts that were made for those who are to have access and had none. */
  readonly accounts: MadeAccounts
}

/**
 * Plans a target anew and carries the plan out: what is due at once first, held by nothing but a failing target; then the routine changes, unless a
 * guard stops them and nobody approved exactly this plan on exactly this observation. Then accounts that may not be used any more are locked, and members who are to be none any more removed.
 */
export async function applyTarget(instance: Instance, command: ApplyCommand): Promise<Result<ApplyAnswer, TargetFailure>> {
  const begun = await planTargetNow(instance, { key: command.key, origin: command.origin, target: command.target, dryRun: false })
  if (!begun.ok) return begun
  const target = instance.targets.get(command.target)
  if (target === undefined) throw new Error(`target ${command.target} vanished`)
  const accounts = await accountsFirst(instance, command, target, begun.value)
  const planned = accounts.made === 0 ? begun : await planAgain(instance, command, 'accounts')
  if (!planned.ok) return planned
  const { urgent, routine, mode } = planned.value
  const paused = () => pauseOfAll(instance.journal.state)
  const goesOn = () => mode === 'enforce' && instance.stopping?.() !== true && paused() === undefined
  const run = async (stored: StoredPlan, part: string): Promise<AppliedPlan> => {
    if (mode !== 'enforce' || paused() !== undefined || (stored.verdicts.length > 0 && !stored.approved))
      return { plan: stored, outcome: undefined }
    return { plan: stored, outcome: await carryOut(instance, command, target, stored, part) }
  }
  const first = urgent === undefined ? undefined : await run(urgent, 'urgent')
  const due = first?.outcome === undefined ? routine : await afterUrgent(instance, command, routine)
  const rest = due === undefined ? undefined : await run(withoutDone(due, first), 'routine')
  const locks = goesOn() ? await lockAccounts(instance, command, target) : { confirmed: 0, asked: 0, problems: [] }
  const removing = goesOn() && planned.value.observation.trusted
  const members = removing ? await removeMembers(instance, command, target) : noRemovals
  return ok({ planned: planned.value, urgent: first, routine: rest, paused: paused(), locks, members, accounts })
}

/** Accounts come before the memberships that they are made for, and only where the target is written to and its present holders were taken in. */
async function accountsFirst(
  instance: Instance,
  command: ApplyCommand,
  target: Target,
  { mode, observation }: PlanAnswer,
): Promise<MadeAccounts> {
  const { state } = instance.journal
  const may = mode === 'enforce' && observation.trusted && state.targetState(target.id).adoptedAt !== undefined
  return may && instance.stopping?.() !== true && pauseOfAll(state) === undefined ? makeAccounts(instance, command, target) : noAccounts
}

function planAgain(instance: Instance, { key, origin, target }: ApplyCommand, part: string) {
  return planTargetNow(instance, { key: `${key}/${part}`, origin, target, dryRun: false })
}

/** A stopped plan rests on what the urgent one has changed just now: only a new one can be approved. */
async function afterUrgent(instance: Instance, command: ApplyCommand, routine: StoredPlan | undefined): Promise<StoredPlan | undefined> {
  if (routine === undefined || routine.verdicts.length === 0 || routine.approved) return routine
  const again = await planAgain(instance, command, 'again')
  return again.ok ? again.value.routine : routine
}

/** The routine plan holds the urgent lines too; those just carried out are not repeated. */
function withoutDone(routine: StoredPlan, urgent: AppliedPlan | undefined): StoredPlan {
  if (urgent?.outcome === undefined) return routine
  const done = new Set(urgent.plan.plan.lines.map((line) => `${line.key}\n${line.change.group}`))
  return {
    ...routine,
    plan: { ...routine.plan, lines: routine.plan.lines.filter((line) => !done.has(`${line.key}\n${line.change.group}`)) },
  }
}

/** Carries out a stored plan: applies, reads back, records line by line and closes it. */
export async function carryOut(
  instance: Instance,
  command: ApplyCommand,
  target: Target,
  { entry, plan }: StoredPlan,
  part: string,
): Promise<ApplyOutcome> {
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const drifts = new Map([...instance.journal.state.openDrift(target.id)].map((drift) => [`${drift.account}\n${drift.group}`, drift.id]))
  let count = 0
  const confirmed = confirmedSince(instance.journal.state.targetState(target.id), entry)
  const outcome = await applyPlan(plan, target, {
    note: { plan: entry, url: command.url === undefined ? undefined : `${command.url}/log?from=${entry}#e${entry}` },
    read: readBackFrom(target, [...new Set([...plannedGroups(charter, target.id).keys(), ...plan.lines.map((line) => line.change.group)])]),
    record: async (drafts) => {
      count += 1
      await instance.journal.command(`${command.key}/${part}/${count}`, command.origin, () => ({ drafts, answer: null }))
    },
    sleep: instance.sleep,
    isDone: (line) => confirmed(line) || isInHand(target, line),
    driftOf: (line) => drifts.get(`${line.key}\n${line.change.group}`),
    stopping: () => instance.stopping?.() === true || pauseOfAll(instance.journal.state) !== undefined,
    ...(command.progress === undefined ? {} : { progress: command.progress }),
  })
  const closed = outcome.failed === 0 && outcome.left === 0 ? 'applied' : 'partly'
  await instance.journal.command(`${command.key}/${part}/closed`, command.origin, () => ({
    drafts: [
      draft('plan.closed', {
        plan: entry,
        outcome: closed,
        confirmed: outcome.confirmed + outcome.skipped,
        failed: outcome.failed + outcome.left,
      }),
    ],
    answer: null,
  }))
  return outcome
}

/** Whether a person was asked to do a line already: the same task is not raised at every run. */
function isInHand(target: Target, { account, change }: PlanLine): boolean {
  return (
    target.hands
      ?.open()
      .some(
        (task) =>
          task.account.id === account.id &&
          task.change.group === change.group &&
          (task.change.kind === 'remove') === (change.kind === 'remove'),
      ) === true
  )
}
