import { addDuration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Drift, PlanRecord } from '../../ledger/state.ts'
import { effectiveMode } from '../../reconcile/modes.ts'
import type { DriftRow, PlanRow, TargetRow } from '../../web/pages/admin/view.ts'
import type { Looking } from '../forms/member-page.ts'
import { isoOrNull } from '../views/json-shapes.ts'
import { lastOfType } from '../views/log.ts'
import { siteView } from '../views/site.ts'

export function targetRows({ scene }: Looking): readonly TargetRow[] {
  const { charter, state, now } = scene
  return siteView(scene).targets.map(({ id, title, checked, stale }) => {
    const block = charter.targets.get(id)
    const { observedAt, adoptedAt } = state.targetState(id)
    const next = observedAt === undefined || block?.sync === undefined ? undefined : addDuration(observedAt, block.sync)
    return {
      id,
      title,
      mode: effectiveMode(charter, state, id),
      ceiling: block?.mode ?? 'observe',
      checked: checked ?? null,
      stale,
      adopted: isoOrNull(adoptedAt),
      paused: state.isPaused('sync') || state.isPaused(`sync:${id}`),
      next: next === undefined || next <= now ? null : formatInstant(next),
      drift: [...state.openDrift(id)].length,
      open: state.openPlans(id).map(planRow),
    }
  })
}

export function planRow({ id, at, urgency, state, guards, approval, closed }: PlanRecord): PlanRow {
  return {
    plan: id,
    at: formatInstant(at),
    urgency,
    state,
    guards,
    approvedUntil: isoOrNull(approval?.until),
    closed: closed ?? null,
  }
}

/** The last plans of a target, newest first. */
export async function lastPlans({ scene }: Looking, target: string, most: number): Promise<readonly PlanRecord[]> {
  const made = await lastOfType(scene, 'plan.made', 500)
  return made
    .flatMap(({ seq }) => scene.state.plan(seq) ?? [])
    .filter((one) => one.target === target)
    .slice(0, most)
}

export function driftRow({ known: { state, charter }, viewer }: Looking, { id, target, account, group, change, at, by }: Drift): DriftRow {
  const known = state.account(account)
  const roles = [...charter.roles].flatMap(([role, { title, gives, request }]) =>
    request !== undefined && gives.get(target)?.includes(group) === true ? [{ id: role, title }] : [],
  )
  return {
    drift: id,
    account: known?.name ?? account,
    person: known === undefined ? null : (state.person(known.subject)?.handle ?? null),
    group,
    change,
    since: formatInstant(at),
    by: by ?? null,
    own: known?.subject === viewer.subject,
    roles,
  }
}
