import { html } from 'hono/html'
import { NAVIGATION } from './navigation.ts'
import type { Html, Reader } from './reader.ts'
import { returnedSummary } from './returned-summary.ts'
import type { SiteView } from './view.ts'

export type { Html } from './reader.ts'

export interface PageFrame {
  /** Stands in the title bar and as the one h1. */
  readonly heading: string
  /** The path of the page: marks the entry of the navigation and links the JSON twin. undefined = a page that is at no place of its own. */
  readonly path: string | undefined
  /** The way from the start page, itself left out. */
  readonly crumbs: readonly { readonly href: string; readonly text: string }[]
  readonly body: Html
}

/** What each page is painted with. It is kept small: no page is painted before both are here. */
export const scriptOf = (reader: Reader) => assetOf(reader, 'site.js')
export const styleSheetOf = (reader: Reader) => assetOf(reader, `site-${reader.direction}.css`)

export function assetOf({ asset }: Reader, name: string): string {
  return asset?.(name) ?? `/assets/${name}`
}

/** A whole page: skip link, navigation, breadcrumb, one h1, state banner, the way to the same as data. Without a site nothing is known but the page itself. */
export function page(reader: Reader, site: SiteView | undefined, frame: PageFrame): Html {
  const { heading, path } = frame
  const title = site?.title ?? 'Writ'
  const { unfounded = false } = reader
  const twin = path === undefined || unfounded ? undefined : twinOf(path)
  const feed = html`<a href="/log.atom">${reader.say('writ-common-feed')}</a>`
  return html`<!doctype html>
    <html lang="${reader.language}" dir="${reader.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${titleOf(reader, heading, title)}</title>
        <link rel="stylesheet" href="${styleSheetOf(reader)}" />
        <script src="${scriptOf(reader)}"></script>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        ${unfounded ? '' : html`<link rel="alternate" type="application/atom+xml" title="${reader.say('writ-common-nav-log')}" href="/log.atom" />`}
        ${twin === undefined ? '' : html`<link rel="alternate" type="application/json" href="${twin}" />`}
      </head>
      <body>
        <a class="skip" href="#main">${reader.say('writ-common-skip')}</a>
        <header class="head">
          <a class="brand" href="/">${title}</a>
          ${unfounded ? '' : navigation(reader, path)} ${visitor(reader)}
        </header>
        <main id="main" class="page" tabindex="-1">
          ${path === '/' ? '' : breadcrumb(reader, frame)}
          <h1>${heading}</h1>
          ${returnedSummary(reader)} ${site === undefined ? '' : banner(reader, site)} ${frame.body}
        </main>
        <footer class="foot">
          ${twin === undefined ? '' : html`<a href="${twin}">${reader.say('writ-common-twin')}</a> · `}${unfounded ? '' : html`${feed} · `}
          ${reader.visitor === undefined ? '' : html`<a href="/report">${reader.say('writ-common-report')}</a> · `}
          ${reader.say('writ-common-made-by')} ${themes(reader)}
        </footer>
      </body>
    </html>`
}

function titleOf(reader: Reader, heading: string, title: string): string {
  const whole = heading === title ? title : reader.say('writ-common-title', heading, title)
  return reader.returned?.isRefused === true ? reader.say('writ-common-title-refused', whole) : whole
}

const THEMES = [
  ['auto', 'writ-common-theme-auto'],
  ['light', 'writ-common-theme-light'],
  ['dark', 'writ-common-theme-dark'],
] as const

/** Light or dark: the style sheet looks at what is chosen here; the script remembers it. */
function themes(reader: Reader): Html {
  return html`<fieldset class="themes">
    <legend class="hidden">${reader.say('writ-common-theme')}</legend>
    ${THEMES.map(
      ([id, key]) =>
        html`<label
          ><input type="radio" name="theme" id="theme-${id}" value="${id}" ${id === 'auto' ? html` checked` : ''} />
          ${reader.say(key)}</label
        > `,
    )}
  </fieldset>`
}

/** Who is logged in, or the way to log in. */
function visitor(reader: Reader): Html {
  if (reader.visitor === undefined) return html``
  const { handle, next } = reader.visitor
  if (handle === undefined)
    return html`<p class="visitor"><a href="/login?next=${encodeURIComponent(next)}">${reader.say('writ-login-log-in')}</a></p>`
  return html`<div class="visitor">
    <a href="/me"><bdi>${handle}</bdi></a>
    <form method="post" action="/logout">
      <button class="cdx-button cdx-button--weight-quiet cdx-button--size-small" type="submit">${reader.say('writ-login-log-out')}</button>
    </form>
  </div>`
}

function navigation(reader: Reader, path: string | undefined): Html {
  return html`<nav aria-label="${reader.say('writ-common-pages')}">
    <ul class="nav">
      ${NAVIGATION.map(([href, key]) => navigationItem(href, reader.say(key), path))}
    </ul>
  </nav>`
}

/** `page` is said of the page itself, `true` of the section that it is in. */
function navigationItem(href: string, text: string, path: string | undefined): Html {
  const current = path?.split('?')[0] === href ? 'page' : `/${path?.split(/[/?]/)[1] ?? '?'}` === href ? 'true' : undefined
  return html`<li><a href="${href}" ${current === undefined ? '' : html` aria-current="${current}"`}>${text}</a></li>`
}

function breadcrumb(reader: Reader, { crumbs, heading }: PageFrame): Html {
  return html`<nav class="crumbs" aria-label="${reader.say('writ-common-crumbs')}">
    <ol>
      <li><a href="/">${reader.say('writ-common-nav-start')}</a></li>
      ${crumbs.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}
      <li aria-current="page"><bdi>${heading}</bdi></li>
    </ol>
  </nav>`
}

function twinOf(path: string): string {
  const [place = '', query] = path.split('?')
  return `${place === '/' ? '/index' : place}.json${query === undefined ? '' : `?${query}`}`
}

function banner(reader: Reader, site: SiteView): Html {
  const stale = site.targets.filter((target) => target.stale)
  return html`<p class="banner">
      ${site.demo ? html`<strong>${reader.say('writ-common-demo')}</strong> ` : ''}${reader.fill('writ-common-revision', site.charter.revision, reader.moment(site.charter.from))}${site.targets.map((target) => html` · ${checkedAt(reader, target)}`)}
    </p>
    ${site.paused === undefined ? '' : html`<p class="stale" role="status"><strong>${reader.fill('writ-common-paused', reader.moment(site.paused))}</strong></p>`}
    ${stale.map(
      ({ title, checked }) =>
        html`<p class="stale">${reader.fill('writ-common-stale', title, checked === undefined ? '' : reader.moment(checked))}</p>`,
    )}`
}

function checkedAt(reader: Reader, { title, checked, mode }: SiteView['targets'][number]): Html {
  const compared =
    checked === undefined
      ? reader.fill('writ-common-never-compared', title)
      : reader.fill('writ-common-compared', title, reader.since(checked))
  if (mode === 'enforce') return compared
  return html`${compared} ${reader.say(mode === 'propose' ? 'writ-common-mode-propose' : 'writ-common-mode-observe')}`
}
