import { html } from 'hono/html'
import { form, type Fields } from '../form.ts'
import { page } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { ownLinks } from '../own-links.ts'
import { copyable } from '../parts.ts'
import type { Html, Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'

export interface OwnTokensView {
  readonly tokens: readonly {
    readonly id: string
    readonly scopes: readonly string[]
    readonly until: string
    readonly state: 'in-force' | 'ended' | 'revoked'
    /** null = never, as far as is known. */
    readonly lastUsed: string | null
  }[]
  /** What one of their own may be for; none where they may make none. */
  readonly offered: readonly string[]
  readonly suspended: boolean
  /** The last day that is offered, and the last that is possible. */
  readonly usual: string
  readonly longest: string
}

const SCOPE_WORDS: Readonly<Record<string, MessageKey>> = {
  read: 'writ-login-scope-read',
  request: 'writ-login-scope-request',
  grant: 'writ-login-scope-grant',
  apply: 'writ-login-scope-apply',
  evaluate: 'writ-login-scope-evaluate',
  search: 'writ-login-scope-search',
  scim: 'writ-login-scope-scim',
}

/** The tokens by which programs act for somebody, each to be ended in one click, and making another. Their texts are kept nowhere. */
export function ownTokensPage(reader: Reader, site: SiteView, view: OwnTokensView): Html {
  const { tokens } = view
  const body = html`<p>${reader.say('writ-login-tokens-about')}</p>
    ${
      tokens.length === 0
        ? html`<p class="quiet">${reader.say('writ-login-tokens-none')}</p>`
        : html`<ul class="rows">
            ${tokens.map(
              ({ id, scopes, until, state, lastUsed }) =>
                html`<li>
                  ${copyable(reader, id)}
                  ${scopes.includes('feed') ? reader.say('writ-login-feed-about') : reader.fill('writ-login-token-scopes', reader.list(scopes))}<br />
                  <span class="quiet"
                    >${ending(reader, state, until)};
                    ${lastUsed === null ? reader.say('writ-login-token-unused') : reader.fill('writ-login-token-used', reader.since(lastUsed))}</span
                  >
                  ${
                    state === 'in-force'
                      ? form(reader, {
                          action: `/me/tokens/${encodeURIComponent(id)}/revoke`,
                          button: reader.say('writ-login-token-revoke'),
                          kind: 'quiet',
                          label: reader.say('writ-login-token-revoke-one', id),
                        })
                      : ''
                  }
                </li>`,
            )}
          </ul>`
    }
    <h2 id="feeds">${reader.say('writ-login-feeds')}</h2>
    <p>${reader.say('writ-login-feeds-about')}</p>
    ${view.suspended ? '' : form(reader, { action: '/me/feeds', button: reader.say('writ-login-feed-make') })}
    <h2>${reader.say('writ-login-token-make')}</h2>
    ${making(reader, view)} ${ownLinks(reader)}`
  return page(reader, site, {
    heading: reader.say('writ-login-tokens'),
    path: '/me/tokens',
    crumbs: [{ href: '/me', text: reader.say('writ-login-me') }],
    body,
  })
}

function making(reader: Reader, { offered, usual, longest }: OwnTokensView): Html {
  if (offered.length === 0) return html`<p>${reader.say('writ-login-token-not-yours')}</p>`
  const fields = (f: Fields) =>
    html`<fieldset class="group">
        <legend>${reader.say('writ-login-token-what-for')}</legend>
        ${offered.map((scope) => f.tick({ name: 'scopes', value: scope, label: wordsOf(reader, scope), ticked: scope === 'read' }))}
      </fieldset>
      ${f.field({
        name: 'until',
        type: 'date',
        label: reader.say('writ-login-token-last-day'),
        hint: reader.say('writ-login-token-last-day-hint'),
        value: usual,
        latest: longest,
        required: true,
      })}`
  return html`<p>${reader.say('writ-login-token-make-about')}</p>
    ${form(reader, { action: '/me/tokens', button: reader.say('writ-login-token-make'), body: fields })}`
}

function wordsOf(reader: Reader, scope: string): string {
  const key = SCOPE_WORDS[scope]
  return key === undefined ? scope : reader.say('writ-login-scope', scope, reader.say(key))
}

function ending(reader: Reader, state: OwnTokensView['tokens'][number]['state'], until: string): Html {
  if (state === 'revoked') return html`${reader.say('writ-login-token-revoked')}`
  return reader.fill(state === 'ended' ? 'writ-login-token-ended' : 'writ-login-token-until', reader.moment(until))
}

export interface NewTokenView {
  readonly id: string
  /** null = it was shown before, and is kept nowhere. */
  readonly token: string | null
}

/** The text of a token, this once. */
export function newTokenPage(reader: Reader, site: SiteView, { id, token }: NewTokenView): Html {
  const made = html`${
    token === null
      ? html`<p>${reader.fill('writ-login-token-shown-before', copyable(reader, id))}</p>`
      : html`<div class="good" role="status"><p>${reader.say('writ-login-token-once')}</p></div>
          <p>${copyable(reader, token)}</p>
          <p class="quiet">${reader.fill('writ-login-token-use', html`<code>Authorization: Bearer …</code>`)}</p>`
  }`
  return madePage(reader, site, reader.say('writ-login-token-made'), made)
}

export interface NewFeedView {
  readonly id: string
  /** null = they were shown before, and are kept nowhere. */
  readonly calendar: string | null
  readonly notices: string | null
}

/** The secret addresses of somebody’s feeds, this once. */
export function newFeedPage(reader: Reader, site: SiteView, { id, calendar, notices }: NewFeedView): Html {
  const made = html`${
    calendar === null || notices === null
      ? html`<p>${reader.fill('writ-login-token-shown-before', copyable(reader, id))}</p>`
      : html`<div class="good" role="status"><p>${reader.say('writ-login-feed-once')}</p></div>
          <dl class="facts">
            <dt>${reader.say('writ-login-feed-calendar')}</dt>
            <dd>${copyable(reader, calendar)}</dd>
            <dt>${reader.say('writ-login-feed-notices')}</dt>
            <dd>${copyable(reader, notices)}</dd>
          </dl>`
  }`
  return madePage(reader, site, reader.say('writ-login-feed-made'), made)
}

function madePage(reader: Reader, site: SiteView, heading: string, made: Html): Html {
  const tokens = reader.say('writ-login-tokens')
  return page(reader, site, {
    heading,
    path: undefined,
    crumbs: [
      { href: '/me', text: reader.say('writ-login-me') },
      { href: '/me/tokens', text: tokens },
    ],
    body: html`${made}
      <p><a href="/me/tokens">${tokens}</a></p>`,
  })
}
