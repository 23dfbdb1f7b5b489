import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import { entryLink, moment, promiseList } from '../parts.ts'
import type { CharterView, SiteView } from '../view.ts'

export function charterPage(reader: Reader, site: SiteView, view: CharterView): Html {
  const body = html` <h2>Revisions</h2>
    <table class="list">
      <caption class="hidden">
        Revisions of the charter
      </caption>
      <thead>
        <tr>
          <th scope="col">Revision</th>
          <th scope="col">In force from</th>
          <th scope="col">SHA-256</th>
          <th scope="col">Record</th>
        </tr>
      </thead>
      <tbody>
        ${view.revisions.map(
          (revision) =>
            html`<tr>
              <th scope="row">${revision.number}</th>
              <td>${moment(revision.from)}</td>
              <td><code>${revision.hash}</code></td>
              <td>${entryLink(revision.entry)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${view.toCome === undefined ? '' : html`<p>Decided, and in force from ${moment(view.toCome.from)}: <code>${view.toCome.hash}</code> (${entryLink(view.toCome.entry)}).</p>`}
    <h2>What it promises</h2>
    ${promiseList(view.promises)}
    <h2>The text in force</h2>
    ${view.files.map(
      (file) =>
        html`<h3 id="${file.name}">${file.name}</h3>
          <pre class="source" tabindex="0" role="region" aria-label="Text of ${file.name}">
${file.lines.map((line, index) => numbered(file.name, line, index + 1))}</pre>`,
    )}`
  return page(reader, site, { heading: view.title === site.title ? 'Charter' : view.title, path: '/charter', crumbs: [], body })
}

const LINE_END = '\n'

/** One line of a text that keeps its blanks: nothing may stand between the tags that is not in it. */
function numbered(file: string, line: string, number: number): Html {
  const id = `${file}-L${number}`
  return html`<span id="${id}"><a href="#${encodeURIComponent(id)}" aria-label="line ${number}">${number}</a> ${line}${LINE_END}</span>`
}
