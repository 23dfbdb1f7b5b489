/**
 * What the sources say of a person. A source calls people by their handles, or speaks of the accounts of a target: then it is joined to a person
 * by an account that was linked to them, by its key or by its name there, and by nothing that merely looks alike. Where that could be read in two
 * ways, nothing is believed.
 */
import type { Lookup } from '../charter/condition-env.ts'
import type { Charter, Id } from '../charter/model.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Account, State } from '../ledger/state.ts'
import type { Facts, KnownFact, Speech } from './facts.ts'

const handles: Speech = { accounts: undefined, only: undefined, doubts: new Map() }

/** A fact of a person: its value, that a whole source does not name it, or why it is not known. */
export function lookUpFact(charter: Charter, state: State, facts: Facts, id: Id, subject: SubjectId): Lookup {
  const block = charter.facts.get(id)
  const source = block?.source ?? ''
  const speech = facts.speech.get(source) ?? handles
  const accounts = state.accountsOf(subject)
  const spoken = accounts.filter(({ target }) => target === speech.accounts)
  const names = namesOf(charter, state, id, subject, speech)
  const found = values(facts, id, names)
  const [first, other] = found
  if (other !== undefined) return { kind: 'unknown', why: `\`${source}\` tells different things of their accounts` }
  if (!facts.complete.has(source))
    return { kind: 'unknown', why: facts.unavailable.get(source) ?? `the source \`${source}\` is not connected` }
  const doubt = names.map((name) => speech.doubts.get(name)).find((why) => why !== undefined)
  if (doubt !== undefined) return { kind: 'unknown', why: doubt }
  const shared = spoken.find((account) => hasNamesake(state, account) && facts.of(id, account.key) === undefined)
  if (shared !== undefined) return { kind: 'unknown', why: `two people have an account \`${shared.name}\` on \`${shared.target}\`` }
  if (first !== undefined) return { kind: 'value', value: first.value, asOf: first.asOf }
  const { only } = speech
  if (only !== undefined && spoken.some(({ key }) => !only.has(key))) return { kind: 'unknown', why: `\`${source}\` was not asked yet` }
  return { kind: 'absent' }
}

/** Under what a fact of this person may stand. */
function namesOf(charter: Charter, state: State, id: Id, subject: SubjectId, { accounts: target }: Speech): readonly string[] {
  const handle = state.person(subject)?.handle
  const accounts = state.accountsOf(subject)
  if (target !== undefined)
    return accounts.filter((account) => account.target === target).flatMap(({ key, name }) => (key === name ? [key] : [key, name]))
  const own = handle === undefined ? [] : [handle]
  return charter.facts.get(id)?.about === 'account' ? [...own, ...accounts.map(({ key }) => key)] : own
}

/** The different values under these names. */
function values(facts: Facts, id: Id, names: readonly string[]): readonly KnownFact[] {
  const found = new Map<string, KnownFact>()
  for (const name of names) {
    const fact = facts.of(id, name)
    if (fact !== undefined && !found.has(JSON.stringify(fact.value))) found.set(JSON.stringify(fact.value), fact)
  }
  return [...found.values()]
}

const namesakes = new WeakMap<State, { readonly size: number; readonly names: ReadonlySet<string> }>()

/** Whether somebody else has an account of the same name on that target, as after a name was given up and taken by another. */
function hasNamesake(state: State, { target, name }: Account): boolean {
  return sharedNames(state).has(`${target} ${name}`)
}

/** Names of accounts that two people have on one target. */
export function sharedNames(state: State): ReadonlySet<string> {
  const known = namesakes.get(state)
  if (known?.size === state.size) return known.names
  const owners = new Map<string, SubjectId>()
  const names = new Set<string>()
  for (const { subject } of state.people())
    for (const { target, name } of state.accountsOf(subject)) {
      const key = `${target} ${name}`
      const owner = owners.get(key)
      if (owner !== undefined && owner !== subject) names.add(key)
      owners.set(key, subject)
    }
  namesakes.set(state, { size: state.size, names })
  return names
}
