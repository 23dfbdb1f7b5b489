import { draft, type Draft } from '../ledger/entry.ts'
import type { PlanRecord } from '../ledger/state.ts'
import { sameEnd } from './ends.ts'
import type { PlannedLines } from './plan-document.ts'
import type { PlanInput } from './plan-input.ts'
import { urgentCauses, type Plan, type PlanLine, type Skipped } from './plan-value.ts'
import { inOrder, planTarget } from './plan.ts'
import { accountId } from './scope.ts'
import type { Change } from './target.ts'

export interface Undo {
  /** The inverse lines, to be guarded and applied as any plan. */
  readonly plan: Plan
  /** To be recorded before anything is applied: the target goes back to `propose`. */
  readonly drafts: readonly Draft[]
  /** What people must be told: the undo is of the target, not of the ledger. */
  readonly remark: string
}

/**
 * Takes back what a plan did to a target, as a new plan: the inverse of every confirmed line that still stands as Writ left it. Lines that were
 * urgent stay: who is suspended or has left gets nothing back by an undo. The ledger's grants are not touched, so the next plan would do the same
 * again; therefore the target is set to `propose` first (docs/decisions/0004-undo-is-a-plan.md).
 */
export function undoPlan(input: PlanInput, undone: PlannedLines, record: PlanRecord): Undo {
  const { target, state } = input
  const base = planTarget(input)
  const lines: PlanLine[] = []
  const skipped: Skipped[] = []
  for (const line of undone.lines) {
    const inverse = inverseOf(input, line, record.id)
    if (typeof inverse === 'string') skipped.push({ kind: 'held', key: line.key, group: line.change.group, text: inverse })
    else lines.push(inverse)
  }
  const lower = state.modeOf(target) === 'enforce'
  const reason = `plan ${record.id} is undone`
  return {
    plan: { ...base, urgency: 'routine', undoes: record.id, lines: inOrder(lines), drift: [], gone: [], settled: [], skipped },
    drafts: lower ? [draft('target.mode', { target, mode: 'propose', reason })] : [],
    remark: `the grants behind plan ${record.id} stand in the ledger as before; \`${target}\` only gets proposals until they are corrected and its mode is raised again`,
  }
}

function inverseOf({ target, state, observed, now, protect }: PlanInput, line: PlanLine, plan: number): PlanLine | string {
  const { key, change, before, cause } = line
  const { group } = change
  const id = accountId(target, key)
  const account = observed.accounts.get(id)
  const known = state.targetState(target).known(key, group)
  const stands = account?.memberships.get(group)
  if (urgentCauses.has(cause)) return 'was urgent and stays: correct the suspension, departure or term in the ledger instead'
  if (protect?.has(id) === true) return 'is the account Writ itself works with; change it by hand'
  if (known === undefined || known.seq <= plan) return 'was never confirmed'
  if (account === undefined) return 'the account is not there any more'
  const leftAs = change.kind === 'remove' ? !known.present : known.present && sameEnd(known.until, change.until)
  const standsAs = change.kind === 'remove' ? stands === undefined : stands !== undefined && sameEnd(stands.until, change.until)
  if (!leftAs || !standsAs) return 'does not stand as this plan left it'
  if (before?.until !== undefined && before.until <= now) return 'had an end that has passed meanwhile'
  return {
    key,
    account: { id, name: account.name },
    change: inverseChange(line, group),
    before: stands,
    cause: 'undo',
    because: { ...line.because, text: `plan ${plan} is undone: it said ${line.because.text}` },
  }
}

function inverseChange({ change, before }: PlanLine, group: string): Change {
  if (before === undefined) return { kind: 'remove', group }
  return { kind: change.kind === 'remove' ? 'add' : 'set-end', group, until: before.until }
}
