import { html } from 'hono/html'
import { form } from '../../form.ts'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { entryLink, foreign, quiet, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'

export interface CorrectionRow {
  readonly correction: number
  readonly at: string
  readonly person: string
  /** What the charter says of the fact; the fact’s id where it says nothing any more. */
  readonly fact: string
  readonly source: string | null
  readonly text: string | null
  readonly answer: { readonly by: string; readonly at: string; readonly outcome: 'mended' | 'stands'; readonly text: string | null } | null
}

export interface OwnDataView {
  readonly facts: readonly {
    readonly id: string
    readonly text: string
    readonly source: string
    /** null = nothing is said of them, or it is not known. */
    readonly value: string | null
    /** Why it is not known; null = it is, or the source says nothing of them. */
    readonly unknown: string | null
    readonly asOf: string | null
  }[]
  readonly corrections: readonly CorrectionRow[]
  readonly readings: readonly {
    readonly entry: number
    readonly at: string
    readonly by: string | null
    readonly what: readonly string[]
    readonly reason: string | null
  }[]
  readonly suspended: boolean
}

/** What the sources say of whoever looks, what of it they called wrong, and who looked at what is private of them. */
export function ownDataPage(reader: Reader, site: SiteView, view: OwnDataView): Html {
  const body = html`<p>${reader.say('writ-member-data-about')}</p>
    <ul>
      <li><a href="/me/data/all">${reader.say('writ-member-record')}</a></li>
      <li><a href="/me/data/export.json" download>${reader.say('writ-member-record-download')}</a></li>
    </ul>
    <h2>${reader.say('writ-member-facts')}</h2>
    ${facts(reader, view)} ${wrong(reader, view)}
    ${
      view.corrections.length === 0
        ? ''
        : html`<h2>${reader.say('writ-member-corrections-own')}</h2>
            <ul class="plain">
              ${view.corrections.map((one) => html`<li id="c${one.correction}">${correctionText(reader, one)}</li>`)}
            </ul>`
    }
    <h2 id="readings">${reader.say('writ-member-readings')}</h2>
    ${readings(reader, view)}`
  return page(reader, site, {
    heading: reader.say('writ-member-data'),
    path: '/me/data',
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body,
  })
}

function facts(reader: Reader, { facts: list }: OwnDataView): Html {
  if (list.length === 0) return html`<p class="quiet">${reader.say('writ-member-facts-none')}</p>`
  const [fact, value, source] = [reader.say('writ-member-fact'), reader.say('writ-member-value'), reader.say('writ-member-source')]
  return html`<table class="list">
    ${tableHead(reader.say('writ-member-facts'), [fact, value, source])}
    <tbody>
      ${list.map(
        (one) =>
          html`<tr id="fact-${one.id}">
            <th scope="row">${one.text}</th>
            <td data-label="${value}">${valueOf(reader, one)}</td>
            <td data-label="${source}">
              <code>${one.source}</code>${one.asOf === null ? '' : html` <span class="quiet">${reader.since(one.asOf)}</span>`}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function valueOf(reader: Reader, { value, unknown }: OwnDataView['facts'][number]): Html {
  if (value !== null) return foreign(value)
  if (unknown === null) return quiet(reader.say('writ-member-value-absent'))
  return html`${quiet(reader.say('writ-member-not-known'))}<br /><span class="quiet">${reader.english(unknown)}</span>`
}

function wrong(reader: Reader, { facts: list, suspended }: OwnDataView): Html {
  if (list.length === 0 || suspended) return html``
  return html`<h3>${reader.say('writ-member-correct')}</h3>
    <p>${reader.say('writ-member-correct-about')}</p>
    ${form(reader, {
      action: '/me/data/correct',
      button: reader.say('writ-member-correct-send'),
      body: (f) =>
        html`${f.choice({
          name: 'fact',
          label: reader.say('writ-member-fact'),
          options: list.map(({ id, text }) => ({ value: id, text })),
        })}
        ${f.area({ name: 'text', label: reader.say('writ-member-correct-why'), required: true })}`,
    })}`
}

const OUTCOMES: Readonly<Record<'mended' | 'stands', MessageKey>> = {
  mended: 'writ-member-correction-mended',
  stands: 'writ-member-correction-stands',
}

function correctionText(reader: Reader, { fact, text, at, answer }: CorrectionRow): Html {
  return html`<p>
    <strong>${fact}</strong>: ${text === null ? quiet(reader.say('writ-member-unknown')) : foreign(text)}, ${reader.since(at)}<br />
    ${
      answer === null
        ? quiet(reader.say('writ-member-correction-waits'))
        : html`${reader.say(OUTCOMES[answer.outcome])}: ${answer.text === null ? '' : foreign(answer.text)} (${foreign(answer.by)},
          ${reader.since(answer.at)})`
    }
  </p>`
}

function readings(reader: Reader, { readings: list }: OwnDataView): Html {
  if (list.length === 0) return html`<p>${reader.say('writ-member-readings-none')}</p>`
  const [who, when, what, why, record] = [
    reader.say('writ-member-reading-who'),
    reader.say('writ-member-reading-when'),
    reader.say('writ-member-reading-what'),
    reader.say('writ-member-reason'),
    reader.say('writ-public-record'),
  ]
  return html`<p>${reader.say('writ-member-readings-about')}</p>
    <table class="list">
      ${tableHead(reader.say('writ-member-readings'), [who, when, what, why, record])}
      <tbody>
        ${list.map(
          (one) =>
            html`<tr>
              <th scope="row">${one.by === null ? quiet(reader.say('writ-member-unknown')) : foreign(one.by)}</th>
              <td data-label="${when}">${reader.since(one.at)}</td>
              <td data-label="${what}">${one.what.map((text) => html`${reader.english(text)} `)}</td>
              <td data-label="${why}">${one.reason === null ? '' : reader.english(one.reason)}</td>
              <td data-label="${record}">${entryLink(reader, one.entry)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

export interface CorrectionsView {
  readonly open: readonly CorrectionRow[]
  readonly answered: readonly CorrectionRow[]
}

/** What others called wrong, for those who answer for the sources. */
export function correctionsPage(reader: Reader, site: SiteView, { open, answered }: CorrectionsView): Html {
  const body = html`<p>${reader.say('writ-member-corrections-about')}</p>
    ${open.length === 0 ? html`<p class="quiet">${reader.say('writ-member-corrections-none')}</p>` : ''}
    ${open.map(
      (one) =>
        html`<h2 id="c${one.correction}">${reader.say('writ-member-correction-of', one.person, one.fact)}</h2>
          <p>
            ${one.text === null ? quiet(reader.say('writ-member-unknown')) : foreign(one.text)}, ${reader.since(one.at)}
            ${one.source === null ? '' : html`(<code>${one.source}</code>)`}
          </p>
          ${form(reader, {
            action: `/corrections/${one.correction}/answer`,
            id: String(one.correction),
            button: reader.say('writ-member-answer'),
            body: (f) =>
              html`${f.choice({
                name: 'outcome',
                label: reader.say('writ-member-correction-outcome'),
                options: (['mended', 'stands'] as const).map((value) => ({ value, text: reader.say(OUTCOMES[value]) })),
              })}
              ${f.area({ name: 'text', label: reader.say('writ-member-answer'), required: true })}`,
          })}`,
    )}
    ${
      answered.length === 0
        ? ''
        : html`<h2>${reader.say('writ-member-corrections-answered')}</h2>
            <ul class="plain">
              ${answered.map((one) => html`<li id="c${one.correction}">${foreign(one.person)} ${correctionText(reader, one)}</li>`)}
            </ul>`
    }`
  return page(reader, site, {
    heading: reader.say('writ-member-corrections'),
    path: '/corrections',
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body,
  })
}
