import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { moment } from './parts.ts'
import type { SiteView } from './view.ts'

/** A piece of HTML: values put into it are escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface PageFrame {
  /** Stands in the title bar and as the one h1. */
  readonly heading: string
  /** The path of the page: marks the entry of the navigation and links the JSON twin. undefined = a page that is at no place of its own. */
  readonly path: string | undefined
  /** The way from the start page, itself left out. */
  readonly crumbs: readonly { readonly href: string; readonly text: string }[]
  readonly body: Html
}

const NAVIGATION = [
  ['/', 'Start'],
  ['/matrix', 'Who has which right'],
  ['/people', 'People'],
  ['/roles', 'Roles'],
  ['/log', 'Log'],
  ['/charter', 'Charter'],
  ['/safety', 'Safety'],
] as const

/** A whole page: skip link, navigation, breadcrumb, one h1, state banner, the way to the same as data. Without a site nothing is known but the page itself. */
export function page(site: SiteView | undefined, frame: PageFrame): Html {
  const { heading, path } = frame
  const title = site?.title ?? 'Writ'
  const twin = path === undefined ? undefined : twinOf(path)
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${heading === title ? title : `${heading} - ${title}`}</title>
        <link rel="stylesheet" href="/assets/site-ltr.css" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="alternate" type="application/atom+xml" title="Log" href="/log.atom" />
        ${twin === undefined ? '' : html`<link rel="alternate" type="application/json" href="${twin}" />`}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="head">
          <a class="brand" href="/">${title}</a>
          <nav aria-label="Pages">
            <ul class="nav">
              ${NAVIGATION.map(([href, text]) => navigationItem(href, text, path))}
            </ul>
          </nav>
        </header>
        <main id="main" class="page" tabindex="-1">
          ${path === '/' ? '' : breadcrumb(frame)}
          <h1>${heading}</h1>
          ${site === undefined ? '' : banner(site)} ${frame.body}
        </main>
        <footer class="foot">
          ${twin === undefined ? '' : html`<a href="${twin}">This page as data</a> · `}<a href="/log.atom">Feed of the log</a> · made by
          <span>Writ</span>, free software (GPL-3.0-or-later)
        </footer>
      </body>
    </html>`
}

/** `page` is said of the page itself, `true` of the section that it is in. */
function navigationItem(href: string, text: string, path: string | undefined): Html {
  const current = path?.split('?')[0] === href ? 'page' : `/${path?.split(/[/?]/)[1] ?? '?'}` === href ? 'true' : undefined
  return html`<li><a href="${href}" ${current === undefined ? '' : html` aria-current="${current}"`}>${text}</a></li>`
}

function breadcrumb({ crumbs, heading }: PageFrame): Html {
  return html`<nav class="crumbs" aria-label="Where you are">
    <ol>
      <li><a href="/">Start</a></li>
      ${crumbs.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}
      <li aria-current="page"><bdi>${heading}</bdi></li>
    </ol>
  </nav>`
}

function twinOf(path: string): string {
  const [place = '', query] = path.split('?')
  return `${place === '/' ? '/index' : place}.json${query === undefined ? '' : `?${query}`}`
}

function banner(site: SiteView): Html {
  const stale = site.targets.filter((target) => target.stale)
  return html`<p class="banner">
      ${site.demo ? html`<strong>Demonstration with invented people.</strong> ` : ''}Charter revision ${site.charter.revision}, in force
      since ${moment(site.charter.from)}${site.targets.map((target) => html` · ${target.title}: ${checkedAt(target)}`)}
    </p>
    ${stale.map(
      (target) =>
        html`<p class="stale">
          ${target.title} was last compared ${target.checked === undefined ? '' : moment(target.checked)}: what stands there now may differ
          from these pages.
        </p>`,
    )}`
}

function checkedAt({ checked, mode }: SiteView['targets'][number]): Html {
  const limits = mode === 'enforce' ? '' : mode === 'propose' ? ' (changes are proposed only)' : ' (only looked at)'
  return checked === undefined ? html`never compared${limits}` : html`compared ${moment(checked)}${limits}`
}
