import { html } from 'hono/html'
import { page } from '../../layout.ts'
import { foreign, quiet, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { adminCrumb } from './parts.ts'
import type { SettingsView } from './settings-view.ts'

/** What this installation was told from outside its charter, and where that is changed. */
export function settingsPage(reader: Reader, site: SiteView, { rows, revision }: SettingsView): Html {
  const body = html`<p>${reader.say('writ-admin-settings-about')}</p>
    <p>
      ${reader.fill('writ-admin-settings-charter', html`<a href="/charter">${reader.say('writ-admin-settings-revision', revision)}</a>`)}
    </p>
    <table class="list">
      ${tableHead(reader.say('writ-admin-settings-table'), [reader.say('writ-admin-settings-key'), reader.say('writ-admin-settings-value')])}
      <tbody>
        ${rows.map(
          ({ key, value }) =>
            html`<tr id="s-${key}">
              <td data-label="${reader.say('writ-admin-settings-key')}"><code>${key}</code></td>
              <td data-label="${reader.say('writ-admin-settings-value')}">
                ${value === null ? quiet(reader.say('writ-admin-settings-set')) : foreign(value)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`
  return page(reader, site, { heading: reader.say('writ-admin-settings'), path: '/admin/settings', crumbs: [adminCrumb(reader)], body })
}
