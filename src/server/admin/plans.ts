import type { Context, Hono } from 'hono'
import type { Entry } from '../../ledger/entry.ts'
import type { PlanRecord } from '../../ledger/state.ts'
import { involvedIn } from '../../reconcile/approve-once.ts'
import { parsePlanDocument } from '../../reconcile/plan-document.ts'
import { planPage } from '../../web/pages/admin/plan.ts'
import type { LineRow, PlanView } from '../../web/pages/admin/view.ts'
import { approvePlanOnce } from '../api/plans/approve.ts'
import { action, type Forms } from '../forms/action.ts'
import type { Looking } from '../forms/member-page.ts'
import { segmentOf } from '../query.ts'
import { isoOrNull } from '../views/json-shapes.ts'
import { siteView } from '../views/site.ts'
import { adminPage, may } from './admin-page.ts'
import { planRow } from './target-view.ts'

/** One plan: what it changes and why, what stops it, what came of it; and letting it run once. */
export function planRoutes(app: Hono, forms: Forms): void {
  adminPage(app, forms.api.serving, '/admin/plans/:plan', ['apply', 'override-guard'], async (looking, context) => {
    const record = looking.known.state.plan(numberIn(context) ?? -1)
    const view = record === undefined ? undefined : await planView(looking, record)
    return view === undefined ? undefined : { view, html: (reader) => planPage(reader, siteView(looking.scene), view) }
  })
  action(app, forms, {
    path: '/admin/plans/:plan/approve',
    route: approvePlanOnce,
    what: 'writ-admin-approve-once',
    params: (context) => ({ plan: numberIn(context) }),
    body: (form) => ({ reason: form.text('reason') }),
    back: (context) => `/admin/plans/${numberIn(context) ?? ''}`,
  })
}

function numberIn(context: Context): number | undefined {
  const text = segmentOf(context, 3).replace(/\.json$/, '')
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

async function planView(looking: Looking, record: PlanRecord): Promise<PlanView> {
  const { scene, known, viewer } = looking
  const document = await scene.moment.document(record.hash)
  const parsed = document === undefined ? undefined : parsePlanDocument(document)
  const plan = parsed?.ok === true ? parsed.value : undefined
  const results = await resultsOf(looking, record)
  const lines = plan?.lines.map(({ key, account, change, cause, because }): LineRow => {
    const result = results.get(`${key}\n${change.group}`)
    return {
      change: change.kind,
      account: account.name,
      group: change.group,
      until: change.kind === 'remove' ? null : isoOrNull(change.until),
      cause,
      why: because.text,
      clause: because.clause,
      result: result?.kind ?? null,
      answer: result?.answer ?? null,
    }
  })
  const leaving = plan?.members?.map(({ key, account, clause, text }): LineRow => {
    const result = results.get(`${key}\n`)
    const told = { cause: 'member', why: text, clause, result: result?.kind ?? null, answer: result?.answer ?? null }
    return { change: 'leave', account: account.name, group: null, until: null, ...told }
  })
  const coming = plan?.accounts?.map(({ name, clause, text }): LineRow => {
    const told = { cause: 'account', why: text, clause, result: results.get(`${name}\n\n`)?.kind ?? null, answer: null }
    return { change: 'make', account: name, group: null, until: null, ...told }
  })
  const row = planRow(record)
  const waits = row.state === 'stopped' && row.closed === null && (record.approval === undefined || record.approval.until <= known.now)
  const involved = plan !== undefined && involvedIn(known.state, plan).has(viewer.subject)
  const whyNot = !waits ? null : !may(looking, 'override-guard') ? 'right' : involved ? 'involved' : null
  return {
    ...row,
    target: { id: record.target, title: known.charter.targets.get(record.target)?.title ?? record.target },
    undoes: plan?.undoes ?? null,
    lines: leaving ?? coming ?? lines ?? null,
    approves: waits && whyNot === null && plan !== undefined,
    whyNot,
  }
}

interface LineResult {
  readonly kind: 'confirmed' | 'failed'
  readonly answer: string | null
}

const PAGE = 500

/** What was read back of each line; the last word counts. */
async function resultsOf({ scene: { moment } }: Looking, { id: plan, target }: PlanRecord): Promise<ReadonlyMap<string, LineResult>> {
  const results = new Map<string, LineResult>()
  for (let from = plan + 1; from < moment.size; from += PAGE) {
    for (const entry of await moment.entries(from, PAGE)) {
      if (entry.type === 'plan.closed' && entry.fields.plan === plan) return results
      note(results, entry as Entry, plan, target)
    }
  }
  return results
}

function note(results: Map<string, LineResult>, entry: Entry, plan: number, target: string): void {
  if (entry.type === 'account.linked' && entry.fields.target === target)
    results.set(`${entry.fields.name}\n\n`, { kind: 'confirmed', answer: null })
  if (entry.type === 'member.removed' && entry.fields.target === target)
    results.set(`${entry.fields.account}\n`, { kind: 'confirmed', answer: null })
  if (entry.type === 'effect.confirmed' && entry.fields.plan === plan)
    results.set(`${entry.fields.account}\n${entry.fields.group}`, { kind: 'confirmed', answer: null })
  if (entry.type === 'effect.failed' && entry.fields.plan === plan)
    results.set(`${entry.fields.account}\n${entry.fields.group}`, { kind: 'failed', answer: entry.fields.reason ?? null })
}
