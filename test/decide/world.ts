/**
 * Random worlds for the decision engine: a small charter written out and read by the real reader, people who hold things at times, and questions.
 * Nothing here knows how the engine works; the pools of names are small, so that what is asked for is often what is there.
 */
import fc, { type Arbitrary } from 'fast-check'
import type { Charter } from '../../src/charter/model.ts'
import type { Json } from '../../src/kernel/json.ts'
import { charterOf } from '../support/charter.ts'

export const NOON = Date.UTC(2026, 10, 28, 12)
const HOUR = 3_600_000

export interface WorldPerson {
  readonly id: string
  readonly locked: boolean
  /** target -> account; `others`: further accounts on the same target. */
  readonly accounts: readonly WorldAccount[]
  readonly roles: readonly Timed<'role'>[]
  readonly facts: Readonly<Record<string, Json>>
}

export interface WorldAccount {
  readonly target: string
  readonly name: string
  readonly locked: boolean
  readonly memberships: readonly Timed<'group'>[]
}

type Timed<K extends string> = Readonly<Record<K, string>> & { readonly from: number | null; readonly until: number | null }

type WorldAsker =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'account'; readonly target: string; readonly name: string }
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  | { readonly kind: 'anonymous' }

export interface WorldQuestion {
  readonly asker: WorldAsker
  readonly target: string
  readonly right: string
  readonly resource: Readonly<Record<string, Json>>
  readonly action: Readonly<Record<string, Json>>
  readonly context: Readonly<Record<string, Json>>
  readonly now: number
}

export interface World {
  readonly charter: Charter
  readonly people: readonly WorldPerson[]
  readonly questions: readonly WorldQuestion[]
}

/** What may be left out, so that another evaluator can be asked the same. */
export interface WorldOptions {
  readonly several: boolean
  readonly rolesInConditions: boolean
  /** Values that are of another type than the tests expect. */
  readonly odd: boolean
}

const TARGETS = ['wiki', 'desk']
const RIGHTS = ['read', 'write', 'own', 'move', 'delete', 'shield', 'tidy']
const GROUPS = ['all', 'user', 'grown', 'alpha', 'beta', 'gamma', 'delta']
const ROLES = ['alpha', 'beta', 'gamma', 'mixed']
const PEOPLE = ['ann', 'bob', 'cy', 'dee']
const some = <T>(pool: readonly T[], most: number): Arbitrary<T[]> =>
  pool.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.constantFrom(...pool), { maxLength: most })
const least = <T>(pool: readonly T[], most: number): Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...pool), { minLength: 1, maxLength: most })

type Raw = Record<string, unknown>

const text = { text: 'A rule of the test' }

function testArbitrary(earlier: readonly string[], options: WorldOptions): Arbitrary<Raw> {
  const leaf = fc.oneof(
    fc.record({ resource: fc.constant('status'), is: fc.constantFrom('open', 'archived') }),
    fc.record({ resource: fc.constant('place'), in: least(['main', 'talk', 'file'], 2) }),
    fc.record({ resource: fc.constant('access'), exists: fc.boolean() }),
    fc.record({ resource: fc.constant('owner'), is_subject: fc.boolean() }),
    fc.record({ action: fc.constant('mode'), is: fc.constantFrom('soft', 'hard') }),
    fc.record({ context: fc.constant('mfa'), is: fc.boolean() }),
    fc.record({ fact: fc.constant('edits'), at_least: fc.constantFrom(10, 90) }),
    ...(options.rolesInConditions ? [least(ROLES, 2).map((role): Raw => ({ role }))] : []),
  ) as Arbitrary<Raw>
  const item: Arbitrary<Raw | string> = earlier.length === 0 ? leaf : fc.oneof(leaf, fc.constantFrom(...earlier))
  const items = fc.uniqueArray(item, { minLength: 1, maxLength: 3, selector: (one) => JSON.stringify(one) })
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: items.map((all): Raw => ({ all })) },
    { weight: 1, arbitrary: items.map((any): Raw => ({ any })) },
    { weight: 1, arbitrary: item.map((not): Raw => ({ not })) },
  )
}

function conditionsArbitrary(options: WorldOptions): Arbitrary<Record<string, Raw>> {
  const ids = ['c0', 'c1', 'c2', 'c3', 'c4']
  return fc
    .tuple(...ids.map((_, index) => testArbitrary(ids.slice(0, index), options)))
    .map((tests) => Object.fromEntries(tests.map((test, index) => [ids[index] ?? '', { ...text, ...test }])))
}

const CONDITIONS = ['c0', 'c1', 'c2', 'c3', 'c4']

/** Rights refer to earlier ones only; through what narrows what, circles still come about. */
const rightsArbitrary: Arbitrary<Record<string, Raw>> = fc
  .tuple(
    ...RIGHTS.map((_, index) =>
      fc.record({
        needs: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: some(RIGHTS.slice(0, index), 2) }),
        narrows:
          index === 0
            ? fc.constant(null)
            : fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...RIGHTS.slice(0, index)) }),
        when: least(CONDITIONS, 2),
      }),
    ),
  )
  .map((blocks) =>
    Object.fromEntries(
      blocks.map(({ needs, narrows, when }, index) => [
        RIGHTS[index] ?? '',
        { ...text, ...(needs.length > 0 ? { needs } : {}), ...(narrows === null ? {} : { narrows, when }) },
      ]),
    ),
  )

function groupsArbitrary(): Arbitrary<Record<string, Raw>> {
  return fc
    .tuple(
      fc.record({
        implicit: fc.boolean(),
        registered: fc.boolean(),
        promote: fc.option(least(CONDITIONS, 2), { nil: undefined }),
        keep: fc.boolean(),
      }),
      ...GROUPS.map((_, index) =>
        fc.record({
          rights: some(RIGHTS, 3),
          includes: fc.oneof(
            { weight: 3, arbitrary: fc.constant<string[]>([]) },
            { weight: 1, arbitrary: some(GROUPS.slice(0, index), 1) },
          ),
          denies: fc.oneof({ weight: 5, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: some(RIGHTS, 1) }),
        }),
      ),
    )
    .map(([nature, ...blocks]) =>
      Object.fromEntries(
        blocks.map(({ rights, includes, denies }, index) => {
          const name = GROUPS[index] ?? ''
          const kind =
            name === 'all' && nature.implicit
              ? { implicit: 'everyone' }
              : name === 'user' && nature.registered
                ? { implicit: 'registered' }
                : name === 'grown' && nature.promote !== undefined
                  ? { promote: { when: nature.promote, keep: nature.keep } }
                  : {}
          const lists = Object.entries({ rights, includes, denies }).filter(([, list]) => list.length > 0)
          return [name, { ...Object.fromEntries(lists), ...kind }]
        }),
      ),
    )
}

const gatesArbitrary: Arbitrary<Record<string, Raw>> = fc
  .array(
    fc.record({
      target: fc.constantFrom(...TARGETS),
      rights: fc.oneof(least(RIGHTS, 2), fc.constant('all')),
      when: least(CONDITIONS, 2),
      only: some(GROUPS, 2),
      listed: fc.boolean(),
    }),
    { maxLength: 3 },
  )
  .map((gates) =>
    Object.fromEntries(
      gates.map(({ only, listed, ...gate }, index) => [
        `g${index}`,
        { ...text, ...gate, ...(only.length > 0 ? { only } : {}), ...(listed ? { or_listed: 'access' } : {}) },
      ]),
    ),
  )

const rolesOf = (): Raw => ({
  alpha: { title: 'Alpha', purpose: 'One group', gives: { wiki: 'alpha', desk: 'alpha' }, may: [{ change: ['alpha', 'beta'] }] },
  beta: { title: 'Beta', purpose: 'One group', gives: { wiki: 'beta' }, request: { stages: [{ by: 'alpha' }] } },
  gamma: { title: 'Gamma', purpose: 'Two groups', gives: { wiki: ['gamma', 'delta'], desk: 'gamma' } },
  mixed: { title: 'Mixed', purpose: 'Two targets', gives: { wiki: 'delta', desk: ['beta', 'delta'] } },
})

function charterArbitrary(options: WorldOptions): Arbitrary<Charter> {
  return fc
    .record({
      conditions: conditionsArbitrary(options),
      wiki: rightsArbitrary,
      desk: rightsArbitrary,
      wikiGroups: groupsArbitrary(),
      deskGroups: groupsArbitrary(),
      gates: gatesArbitrary,
    })
    .map(({ conditions, wiki, desk, wikiGroups, deskGroups, gates }) => {
      const raw = {
        writ: 1,
        title: 'A world',
        targets: { wiki: { connector: 'simulated' }, desk: { connector: 'simulated' } },
        facts: { edits: { ...text, source: 'people', type: 'number' } },
        conditions,
        rights: { wiki, desk },
        groups: { wiki: wikiGroups, desk: deskGroups },
        gates,
        roles: rolesOf(),
        amendments: { by: 'alpha' },
      }
      try {
        return charterOf(JSON.stringify(raw))
      } catch {
        return undefined
      }
    })
    .filter((charter) => charter !== undefined)
}

const period = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ from: null, until: null }) },
  { weight: 1, arbitrary: fc.record({ from: fc.constantFrom(null, NOON - HOUR, NOON), until: fc.constantFrom(null, NOON, NOON + HOUR) }) },
)

function personArbitrary(id: string, options: WorldOptions): Arbitrary<WorldPerson> {
  const memberships = fc
    .array(fc.tuple(fc.constantFrom(...GROUPS.slice(3)), period), { maxLength: 3 })
    .map((list) => list.map(([group, times]) => ({ group, ...times })))
  const account = (target: string, name: string): Arbitrary<WorldAccount> =>
    fc.record({
      target: fc.constant(target),
      name: fc.constant(name),
      locked: fc.nat(9).map((dice) => dice === 0),
      memberships,
    })
  const accounts = fc
    .record({ desk: fc.boolean(), renamed: fc.boolean(), second: options.several ? fc.boolean() : fc.constant(false) })
    .chain((has) =>
      fc.tuple(
        account('wiki', has.renamed ? `${id} of the wiki` : id),
        ...(has.second ? [account('wiki', `${id} (second)`)] : []),
        ...(has.desk ? [account('desk', id)] : []),
      ),
    )
  return fc.record({
    id: fc.constant(id),
    locked: fc.nat(19).map((dice) => dice === 0),
    accounts,
    roles: fc
      .array(fc.tuple(fc.constantFrom(...ROLES), period), { maxLength: 2 })
      .map((list) => list.map(([role, times]) => ({ role, ...times }))),
    facts: fc.oneof(
      fc.constant<Readonly<Record<string, Json>>>({}),
      fc.constantFrom(5, 10, 89, 90).map((edits) => ({ edits })),
    ),
  })
}

function questionArbitrary(options: WorldOptions): Arbitrary<WorldQuestion> {
  const names = PEOPLE.flatMap((id) => [id, `${id} of the wiki`, `${id} (second)`])
  const asker: Arbitrary<WorldAsker> = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...PEOPLE, 'nobody').map((id) => ({ kind: 'person' as const, id })) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('account' as const), target: fc.constantFrom(...TARGETS), name: fc.constantFrom(...names) }),
    },
    { weight: 2, arbitrary: some(ROLES, 2).map((roles) => ({ kind: 'roles' as const, roles })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'anonymous' as const }) },
  )
  const odd: Arbitrary<Json>[] = options.odd ? [fc.constantFrom<Json>(null, 7, true, ['open'], {})] : []
  const access: Arbitrary<Json> = fc.oneof(
    fc.constant<Json>(''),
    fc.constantFrom<Json>(...GROUPS),
    some([...GROUPS, 'nothing'], 2).map((list): Json => list.join(' , ')),
    some([...GROUPS, 'nothing'], 3).map((list): Json => list),
    ...(options.odd ? [fc.constantFrom<Json>(3, [4, 'alpha'])] : []),
  )
  const maybe = (value: Arbitrary<Json>) =>
    fc.option(fc.oneof({ weight: 9, arbitrary: value }, ...odd.map((arbitrary) => ({ weight: 1, arbitrary }))), { nil: undefined })
  const properties = (model: Record<string, Arbitrary<Json | undefined>>) =>
    fc
      .record(model, { noNullPrototype: true })
      .map((found) => Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Record<string, Json>)
  return fc.record({
    asker,
    target: fc.constantFrom(...TARGETS),
    right: fc.constantFrom(...RIGHTS),
    resource: properties({
      status: maybe(fc.constantFrom('open', 'archived')),
      place: maybe(fc.constantFrom('main', 'talk', 'file')),
      owner: maybe(fc.constantFrom(...names)),
      access: fc.option(access, { nil: undefined }),
    }),
    action: properties({ mode: maybe(fc.constantFrom('soft', 'hard')) }),
    context: properties({ mfa: maybe(fc.boolean()) }),
    now: fc.constantFrom(NOON - 2 * HOUR, NOON - HOUR, NOON, NOON + HOUR),
  })
}

/** A world with so many questions. */
export function anyWorld(
  questions: number,
  options: WorldOptions = { several: true, rolesInConditions: true, odd: true },
): Arbitrary<World> {
  return fc.record({
    charter: charterArbitrary(options),
    people: fc.tuple(...PEOPLE.map((id) => personArbitrary(id, options))),
    questions: fc.array(questionArbitrary(options), { minLength: questions, maxLength: questions }),
  })
}
