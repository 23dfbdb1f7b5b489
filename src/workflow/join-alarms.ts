import type { Charter } from '../charter/model.ts'
import type { State } from '../ledger/state.ts'
import { sharedNames } from './fact-of.ts'
import type { FactReading, FactSource } from './ports.ts'
import type { SourceAlarm } from './source-alarms.ts'

/** Where a source that speaks of accounts could be read in two ways: nothing is believed of those people, and a person has to look. */
export function joinAlarms(
  charter: Charter,
  state: State,
  { id, accounts: target }: Pick<FactSource, 'id' | 'accounts'>,
  reading: FactReading,
): readonly SourceAlarm[] {
  if (target === undefined || reading.kind === 'unavailable') return []
  const alarm = (text: string): SourceAlarm => ({ severity: 'error', code: 'source/joined-twice', text: `source \`${id}\`: ${text}` })
  if (!charter.targets.has(target))
    return [alarm(`it speaks of accounts on \`${target}\`, but the charter has ${[...charter.targets.keys()].join(', ')}`)]
  const said = new Set(reading.facts.map(({ about }) => about))
  const shared = [...sharedNames(state)].flatMap((key) => {
    const name = key.startsWith(`${target} `) ? key.slice(target.length + 1) : undefined
    return name === undefined || !said.has(name) ? [] : [alarm(`two people have an account \`${name}\` on \`${target}\``)]
  })
  const told = new Map<string, Map<string, string>>()
  for (const { fact, about, value } of reading.facts) {
    const rows = told.get(fact) ?? new Map<string, string>()
    rows.set(about, JSON.stringify(value))
    told.set(fact, rows)
  }
  const different = [...state.people()].flatMap(({ subject, handle }) => {
    const accounts = state.accountsOf(subject).filter((account) => account.target === target)
    if (accounts.length < 2) return []
    const facts = [...told].filter(
      ([, rows]) => new Set(accounts.flatMap(({ key, name }) => rows.get(key) ?? rows.get(name) ?? [])).size > 1,
    )
    const who = handle ?? 'somebody whose name was erased'
    return facts.map(([fact]) => alarm(`of fact \`${fact}\` it tells different things of the accounts of \`${who}\``))
  })
  return [...shared, ...different]
}
