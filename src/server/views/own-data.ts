import type { KnownForDue } from '../../decide/due/duty.ts'
import { handleOf } from '../../decide/question.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Correction } from '../../ledger/state.ts'
import type { CorrectionRow, OwnDataView } from '../../web/pages/member/own-data.ts'
import type { Reading } from '../../workflow/readings.ts'
import { correctionJson } from '../api/corrections/shape.ts'
import { isoOrNull } from './json-shapes.ts'

/** What the sources say of a person, what of it they called wrong, who looked at it. `nameOf` says in words by what they looked. */
export function ownDataView(
  known: KnownForDue,
  person: SubjectId,
  readings: readonly Reading[],
  nameOf: (what: string) => string,
): Omit<OwnDataView, 'suspended'> {
  const { charter, state } = known
  return {
    facts: [...charter.facts].map(([id, { text, source }]) => {
      const found = known.fact(id, person)
      return {
        id,
        text,
        source,
        value: found.kind === 'value' ? inWords(found.value) : null,
        unknown: found.kind === 'unknown' ? found.why : null,
        asOf: found.kind === 'value' ? isoOrNull(found.asOf) : null,
      }
    }),
    corrections: [...state.corrections()]
      .filter(({ subject }) => subject === person)
      .map((one) => correctionRow(known, one))
      .toReversed(),
    readings: readings.map(({ entry, at, by, what, reason }) => ({
      entry,
      at: formatInstant(at),
      by: by === undefined ? null : handleOf(state, by),
      what: what.map(nameOf),
      reason: reason ?? null,
    })),
  }
}

export function correctionRow(known: KnownForDue, one: Correction): CorrectionRow {
  const block = known.charter.facts.get(one.fact)
  return { ...correctionJson(known, one), fact: block?.text ?? one.fact, source: block?.source ?? null }
}

function inWords(value: Json): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return Array.isArray(value) ? value.map(String).join(', ') : typeof value === 'string' ? value : JSON.stringify(value)
}
