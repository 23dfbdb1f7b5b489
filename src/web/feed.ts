import { html } from 'hono/html'
import type { Html } from './layout.ts'
import type { LogRow } from './view.ts'

/** The log as an Atom feed, RFC 4287. Ids are `tag:` URIs made from the ledger's root of its first entry, so they survive a move of the server. */
export function logFeed(title: string, base: string, ledger: string, rows: readonly LogRow[]): Html {
  const updated = rows[0]?.at ?? '1970-01-01T00:00:00.000Z'
  return html`<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom"
      ><title>${title}: log of rights</title><id>tag:${ledger},2026:log</id><updated>${updated}</updated>
      <link rel="self" href="${base}/log.atom" /> <link href="${base}/log" />
      ${rows.map(
        (row) =>
          html`<entry
            ><id>tag:${ledger},2026:entry/${row.seq}</id><title>${row.text}</title><updated>${row.at}</updated
            ><author><name>${title}</name></author
            ><link href="${base}/log?from=${row.seq}#e${row.seq}" /><content type="text"
              >${row.text} (${row.type}, entry ${row.seq})</content
            ></entry
          >`,
      )}
    </feed>`
}
