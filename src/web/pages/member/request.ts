import { html } from 'hono/html'
import { answers, form } from '../../form.ts'
import { page } from '../../layout.ts'
import { foreign, roleLink, select, showButton } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { checkList, outcomeText, requestTable } from './parts.ts'
import type { RequestRow, RequestsView, RequestView } from './view.ts'

/** Requests that wait for whoever looks. */
export function approvalsPage(reader: Reader, site: SiteView, view: { readonly requests: readonly RequestRow[] }): Html {
  const over = html`<p><a href="/requests?part=decided">${reader.say('writ-member-decided-by-you')}</a></p>`
  const list =
    view.requests.length === 0
      ? html`<p>${reader.say('writ-member-approvals-none')}</p>`
      : html`<p>${reader.say('writ-member-approvals-about')}</p>
          ${requestTable(reader, view.requests)}`
  return page(reader, site, {
    heading: reader.say('writ-member-approvals'),
    path: '/approvals',
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body: html`${list} ${over}`,
  })
}

/** Requests in which whoever looks took part, for ever. */
export function requestsPage(reader: Reader, site: SiteView, view: RequestsView): Html {
  const any = { value: '', text: reader.say('writ-member-any') }
  const parts = [
    any,
    { value: 'own', text: reader.say('writ-member-part-own') },
    { value: 'decided', text: reader.say('writ-member-part-decided') },
  ]
  const outcomes = view.outcomes.map((value) => ({ value, text: outcomeText(reader, value === 'open' ? null : value) }))
  const filter = html`<form class="filter" method="get" action="/requests">
    ${select('part', reader.say('writ-member-part'), view.part, parts)}
    ${select('outcome', reader.say('writ-member-state'), view.outcome, [any, ...outcomes])}
    ${select('role', reader.say('writ-member-role'), view.role, [any, ...view.roles.map(({ id, title }) => ({ value: id, text: title }))])}
    ${showButton(reader)}
  </form>`
  const asked = Object.entries({ part: view.part, outcome: view.outcome, role: view.role }).filter(([, value]) => value !== '')
  const query = asked.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const none = html`<p>
    ${reader.say(view.all === 0 ? 'writ-member-requests-none' : 'writ-member-requests-no-fit')}
    ${view.all === 0 ? '' : html`<a href="/requests">${reader.say('writ-member-requests-all')}</a>`}
  </p>`
  return page(reader, site, {
    heading: reader.say('writ-member-requests'),
    path: query === '' ? '/requests' : `/requests?${query}`,
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body: html`${filter} ${view.requests.length === 0 ? none : requestTable(reader, view.requests)}`,
  })
}

export function requestPage(reader: Reader, site: SiteView, view: RequestView): Html {
  const at = `/requests/${view.request}`
  const open = view.outcome === null
  const body = html`<p>
      <strong>${outcomeText(reader, view.outcome)}</strong>${view.reason === null ? '' : html`: ${foreign(view.reason)}`}
      ${view.grant === null ? '' : html`<a href="/log?from=${view.grant}#e${view.grant}">${reader.say('writ-member-entry', view.grant)}</a>`}
    </p>
    ${facts(reader, view)} ${open ? stages(reader, view) : ''} ${open ? decision(reader, view, at) : ''}
    ${
      open
        ? html`<h2>${reader.say('writ-member-conditions')}</h2>
            ${checkList(reader, view.checks)}`
        : ''
    }
    <h2>${reader.say('writ-member-experience')}</h2>
    ${
      view.experience.length === 0
        ? html`<p class="quiet">${reader.say('writ-member-no-experience')}</p>`
        : html`<ul>
            ${view.experience.map(({ role, from, ended, cause }) => html`<li>${foreign(role)}, ${ended === null ? reader.fill('writ-member-since', reader.day(from)) : reader.fill('writ-member-from-to', reader.day(from), reader.day(ended))} ${cause === null ? '' : html`<span class="quiet">${cause}</span>`}</li>`)}
          </ul>`
    }
    ${votes(reader, view)} ${talk(reader, view, at, open)} ${own(reader, view, at, open)}`
  return page(reader, site, {
    heading: reader.say('writ-member-request-title', view.role.title, view.person),
    path: at,
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body,
  })
}

function facts(reader: Reader, { role, person, by, useCase, account, until, answers, filed, lapses }: RequestView): Html {
  return html`<dl class="facts">
    <dt>${reader.say('writ-member-role')}</dt>
    <dd>${roleLink(role)}</dd>
    <dt>${reader.say('writ-member-for')}</dt>
    <dd>${foreign(person)}${by === person ? '' : html` (${reader.fill('writ-member-asked-by', foreign(by))})`}</dd>
    <dt>${reader.say('writ-member-use-case')}</dt>
    <dd>${useCase === null ? html`<span class="quiet">${reader.say('writ-member-unknown')}</span>` : foreign(useCase)}</dd>
    ${
      account === null
        ? ''
        : html`<dt>${reader.say('writ-member-account')}</dt>
            <dd>${foreign(account)}</dd>`
    }
    <dt>${reader.say('writ-member-until')}</dt>
    <dd>${until === null ? reader.say('writ-member-no-end') : reader.day(until)}</dd>
    ${answers.map(
      ({ question, text }) =>
        html`<dt>${reader.english(question)}</dt>
          <dd>${foreign(text)}</dd>`,
    )}
    <dt>${reader.say('writ-member-filed')}</dt>
    <dd>${reader.moment(filed)}</dd>
    ${
      lapses === null
        ? ''
        : html`<dt>${reader.say('writ-member-lapses')}</dt>
            <dd>${reader.since(lapses)}</dd>`
    }
  </dl>`
}

function stages(reader: Reader, { stages: list, lacking, approvers, unstated }: RequestView): Html {
  return html`<h2>${reader.say('writ-member-who-decides')}</h2>
    <ol>
      ${list.map(({ text, standing }) => html`<li>${text === null ? reader.say('writ-member-approval') : reader.english(text)}: <strong>${reader.say(standing === 'done' ? 'writ-member-stage-done' : standing === 'open' ? 'writ-member-stage-open' : 'writ-member-stage-later')}</strong></li>`)}
    </ol>
    ${unstated.length === 0 ? '' : html`<p>${reader.say('writ-member-unstated')}</p>`}
    ${
      lacking === null
        ? ''
        : approvers.length === 0
          ? html`<div class="problem" role="alert"><p>${reader.say('writ-member-nobody-can')}</p></div>`
          : html`<p>${reader.fill('writ-member-can-decide', html`${reader.list(approvers)}`)}</p>`
    }`
}

function decision(reader: Reader, { mine }: RequestView, at: string): Html {
  if (!mine.decides)
    return mine.whyNot === null ? html`` : html`<p class="quiet">${reader.fill('writ-member-why-not', reader.english(mine.whyNot))}</p>`
  return html`<h2>${reader.say('writ-member-decide')}</h2>
    ${form(reader, {
      action: `${at}/vote`,
      body: (f) =>
        html`${mine.states.map(({ id, text }) => f.tick({ name: 'states', value: id, label: text }))}
        ${f.area({ name: 'reason', label: reader.say('writ-member-reason'), hint: reader.say('writ-member-reason-hint') })}`,
      buttons: answers('decision', [
        { value: 'approved', text: reader.say('writ-member-approve'), kind: 'progressive' },
        { value: 'refused', text: reader.say('writ-member-refuse'), kind: 'destructive' },
      ]),
    })}
    <h3>${reader.say('writ-member-ask-back')}</h3>
    ${form(reader, {
      action: `${at}/ask`,
      button: reader.say('writ-member-ask-back-button'),
      kind: 'quiet',
      id: 'question',
      body: (f) =>
        html`${f.area({ name: 'text', label: reader.say('writ-member-question') })}
        ${mine.mayAsk.map(({ id, text }) => f.tick({ name: 'statement', value: id, label: reader.say('writ-member-ask-statement', text) }))}`,
    })}`
}

function votes(reader: Reader, { votes: list }: RequestView): Html {
  if (list.length === 0) return html``
  return html`<h2>${reader.say('writ-member-decisions')}</h2>
    <ul>
      ${list.map(
        ({ by, decision: word, at, reason, states, counts }) =>
          html`<li>
            ${foreign(by)}: <strong>${word}</strong>, ${reader.moment(at)}${reason === null ? '' : html`: ${foreign(reason)}`}
            ${states.map((text) => html`<br /><span class="quiet">${reader.english(text)}</span>`)}
            ${counts ? '' : html`<br /><span class="quiet">${reader.say('writ-member-void')}</span>`}
          </li>`,
      )}
    </ul>`
}

function talk(reader: Reader, { questions, comments, mine }: RequestView, at: string, open: boolean): Html {
  const answerForm = (question: number) =>
    form(reader, {
      action: `${at}/answer`,
      button: reader.say('writ-member-answer'),
      fixed: { question: String(question) },
      body: (f) => f.area({ name: 'text', label: reader.say('writ-member-answer') }),
    })
  return html`<h2>${reader.say('writ-member-talk')}</h2>
    ${questions.length + comments.length === 0 ? html`<p class="quiet">${reader.say('writ-member-nothing-said')}</p>` : ''}
    <ul>
      ${questions.map(
        ({ question, by, text, statement, answer }) =>
          html`<li id="q${question}">
            ${foreign(by)}: ${text === null ? reader.say('writ-member-unknown') : foreign(text)}
            ${statement === null ? '' : html`<span class="quiet">${reader.english(statement)}</span>`}
            ${answer === null ? (open && mine.asks ? answerForm(question) : html`<br /><span class="quiet">${reader.say('writ-member-not-answered')}</span>`) : html`<br />→ ${foreign(answer)}`}
          </li>`,
      )}
      ${comments.map(({ comment, by, text }) => html`<li id="c${comment}">${foreign(by)}: ${text === null ? reader.say('writ-member-unknown') : foreign(text)}</li>`)}
    </ul>
    ${
      open
        ? form(reader, {
            action: `${at}/comment`,
            button: reader.say('writ-member-say'),
            kind: 'quiet',
            body: (f) => f.area({ name: 'text', label: reader.say('writ-member-comment') }),
          })
        : ''
    }`
}

/** What whoever asked may still do. */
function own(reader: Reader, { mine, unstated, useCase, until }: RequestView, at: string, open: boolean): Html {
  if (mine.appeals)
    return html`<h2>${reader.say('writ-member-appeal')}</h2>
      ${form(reader, { action: `${at}/appeal`, button: reader.say('writ-member-appeal'), body: (f) => f.area({ name: 'text', label: reader.say('writ-member-appeal-why'), required: true }) })}`
  if (!open || !mine.asks) return html``
  return html`${
      mine.isSubject
        ? unstated.map(({ id, text }) =>
            form(reader, {
              action: `${at}/state`,
              button: reader.say('writ-member-state-it'),
              fixed: { statement: id },
              body: html`<p>${reader.english(text)}</p>`,
            }),
          )
        : ''
    }
    <h2>${reader.say('writ-member-amend')}</h2>
    <p class="quiet">${reader.say('writ-member-amend-hint')}</p>
    ${form(reader, {
      action: `${at}/amend`,
      button: reader.say('writ-member-amend-button'),
      kind: 'quiet',
      body: (f) =>
        html`${f.area({ name: 'use_case', label: reader.say('writ-member-use-case'), value: useCase ?? '' })}
        ${f.field({ name: 'until', type: 'date', label: reader.say('writ-member-last-day'), value: until?.slice(0, 10) })}`,
    })}
    <h2>${reader.say('writ-member-withdraw')}</h2>
    ${form(reader, {
      action: `${at}/withdraw`,
      button: reader.say('writ-member-withdraw'),
      kind: 'destructive',
      id: 'withdrawal',
      body: (f) => f.field({ name: 'reason', label: reader.say('writ-member-reason') }),
    })}`
}
