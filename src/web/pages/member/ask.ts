import { html } from 'hono/html'
import { form, hidden, type Fields } from '../../form.ts'
import { page } from '../../layout.ts'
import { asSentence, foreign, missingList, roleLink } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { checkList } from './parts.ts'
import type { AskView, FindView, PreviewView } from './view.ts'

const crumbs = (reader: Reader) => [{ href: '/me', text: reader.say('writ-login-me') }]

/** The first step: what somebody hopes to do, and the least role that can do it. */
export function findPage(reader: Reader, site: SiteView, { words, found, all }: FindView): Html {
  const body = html`<form class="filter" method="get" action="/request">
      <div>
        <label for="q">${reader.say('writ-member-find')}</label>
        <input class="cdx-text-input__input" id="q" name="q" value="${words}" maxlength="200" autocomplete="off" />
      </div>
      <button class="cdx-button cdx-button--action-progressive cdx-button--weight-primary cdx-button--size-medium" type="submit">
        ${reader.say('writ-member-find-button')}
      </button>
    </form>
    <p class="quiet">${reader.say('writ-member-find-hint')}</p>
    ${words === '' ? '' : results(reader, found)} ${everything(reader, all)}`
  return page(reader, site, {
    heading: reader.say('writ-member-ask'),
    path: words === '' ? '/request' : `/request?q=${encodeURIComponent(words)}`,
    crumbs: crumbs(reader),
    body,
  })
}

/** Everything that can be asked for; `query` goes with the links. */
export function everything(reader: Reader, all: FindView['all'], query = ''): Html {
  return html`<h2>${reader.say('writ-member-all-roles')}</h2>
    ${
      all.length === 0
        ? html`<p class="quiet">${reader.say('writ-member-nothing-to-ask')}</p>`
        : html`<ul>
            ${all.map(({ id, title, purpose }) => html`<li><a href="/request/${encodeURIComponent(id)}${query}">${title}</a>: ${foreign(purpose)}</li>`)}
          </ul>`
    }`
}

/** What fits some words; `query` goes with the links. */
export function results(reader: Reader, found: FindView['found'], query = ''): Html {
  if (found.length === 0)
    return html`<p>${reader.fill('writ-member-nothing-fits', html`<a href="/matrix">${reader.say('writ-common-nav-matrix')}</a>`)}</p>`
  return html`<h2>${reader.say('writ-member-fits')}</h2>
    ${found.map(
      ({ right, text, roles }) =>
        html`<h3>${foreign(text)} <code>${right}</code></h3>
          ${
            roles.length === 0
              ? html`<p class="quiet">${reader.say('writ-member-no-role-gives')}</p>`
              : html`<ul>
                  ${roles.map(
                    (role) =>
                      html`<li>
                        <a href="/request/${encodeURIComponent(role.id)}${query}">${role.title}</a>
                        ${role.class === null ? '' : html`<span class="kind">${foreign(role.class)}</span>`}
                        <span class="quiet"
                          >${role.beyond.length === 0 ? reader.say('writ-member-nothing-beyond') : reader.say('writ-member-beyond', role.beyond.length, role.beyond.slice(0, 6).join(', '))}</span
                        >
                      </li>`,
                  )}
                </ul>`
          }`,
    )}`
}

/** The second step: what is asked for, with what is known and who will decide. */
export function askPage(reader: Reader, site: SiteView, view: AskView): Html {
  const { role, checks, stages, waiting } = view
  const body = html`<p>${foreign(role.purpose)} ${roleLink(role)}</p>
    ${role.class === null ? '' : html`<p class="quiet">${reader.say('writ-public-class')}: ${foreign(role.class)}</p>`}
    ${waiting === null ? '' : html`<p>${reader.fill('writ-member-waiting', html`<a href="/requests/${waiting}">${reader.say('writ-member-request-number', waiting)}</a>`)}</p>`}
    <h2>${reader.say('writ-member-conditions')}</h2>
    ${checkList(reader, checks)}
    <h2>${reader.say('writ-member-who-decides')}</h2>
    ${
      stages.length === 0
        ? html`<p>${reader.say('writ-member-nobody-decides')}</p>`
        : html`<ol>
            ${stages.map(({ text, count }) => html`<li>${text === null ? reader.say('writ-member-approval') : reader.english(text)}${count > 1 ? html` (${reader.say('writ-member-persons', count)})` : ''}</li>`)}
          </ol>`
    }
    <h2>${reader.say('writ-member-your-request')}</h2>
    ${form(reader, {
      action: `/request/${encodeURIComponent(role.id)}/check`,
      button: reader.say('writ-member-check'),
      body: (f) => fields(f, reader, view),
    })}`
  return page(reader, site, {
    heading: reader.say('writ-member-ask-for', role.title),
    path: `/request/${encodeURIComponent(role.id)}`,
    crumbs: [...crumbs(reader), { href: '/request', text: reader.say('writ-member-ask') }],
    body,
  })
}

function fields(
  f: Fields,
  reader: Reader,
  { draft, handle, accounts, questions, ongoingQuestions, statements, scopes, ongoing, longest }: AskView,
): Html {
  const made = f.typed('draft') ?? draft?.id
  return html`${made === undefined ? '' : hidden('draft', made)}
  ${f.area({
    name: 'use_case',
    label: reader.say('writ-member-use-case'),
    hint: reader.say('writ-member-use-case-hint'),
    value: draft?.useCase,
    required: true,
  })}
  ${f.field({ name: 'person', label: reader.say('writ-member-whom'), hint: reader.say('writ-member-whom-hint'), value: handle })}
  ${
    accounts.length < 2
      ? ''
      : f.choice({
          name: 'account',
          label: reader.say('writ-member-account'),
          options: [{ value: '', text: reader.say('writ-member-account-any') }, ...accounts.map(({ key, text }) => ({ value: key, text }))],
        })
  }
  ${scopes.length === 0 ? '' : f.choice({ name: 'scope', label: reader.say('writ-member-scope'), options: scopes.map((value) => ({ value, text: value })) })}
  ${f.field({
    name: 'until',
    type: 'date',
    label: reader.say('writ-member-last-day'),
    hint: longest === null ? reader.say('writ-member-last-day-hint') : reader.say('writ-member-last-day-longest', longest),
  })}
  ${
    ongoing
      ? html`${f.tick({ name: 'ongoing', label: reader.say('writ-member-ongoing') })}
        ${ongoingQuestions.map(({ id, text }) => f.area({ name: `o-${id}`, label: text, hint: reader.say('writ-member-ongoing-question') }))}`
      : ''
  }
  ${questions.map(({ id, text }) => f.area({ name: `q-${id}`, label: text }))}
  ${statements.map(({ id, text }) => f.tick({ name: 'states', value: id, label: text }))}`
}

/** The last step: what would become of it and what the public would read; nothing is sent yet. */
export function previewPage(
  reader: Reader,
  site: SiteView,
  { role, outcome, because, missing, publicLine, fields: given }: PreviewView,
): Html {
  const kept = html`${given.filter(([name]) => name !== 'once').map(([name, value]) => hidden(name, value))}`
  const can = outcome === 'allowed' || outcome === 'pending'
  const body = html`<div class="${can ? 'good' : 'problem'}" role="status">
      <p>
        <strong
          >${reader.say(outcome === 'allowed' ? 'writ-member-at-once' : outcome === 'pending' ? 'writ-member-can-be-sent' : 'writ-member-cannot-be-sent')}</strong
        >
      </p>
      ${because.map((text) => html`<p>${reader.english(asSentence(text))}</p>`)}
    </div>
    ${missingList(reader, missing)}
    ${
      publicLine === null
        ? ''
        : html`<h2>${reader.say('writ-member-public-line')}</h2>
            <blockquote>${reader.english(publicLine)}</blockquote>`
    }
    ${
      can
        ? form(reader, {
            action: `/request/${encodeURIComponent(role.id)}`,
            button: reader.say('writ-member-send'),
            body: kept,
          })
        : ''
    }
    ${form(reader, {
      action: `/request/${encodeURIComponent(role.id)}/edit`,
      button: reader.say('writ-member-change-it'),
      kind: 'quiet',
      body: kept,
    })}`
  return page(reader, site, {
    heading: reader.say('writ-member-ask-for', role.title),
    path: undefined,
    crumbs: [...crumbs(reader), { href: '/request', text: reader.say('writ-member-ask') }],
    body,
  })
}
