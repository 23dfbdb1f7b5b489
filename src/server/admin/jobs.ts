import type { Hono } from 'hono'
import { jobPage, jobsPage } from '../../web/pages/admin/job.ts'
import type { JobRow, JobView } from '../../web/pages/admin/view.ts'
import type { Job } from '../api/jobs/jobs.ts'
import type { Forms } from '../forms/action.ts'
import type { Looking } from '../forms/member-page.ts'
import { segmentOf } from '../query.ts'
import { siteView } from '../views/site.ts'
import { adminPage } from './admin-page.ts'
import { jobEventsRoute } from './job-events.ts'
import { targetRows } from './target-view.ts'

/** What runs by itself and what was begun from a page, how far it is and what came of it. */
export function jobRoutes(app: Hono, { api: { serving, jobs } }: Forms): void {
  jobEventsRoute(app, serving, jobs)
  adminPage(app, serving, '/admin/jobs', ['apply'], (looking) => {
    const view = {
      jobs: jobs.all().map((job) => jobRow(looking, job)),
      clockPaused: looking.known.state.isPaused('clock'),
      targets: targetRows(looking),
    }
    return Promise.resolve({ view, html: (reader) => jobsPage(reader, siteView(looking.scene), view) })
  })
  adminPage(app, serving, '/admin/jobs/:job', ['apply'], (looking, context) => {
    const job = jobs.find(segmentOf(context, 3).replace(/\.json$/, ''))
    const view = job === undefined ? undefined : jobView(looking, job)
    return Promise.resolve(view === undefined ? undefined : { view, html: (reader) => jobPage(reader, siteView(looking.scene), view) })
  })
}

export function jobRow({ known: { charter } }: Looking, { id, target, state, done, total, started, ended, why }: Job): JobRow {
  const title = charter.targets.get(target)?.title ?? target
  return { job: id, target: { id: target, title }, state, done, total, started, ended: ended ?? null, why: why ?? null }
}

interface Outcome {
  readonly confirmed: number
  readonly failed: number
  readonly stopped: { readonly message: string } | null
}

/** What runs and undoings answer with, as far as the page shows it. */
interface Result {
  readonly applied?: readonly { readonly entry: number; readonly outcome: Outcome | null }[]
  readonly guards?: readonly { readonly text: string }[]
  readonly plans?: readonly { readonly entry: number }[]
  readonly entry?: number | null
  readonly outcome?: Outcome | null
  readonly remark?: string
  readonly skipped?: readonly { readonly text: string }[]
  readonly accounts?: { readonly problems: readonly string[]; readonly plan: number | null }
  readonly members?: { readonly removed: number; readonly held: number; readonly problems: readonly string[]; readonly plan: number | null }
}

function jobView(looking: Looking, job: Job): JobView {
  const { applied = [], guards = [], plans = [], entry, outcome, remark, skipped = [], members, accounts } = (job.result ?? {}) as Result
  const undone = typeof entry === 'number' ? [{ entry, outcome: outcome ?? null }] : []
  const ran = [...applied, ...undone]
  const held = [members?.plan, accounts?.plan].flatMap((one) => (typeof one === 'number' ? [{ entry: one }] : []))
  const waiting = [...plans, ...held]
    .filter((plan) => !ran.some((one) => one.entry === plan.entry))
    .map((plan) => ({ entry: plan.entry, outcome: null }))
  return {
    ...jobRow(looking, job),
    lines: job.lines,
    plans: [...ran, ...waiting].map((one) => ({
      plan: one.entry,
      waits: one.outcome === null,
      confirmed: one.outcome?.confirmed ?? 0,
      failed: one.outcome?.failed ?? 0,
      stopped: one.outcome?.stopped?.message ?? null,
    })),
    members: members === undefined || members.removed + members.held === 0 ? null : { removed: members.removed, held: members.held },
    remarks: [
      ...guards.map(({ text }) => text),
      ...(accounts?.problems ?? []),
      ...(members?.problems ?? []),
      ...(remark === undefined ? [] : [remark]),
      ...skipped.map(({ text }) => text),
    ],
  }
}
