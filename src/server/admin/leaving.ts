import type { Context, Hono } from 'hono'
import { addDuration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { isGiven } from '../../decide/holding.ts'
import type { Known } from '../../decide/question.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { effectiveMode } from '../../reconcile/modes.ts'
import type { LedgerMoment } from '../../workflow/ledger-follower.ts'
import { openTable } from '../../workflow/export/tables.ts'
import { firstSince } from '../../workflow/first-since.ts'
import { mayExport, OPEN, opensExport } from '../../workflow/export/take-along.ts'
import { leavingPage } from '../../web/pages/admin/leaving.ts'
import type { Connector, LeavingView } from '../../web/pages/admin/leaving-view.ts'
import { exportEverything } from '../api/exports/begin.ts'
import { refuse } from '../errors.ts'
import { action, type Forms } from '../forms/action.ts'
import { memberFile, type Looking } from '../forms/member-page.ts'
import { segmentOf } from '../query.ts'
import { pauseView } from '../views/ahead.ts'
import { siteView } from '../views/site.ts'
import { worded } from '../../web/worded.ts'
import { adminPage } from './admin-page.ts'

const PLACE = '/admin/export'
const CONNECTORS: readonly Connector[] = ['mediawiki', 'ldap', 'growthbook', 'scim', 'smf', 'manual', 'simulated']

/** Taking everything along, and how an installation stops using Writ. */
export function leavingRoutes(app: Hono, forms: Forms): void {
  const { serving, archives } = forms.api
  adminPage(app, serving, PLACE, ['apply'], async (looking) => {
    const view = await leavingView(looking)
    return { view, html: (reader) => leavingPage(reader, siteView(looking.scene), view) }
  })
  action(app, forms, {
    path: PLACE,
    route: exportEverything,
    what: 'writ-admin-leaving-begin',
    body: (form) => ({ reason: form.text('reason') }),
    back: () => PLACE,
    after: () => `${PLACE}#export`,
  })
  memberFile(app, serving, `${PLACE}/:file{\\d+\\.tar\\.gz}`, async ({ scene: { moment }, known, viewer }, context: Context) => {
    const seq = Number.parseInt(segmentOf(context, 3), 10)
    const [entry] = seq < moment.size ? await moment.entries(seq, 1) : []
    if (!opensExport(known, entry, viewer.subject)) return undefined
    const sent = await archives.send(context, moment)
    if (typeof sent !== 'number') return sent
    context.header('Retry-After', String(sent))
    return refuse(context, 'too-many', worded('writ-admin-leaving-under-way'))
  })
}

async function leavingView({ scene: { moment }, known, viewer }: Looking): Promise<LeavingView> {
  const { charter, state, now } = known
  const may = mayExport(known, viewer.subject)
  const [, ...open] = openTable(state)
  return {
    mayExport: may,
    begun: may ? await begun(moment, known, viewer.subject) : null,
    size: moment.size,
    root: moment.root,
    paused: pauseView(state),
    open: open.length,
    ends: [...state.runningGrants()].filter((grant) => grant.until !== undefined && isGiven(grant, now)).length,
    targets: [...charter.targets].map(([id, { title, connector }]) => {
      const memberships = [...state.targetState(id).knownAll()].filter(({ present }) => present)
      return {
        target: { id, title: title ?? id },
        connector: CONNECTORS.find((one) => one === connector) ?? 'other',
        mode: effectiveMode(charter, state, id),
        memberships: memberships.length,
        ending: memberships.filter(({ until }) => until !== undefined).length,
      }
    }),
  }
}

/** The last export that whoever looks began and may still fetch. */
async function begun(moment: LedgerMoment, known: Known, person: SubjectId): Promise<LeavingView['begun']> {
  const first = await firstSince(moment, known.now - OPEN.count * 60_000)
  let last: LeavingView['begun'] = null
  for (let from = first; from < moment.size;) {
    const entries = await moment.entries(from, 500)
    for (const entry of entries)
      if (opensExport(known, entry, person))
        last = { entry: entry.seq, at: formatInstant(entry.at), until: formatInstant(addDuration(entry.at, OPEN)) }
    from += entries.length
  }
  return last
}
