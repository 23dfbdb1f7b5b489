import { html } from 'hono/html'
import { personLink, tableHead } from './parts.ts'
import type { Html, Reader } from './reader.ts'
import type { LogRow } from './view.ts'

/** Rows of the log, each with an anchor of its own; `recent`: how long ago stands in the row, the exact moment on hover. */
export function logTable(reader: Reader, rows: readonly LogRow[], caption: string, recent = false): Html {
  const about = reader.say('writ-public-about')
  return html`<table class="list log">
    ${tableHead(caption, [reader.say('writ-public-entry'), reader.say('writ-public-when'), reader.say('writ-public-what'), about])}
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr id="e${row.seq}">
            <th scope="row"><a class="seq" href="/log/${row.seq}">${row.seq}</a></th>
            <td>${recent ? reader.since(row.at) : reader.moment(row.at)}</td>
            <td>${reader.english(row.text)} <span class="kind">${row.type}</span></td>
            <td>${row.person === undefined ? '' : personLink(row.person)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}
