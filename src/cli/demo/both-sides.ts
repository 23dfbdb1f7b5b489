import type { Charter } from '../../charter/model.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Entry, ErasedEntry } from '../../ledger/entry.ts'
import { publicView } from '../../ledger/public-view.ts'
import type { State } from '../../ledger/state.ts'
import { publicSentence } from '../../render/public-sentence.ts'
import { sentenceOf } from '../../render/sentence.ts'
import { publicNaming } from '../public-naming.ts'
import { terminalText } from '../../render/terminal.ts'

/** Entries about people: what the public sees of each, next to what those see who may read the record. */
export function tellBothSides(entries: readonly (Entry | ErasedEntry)[], state: State, charter: Charter): readonly string[] {
  const context = { charterAt: () => charter, roleOf: (grant: number) => state.grant(grant)?.role }
  const naming = publicNaming(state, charter)
  const lines = ['', '# The public log next to the record']
  for (const entry of entries) {
    if (!/^(?:request|statement|grant|proposal|suspension|person|account|case|inactivity|review|mark)\./.test(entry.type)) continue
    const seen = publicView(entry, context)
    lines.push(
      `${formatInstant(entry.at).slice(0, 10)}  public: ${terminalText(publicSentence(seen, naming), 400)}`,
      `            record: ${terminalText(sentenceOf(entry, { state, charter }), 400)}`,
    )
  }
  return lines
}
