import type { Charter, ConditionItem } from '../charter/model.ts'
import { addDuration, formatDuration } from '../kernel/duration.ts'
import type { Instant } from '../kernel/instant.ts'
import type { FactReading } from './ports.ts'

export interface SourceAlarm {
  readonly severity: 'error' | 'warning'
  readonly code:
    | 'source/unavailable'
    | 'source/unknown-too-long'
    | 'source/stale'
    | 'source/contradiction'
    | 'source/unknown-name'
    | 'source/joined-twice'
  /** Names the source. */
  readonly text: string
}

/**
 * What a person has to be told of a source: that it could not be read, is older than the charter accepts, does not
 * know what the charter names, or contradicts itself.
 */
export function sourceAlarms(charter: Charter, source: string, reading: FactReading, now: Instant): readonly SourceAlarm[] {
  if (reading.kind === 'unavailable')
    return [
      { severity: 'error', code: 'source/unavailable', text: `source \`${source}\`: ${reading.why}` },
      ...tooLong(charter, source, reading.lastWhole, now),
    ]
  const stale = [...charter.facts].flatMap(([fact, { source: from, fresh }]): SourceAlarm[] =>
    from === source && fresh !== undefined && reading.asOf < addDuration(now, fresh, -1)
      ? [
          {
            severity: 'error',
            code: 'source/stale',
            text: `source \`${source}\`: fact \`${fact}\` is older than ${formatDuration(fresh)} and counts as unknown`,
          },
        ]
      : [],
  )
  const contradictions = (reading.alarms ?? []).map((text): SourceAlarm => {
    return { severity: 'warning', code: 'source/contradiction', text: `source \`${source}\`: ${text}` }
  })
  return [...stale, ...tooLong(charter, source, reading.asOf, now), ...strangers(charter, source, reading), ...contradictions]
}

/** Names in conditions that the source does not know: a mistake on one of the two sides, and until then unknown for everybody. */
function strangers(charter: Charter, source: string, { knows }: Extract<FactReading, { kind: 'complete' }>): readonly SourceAlarm[] {
  return [...charter.conditions].flatMap(([condition, { test }]) =>
    testsIn(test).flatMap(({ of, name, operators }): readonly SourceAlarm[] => {
      const known = of === 'fact' && charter.facts.get(name)?.source === source ? knows?.get(name) : undefined
      const { is, in: oneOf = [], has_any: any = [], has_all: all = [] } = operators
      const named = [...(is === undefined ? [] : [is]), ...oneOf, ...any, ...all].map(String)
      return named
        .filter((one) => known?.has(one) === false)
        .map((one) => ({
          severity: 'error',
          code: 'source/unknown-name',
          text: `source \`${source}\`: condition \`${condition}\` names \`${one}\`, which is not known there; nobody passes or fails by it`,
        }))
    }),
  )
}

type Test = Extract<ConditionItem, { kind: 'test' }>

function testsIn(item: ConditionItem): readonly Test[] {
  switch (item.kind) {
    case 'test':
      return [item]
    case 'all':
    case 'any':
      return item.items.flatMap(testsIn)
    case 'not':
      return testsIn(item.item)
    default:
      return []
  }
}

/** Facts that are unknown for longer than the charter lets that stand (`stale_after`): an outage is no way to keep access. */
function tooLong(charter: Charter, source: string, asOf: Instant | undefined, now: Instant): readonly SourceAlarm[] {
  return [...charter.facts].flatMap(([fact, { source: from, staleAfter }]): SourceAlarm[] =>
    from === source && staleAfter !== undefined && asOf !== undefined && asOf < addDuration(now, staleAfter, -1)
      ? [
          {
            severity: 'error',
            code: 'source/unknown-too-long',
            text: `source \`${source}\`: fact \`${fact}\` was last known more than ${formatDuration(staleAfter)} ago; somebody has to decide about those who hold roles by it`,
          },
        ]
      : [],
  )
}
