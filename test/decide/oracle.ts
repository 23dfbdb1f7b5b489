/**
 * May U do R on P, worked out the slow and obvious way from the charter as it stands: no numbers, no masks, nothing kept. It shares no code with
 * `src/decide`; the property tests hold the engine against it.
 *
 * Three values are kept as a pair: what is certain and what is possible. Rights are found by repeating the rules until nothing new comes out.
 */
import type { Charter, ConditionItem, ConditionTest } from '../../src/charter/model.ts'
import type { Json } from '../../src/kernel/json.ts'
import type { World, WorldAccount, WorldPerson, WorldQuestion } from './world.ts'

export type OracleAnswer = 'yes' | 'no' | 'unknown'

interface Belief {
  readonly certain: boolean
  readonly possible: boolean
}

const YES: Belief = { certain: true, possible: true }
const NO: Belief = { certain: false, possible: false }
const OPEN: Belief = { certain: false, possible: true }
const sure = (value: boolean): Belief => (value ? YES : NO)
const not = ({ certain, possible }: Belief): Belief => ({ certain: !possible, possible: !certain })
const every = (beliefs: readonly Belief[]): Belief => ({
  certain: beliefs.every((one) => one.certain),
  possible: beliefs.every((one) => one.possible),
})
const some = (beliefs: readonly Belief[]): Belief => ({
  certain: beliefs.some((one) => one.certain),
  possible: beliefs.some((one) => one.possible),
})

/** Somebody on one target at one moment. */
interface Visitor {
  readonly groups: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
  readonly names: readonly string[] | undefined
  readonly facts: Readonly<Record<string, Json>> | undefined
  readonly account: boolean
}

export function oracle(world: World, question: WorldQuestion): OracleAnswer {
  const answers = visitors(world, question).map((visitor) => ask(world.charter, visitor, question))
  if (answers.includes('yes')) return 'yes'
  return answers.includes('unknown') ? 'unknown' : 'no'
}

/** Handles of those who may, in order. */
export function oracleWhoCan(world: World, question: Omit<WorldQuestion, 'asker'>): readonly string[] {
  return world.people
    .map(({ id }) => id)
    .filter((id) => oracle(world, { ...question, asker: { kind: 'person', id } }) === 'yes')
    .toSorted()
}

/** Everybody that the asker could be meant as: nobody, one, or one for each account on the target. */
function visitors({ charter, people }: World, question: WorldQuestion): readonly Visitor[] {
  const { asker, target } = question
  if (asker.kind === 'anonymous')
    return [{ groups: implicit(charter, target, ['everyone']), roles: new Set(), names: undefined, facts: undefined, account: false }]
  if (asker.kind === 'roles') {
    const given = asker.roles.flatMap((role) => charter.roles.get(role)?.gives.get(target) ?? [])
    return [
      {
        groups: new Set([...implicit(charter, target, ['everyone', 'registered']), ...given]),
        roles: new Set(asker.roles),
        names: undefined,
        facts: undefined,
        account: true,
      },
    ]
  }
  if (asker.kind === 'account') return people.flatMap((person) => asAccount(charter, person, asker.target, asker.name, question))
  const person = people.find(({ id }) => id === asker.id)
  if (person === undefined || person.locked) return []
  const there = person.accounts.filter((account) => account.target === target)
  if (there.length === 0) return [visitor(charter, person, undefined, question)]
  return there.filter((account) => !account.locked).map((account) => visitor(charter, person, account, question))
}

/** An account asked about on its own target, or on another one, where its owner is meant. */
function asAccount(charter: Charter, person: WorldPerson, on: string, name: string, question: WorldQuestion): readonly Visitor[] {
  const account = person.accounts.find((one) => one.target === on && one.name === name)
  if (account === undefined || person.locked) return []
  const several = person.accounts.filter((one) => one.target === on).length > 1
  if (on === question.target) return account.locked ? [] : [visitor(charter, person, account, question)]
  // of several accounts each is somebody of its own, who has no account anywhere else
  if (several) return [visitor(charter, person, undefined, question)]
  const there = person.accounts.filter((one) => one.target === question.target)
  if (there.length === 0) return [visitor(charter, person, undefined, question)]
  return there.filter((one) => !one.locked).map((one) => visitor(charter, person, one, question))
}

function visitor(charter: Charter, person: WorldPerson, account: WorldAccount | undefined, question: WorldQuestion): Visitor {
  const runs = ({ from, until }: { from: number | null; until: number | null }) =>
    (from === null || from <= question.now) && (until === null || question.now < until)
  const natures = account === undefined ? (['everyone'] as const) : (['everyone', 'registered'] as const)
  return {
    groups: new Set([
      ...implicit(charter, question.target, natures),
      ...(account?.memberships ?? []).filter(runs).map(({ group }) => group),
    ]),
    roles: new Set(person.roles.filter(runs).map(({ role }) => role)),
    names: [person.id, ...person.accounts.map(({ name }) => name)],
    facts: person.facts,
    account: account !== undefined,
  }
}

function implicit(charter: Charter, target: string, natures: readonly ('everyone' | 'registered')[]): ReadonlySet<string> {
  const groups = [...(charter.groups.get(target) ?? [])]
  return new Set(groups.filter(([, { implicit: nature }]) => natures.some((one) => one === nature)).map(([name]) => name))
}

function ask(charter: Charter, visitor: Visitor, question: WorldQuestion): OracleAnswer {
  const rights = [...(charter.rights.get(question.target) ?? [])]
  if (!rights.some(([name]) => name === question.right)) return 'no'
  let held = new Map<string, Belief>(rights.map(([name]) => [name, NO]))
  for (let grown = true; grown;) {
    const next = new Map(rights.map(([name]) => [name, holds(charter, visitor, question, name, held)]))
    grown = rights.some(([name]) => JSON.stringify(next.get(name)) !== JSON.stringify(held.get(name)))
    held = next
  }
  const answer = every([held.get(question.right) ?? NO, gates(charter, visitor, question, question.right)])
  return answer.certain ? 'yes' : answer.possible ? 'unknown' : 'no'
}

/** One round: what follows for a right from what was found of the others. */
function holds(charter: Charter, visitor: Visitor, question: WorldQuestion, right: string, held: ReadonlyMap<string, Belief>): Belief {
  const rights = charter.rights.get(question.target)
  const block = rights?.get(right)
  if (block === undefined) return NO
  const narrower = [...(rights ?? [])].filter(([, other]) => other.narrows === right).map(([name]) => name)
  const ways = [
    given(charter, visitor, question, right),
    ...narrower.map((name) => every([held.get(name) ?? NO, gates(charter, visitor, question, name)])),
  ]
  return every([
    some(ways),
    ...(block.narrows === undefined ? [] : block.when.map((id) => named(charter, visitor, question, id))),
    ...block.needs.map((need) => held.get(need) ?? NO),
  ])
}

function given(charter: Charter, visitor: Visitor, question: WorldQuestion, right: string): Belief {
  const groups = [...(charter.groups.get(question.target) ?? [])]
  const gives = groups.filter(([name]) => rightsOf(charter, question.target, name).has(right)).map(([name]) => name)
  const denies = groups.filter(([, block]) => block.denies.includes(right)).map(([name]) => name)
  return every([
    some(gives.map((name) => member(charter, visitor, question, name))),
    not(some(denies.map((name) => member(charter, visitor, question, name)))),
  ])
}

function rightsOf(charter: Charter, target: string, group: string): ReadonlySet<string> {
  const block = charter.groups.get(target)?.get(group)
  if (block === undefined) return new Set()
  return new Set([...block.rights, ...block.includes.flatMap((name) => [...rightsOf(charter, target, name)])])
}

function member(charter: Charter, visitor: Visitor, question: WorldQuestion, group: string): Belief {
  if (visitor.groups.has(group)) return YES
  const groups = charter.groups.get(question.target)
  const promote = groups?.get(group)?.promote
  const anonymous = visitor.names === undefined && !visitor.account
  const needsAccount = [...(groups?.values() ?? [])].some((block) => block.implicit === 'registered')
  if (promote === undefined || anonymous || (needsAccount && !visitor.account)) return NO
  const reached = every(promote.when.map((id) => named(charter, visitor, question, id)))
  return promote.keep && !reached.possible ? OPEN : reached
}

function gates(charter: Charter, visitor: Visitor, question: WorldQuestion, right: string): Belief {
  const rights = charter.rights.get(question.target)
  const wider: string[] = []
  for (let here: string | undefined = right; here !== undefined; here = rights?.get(here)?.narrows) wider.push(here)
  const standing = [...charter.gates.values()].filter(
    (gate) => gate.target === question.target && (gate.rights === 'all' || gate.rights.some((one) => wider.includes(one))),
  )
  return every(
    standing.map((gate) => {
      const when = every(gate.when.map((id) => named(charter, visitor, question, id)))
      const sent = gate.orListed === undefined ? undefined : question.resource[gate.orListed]
      const names: readonly unknown[] =
        sent === undefined || sent === null ? [] : Array.isArray(sent) ? sent : typeof sent === 'string' ? sent.split(/\s*,\s*/) : [sent]
      const passing = [
        ...gate.only.map((name) => member(charter, visitor, question, name)),
        ...names.map((name) =>
          typeof name !== 'string'
            ? OPEN
            : charter.groups.get(gate.target)?.has(name) === true
              ? member(charter, visitor, question, name)
              : NO,
        ),
      ]
      return some([not(when), ...passing])
    }),
  )
}

function named(charter: Charter, visitor: Visitor, question: WorldQuestion, id: string): Belief {
  const block = charter.conditions.get(id)
  return block === undefined ? OPEN : condition(charter, visitor, question, block.test)
}

function condition(charter: Charter, visitor: Visitor, question: WorldQuestion, item: ConditionItem): Belief {
  const inner = (one: ConditionItem) => condition(charter, visitor, question, one)
  if (item.kind === 'named') return named(charter, visitor, question, item.condition)
  if (item.kind === 'all' || item.kind === 'any') return (item.kind === 'all' ? every : some)(item.items.map(inner))
  if (item.kind === 'not') return not(inner(item.item))
  if (item.kind === 'role') return sure(item.roles.some((role) => visitor.roles.has(role)))
  if (item.kind === 'test') return test(visitor, question, item)
  return OPEN
}

function test(visitor: Visitor, question: WorldQuestion, item: Extract<ConditionTest, { kind: 'test' }>): Belief {
  const found: Json | undefined = item.of === 'fact' ? visitor.facts?.[item.name] : question[item.of][item.name]
  const { is, in: among, exists, is_subject: own, at_least: atLeast } = item.operators
  if (exists !== undefined)
    return sure((found !== undefined && found !== null && found !== '' && !(Array.isArray(found) && found.length === 0)) === exists)
  if (found === undefined || typeof found === 'object') return OPEN
  if (is !== undefined) return sure(found === is)
  if (among !== undefined) return sure(among.includes(found))
  if (own !== undefined) return visitor.names === undefined ? OPEN : sure(visitor.names.includes(String(found)) === own)
  if (atLeast !== undefined) return typeof found === 'number' ? sure(found >= atLeast) : OPEN
  throw new Error(`the oracle does not know ${JSON.stringify(item)}`)
}
