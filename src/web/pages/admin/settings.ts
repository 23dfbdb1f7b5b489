import { html } from 'hono/html'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { breakable, foreign, quiet, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { adminCrumb, targetHref } from './parts.ts'
import type { ConnectorRow, IntervalRow, SecretFileRow, SettingsView, ToldBy } from './settings-view.ts'

const TOLD_BY: Readonly<Record<ToldBy, MessageKey>> = {
  flag: 'writ-admin-settings-by-flag',
  environment: 'writ-admin-settings-by-environment',
  file: 'writ-admin-settings-by-file',
  charter: 'writ-admin-settings-by-charter',
  default: 'writ-admin-settings-by-default',
}

/** What runs here, what it was told from outside its charter and by what, and where that is explained and changed. */
export function settingsPage(reader: Reader, site: SiteView, view: SettingsView): Html {
  const { rows, connectors, jobs, secrets, versions, revision } = view
  const [key, value, by, guide] = [
    reader.say('writ-admin-settings-key'),
    reader.say('writ-admin-settings-value'),
    reader.say('writ-admin-settings-by'),
    reader.say('writ-admin-settings-guide'),
  ]
  const open = secrets.filter((one) => one.open)
  const body = html`<p>${reader.say('writ-admin-settings-about')}</p>
    <p>
      ${reader.fill('writ-admin-settings-charter', html`<a href="/charter">${reader.say('writ-admin-settings-revision', revision)}</a>`)}
    </p>
    ${
      open.length === 0
        ? ''
        : html`<div class="problem" role="note">
            <p>${reader.say('writ-admin-settings-open', open.length)}</p>
            <ul>
              ${open.map((one) => html`<li><code>${breakable(one.key)}</code></li>`)}
            </ul>
          </div>`
    }
    ${versions === null ? '' : versionList(reader, versions)}
    <h2>${reader.say('writ-admin-settings-table')}</h2>
    <table class="list">
      ${tableHead(reader.say('writ-admin-settings-table'), [key, value, by, guide])}
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr id="s-${row.key}">
              <th scope="row"><code>${breakable(row.key)}</code></th>
              <td data-label="${value}">
                ${row.value === null ? quiet(reader.say('writ-admin-settings-set')) : html`<bdi>${breakable(row.value)}</bdi>`}
              </td>
              <td data-label="${by}">${reader.say(TOLD_BY[row.by])}</td>
              <td data-label="${guide}">${row.guide === null ? '' : html`<code>${breakable(row.guide)}</code>`}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${secrets.length === 0 ? '' : secretTable(reader, secrets)} ${connectorTable(reader, connectors)} ${jobTable(reader, jobs)}`
  return page(reader, site, { heading: reader.say('writ-admin-settings'), path: '/admin/settings', crumbs: [adminCrumb(reader)], body })
}

function versionList(reader: Reader, { writ, node, store }: NonNullable<SettingsView['versions']>): Html {
  return html`<dl class="facts">
    <dt>Writ</dt>
    <dd>${writ}</dd>
    <dt>Node</dt>
    <dd>${node}</dd>
    <dt>${reader.say('writ-admin-settings-store')}</dt>
    <dd>${store}</dd>
  </dl>`
}

/** Files with secrets by the keys that name them: whether only their owner reads them. */
function secretTable(reader: Reader, secrets: readonly SecretFileRow[]): Html {
  const [key, mode] = [reader.say('writ-admin-settings-key'), reader.say('writ-admin-settings-mode')]
  return html`<h2>${reader.say('writ-admin-settings-secrets')}</h2>
    <p>${reader.say('writ-admin-settings-secrets-about')}</p>
    <table class="list">
      ${tableHead(reader.say('writ-admin-settings-secrets'), [key, mode])}
      <tbody>
        ${secrets.map(
          (one) =>
            html`<tr>
              <th scope="row"><code>${breakable(one.key)}</code></th>
              <td data-label="${mode}">
                ${one.mode === null ? html`<strong>${reader.say('writ-admin-settings-no-file')}</strong>` : html`<code>0${one.mode}</code>`}
                ${one.open ? html` <strong>${reader.say('writ-admin-settings-too-wide')}</strong>` : ''}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

function connectorTable(reader: Reader, connectors: readonly ConnectorRow[]): Html {
  const [target, connector, api, by, guide] = [
    reader.say('writ-admin-target'),
    reader.say('writ-admin-settings-connector'),
    reader.say('writ-admin-settings-api'),
    reader.say('writ-admin-settings-by'),
    reader.say('writ-admin-settings-guide'),
  ]
  return html`<h2>${reader.say('writ-admin-settings-connectors')}</h2>
    <table class="list">
      ${tableHead(reader.say('writ-admin-settings-connectors'), [target, connector, api, by, guide])}
      <tbody>
        ${connectors.map(
          (one) =>
            html`<tr>
              <th scope="row"><a href="${targetHref(one.id)}">${foreign(one.title)}</a></th>
              <td data-label="${connector}"><code>${one.connector}</code></td>
              <td data-label="${api}">${one.api === null ? '' : html`<bdi>${breakable(one.api)}</bdi>`}</td>
              <td data-label="${by}">${reader.say(TOLD_BY[one.by])}</td>
              <td data-label="${guide}">${one.guide === null ? '' : html`<code>${breakable(one.guide)}</code>`}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

function jobTable(reader: Reader, jobs: readonly IntervalRow[]): Html {
  const [job, every, by, last, next] = [
    reader.say('writ-admin-job'),
    reader.say('writ-admin-settings-every'),
    reader.say('writ-admin-settings-by'),
    reader.say('writ-admin-last-run'),
    reader.say('writ-admin-next'),
  ]
  return html`<h2>${reader.say('writ-admin-jobs-own')}</h2>
    <p><a href="/admin/jobs">${reader.say('writ-admin-jobs')}</a></p>
    <table class="list">
      ${tableHead(reader.say('writ-admin-jobs-own'), [job, every, by, last, next])}
      <tbody>
        ${jobs.map(
          (one) =>
            html`<tr>
              <th scope="row">
                ${
                  one.target === null
                    ? html`<a href="/admin">${reader.say('writ-admin-job-clock')}</a>`
                    : html`<a href="${targetHref(one.target.id)}">${reader.say('writ-admin-job-compare', one.target.title)}</a>`
                }
              </th>
              <td data-label="${every}">${reader.span(one.every.count, one.every.unit)}</td>
              <td data-label="${by}">${reader.say(TOLD_BY[one.by])}</td>
              <td data-label="${last}">
                ${one.last === null ? (one.target === null ? quiet(reader.say('writ-admin-each-round')) : quiet(reader.say('writ-admin-settings-never'))) : reader.since(one.last)}
              </td>
              <td data-label="${next}">
                ${one.paused ? html`<strong>${reader.say('writ-admin-paused')}</strong>` : one.next === null ? reader.say('writ-admin-next-round') : reader.since(one.next)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`
}
