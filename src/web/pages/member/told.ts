import { html } from 'hono/html'
import { form } from '../../form.ts'
import type { MessageKey } from '../../messages.ts'
import type { Html, Reader } from '../../reader.ts'

/** What whoever looks was told, and how they want to be told. */
export interface ToldView {
  readonly notices: readonly {
    readonly notice: number
    readonly at: string
    readonly text: string
    /** Where to look; null = nowhere on the pages. */
    readonly href: string | null
    readonly read: boolean
  }[]
  readonly unread: number
  /** Entries that were looked at: all notices below are marked as read together. */
  readonly size: number
  readonly mail: string
}

const PACES: readonly (readonly [string, MessageKey])[] = [
  ['at-once', 'writ-member-mail-at-once'],
  ['daily', 'writ-member-mail-daily'],
  ['weekly', 'writ-member-mail-weekly'],
  ['off', 'writ-member-mail-off'],
]

export function told(reader: Reader, view: ToldView, suspended: boolean): Html {
  return html`<h2 id="told">${reader.say('writ-member-told')}</h2>
    <p>${reader.say('writ-member-told-about')} ${reader.say('writ-member-told-unread', view.unread)}</p>
    ${
      view.unread === 0 || suspended
        ? ''
        : form(reader, {
            action: '/notices/read',
            button: reader.say('writ-member-told-read-all'),
            kind: 'quiet',
            fixed: { size: String(view.size) },
          })
    }
    ${
      view.notices.length === 0
        ? html`<p class="quiet">${reader.say('writ-member-told-none')}</p>`
        : html`<ul class="rows">
            ${view.notices.map((one) => row(reader, one, suspended))}
          </ul>`
    }
    <h2 id="how">${reader.say('writ-member-how-told')}</h2>
    ${suspended ? '' : mail(reader, view)}
    <ul>
      <li><a href="/me/tokens#feeds">${reader.say('writ-member-subscribe')}</a></li>
      <li><a href="/me/dates.ics">${reader.say('writ-member-dates')}</a></li>
      <li><a href="/log.atom">${reader.say('writ-common-feed')}</a></li>
    </ul>`
}

function row(reader: Reader, { notice, at, text, href, read }: ToldView['notices'][number], suspended: boolean): Html {
  const said = href === null ? reader.english(text) : html`<a href="${href}">${reader.english(text)}</a>`
  return html`<li id="told-${notice}">
    <span
      >${read ? said : html`<strong>${said}</strong> <span class="chip">${reader.say('writ-member-told-new')}</span>`}
      <span class="quiet">${reader.since(at)}</span></span
    >
    ${
      read || suspended
        ? ''
        : form(reader, {
            action: `/notices/${notice}/read`,
            button: reader.say('writ-member-told-read'),
            kind: 'quiet',
            label: reader.say('writ-member-told-read-one', text),
          })
    }
  </li>`
}

function mail(reader: Reader, view: ToldView): Html {
  return form(reader, {
    action: '/notices/preferences',
    button: reader.say('writ-member-mail-save'),
    kind: 'quiet',
    body: (f) =>
      f.choice({
        name: 'mail',
        label: reader.say('writ-member-mail'),
        hint: reader.say('writ-member-mail-hint'),
        value: view.mail,
        options: PACES.map(([value, key]) => ({ value, text: reader.say(key) })),
      }),
  })
}
