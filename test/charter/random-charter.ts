/**
 * Random charters in normal form that keep every rule of the reader: names resolve, nothing runs in circles, somebody decides. Names of groups
 * and rights are as hostile as a target could make them. For properties of whatever works on charters.
 */
import fc, { type Arbitrary } from 'fast-check'
import type { Day } from '../../src/kernel/day.ts'
import { compareDurations, type Duration } from '../../src/kernel/duration.ts'
import { markableCodes } from '../../src/charter/codes.ts'
import type { Json } from '../../src/kernel/json.ts'
import type * as m from '../../src/charter/model.ts'
import { withLike } from '../../src/charter/normal/targets.ts'
import { writRights } from '../../src/charter/writ-target.ts'

/** Plain objects, as the parser makes them. */
const record = <T extends object>(model: { [K in keyof T]: Arbitrary<T[K]> }): Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true }) as Arbitrary<T>

const NASTY = [
  '*',
  'constructor',
  'toString',
  'a.b',
  'x[0]',
  'yes',
  'No',
  'null',
  '~',
  '123',
  '0x1F',
  '1e3',
  '# x',
  '- a',
  "it's",
  '"q"',
  'a: b',
  '{x}',
  '[y]',
  '&a',
  '!t',
  '%d',
  '@x',
  'a, b',
  '<<',
  '=',
  'all',
  'none',
  '|',
  '>',
  '?',
  'ключ',
  '2026-10-01',
  '12:30',
  'true',
  "'); DROP TABLE user;--",
  '<script>',
  '$x',
  '\\n',
  'a #b',
  'x:',
] as const

const marks = () =>
  fc.array(
    record<m.MeantRule>({
      finding: fc.constantFrom(...markableCodes),
      at: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
      why: text,
    }),
    { maxLength: 2 },
  )

const clean = (text: string) =>
  text.isWellFormed() && !/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u.test(text.replaceAll(/[\n\t]/g, ''))
const text: Arbitrary<string> = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
    fc.constantFrom(
      ...NASTY,
      'A plain sentence, with a comma.',
      'two\nlines',
      ' led by a space',
      'ended by one ',
      'long '.repeat(60).trim(),
      'tab\there',
      '\nfirst',
      'last\n',
      'a\n\n\nb',
    ),
  )
  .filter((value) => /\S/.test(value) && clean(value))
const name: Arbitrary<string> = fc
  .oneof(
    { weight: 2, arbitrary: fc.constantFrom(...NASTY) },
    { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }) },
    { weight: 3, arbitrary: fc.stringMatching(/^[a-z]{1,8}$/) },
  )
  .filter((value) => /^\S(?:[^\n\t]*\S)?$/.test(value) && clean(value) && value !== '__proto__')
const id: Arbitrary<string> = fc
  .stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?$/)
  .filter((value) => !['all', 'none', 'any', 'registered', 'everyone', 'subject', 'writ'].includes(value))
const questions = fc.uniqueArray(fc.tuple(id, text), { maxLength: 3, selector: ([question]) => question }).map((pairs) => new Map(pairs))

const span: Arbitrary<Duration> = record({
  count: fc.integer({ min: 0, max: 400 }),
  unit: fc.constantFrom('minute', 'hour', 'day', 'week', 'month', 'year'),
})
const may = <T>(arbitrary: Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const someOf = <T>(pool: readonly T[], most = 3): Arbitrary<T[]> =>
  pool.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.constantFrom(...pool), { maxLength: most })
const oneOrMore = <T>(pool: readonly T[]): Arbitrary<T[]> => fc.uniqueArray(fc.constantFrom(...pool), { minLength: 1, maxLength: 3 })
const json: Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.oneof(
      text,
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .filter((value) => !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value))),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value
const settings: Arbitrary<Readonly<Record<string, Json>>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.dictionary(name, json, { maxKeys: 3, noNullPrototype: true }) },
)
const longerFirst = (left: Duration, right: Duration) =>
  (compareDurations(left, right) >= 0 ? [left, right] : [right, left]) as readonly [Duration, Duration]

interface Ids {
  readonly targets: readonly string[]
  readonly facts: readonly string[]
  readonly statements: readonly string[]
  readonly conditions: readonly string[]
  readonly dates: readonly string[]
  readonly classes: readonly string[]
  readonly roles: readonly string[]
  readonly names: readonly string[]
}

const FACT_TYPES = ['people', 'date', 'yes-no', 'text', 'number', 'list'] as const
const factType = (index: number) => FACT_TYPES[index % FACT_TYPES.length] ?? 'text'

/** One fact of each type at least: relations and idleness need theirs. */
const ids: Arbitrary<Ids> = record({
  targets: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
  facts: fc.uniqueArray(id, { minLength: 6, maxLength: 8 }),
  statements: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
  conditions: fc.uniqueArray(id, { minLength: 2, maxLength: 5 }),
  dates: fc.uniqueArray(id, { minLength: 1, maxLength: 2 }),
  classes: fc.uniqueArray(id, { maxLength: 3 }),
  roles: fc.uniqueArray(id, { minLength: 1, maxLength: 5 }),
  names: fc.uniqueArray(name, { minLength: 18, maxLength: 18, selector: (value) => value.normalize('NFC').toLowerCase() }),
})

function peopleOf(known: Ids): Arbitrary<m.People[]> {
  const one: Arbitrary<m.People> = fc.oneof(
    fc.constantFrom(...known.roles).map((role) => ({ kind: 'role' as const, role })),
    fc.constantFrom<m.People>(
      { kind: 'registered' },
      { kind: 'everyone' },
      { kind: 'subject' },
      { kind: 'relation', fact: known.facts[0] ?? '' },
    ),
  )
  return fc.uniqueArray(one, { minLength: 1, maxLength: 3, selector: (person) => JSON.stringify(person) })
}

function stageOf(known: Ids): Arbitrary<m.Stage> {
  const people = peopleOf(known)
  const states = someOf(known.statements, 2)
  return record({
    text: may(text),
    by: people,
    count: fc.integer({ min: 1, max: 3 }),
    states,
    mayAsk: states,
    countsEarlier: fc.boolean(),
    refusals: fc.integer({ min: 1, max: 3 }),
    consult: fc.constant(false),
    ifVacant: fc.constantFrom('wait', 'skip'),
    fallback: may(record({ by: people, states })),
    escalate: may(record({ after: span, to: people })),
  })
}

const requirements = (known: Ids, then: Arbitrary<m.Requirement['then']>): Arbitrary<m.Requirement[]> =>
  fc.uniqueArray(record({ condition: fc.constantFrom(...known.conditions), then, notice: may(span) }), {
    maxLength: 2,
    selector: (one) => one.condition,
  })

const inactiveOf = (known: Ids): Arbitrary<m.InactiveRule> =>
  record({
    after: span,
    by: fc.constant(known.facts[1] ?? ''),
    notice: may(span),
    then: fc.constantFrom('end', 'report', 'pause'),
    grace: may(span),
  })

const seats: Arbitrary<m.SeatsRule> = record({
  limit: fc.integer({ min: 100, max: 999 }),
  warn: fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 3 }),
}).map((one) => (one.warn.length === 0 ? { ...one, warn: [] } : one))

function testOf(known: Ids, earlier: readonly string[]): Arbitrary<m.ConditionTest> {
  const scalar = (type: string): Arbitrary<m.Scalar> => (type === 'yes-no' ? fc.boolean() : type === 'number' ? fc.integer() : text)
  const operators = (type: string): Arbitrary<m.TestOperators> => {
    const one = scalar(type)
    switch (type) {
      case 'people':
        return record({ exists: fc.boolean() })
      case 'date':
        return fc.oneof(record({ older_than: span }), record({ within: span, exists: fc.boolean() }))
      case 'number':
        return fc.oneof(record({ at_least: fc.integer(), at_most: fc.integer() }), record({ is: one }))
      case 'list':
        return fc.oneof(
          record({ has_any: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }) }),
          record({ has_all: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }) }),
        )
      case 'text':
        return fc.oneof(
          record({ is: one }),
          record({ in: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }) }),
          record({ domain: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }), ends_with: text }),
        )
      default:
        return record({ is: one })
    }
  }
  const facts: Arbitrary<m.ConditionTest> = fc.nat({ max: known.facts.length - 1 }).chain((index) =>
    operators(factType(index)).map((ops) => ({
      kind: 'test' as const,
      of: 'fact' as const,
      name: known.facts[index] ?? '',
      operators: ops,
    })),
  )
  const others: Arbitrary<m.ConditionTest> = record({
    kind: fc.constant('test' as const),
    of: fc.constantFrom('resource', 'action', 'context'),
    name,
    operators: record({ is: fc.oneof(text, fc.boolean(), fc.integer()) }),
  })
  const leaves: Arbitrary<m.ConditionTest> = fc.oneof(
    facts,
    others,
    oneOrMore(known.roles).map((roles) => ({ kind: 'role' as const, roles })),
    record({
      kind: fc.constant('statement' as const),
      statement: fc.constantFrom(...known.statements),
      by: fc.oneof(fc.constant([]), peopleOf(known)),
    }),
  )
  const named: Arbitrary<m.ConditionItem> =
    earlier.length === 0
      ? leaves
      : fc.oneof(
          leaves,
          fc.constantFrom(...earlier).map((condition) => ({ kind: 'named' as const, condition })),
        )
  const key = (item: m.ConditionItem) => (item.kind === 'named' ? item.condition : JSON.stringify(item))
  return fc.oneof(
    { weight: 3, arbitrary: leaves },
    {
      weight: 1,
      arbitrary: record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        items: fc.uniqueArray(named, { minLength: 1, maxLength: 3, selector: key }),
      }),
    },
    { weight: 1, arbitrary: record({ kind: fc.constant('not' as const), item: named }) },
  )
}

function conditionsOf(known: Ids): Arbitrary<Map<string, m.ConditionBlock>> {
  const except = may(record({ by: peopleOf(known), longest: may(span), states: someOf(known.statements, 2) }))
  // the first condition is one that a target can test by itself: promotion and gates use it alone
  const tests = known.conditions.map((_, index) =>
    index === 0
      ? fc.constant<m.ConditionTest>({ kind: 'test', of: 'resource', name: 'owner', operators: { is_subject: true } })
      : testOf(known, known.conditions.slice(0, index)),
  )
  return fc
    .tuple(...tests.map((test) => record({ text, test, except })))
    .map((blocks) => new Map(blocks.map((block, index) => [known.conditions[index] ?? '', block])))
}

interface TargetContent {
  readonly rights: Map<string, m.RightBlock>
  readonly groups: Map<string, m.GroupBlock>
}

/** Rights and groups of one target out of six names; what refers to others refers to earlier ones. */
function contentOf(known: Ids, pool: readonly string[]): Arbitrary<TargetContent> {
  const first = known.conditions[0] ?? ''
  return record({ rights: fc.nat({ max: pool.length }), groups: fc.nat({ max: pool.length }) }).chain((counts) => {
    const rightNames = pool.slice(0, counts.rights)
    const groupNames = pool.slice(0, counts.groups)
    const right = (index: number): Arbitrary<m.RightBlock> =>
      record({
        text,
        why: may(text),
        class: known.classes.length === 0 ? fc.constant(undefined) : may(fc.constantFrom(...known.classes)),
        needs: someOf(rightNames.slice(0, index), 2),
        providedBy: may(text),
        settings,
        narrows: index === 0 ? fc.constant(undefined) : may(fc.constantFrom(...rightNames.slice(0, index))),
        when: oneOrMore(known.conditions),
        assigned: fc.boolean(),
        protects: fc.boolean(),
        controls: may(
          fc.oneof(
            fc.constantFrom('all-groups' as const, 'accounts' as const),
            record({ add: someOf(groupNames, 2), remove: someOf(groupNames, 2) }),
          ),
        ),
        policy: may(fc.constantFrom('https://wiki.example/policy', 'mailto:stewards@wiki.example')),
        alsoCalled: fc.uniqueArray(text, { maxLength: 2 }),
      }).map((block) => (block.narrows === undefined ? { ...block, when: [] } : block))
    return fc.tuple(...rightNames.map((_, index) => right(index))).chain((rightBlocks) => {
      const rights = new Map(rightBlocks.map((block, index) => [rightNames[index] ?? '', block]))
      const assignable = rightNames.filter((right) => rights.get(right)?.assigned === true)
      const nature = (index: number) =>
        index === 0
          ? fc.constantFrom('plain', 'everyone', 'promote')
          : index === 1
            ? fc.constantFrom('plain', 'registered', 'abolished')
            : fc.constantFrom('plain', 'plain', 'plain', 'promote', 'abolished')
      const group = (index: number): Arbitrary<m.GroupBlock> =>
        record({
          nature: nature(index),
          title: may(text),
          text: may(text),
          rights: someOf(assignable, 6),
          includes: someOf(groupNames.slice(0, index), 2),
          denies: someOf(rightNames, 2),
          keep: fc.boolean(),
          to: oneOrMore(known.roles),
          holders: fc.constantFrom('all' as const, 'choose' as const, 'none' as const),
          managed: fc.oneof(fc.constantFrom('all' as const, 'none' as const), oneOrMore(['staff', 'personal', 'bot', 'service'] as const)),
          authority: fc.constantFrom('writ' as const, 'shared' as const, 'target' as const),
          settings,
          alsoCalled: fc.uniqueArray(text, { maxLength: 2 }),
        }).map(({ nature: kind, keep, to, holders, ...rest }) => ({
          ...rest,
          implicit: kind === 'everyone' || kind === 'registered' ? kind : undefined,
          promote: kind === 'promote' ? { when: [first], keep } : undefined,
          abolished: kind === 'abolished' ? { holders, to: holders === 'none' ? [] : to } : undefined,
        }))
      return fc
        .tuple(...groupNames.map((_, index) => group(index)))
        .map((groupBlocks) => ({ rights, groups: new Map(groupBlocks.map((block, index) => [groupNames[index] ?? '', block])) }))
    })
  })
}

function targetOf(known: Ids, index: number): Arbitrary<m.TargetBlock> {
  const earlier = known.targets.slice(0, index)
  return record({
    connector: name,
    title: may(text),
    url: may(fc.constant('https://wiki.example/')),
    like: earlier.length === 0 ? fc.constant(undefined) : may(fc.constantFrom(...earlier)),
    after:
      earlier.length === 0
        ? fc.constant(undefined)
        : may(
            record({
              target: fc.constantFrom(...earlier),
              cleanRuns: fc.integer({ min: 1, max: 5 }),
              confirmedBy: fc.oneof(fc.constant([]), peopleOf(known)),
            }),
          ),
    sync: may(span),
    mirrors: fc.constantFrom('effective', 'held'),
    drift: fc.constantFrom('ask', 'revert', 'adopt'),
    direct: fc.boolean(),
    mode: fc.constantFrom('observe', 'propose', 'enforce'),
    environment: may(name),
    members: may(
      record({
        requires: requirements(known, fc.constantFrom('remove_member', 'report')),
        inactive: may(inactiveOf(known)),
        seats: may(seats),
      }),
    ),
    guards: record({ people: fc.nat(50), share: fc.nat(100), keepLast: someOf(known.roles, 2) }),
    settings,
  })
}

function roleOf(known: Ids, index: number, content: ReadonlyMap<string, TargetContent>, documents: boolean): Arbitrary<m.RoleBlock> {
  const people = peopleOf(known)
  const stages = fc.array(stageOf(known), { maxLength: 2 })
  const states = someOf(known.statements, 2)
  const earlier = known.roles.slice(0, index)
  const assigned = [...content].map(
    ([target, { groups }]) =>
      [
        target,
        [...groups].filter(([, group]) => group.implicit === undefined && group.promote === undefined).map(([group]) => group),
      ] as const,
  )
  const gives = fc
    .tuple(
      ...assigned
        .filter(([, groups]) => groups.length > 0)
        .map(([target, groups]) => may(oneOrMore(groups)).map((chosen) => [target, chosen] as const)),
    )
    .map((pairs) => new Map(pairs.flatMap(([target, groups]) => (groups === undefined ? [] : [[target, groups] as const]))))
  const power: Arbitrary<m.Power> = record({
    verb: fc.constantFrom('add', 'remove', 'change', 'suspend'),
    roles: fc.oneof(fc.constant('all' as const), oneOrMore(known.roles)),
    but: someOf(known.roles, 2),
    scope: fc.constantFrom('others', 'self', 'any'),
    when: someOf(known.conditions, 2),
    stages,
    causes: fc.uniqueArray(text, { maxLength: 2 }),
    notice: may(span),
    direct: may(fc.boolean()),
    limit: may(record({ count: fc.integer({ min: 1, max: 9 }), per: span })),
  })
  const review: Arbitrary<m.ReviewRule> = record({
    every: may(span),
    before: fc.constantFrom(...known.dates),
    pair: fc.tuple(span, span),
    closes: fc.boolean(),
    by: people,
    unanswered: fc.constantFrom('report', 'end', 'keep'),
  }).map(({ pair, closes, ...rest }) => {
    const [opens, later] = longerFirst(...pair)
    return rest.every === undefined
      ? { ...rest, opens, closes: closes ? later : undefined }
      : { ...rest, before: undefined, opens: undefined, closes: undefined }
  })
  const term: Arbitrary<m.TermRule> = record({
    pair: may(fc.tuple(span, span)),
    ongoing: fc.boolean(),
    ends: may(fc.constantFrom(...known.dates)),
  }).map(({ pair, ...rest }) => {
    const [longest, lasts] = pair === undefined ? [undefined, undefined] : longerFirst(...pair)
    return { lasts, longest, ...rest }
  })
  return record({
    title: text,
    purpose: text,
    document: documents ? text : may(text),
    contact: may(text.filter((value) => value !== 'none')),
    alsoCalled: fc.uniqueArray(text, { maxLength: 2 }),
    gives,
    may: fc.array(power, { maxLength: 3 }),
    seats: may(seats),
    activation: may(
      record({
        by: people,
        states,
        stages,
        longest: may(span),
        tells: fc.oneof(fc.constant([]), people),
        review: may(record({ by: people, within: span })),
        trigger: someOf(known.conditions, 2),
        perMonth: may(fc.integer({ min: 1, max: 9 })),
      }),
    ),
    takesDefaults: fc.boolean(),
    account: fc.oneof(fc.constant('any' as const), oneOrMore(['staff', 'personal', 'bot', 'service'] as const)),
    requires: requirements(known, fc.constantFrom('pause', 'end', 'report')),
    automatic: fc.constantFrom('never' as const, 'on-request' as const, 'always' as const),
    request: may(
      record({
        by: people,
        for: fc.constantFrom('self' as const, 'others' as const, 'any' as const),
        asks: questions,
        states,
        stages: fc.array(stageOf(known), { minLength: 1, maxLength: 2 }),
        lapses: span,
        appeals: fc.nat(3),
        scopes: fc.uniqueArray(text, { maxLength: 2 }),
      }),
    ),
    delay: may(span),
    term: may(term),
    inactive: may(inactiveOf(known)),
    review: may(review),
    followUp: may(
      record({
        after: span,
        by: people,
        text: may(text),
        doneWhen: may(fc.constantFrom(...known.conditions)),
        terms: may(fc.constantFrom(...known.statements)),
        escalate: may(record({ after: span, to: people })),
      }),
    ),
    objection: may(record({ by: people, within: span })),
    deputiesOf: earlier.length === 0 ? fc.constant(undefined) : may(fc.constantFrom(...earlier)),
    needsRole: someOf(earlier, 2),
    reportsTo: earlier.length === 0 ? fc.constant(undefined) : may(fc.constantFrom(...earlier)),
  }).map((role) => role)
}

function fields(): Arbitrary<m.PublicField[]> {
  return fc.uniqueArray(
    fc.constantFrom<m.PublicField>('account', 'role', 'rights', 'target', 'from', 'until', 'use_case', 'clause', 'decided_by'),
    { maxLength: 4 },
  )
}

function sized<K extends string, T>(names: readonly K[], block: (index: number) => Arbitrary<T>): Arbitrary<Map<K, T>> {
  return fc.tuple(...names.map((_, index) => block(index))).map((blocks) => new Map(blocks.map((one, index) => [names[index] as K, one])))
}

function promiseOf(known: Ids, content: ReadonlyMap<string, TargetContent>, ladders: readonly string[]): Arbitrary<m.PromiseRule> {
  const held = [...content].flatMap(([target, { rights }]) => [...rights.keys()].map((right) => ({ target, right })))
  const kinds: Arbitrary<m.PromiseRule>[] = [
    record({ text, kind: fc.constant('survives'), accounts: fc.integer({ min: 1, max: 4 }) }),
    record({ text, kind: fc.constant('removable'), role: fc.constantFrom(...known.roles), by: oneOrMore(known.roles) }),
    record({
      text,
      kind: fc.constant('always_held'),
      right: fc.constantFrom({ target: 'writ', right: 'apply' }, ...held),
      people: fc.integer({ min: 1, max: 4 }),
    }),
  ]
  if (ladders.length > 0) kinds.push(record({ text, kind: fc.constant('lower_only'), ladder: fc.constantFrom(...ladders) }))
  if (held.length > 0) {
    kinds.push(
      fc.constantFrom(...held).chain((right) =>
        record({
          text,
          kind: fc.constant('only'),
          right: fc.constant(right),
          groups: someOf([...(content.get(right.target)?.groups.keys() ?? [])]),
        }),
      ),
    )
  }
  return fc.oneof(...kinds)
}

/** A target that is like another one already has that one's groups of everybody. */
function withoutSecondImplicit(
  id: string,
  content: TargetContent,
  targets: ReadonlyMap<string, m.TargetBlock>,
): readonly [string, TargetContent] {
  if (targets.get(id)?.like === undefined) return [id, content]
  return [
    id,
    { rights: content.rights, groups: new Map([...content.groups].map(([group, block]) => [group, { ...block, implicit: undefined }])) },
  ]
}

/** A charter that `parseCharter` would accept. */
export const randomCharter: Arbitrary<m.Charter> = ids.chain((known) =>
  record({
    targets: sized(known.targets, (index) => targetOf(known, index)),
    content: fc.tuple(...known.targets.map((_, index) => contentOf(known, known.names.slice(index * 6, index * 6 + 6)))),
    documents: fc.boolean(),
    classes: fc.constant(known.classes),
  }).chain(({ targets, content, documents }) => {
    const own = new Map(content.map((one, index) => withoutSecondImplicit(known.targets[index] ?? '', one, targets)))
    const rights = withLike<m.RightBlock>(targets, new Map([...own].map(([target, one]) => [target, one.rights])))
    const groups = withLike<m.GroupBlock>(targets, new Map([...own].map(([target, one]) => [target, one.groups])))
    const all = new Map(
      known.targets.map((target) => [target, { rights: new Map(rights.get(target)), groups: new Map(groups.get(target)) }]),
    )
    const kinds = ['staff', 'personal', 'bot', 'service'] as const
    return record({
      title: text,
      text: may(text),
      document: may(fc.constant('https://wiki.example/policy')),
      facts: sized(known.facts, (index) =>
        record({
          text,
          source: id,
          type: fc.constant(factType(index)),
          about: fc.constantFrom('person' as const, 'account' as const),
          fresh: may(span),
          setBy: fc.constantFrom('self' as const, 'others' as const),
          staleAfter: may(span),
        }),
      ),
      statements: sized(known.statements, () => record({ text, lasts: may(span) })),
      conditions: conditionsOf(known),
      dates: sized(known.dates, () => record({ text, day: fc.constantFrom('2026-10-01' as Day, '2028-02-29' as Day), repeats: may(span) })),
      accounts: someOf(kinds, 4).chain((chosen) =>
        sized(
          kinds.filter((kind) => chosen.includes(kind)),
          () =>
            record({
              text,
              recognisedBy: may(fc.constantFrom(...known.conditions)),
              requires: requirements(known, fc.constantFrom('end', 'report')),
              operatedBy: may(fc.constant('required' as const)),
            }),
        ),
      ),
      classes: sized(known.classes, () =>
        record({
          text,
          level: fc.nat(5),
          asks: questions,
          asksIfOngoing: questions,
          stages: fc.array(stageOf(known), { maxLength: 2 }),
          stepUp: fc.boolean(),
          automatic: fc.constant(undefined),
          except: [...rights.values()].some((block) => block.size > 0)
            ? may(
                record({
                  environment: name,
                  rights: oneOrMore([...new Set([...rights.values()].flatMap((block) => [...block.keys()]))]),
                }),
              )
            : fc.constant(undefined),
          public: may(fields()),
        }),
      ),
      gates: fc.uniqueArray(id, { maxLength: 2 }).chain((gateIds) =>
        sized(gateIds, () =>
          fc.constantFrom(...known.targets).chain((target) => {
            const there = [...(rights.get(target)?.keys() ?? [])]
            return record({
              text,
              target: fc.constant(target),
              rights: there.length === 0 ? fc.constant('all' as const) : fc.oneof(fc.constant('all' as const), oneOrMore(there)),
              when: fc.constant([known.conditions[0] ?? '']),
              only: someOf([...(groups.get(target)?.keys() ?? [])]),
              orListed: may(name),
              hides: fc.constantFrom('content' as const, 'existence' as const),
            })
          }),
        ),
      ),
      roles: sized(known.roles, (index) => roleOf(known, index, all, documents)),
      ladders: fc
        .uniqueArray(id, { maxLength: 2 })
        .chain((ladderIds) =>
          sized(ladderIds, () => record({ order: oneOrMore(known.roles), counts: fc.constantFrom('all' as const, 'highest' as const) })),
        ),
      separation: fc.array(
        record({
          text,
          roles: oneOrMore(known.roles),
          atMost: fc.integer({ min: 1, max: 3 }),
          then: fc.constantFrom('report' as const, 'warn' as const, 'enforce' as const),
        }),
        { maxLength: 2 },
      ),
      suspension: may(
        record({
          hears: may(span),
          longest: may(span),
          decidedBy: peopleOf(known),
          referTo: fc.oneof(fc.constant([]), peopleOf(known)),
          anonymousReports: fc.boolean(),
        }),
      ),
      marks: fc
        .uniqueArray(id, { maxLength: 2 })
        .chain((markIds) => sized(markIds, () => record({ text, by: peopleOf(known), reversedBy: peopleOf(known) }))),
      approvers: record({ promotedWithin: span }),
      amendments: record({
        by: fc.oneof(fc.constant([]), peopleOf(known)),
        stages: fc.array(stageOf(known), { maxLength: 2 }),
        delay: may(span),
        documents: fc.constant(documents ? ('required' as const) : undefined),
        feedback: may(span),
      }),
      log: may(record({ public: fields() })),
    }).chain((rest) =>
      fc.tuple(fc.array(promiseOf(known, all, [...rest.ladders.keys()]), { maxLength: 2 }), marks()).map(([promises, meant]): m.Charter => {
        const complete = new Map(rights)
        complete.set('writ', writRights(rest.classes))
        return { writ: 1, ...rest, targets, rights: complete, groups, promises, meant }
      }),
    )
  }),
)
