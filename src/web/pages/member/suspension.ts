import { html } from 'hono/html'
import { form } from '../../form.ts'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { foreign, personLink } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { SuspensionView } from './case-view.ts'
import { fileLines, readForm } from './file-lines.ts'

export const CAUSES: Readonly<Record<'misuse' | 'compromised' | 'investigation', MessageKey>> = {
  misuse: 'writ-member-cause-misuse',
  investigation: 'writ-member-cause-investigation',
  compromised: 'writ-member-cause-compromised',
}

/** One suspension for those who decide what becomes of it. */
export function suspensionPage(reader: Reader, site: SiteView, view: SuspensionView): Html {
  const at = `/suspensions/${view.suspension}`
  const body = html`${facts(reader, view)}
    <p class="quiet">${reader.fill('writ-member-case-why', reader.english(view.because))}</p>
    <h2>${reader.say('writ-member-case-file')}</h2>
    ${view.lines.length === 0 ? '' : fileLines(reader, view.lines)}
    ${view.unread === 0 ? '' : readForm(reader, { action: `${at}/read`, unread: view.unread, what: 'writ-member-suspension-read-means' })}
    ${view.unread > 0 ? '' : decision(reader, view, at)}`
  return page(reader, site, {
    heading: reader.say('writ-member-suspension-number', view.suspension),
    path: at,
    crumbs: [
      { href: '/me', text: reader.say('writ-login-me') },
      { href: '/cases', text: reader.say('writ-member-cases') },
    ],
    body,
  })
}

function facts(reader: Reader, view: SuspensionView): Html {
  const cause = view.cause === null ? undefined : (CAUSES as Readonly<Record<string, MessageKey>>)[view.cause]
  return html`<dl class="facts">
    <dt>${reader.say('writ-member-state')}</dt>
    <dd>
      ${
        view.ended !== null
          ? reader.fill('writ-member-suspension-over', reader.moment(view.ended))
          : view.heard === null
            ? reader.say('writ-member-suspension-not-heard')
            : reader.fill('writ-member-suspension-heard', reader.moment(view.heard))
      }
    </dd>
    <dt>${reader.say('writ-member-cases-since')}</dt>
    <dd>${reader.moment(view.from)}</dd>
    ${
      view.ended !== null
        ? ''
        : html`<dt>${reader.say('writ-member-cases-deadline')}</dt>
            <dd>
              ${view.heard === null ? reader.fill('writ-member-suspension-final-from', reader.moment(view.finalFrom)) : ''}
              ${view.until === null ? reader.say('writ-member-suspension-endless') : reader.fill('writ-member-suspension-ends', reader.moment(view.until))}
            </dd>`
    }
    ${
      view.person === null
        ? ''
        : html`<dt>${reader.say('writ-member-case-person')}</dt>
            <dd>${view.isPublic ? personLink(view.person) : foreign(view.person)}</dd>`
    }
    ${
      cause === undefined
        ? ''
        : html`<dt>${reader.say('writ-member-suspension-cause')}</dt>
            <dd>${reader.say(cause)} <code>${view.clause}</code></dd>`
    }
  </dl>`
}

function decision(reader: Reader, { ended, person, mine, finalFrom }: SuspensionView, at: string): Html {
  if (ended !== null || person === null) return html`<p>${reader.say('writ-member-suspension-over-about')}</p>`
  const referral = mine.referTo
  const refer = (f: { tick(parts: { name: string; label: string }): Html }) =>
    referral === null ? '' : f.tick({ name: 'refer', label: reader.say('writ-member-suspension-refer', referral.title) })
  return html`<h2>${reader.say('writ-member-suspension-reinstate')}</h2>
    ${
      mine.reinstates
        ? form(reader, {
            action: `${at}/reinstate`,
            button: reader.say('writ-member-suspension-reinstate'),
            id: 'reinstate',
            fixed: { person },
            body: (f) =>
              html`${f.area({
                name: 'reason',
                label: reader.say('writ-member-suspension-use-case'),
                hint: reader.say('writ-member-suspension-use-case-hint'),
                required: true,
              })}
              ${refer(f)}`,
          })
        : ''
    }
    <h2>${reader.say('writ-member-suspension-remove')}</h2>
    ${
      mine.removes
        ? form(reader, {
            action: `${at}/remove`,
            button: reader.say('writ-member-suspension-remove'),
            kind: 'destructive',
            id: 'remove',
            fixed: { person },
            body: (f) =>
              html`${f.area({
                name: 'reason',
                label: reader.say('writ-member-reason'),
                hint: reader.say('writ-member-suspension-remove-hint'),
                required: true,
              })}
              ${refer(f)}`,
          })
        : html`<p>${reader.fill('writ-member-suspension-final-from', reader.moment(finalFrom))}</p>`
    }
    <p class="quiet">${reader.fill('writ-member-suspension-public', foreign(person))}</p>`
}
