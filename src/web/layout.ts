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
] as const

/** A whole page: skip link, navigation, breadcrumb, one h1, state banner, the way to the same as data. */
export function page(site: SiteView | undefined, frame: PageFrame): Html {
  const twin = frame.path === undefined ? undefined : twinOf(frame.path)
  const section = frame.path === undefined ? undefined : `/${frame.path.split(/[/?]/)[1] ?? ''}`
  const title = site?.title ?? 'Writ'
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${frame.heading === title ? title : `${frame.heading} - ${title}`}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/site-ltr.css" />
        <link rel="alternate" type="application/atom+xml" title="Log" href="/log.atom" />
        ${twin === undefined ? '' : html`<link rel="alternate" type="application/json" href="${twin}" />`}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="head">
          <a class="brand" href="/">${title}</a>
          <nav aria-label="Pages">
            <ul class="nav">
              ${NAVIGATION.map(([href, text]) => html`<li><a href="${href}" ${section === href ? html` aria-current="page"` : ''}>${text}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main id="main" class="page" tabindex="-1">
          <nav class="crumbs" aria-label="Where you are">
            <ol>
              <li><a href="/">Start</a></li>
              ${frame.crumbs.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}${frame.path === '/' ? '' : html`<li aria-current="page">${frame.heading}</li>`}
            </ol>
          </nav>
          <h1>${frame.heading}</h1>
          ${site === undefined ? '' : banner(site)} ${frame.body}
        </main>
        <footer class="foot">
          ${twin === undefined ? '' : html`<a href="${twin}">This page as data</a> · `}<a href="/log.atom">Feed of the log</a> · made by
          <span>Writ</span>, free software (GPL-3.0-or-later)
        </footer>
      </body>
    </html>`
}

function twinOf(path: string): string {
  const [place = '', query] = path.split('?')
  return `${place === '/' ? '/index' : place}.json${query === undefined ? '' : `?${query}`}`
}

function banner(site: SiteView): Html {
  const checks = site.targets.map(
    (target) =>
      html` · ${target.title}:
      ${target.checked === undefined ? 'never checked' : html`checked ${moment(target.checked)}`}${target.mode === 'enforce' ? '' : ` (${target.mode})`}`,
  )
  return html`<p class="banner">
    ${site.demo ? html`<strong>Demonstration with invented people.</strong> ` : ''}Charter revision ${site.charter.revision}, in force since
    ${moment(site.charter.from)}${checks}
  </p>`
}
