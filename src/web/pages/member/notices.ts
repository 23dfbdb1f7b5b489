import { html } from 'hono/html'
import { answers, form } from '../../form.ts'
import { page } from '../../layout.ts'
import { quiet, roleLink } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { NoticesView } from './duties-view.ts'
import { told } from './told.ts'
import { followUps } from './follow-up.ts'

/** What somebody is asked, and what they should know before it happens. */
export function noticesPage(reader: Reader, site: SiteView, view: NoticesView): Html {
  const { asked, ending, reviews, followUps: open } = view
  const body = html`${asked.length + ending.length + reviews.length + open.length === 0 ? html`<p>${reader.say('writ-member-notices-none')}</p>` : ''}
  ${asked.length === 0 ? '' : html`<h2>${reader.say('writ-member-notices-asked')}</h2>`}
  ${asked.map((one) => question(reader, one, view.suspended))} ${followUps(reader, open, view.suspended)}
  ${
    reviews.length === 0
      ? ''
      : html`<h2>${reader.say('writ-member-notices-reviews')}</h2>
          <ul>
            ${reviews.map(
              ({ review, role, until, open }) =>
                html`<li>
                  <a href="/reviews/${review}">${reader.say('writ-member-review-of', role.title)}</a>:
                  ${reader.say('writ-member-review-open', open)} ${quiet(reader.say('writ-member-answers-until'))} ${reader.day(until)}
                </li>`,
            )}
          </ul>`
  }
  ${
    ending.length === 0
      ? ''
      : html`<h2>${reader.say('writ-member-notices-ending')}</h2>
          <ul>
            ${ending.map(
              ({ role, until }) =>
                html`<li>
                  ${roleLink(role)}: ${reader.since(until)}
                  <a href="/request/${encodeURIComponent(role.id)}">${reader.say('writ-member-ask-again')}</a>
                </li>`,
            )}
          </ul>`
  }
  ${told(reader, view.told, view.suspended)}`
  return page(reader, site, {
    heading: reader.say('writ-member-notices'),
    path: '/notices',
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body,
  })
}

function question(reader: Reader, { notice, role, kind, until, keep }: NoticesView['asked'][number], suspended: boolean): Html {
  return html`<h3 id="n${notice}">${role.title}</h3>
    <p>
      ${reader.fill(kind === 'unused' ? 'writ-member-asked-unused' : 'writ-member-asked-ending', reader.day(until))}
      ${keep === null ? '' : html`<strong>${reader.say(keep ? 'writ-member-you-keep' : 'writ-member-you-let-go')}</strong>`}
    </p>
    ${
      suspended
        ? html`<p class="quiet">${reader.say('writ-login-suspended')}</p>`
        : form(reader, {
            action: '/notices/answer',
            fixed: { notice: String(notice) },
            body: (f) => f.field({ name: 'text', label: reader.say('writ-member-your-answer'), most: 1000, required: true }),
            buttons: answers('keep', [
              { value: 'yes', text: reader.say('writ-member-keep') },
              { value: 'no', text: reader.say('writ-member-let-go') },
            ]),
          })
    }`
}
