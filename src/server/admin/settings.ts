import type { Hono } from 'hono'
import { settingsPage } from '../../web/pages/admin/settings.ts'
import type { SettingsView } from '../../web/pages/admin/settings-view.ts'
import type { Forms } from '../forms/action.ts'
import { siteView } from '../views/site.ts'
import { adminPage } from './admin-page.ts'

/** What the installation was told; nothing of it is changed on a page, for whoever may do that is at the machine. */
export function settingsRoute(app: Hono, { api: { serving } }: Forms): void {
  adminPage(app, serving, '/admin/settings', ['apply'], ({ scene }) => {
    const view: SettingsView = { rows: serving.installation ?? [], revision: scene.revision.number }
    return Promise.resolve({ view, html: (reader) => settingsPage(reader, siteView(scene), view) })
  })
}
