import { html } from 'hono/html'
import { form } from '../../form.ts'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { foreign } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { adminCrumb, targetHref } from './parts.ts'
import type { LookView, RoleName } from './view.ts'

/** What a plan would be, made now. */
export function lookPage(reader: Reader, site: SiteView, { target, lines, guards, remarks }: LookView): Html {
  const body = html`<p>${reader.say('writ-admin-nothing-recorded')}</p>
    ${
      guards.length === 0
        ? ''
        : html`<div class="problem" role="alert">
            <p>${reader.say('writ-admin-would-stop')}</p>
            ${texts(reader, guards)}
          </div>`
    }
    <h2>${reader.say('writ-admin-changes')}</h2>
    ${lines.length === 0 ? html`<p>${reader.say('writ-admin-nothing-to-do')}</p>` : texts(reader, lines)}
    ${
      remarks.length === 0
        ? ''
        : html`<h2>${reader.say('writ-admin-remarks')}</h2>
            ${texts(reader, remarks)}`
    }`
  return framed(reader, site, target, 'writ-admin-look-heading', body)
}

export interface AdoptionView {
  readonly found: readonly { readonly account: string; readonly role: string; readonly until: string | null }[]
  readonly issues: readonly { readonly text: string }[]
  readonly memberships: { readonly found: number; readonly left: number }
}

/** Who would be taken in as found. */
export function adoptionPage(reader: Reader, site: SiteView, target: RoleName, { found, issues, memberships }: AdoptionView): Html {
  const body = html`<p>${reader.say('writ-admin-nothing-recorded')}</p>
    ${
      found.length === 0
        ? html`<p>${reader.say('writ-admin-adopt-nobody')}</p>`
        : html`<ul>
            ${found.map(({ account, role }) => html`<li>${foreign(account)}: <code>${role}</code></li>`)}
          </ul>`
    }
    <p class="quiet">${reader.say('writ-admin-adopt-left', memberships.left)}</p>
    ${
      issues.length === 0
        ? ''
        : html`<h2>${reader.say('writ-admin-remarks')}</h2>
            ${texts(
              reader,
              issues.map(({ text }) => text),
            )}`
    }
    ${form(reader, { action: `${targetHref(target.id)}/adoption`, button: reader.say('writ-admin-adopt') })}`
  return framed(reader, site, target, 'writ-admin-adopt-heading', body)
}

function texts(reader: Reader, list: readonly string[]): Html {
  return html`<ul>
    ${list.map((text) => html`<li>${reader.english(text)}</li>`)}
  </ul>`
}

function framed(reader: Reader, site: SiteView, target: RoleName, heading: MessageKey, body: Html): Html {
  return page(reader, site, {
    heading: reader.say(heading, target.title),
    path: undefined,
    crumbs: [
      adminCrumb(reader),
      { href: '/admin/targets', text: reader.say('writ-admin-targets') },
      { href: targetHref(target.id), text: target.title },
    ],
    body,
  })
}
