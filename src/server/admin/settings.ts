import type { Hono } from 'hono'
import { addDuration, type Duration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { settingsPage } from '../../web/pages/admin/settings.ts'
import type { ConnectorRow, IntervalRow, SettingRow, SettingsView } from '../../web/pages/admin/settings-view.ts'
import type { Forms } from '../forms/action.ts'
import { USUAL_SYNC } from '../jobs/jobs.ts'
import type { Scene } from '../scene.ts'
import { isoOrNull } from '../views/json-shapes.ts'
import { siteView } from '../views/site.ts'
import { adminPage } from './admin-page.ts'
import { connectorGuide, guideOf } from './guides.ts'

/** What falls due is carried out once a minute, targets are looked at then whose time has come. */
const ROUND: Duration = { count: 1, unit: 'minute' }

/** What runs here and what it was told; nothing of it is changed on a page, for whoever may do that is at the machine. */
export function settingsRoute(app: Hono, { api: { serving } }: Forms): void {
  adminPage(app, serving, '/admin/settings', ['apply'], async ({ scene }) => {
    const { installation } = serving
    const rows = installation?.rows ?? []
    const connectors = connectorRows(scene, rows)
    const secrets = (await installation?.secretFiles()) ?? []
    const view: SettingsView = {
      rows: rows.map((row) => ({ ...row, guide: guideOf(row.key, rows, connectors) })),
      secrets: secrets.map(({ key, mode = null, open }) => ({ key, mode, open })),
      connectors,
      jobs: intervalRows(scene),
      versions: installation === undefined ? null : versionsOf(installation.versions),
      revision: scene.revision.number,
    }
    return { view, html: (reader) => settingsPage(reader, siteView(scene), view) }
  })
}

function versionsOf({ writ, node, sqlite }: { readonly writ: string; readonly node: string; readonly sqlite: string | undefined }) {
  return { writ, node, store: sqlite === undefined ? 'SQLite' : `SQLite ${sqlite}` }
}

function connectorRows({ charter }: Scene, rows: readonly SettingRow[]): readonly ConnectorRow[] {
  const told = (target: string, key: string) => rows.find((row) => row.key === `targets.${target}.${key}`)?.value ?? null
  return [...charter.targets].map(([id, block]) => {
    const other = told(id, 'connector')
    const connector = other ?? block.connector
    const by = other === null ? 'charter' : 'file'
    return { id, title: block.title ?? id, connector, by, api: told(id, 'api'), guide: connectorGuide(connector) }
  })
}

function intervalRows({ charter, state, now }: Scene): readonly IntervalRow[] {
  const due: IntervalRow = { target: null, every: ROUND, by: 'default', last: null, next: null, paused: state.isPaused('clock') }
  const compared = [...charter.targets].map(([id, block]): IntervalRow => {
    const { observedAt } = state.targetState(id)
    const every = block.sync ?? USUAL_SYNC
    const next = observedAt === undefined ? undefined : addDuration(observedAt, every)
    return {
      target: { id, title: block.title ?? id },
      every,
      by: block.sync === undefined ? 'default' : 'charter',
      last: isoOrNull(observedAt),
      next: next === undefined || next <= now ? null : formatInstant(next),
      paused: state.isPaused('sync') || state.isPaused(`sync:${id}`),
    }
  })
  return [due, ...compared]
}
