import { html } from 'hono/html'
import type { Html } from './layout.ts'
import type { LogRow } from './view.ts'

/**
 * The log as an Atom feed, RFC 4287. Ids are `tag:` URIs made from the hash of the ledger's first entry, so they survive a move of the server.
 * `base` is the address of the pages without a slash at its end, `origin` that hash in hex.
 */
export function logFeed(title: string, base: string, origin: string, rows: readonly LogRow[]): Html {
  const updated = rows[0]?.at ?? '1970-01-01T00:00:00.000Z'
  const name = xmlText(title)
  // RFC 4151 wants a name of the domain name system; this one is promised never to exist (RFC 2606).
  const tag = `tag:${origin.slice(0, 32)}.invalid,2026`
  return html`<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom">
      <title>${name}: log of rights</title>
      <id>${tag}:log</id>
      <updated>${updated}</updated>
      <link rel="self" type="application/atom+xml" href="${base}/log.atom" />
      <link rel="alternate" type="text/html" href="${base}/log" />
      ${rows.map(
        (row) =>
          html`<entry>
            <id>${tag}:entry/${row.seq}</id>
            <title>${xmlText(row.text)}</title>
            <updated>${row.at}</updated>
            <author><name>${name}</name></author>
            <link rel="alternate" type="text/html" href="${base}/log?from=${row.seq}#e${row.seq}" />
            <content type="text">${xmlText(row.text)} (${row.type}, entry ${row.seq})</content>
          </entry>`,
      )}
    </feed>`
}

/** A text without the characters that XML 1.0 has no way to write (section 2.2): controls, halves of surrogate pairs, U+FFFE and U+FFFF. */
export function xmlText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
}
