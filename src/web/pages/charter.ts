import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import { copyable, entryLink, promiseList, tableHead } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { CharterRevisionView, CharterView, SiteView } from '../view.ts'

export function charterPage(reader: Reader, site: SiteView, view: CharterView): Html {
  const body = html` <h2>${reader.say('writ-public-revisions')}</h2>
    <table class="list">
      ${tableHead(reader.say('writ-public-revisions'), [
        reader.say('writ-public-revision'),
        reader.say('writ-public-in-force-from'),
        'SHA-256',
        reader.say('writ-public-record'),
      ])}
      <tbody>
        ${view.revisions.map(
          (revision) =>
            html`<tr>
              <th scope="row">
                <a href="/charter/rev/${revision.number}">${reader.say('writ-public-revision-number', revision.number)}</a>${
                  revision.number === 1
                    ? ''
                    : html` ·
                        <a href="/charter/diff/${revision.number - 1}..${revision.number}">${reader.say('writ-public-what-changed')}</a>`
                }
              </th>
              <td>${reader.moment(revision.from)}</td>
              <td>${copyable(reader, revision.hash)}</td>
              <td>${entryLink(reader, revision.entry)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      reader.visitor === undefined
        ? ''
        : html`<p>
            <a href="/charter/proposals">${reader.say('writ-member-proposals')}</a> ·
            <a href="/charter/propose">${reader.say('writ-member-propose')}</a>
          </p>`
    }
    ${view.toCome === undefined ? '' : toCome(reader, view.toCome)}
    <h2>${reader.say('writ-public-promises')}</h2>
    ${promiseList(reader, view.promises)}
    <h2>${reader.say('writ-public-text-in-force')}</h2>
    ${files(reader, view.files)}`
  const own = reader.say('writ-common-nav-charter')
  return page(reader, site, { heading: view.title === site.title ? own : view.title, path: '/charter', crumbs: [], body })
}

function toCome(reader: Reader, { from, hash, entry }: NonNullable<CharterView['toCome']>): Html {
  return html`<p>${reader.fill('writ-public-to-come', reader.moment(from), copyable(reader, hash), entryLink(reader, entry))}</p>`
}

export function charterRevisionPage(reader: Reader, site: SiteView, view: CharterRevisionView): Html {
  const { number, last, from, hash, entry } = view
  const diff = (before: number, after: number, text: string) => html`<a href="/charter/diff/${before}..${after}">${text}</a>`
  const body = html`<dl class="facts">
      <dt>${reader.say('writ-public-in-force-from')}</dt>
      <dd>${reader.moment(from)}</dd>
      <dt>SHA-256</dt>
      <dd>${copyable(reader, hash)}</dd>
      <dt>${reader.say('writ-public-record')}</dt>
      <dd>${entryLink(reader, entry)}</dd>
    </dl>
    <p>
      ${number === 1 ? '' : html`${diff(number - 1, number, reader.say('writ-public-changed-before'))} · `}${number === last ? reader.say('writ-public-is-in-force') : diff(number, last, reader.say('writ-public-changed-since'))}
    </p>
    <h2>${reader.say('writ-public-its-text')}</h2>
    ${files(reader, view.files)}`
  return page(reader, site, {
    heading: reader.say('writ-public-revision-number', number),
    path: `/charter/rev/${number}`,
    crumbs: [{ href: '/charter', text: reader.say('writ-common-nav-charter') }],
    body,
  })
}

function files(reader: Reader, shown: CharterView['files']): Html {
  return html`${shown.map(
    (file) =>
      html`<h3 id="${file.name}">${file.name}</h3>
        <pre class="source" dir="ltr" tabindex="0" role="region" aria-label="${reader.say('writ-public-text-of', file.name)}">
${file.lines.map((line, index) => numbered(reader, file.name, line, index + 1))}</pre>`,
  )}`
}

const LINE_END = '\n'

/** One line of a text that keeps its blanks: nothing may stand between the tags that is not in it. */
function numbered(reader: Reader, file: string, line: string, number: number): Html {
  const id = `${file}-L${number}`
  return html`<span id="${id}"
    ><a href="#${encodeURIComponent(id)}" aria-label="${reader.say('writ-public-line', number)}">${number}</a> ${line}${LINE_END}</span
  >`
}
