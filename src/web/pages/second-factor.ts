import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { copyable, foreign, quiet } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { SecondFactorView, SiteView } from '../view.ts'

const WAYS: Readonly<Record<SecondFactorView['way'], MessageKey>> = {
  passkey: 'writ-member-factor-passkey',
  provider: 'writ-member-factor-provider',
  demo: 'writ-member-factor-demo',
}

/** How somebody proved that they meant what an entry says, over exactly what, and what of it can be checked now. */
export function secondFactorPage(reader: Reader, site: SiteView, view: SecondFactorView): Html {
  const { entry, at, by, way, key, hash, over, proof } = view
  return page(reader, site, {
    heading: reader.say('writ-member-factor-heading', entry),
    path: `/log/${entry}/evidence`,
    crumbs: [
      { href: '/log', text: reader.say('writ-common-nav-log') },
      { href: `/log/${entry}`, text: reader.say('writ-public-entry-heading', entry) },
    ],
    body: html`<p>${reader.say('writ-member-factor-about')}</p>
      <dl class="facts">
        <dt>${reader.say('writ-member-factor-entry')}</dt>
        <dd>${reader.english(view.text)}</dd>
        <dt>${reader.say('writ-public-when')}</dt>
        <dd>${reader.moment(at)}</dd>
        <dt>${reader.say('writ-member-factor-by')}</dt>
        <dd>${foreign(by)}</dd>
        <dt>${reader.say('writ-member-factor-way')}</dt>
        <dd>
          ${reader.say(WAYS[way])} ${key === null ? '' : html`<a href="/log/${key}">${reader.say('writ-public-entry-heading', key)}</a>`}
        </dd>
        <dt>${reader.say('writ-member-factor-check')}</dt>
        <dd>${checks(reader, view)}</dd>
        <dt>${reader.say('writ-member-factor-hash')}</dt>
        <dd>${hash === null ? quiet(reader.say('writ-member-factor-unreadable')) : copyable(reader, hash)}</dd>
      </dl>
      <h2>${reader.say('writ-member-factor-over')}</h2>
      ${
        over === null
          ? html`<p>${reader.say('writ-member-factor-over-entry')}</p>`
          : html`<p>${reader.say('writ-member-factor-over-text')}</p>
              <pre class="source bytes" dir="ltr" tabindex="0">${over}</pre>`
      }
      <h2>${reader.say('writ-member-factor-proof')}</h2>
      <pre class="source bytes" dir="ltr" tabindex="0">${proof}</pre>`,
  })
}

/** Each check by its outcome: what fails comes first to the eye. */
function checks(reader: Reader, { bound, signed, way }: SecondFactorView): Html {
  const chip = (holds: boolean, yes: MessageKey, no: MessageKey) =>
    html`<li><span class="chip ${holds ? 'kept' : 'broken'}">${reader.say(holds ? yes : no)}</span></li>`
  return html`<ul>
    ${bound === null ? '' : chip(bound, 'writ-member-factor-bound', 'writ-member-factor-not-bound')}
    ${signed === null ? '' : chip(signed, 'writ-member-factor-signed', 'writ-member-factor-not-signed')}
    ${signed === null && way === 'provider' ? html`<li>${reader.say('writ-member-factor-provider-keys')}</li>` : ''}
    ${signed === null && way === 'passkey' ? html`<li>${reader.say('writ-member-factor-key-gone')}</li>` : ''}
    ${way === 'demo' ? html`<li>${reader.say('writ-member-factor-nothing')}</li>` : ''}
  </ul>`
}
