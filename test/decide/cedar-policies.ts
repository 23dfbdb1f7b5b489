/**
 * A charter of a random world in Cedar: a right is permitted where it is certainly held, and forbidden where a gate is not certainly passed. What is
 * unknown does not exist in Cedar, so every condition is written twice: when it is certainly true and when it is certainly false.
 */
import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs'
import type { Charter, ConditionItem, ConditionTest } from '../../src/charter/model.ts'
import type { Json } from '../../src/kernel/json.ts'
import type { World, WorldQuestion } from './world.ts'

interface Pair {
  readonly yes: string
  readonly no: string
}

const not = ({ yes, no }: Pair): Pair => ({ yes: no, no: yes })
const and = (parts: readonly string[]) => (parts.length === 0 ? 'true' : `(${parts.join(' && ')})`)
const or = (parts: readonly string[]) => (parts.length === 0 ? 'false' : `(${parts.join(' || ')})`)
const every = (pairs: readonly Pair[]): Pair => ({ yes: and(pairs.map(({ yes }) => yes)), no: or(pairs.map(({ no }) => no)) })
const some = (pairs: readonly Pair[]): Pair => not(every(pairs.map(not)))
const quoted = (text: string) => JSON.stringify(text)

export function cedarPolicies(charter: Charter): string {
  return [...charter.rights]
    .filter(([target]) => target !== 'writ')
    .flatMap(([target, rights]) =>
      [...rights.keys()].flatMap((right) => {
        const head = `principal, action == Action::${quoted(`${target}/${right}`)}, resource`
        const gates = gatesBefore(charter, target, right).map((gate) => `forbid (${head}) unless { ${passes(charter, gate)} };`)
        return [`permit (${head}) when { ${holds(charter, target, right, [])} };`, ...gates]
      }),
    )
    .join('\n')
}

/** When a right is certainly held, whatever gates stand before it. */
function holds(charter: Charter, target: string, right: string, path: readonly string[]): string {
  const block = charter.rights.get(target)?.get(right)
  if (block === undefined || path.includes(right)) return 'false'
  const here = [...path, right]
  const narrower = [...(charter.rights.get(target) ?? [])].filter(([, other]) => other.narrows === right).map(([name]) => name)
  const ways = narrower.map((name) =>
    and([holds(charter, target, name, here), ...gatesBefore(charter, target, name).map((gate) => passes(charter, gate))]),
  )
  return and([
    or([given(charter, target, right), ...ways]),
    ...(block.narrows === undefined ? [] : block.when.map((id) => condition(charter, { kind: 'named', condition: id }).yes)),
    ...block.needs.map((need) => holds(charter, target, need, here)),
  ])
}

function given(charter: Charter, target: string, right: string): string {
  const groups = [...(charter.groups.get(target) ?? [])]
  const givers = groups.filter(([name]) => rightsOf(charter, target, name).includes(right)).map(([name]) => member(charter, target, name))
  const deniers = groups.filter(([, block]) => block.denies.includes(right)).map(([name]) => member(charter, target, name))
  return every([some(givers), not(some(deniers))]).yes
}

function rightsOf(charter: Charter, target: string, group: string): readonly string[] {
  const block = charter.groups.get(target)?.get(group)
  return [...(block?.rights ?? []), ...(block?.includes ?? []).flatMap((name) => rightsOf(charter, target, name))]
}

function member(charter: Charter, target: string, group: string): Pair {
  const inside = `(principal in Group::${quoted(`${target}/${group}`)})`
  const groups = charter.groups.get(target)
  const promote = groups?.get(group)?.promote
  if (promote === undefined) return { yes: inside, no: `!${inside}` }
  const user = [...(groups ?? [])].find(([, block]) => block.implicit === 'registered')?.[0]
  const account = user === undefined ? 'principal.known' : member(charter, target, user).yes
  const when = every(promote.when.map((id) => condition(charter, { kind: 'named', condition: id })))
  const never = promote.keep ? 'false' : when.no
  return { yes: or([inside, and([account, when.yes])]), no: and([`!${inside}`, or([`!${account}`, never])]) }
}

type Gate = Charter['gates'] extends ReadonlyMap<string, infer G> ? G : never

function gatesBefore(charter: Charter, target: string, right: string): readonly Gate[] {
  const wider: string[] = []
  for (let here: string | undefined = right; here !== undefined; here = charter.rights.get(target)?.get(here)?.narrows) wider.push(here)
  return [...charter.gates.values()].filter(
    (gate) => gate.target === target && (gate.rights === 'all' || gate.rights.some((one) => wider.includes(one))),
  )
}

function passes(charter: Charter, gate: Gate): string {
  const when = every(gate.when.map((id) => condition(charter, { kind: 'named', condition: id })))
  const listed =
    gate.orListed === undefined
      ? []
      : [...(charter.groups.get(gate.target)?.keys() ?? [])].map((group) =>
          and([
            `resource has ${gate.orListed}`,
            `resource.${gate.orListed}.contains(${quoted(group)})`,
            member(charter, gate.target, group).yes,
          ]),
        )
  return or([when.no, ...gate.only.map((group) => member(charter, gate.target, group).yes), ...listed])
}

function condition(charter: Charter, item: ConditionItem): Pair {
  if (item.kind === 'named') {
    const block = charter.conditions.get(item.condition)
    return block === undefined ? { yes: 'false', no: 'false' } : condition(charter, block.test)
  }
  if (item.kind === 'all' || item.kind === 'any')
    return (item.kind === 'all' ? every : some)(item.items.map((one) => condition(charter, one)))
  if (item.kind === 'not') return not(condition(charter, item.item))
  if (item.kind === 'test') return test(item)
  if (item.kind === 'role') return exactly(or(item.roles.map((role) => `principal.roles.contains(${quoted(role)})`)))
  return { yes: 'false', no: 'false' }
}

const exactly = (yes: string): Pair => ({ yes, no: `!${yes}` })

function test({ of, name, operators }: Extract<ConditionTest, { kind: 'test' }>): Pair {
  const [holder, attribute] = of === 'fact' ? ['principal', name] : of === 'resource' ? ['resource', name] : ['context', `${of}_${name}`]
  const there = `${holder} has ${attribute}`
  const value = `${holder}.${attribute}`
  const where = (yes: string): Pair => ({ yes: `(${there} && ${yes})`, no: `(${there} && !${yes})` })
  if (operators.exists !== undefined) return operators.exists ? exactly(`(${there})`) : not(exactly(`(${there})`))
  if (operators.is !== undefined) return where(`(${value} == ${JSON.stringify(operators.is)})`)
  if (operators.in !== undefined) return where(`${JSON.stringify(operators.in)}.contains(${value})`)
  if (operators.at_least !== undefined) return where(`(${value} >= ${operators.at_least})`)
  const called = `principal.names.contains(${value})`
  const own: Pair = { yes: `(${there} && principal has names && ${called})`, no: `(${there} && principal has names && !${called})` }
  if (operators.is_subject !== undefined) return operators.is_subject ? own : not(own)
  throw new Error(`no Cedar for ${JSON.stringify(operators)}`)
}

/** The one who asks and what is asked for, as Cedar's entities. Nobody has several accounts here. */
export function cedarEntities({ charter, people }: World, question: WorldQuestion): EntityJson[] {
  const { asker, target, now } = question
  const runs = ({ from, until }: { from: number | null; until: number | null }) =>
    (from === null || from <= now) && (until === null || now < until)
  const natures = new Set(['everyone'])
  const person =
    asker.kind === 'person'
      ? people.find(({ id }) => id === asker.id)
      : asker.kind === 'account'
        ? people.find(({ accounts }) => accounts.some((one) => one.target === asker.target && one.name === asker.name))
        : undefined
  const account = person?.accounts.find((one) => one.target === target)
  const groups: string[] = (account?.memberships ?? []).filter(runs).map(({ group }) => group)
  let roles: readonly string[] = (person?.roles ?? []).filter(runs).map(({ role }) => role)
  if (asker.kind === 'roles') {
    roles = asker.roles
    groups.push(...roles.flatMap((role) => charter.roles.get(role)?.gives.get(target) ?? []))
  }
  if (account !== undefined || asker.kind === 'roles') natures.add('registered')
  const implicit = [...(charter.groups.get(target) ?? [])].filter(([, block]) => natures.has(block.implicit ?? '')).map(([name]) => name)
  const parents = [...new Set([...implicit, ...groups])].map((group) => ({ type: 'Group', id: `${target}/${group}` }))
  const attrs: Record<string, Json> = {
    known: asker.kind !== 'anonymous',
    roles,
    ...(person === undefined ? {} : { names: [person.id, ...person.accounts.map(({ name }) => name)], ...person.facts }),
  }
  const { access, ...resource } = question.resource
  const listed = Array.isArray(access) ? access : typeof access === 'string' && access !== '' ? access.split(/\s*,\s*/) : []
  return [
    { uid: { type: 'User', id: 'asker' }, attrs: attrs as EntityJson['attrs'], parents },
    {
      uid: { type: 'Thing', id: 'asked' },
      attrs: { ...resource, ...(listed.length > 0 ? { access: listed } : {}) },
      parents: [],
    },
  ]
}

/** Whether Cedar is to be asked at all: it knows neither strangers nor locks. */
export function isForCedar({ people }: World, { asker, target }: WorldQuestion): boolean {
  if (asker.kind !== 'person' && asker.kind !== 'account') return true
  const person = people.find(({ id, accounts }) =>
    asker.kind === 'person' ? id === asker.id : accounts.some((one) => one.target === asker.target && one.name === asker.name),
  )
  return person !== undefined && !person.locked && person.accounts.every((one) => one.target !== target || !one.locked)
}
