import { formatInstant } from '../../kernel/instant.ts'
import type { State } from '../../ledger/state.ts'

const meanings: readonly (readonly [string, string])[] = [
  [
    'ledger.jsonl',
    'every entry in order, one line of JSON each: `body` is the exact text that was hashed, `openings` what opens its private fields',
  ],
  ['head.json', 'how many entries there are, and the root of the tree over them'],
  ['people.csv', 'everybody, by the id that the ledger calls them'],
  ['accounts.csv', 'whose accounts are whose'],
  ['grants.csv', 'every grant there ever was; where `ended` is empty it stands'],
  ['targets/', 'who was in which group of which system when Writ last read it back'],
  ['open.csv', 'what is not over: requests, approvals, suspensions, cases, reviews, plans, drift'],
  ['charters/', 'the rules, each revision as the files it consisted of; proposals too'],
  ['plans/', 'plans that wait'],
  ['SHA256SUMS', 'the sums of all other files, written last'],
]

/** What stands in the folder, and how to check it without Writ. */
export function readme(
  view: { readonly state: Pick<State, 'at'>; readonly size: number; readonly root: string },
  paths: readonly string[],
): string {
  const there = meanings.filter(([name]) => paths.some((path) => path.startsWith(name)))
  const width = Math.max(...there.map(([name]) => name.length))
  return `Everything that Writ knew: ${view.size} entries, the last of ${formatInstant(view.state.at)}.

${there.map(([name, meaning]) => `${name.padEnd(width)}  ${meaning}`).join('\n')}

Private fields are in here. Keep it as you would keep the data folder; nothing in it lets anybody in.
In the CSV files a text that a spreadsheet would take for a formula begins with an apostrophe.

To check that nothing is missing: \`sha256sum -c SHA256SUMS\` in this folder. Without the file SHA256SUMS it was not written to its end.

To check the ledger: the leaf of an entry is SHA-256 of the byte 0 and \`body\`; the tree over all leaves is the one of RFC 6962, section 2.1, and its root
must be

    ${view.root}

which tells you only that these files belong together. That nobody replaced all of them is shown by a root that somebody else kept.
A private field \`f\` of an entry is what was recorded if the commitment \`c.f\` in \`body\` is SHA-256 of the byte 2, its salt, and the canonical
JSON (RFC 8785) of [type, v, f, value], in base64url without padding.
`
}
