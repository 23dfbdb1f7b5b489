import { html } from 'hono/html'
import { form } from '../../form.ts'
import { page } from '../../layout.ts'
import { commas, foreign, roleLink, showButton, textField } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { SuspendView } from './case-view.ts'
import { CAUSES } from './suspension.ts'

/** Where somebody takes the effect from all roles of a person at once, by a power of theirs; or says that their own account is in other hands. */
export function suspendPage(reader: Reader, site: SiteView, view: SuspendView): Html {
  const { person, own, suspends } = view
  const asked = person === '' ? '' : `?person=${encodeURIComponent(person)}`
  const body = own
    ? ownForm(reader, view)
    : suspends
      ? html`<form class="filter" method="get" action="/suspend">
            ${textField('person', reader.say('writ-member-suspend-whom'), person)} ${showButton(reader)}
          </form>
          ${person === '' ? '' : others(reader, view)}`
      : html`<p>
          ${view.roles.length === 0 ? reader.say('writ-member-suspend-no-power') : reader.fill('writ-member-suspend-not-you', commas(view.roles.map(roleLink)), html`<a href="/report">${reader.say('writ-member-suspended-appeal-link')}</a>`)}
        </p>`
  return page(reader, site, {
    heading: reader.say(own ? 'writ-member-suspend-own' : 'writ-member-suspend'),
    path: `/suspend${asked}`,
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body,
  })
}

function others(reader: Reader, view: SuspendView): Html {
  const { person, causes, whyNot, suspension, done, deciders } = view
  const taken =
    done === null
      ? ''
      : html`<p role="status">
          <strong>${reader.fill('writ-member-suspend-done', foreign(person), reader.moment(done))}</strong>
          ${deciders.length === 0 ? '' : reader.fill('writ-member-cases-deciders', commas(deciders.map(roleLink)))}
        </p>`
  const file = html`${taken}
  ${
    suspension === null
      ? ''
      : html`<p><a href="/suspensions/${suspension}">${reader.say('writ-member-suspension-number', suspension)}</a></p>`
  }`
  if (causes.length === 0)
    return html`${whyNot === null || done !== null ? '' : html`<p>${reader.fill('writ-member-suspend-not', reader.english(whyNot))}</p>`}
    ${file}`
  return html`${file}
    <h2>${reader.fill('writ-member-suspend-person', foreign(person))}</h2>
    <p>${reader.say('writ-member-suspend-means')}</p>
    ${until(reader, view)}
    ${form(reader, {
      action: '/suspend',
      button: reader.say('writ-member-suspend-button'),
      kind: 'destructive',
      fixed: { person },
      body: (f) =>
        html`${f.choice({
          name: 'cause',
          label: reader.say('writ-member-suspension-cause'),
          options: causes.map((value) => ({ value, text: reader.say(CAUSES[value]) })),
        })}
        ${f.area({ name: 'reason', label: reader.say('writ-member-reason'), hint: reader.say('writ-member-suspend-reason-hint'), required: true })}`,
    })}`
}

function until(reader: Reader, { answerBy, until: longest }: SuspendView): Html {
  return html`<p>
    ${answerBy === null ? '' : reader.fill('writ-member-suspend-answer-by', reader.moment(answerBy))}
    ${longest === null ? '' : reader.fill('writ-member-suspension-ends', reader.moment(longest))}
  </p>`
}

function ownForm(reader: Reader, { person, causes, whyNot }: SuspendView): Html {
  if (!causes.includes('compromised')) return html`<p>${whyNot === null ? '' : reader.english(whyNot)}</p>`
  return html`<p>${reader.say('writ-member-suspend-own-means')}</p>
    ${form(reader, {
      action: '/suspend',
      button: reader.say('writ-member-suspend-own-button'),
      kind: 'destructive',
      fixed: { person, cause: 'compromised' },
      body: (f) => f.area({ name: 'reason', label: reader.say('writ-member-suspend-own-reason'), required: true }),
    })}`
}
