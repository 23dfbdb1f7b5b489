import { html } from 'hono/html'
import { xmlText } from './feed.ts'
import type { Html } from './layout.ts'

export interface NoticeFeed {
  readonly title: string
  /** Address of the pages, without a slash at its end. */
  readonly base: string
  /** Hash of the ledger’s first entry, hex. */
  readonly origin: string
  /** When there was nothing to tell yet. */
  readonly since: string
  readonly notices: readonly { readonly notice: number; readonly at: string; readonly text: string; readonly href: string | null }[]
}

/** What one person was told as an Atom feed, RFC 4287. Its own address is a secret and stands nowhere in it: such a document is handed on. */
export function noticeFeed({ title, base, origin, since, notices }: NoticeFeed): Html {
  const name = xmlText(title)
  const tag = `tag:${origin.slice(0, 32)}.invalid,2026`
  return html`<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom">
      <title>${name}: your notices</title>
      <id>${tag}:notices</id>
      <updated>${notices[0]?.at ?? since}</updated>
      <link rel="alternate" type="text/html" href="${base}/notices" />
      <author><name>${name}</name></author>
      ${notices.map(
        ({ notice, at, text, href }) =>
          html`<entry>
            <id>${tag}:notice/${notice}</id>
            <title>${xmlText(text)}</title>
            <updated>${at}</updated>
            <link rel="alternate" type="text/html" href="${base}${href ?? '/notices'}" />
            <content type="text">${xmlText(text)}</content>
          </entry>`,
      )}
    </feed>`
}
