import { targetTitle } from '../../charter/writ-target.ts'
import type { Context, Hono } from 'hono'
import { targetPage, targetsPage } from '../../web/pages/admin/target.ts'
import { adoptionPage, lookPage } from '../../web/pages/admin/look.ts'
import type { LookView, TargetView } from '../../web/pages/admin/view.ts'
import { isSidePlan } from '../../reconcile/members/member-guards.ts'
import { takeIn } from '../api/targets/adopt.ts'
import { changeMode } from '../api/targets/mode.ts'
import { planTarget } from '../api/targets/plan.ts'
import { runTarget } from '../api/targets/run.ts'
import { settle } from '../api/targets/settle.ts'
import { taskDone } from '../api/targets/task-done.ts'
import { undo } from '../api/targets/undo.ts'
import type { Done } from '../api/route.ts'
import { action, type Action, type Forms } from '../forms/action.ts'
import type { Looking } from '../forms/member-page.ts'
import { readerIn } from '../language.ts'
import { segmentOf } from '../query.ts'
import type { Scene } from '../scene.ts'
import { withScene, type Serving } from '../serving.ts'
import { siteView } from '../views/site.ts'
import { adminPage, may } from './admin-page.ts'
import { jobRow } from './jobs.ts'
import { driftRow, lastPlans, planRow, targetRows } from './target-view.ts'

/** The targets, each with what differs there and what can be done about it. */
export function targetRoutes(app: Hono, forms: Forms): void {
  const { serving } = forms.api
  adminPage(app, serving, '/admin/targets', ['apply'], (looking) => {
    const view = { targets: targetRows(looking) }
    return Promise.resolve({ view, html: (reader) => targetsPage(reader, siteView(looking.scene), view.targets) })
  })
  adminPage(app, serving, '/admin/targets/:target', ['apply'], async (looking, context) => {
    const view = await targetView(forms, looking, nameIn(context).replace(/\.json$/, ''))
    return view === undefined ? undefined : { view, html: (reader) => targetPage(reader, siteView(looking.scene), view) }
  })
  for (const one of actionsOf(serving)) action(app, forms, { back: (context) => pageOf(context), ...one })
}

const nameIn = (context: Context) => segmentOf(context, 3)
const pageOf = (context: Context) => `/admin/targets/${encodeURIComponent(nameIn(context))}`
const target = (context: Context) => ({ target: nameIn(context) })

function actionsOf(serving: Serving): readonly (Omit<Action, 'back'> & Partial<Pick<Action, 'back'>>)[] {
  const job: Pick<Action, 'params' | 'after'> = {
    params: target,
    after: (done) => `/admin/jobs/${(done as unknown as { readonly job: string }).job}`,
  }
  return [
    {
      path: '/admin/targets/:target/mode',
      route: changeMode,
      what: 'writ-admin-set-mode',
      params: target,
      body: (form) => ({ mode: form.text('mode'), reason: form.text('reason') }),
    },
    {
      path: '/admin/targets/:target/look',
      route: planTarget,
      what: 'writ-admin-look',
      params: target,
      body: () => ({ dryRun: true }),
      show: (done, context) =>
        shown(serving, context, (scene) => lookPage(readerIn(context), siteView(scene), lookOf(scene, context, done))),
    },
    {
      path: '/admin/targets/:target/plan',
      route: planTarget,
      what: 'writ-admin-plan',
      params: target,
      body: () => ({}),
      after: (done, context) => {
        const [first] = (done as unknown as { readonly plans: readonly { readonly entry: number }[] }).plans
        return first === undefined ? pageOf(context) : `/admin/plans/${first.entry}`
      },
    },
    { path: '/admin/targets/:target/run', route: runTarget, what: 'writ-admin-run', body: () => ({}), ...job },
    {
      path: '/admin/targets/:target/undo',
      route: undo,
      what: 'writ-admin-undo',
      body: (form) => ({ plan: Number(form.text('plan') ?? Number.NaN) }),
      ...job,
    },
    {
      path: '/admin/targets/:target/adoption',
      route: takeIn,
      what: 'writ-admin-adopt',
      params: target,
      body: (form) => ({ dryRun: form.text('look') === undefined ? undefined : true }),
      show: (done, context, form) =>
        form.text('look') === undefined
          ? Promise.resolve(context.redirect(pageOf(context), 303))
          : shown(serving, context, (scene) =>
              adoptionPage(readerIn(context), siteView(scene), titleOf(scene, nameIn(context)), done as unknown as Adopted),
            ),
    },
    {
      path: '/admin/targets/:target/leave',
      route: settle,
      what: 'writ-admin-leave',
      params: (_context, form) => ({ drift: form.text('drift') }),
      body: (form) => ({ outcome: 'left', reason: form.text('reason') }),
    },
    {
      path: '/admin/targets/:target/task',
      route: taskDone,
      what: 'writ-admin-task-done',
      params: (context, form) => ({ target: nameIn(context), task: form.text('task') }),
      body: (form) => ({ note: form.text('note') }),
    },
  ]
}

type Adopted = Parameters<typeof adoptionPage>[3]

function shown(serving: Serving, context: Context, page: (scene: Scene) => { toString(): string } | Promise<{ toString(): string }>) {
  return withScene(serving, async (scene) => {
    context.header('Cache-Control', 'private, no-store')
    return context.html((await page(scene)).toString())
  })
}

function titleOf({ charter }: Scene, id: string) {
  return { id, title: targetTitle(charter, id) }
}

function lookOf(scene: Scene, context: Context, done: Done): LookView {
  const { lines, guards, issues, skipped } = done as unknown as Record<
    'lines' | 'guards' | 'issues' | 'skipped',
    readonly { readonly text: string }[]
  >
  const texts = (list: readonly { readonly text: string }[]) => list.map(({ text }) => text)
  return {
    target: titleOf(scene, nameIn(context)),
    lines: texts(lines),
    guards: texts(guards),
    remarks: [...texts(issues), ...texts(skipped)],
  }
}

async function targetView(forms: Forms, looking: Looking, id: string): Promise<TargetView | undefined> {
  const { charter, state } = looking.known
  const row = targetRows(looking).find((one) => one.id === id)
  const block = charter.targets.get(id)
  if (row === undefined || block === undefined) return undefined
  const plans = await lastPlans(looking, id, 10)
  return {
    ...row,
    rule: block.drift,
    rows: [...state.openDrift(id)].map((drift) => driftRow(looking, drift)),
    plans: plans.map(planRow),
    undoable: plans.find((one) => (one.closed === 'applied' || one.closed === 'partly') && !isSidePlan(one))?.id ?? null,
    acts: may(looking, 'apply') && forms.api.serving.write !== undefined,
    jobs: forms.api.jobs
      .all()
      .filter((job) => job.target === id)
      .slice(0, 5)
      .map((job) => jobRow(looking, job)),
    tasks: await tasksOf(forms, id),
  }
}

/** What is to be done by hand, as far as the targets can be asked now. */
async function tasksOf({ api: { serving } }: Forms, id: string): Promise<TargetView['tasks']> {
  if (serving.write === undefined) return []
  const open = await serving.write(({ targets }) => Promise.resolve(targets.get(id)?.hands?.open() ?? []))
  return open.map((one) => ({ task: one.id, account: one.account.name, group: one.change.group, steps: one.steps }))
}
