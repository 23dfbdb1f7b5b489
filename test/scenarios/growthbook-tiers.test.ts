/**
 * The GrowthBook tiers row by row: conditions 2.A to 2.F as letters (1 true, 0 false, ? unknown), what is held, what stands in GrowthBook, when the
 * person logged in last; and what each run makes of it.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { evaluateCondition } from '../../src/charter/conditions.ts'
import { parseCharter } from '../../src/charter/parse.ts'
import { effectsNow } from '../../src/decide/effect.ts'
import { decideFiling } from '../../src/decide/request/filing.ts'
import { instant, type Instant } from '../../src/kernel/instant.ts'
import type { Json } from '../../src/kernel/json.ts'
import type { Truth } from '../../src/kernel/truth.ts'
import { planMembers } from '../../src/reconcile/members/plan-members.ts'
import { openBook, type Book } from '../support/book.ts'
import { shippedCharter, shippedFiles } from '../support/charter.ts'

const charter = shippedCharter('growthbook')
const now = instant(Date.parse('2026-11-28T10:00:00Z'))
const DAY = 86_400_000
const ago = (days: number) => instant(now - days * DAY)

const roles = { RO: 'growthbook-read-only', CE: 'growthbook-elevated', AD: 'growthbook-admin' } as const
const levels: Readonly<Record<string, string>> = { 'read-only': 'RO', elevated: 'CE', admin: 'AD' }

interface Row {
  readonly id: string
  readonly facts: string
  readonly held: readonly (keyof typeof roles)[]
  readonly login: Instant | undefined
  readonly joined: Instant
  /** The level wanted on GrowthBook; `RO held` = what stands stays, nothing is given. */
  readonly level: string
  readonly member: 'stay' | 'remove' | 'hold' | 'skip'
}

function row(
  id: string,
  facts: string,
  held: string,
  level: string,
  member: Row['member'] = 'stay',
  login: Instant | 'never' = ago(1),
  joined: Instant = ago(300),
): Row {
  return {
    id,
    facts,
    held: held.split(' ').filter((one) => one in roles) as Row['held'],
    level,
    member,
    login: login === 'never' ? undefined : login,
    joined,
  }
}

const rows: readonly Row[] = [
  row('E1', '111100', 'RO', 'RO'),
  row('E2, the highest wins', '111110', 'RO CE', 'CE'),
  row('E3', '111110', 'CE', 'CE'),
  row('E4, 2.E lost', '111100', 'RO CE', 'RO'),
  row('E5, nothing is invented', '111100', 'CE', 'none'),
  row('E6', '111101', 'AD', 'AD'),
  row('E7, 2.F lost', '111110', 'AD CE', 'CE'),
  row('E8', '111111', 'RO CE AD', 'AD'),
  row('E9, 2.A lost', '011110', 'RO CE', 'none', 'remove'),
  row('E10, 2.B lost', '101110', 'CE', 'none', 'remove'),
  row('E11, 2.C lost', '110110', 'RO', 'none', 'remove'),
  row('E12, 2.D lost', '111010', 'RO', 'none', 'remove'),
  row('E13, nothing is held', '111100', '-', 'none'),
  row('E14, came by login alone', '111100', '-', 'none'),
  row('E15', '000000', '-', 'none', 'remove'),
  row('E16', '111100', 'RO', 'RO', 'stay', ago(89)),
  row('E17', '111100', 'RO', 'RO', 'stay', ago(90)),
  row('E18, idle', '111100', 'RO', 'RO', 'remove', ago(91)),
  row('E19, never logged in, joined lately', '111100', 'RO', 'RO', 'stay', 'never', ago(10)),
  row('E20, never logged in, joined long ago', '111100', 'RO', 'RO', 'remove', 'never', ago(120)),
  row('a source is silent', '1?1110', 'CE', 'CE held', 'hold'),
  row('a source is silent, and the person idle', '1?1110', 'RO', 'RO held', 'hold', ago(200)),
  row('false wins over unknown', '0?1110', 'CE', 'none', 'remove'),
  row('unknown 2.E keeps what stands', '1111?0', 'RO CE', 'CE held RO held'),
  row('the last administrators are protected', '011101', 'AD', 'none', 'skip'),
]

/** The facts that make the letters true, false or unknown. 2.F is a role held here, so it is never unknown. */
function factOf(letters: string, fact: string): Json | undefined {
  const [a, b, c, d, e] = letters
  const groups = [...(d === '1' ? ['analytics-privatedata-users'] : []), ...(e === '1' ? ['deployment'] : [])]
  const known: Readonly<Record<string, Json | undefined>> = {
    mail: a === '?' ? undefined : a === '1' ? 'ada@wikimedia.org' : 'ada@evilwikimedia.org',
    'ldap-groups': b === '?' ? undefined : b === '1' ? ['wmf'] : ['nda'],
    ensure: c === '?' ? undefined : c === '1' ? 'present' : 'absent',
    'data-groups': d === '?' || e === '?' ? undefined : groups,
  }
  return known[fact]
}

/** Whether a condition holds for somebody of whom these facts are known. */
function truthOf(book: Book, subject: string, letters: string, condition: string): Truth {
  // Of 2.D and 2.E only one can be unknown on its own: then the condition itself is.
  const own = { 'work-address': 0, 'staff-group': 1, active: 2, 'private-data': 3, 'builds-tests': 4 } as const
  const at = own[condition as keyof typeof own]
  if (at !== undefined && letters[at] === '?') return 'unknown'
  return evaluateCondition(charter, condition, {
    now,
    subject: [subject],
    fact: (fact) => {
      const value = factOf(letters.replace(/(?<=^...)(.)\?/, '$10'), fact)
      return value === undefined ? { kind: 'unknown', why: 'its source is silent' } : { kind: 'value', value, asOf: now }
    },
    holds: (role) => book.state.grantsOf(subject).some((grant) => grant.role === role),
    statement: () => 'unknown',
    resource: () => ({ kind: 'absent' }),
    action: () => ({ kind: 'absent' }),
    context: () => ({ kind: 'absent' }),
  }).truth
}

function outcomeOf({ facts: letters, held, login, joined }: Omit<Row, 'level' | 'member'>) {
  const book = openBook(now)
  book.person('s-ada', { growthbook: '1' }, 'staff')
  for (const level of held) book.grant('s-ada', roles[level])
  if (letters[5] === '1') book.grant('s-ada', 'data-platform-engineering')
  const test = (condition: string) => truthOf(book, 's-ada', letters, condition)
  const wanted = effectsNow({ charter, state: book.state, now, test }).targets.get('growthbook')?.memberships ?? []
  const block = charter.targets.get('growthbook')?.members
  assert.ok(block !== undefined)
  const [line] = planMembers({
    target: 'growthbook',
    block,
    members: [{ account: { id: '1', name: 'ada@wikimedia.org' }, reads: false, lastLogin: login, joined, elsewhereManaged: false }],
    now,
    test,
    protect: () => held.includes('AD'),
  })
  const level = wanted.map(({ group, hold }) => `${levels[group]}${hold ? ' held' : ''}`).toSorted()
  return { level: level.length === 0 ? 'none' : level.join(' '), member: line?.outcome, text: line?.text ?? '', clause: line?.clause ?? '' }
}

describe('the GrowthBook tiers', () => {
  for (const each of rows)
    it(`${each.id}: ${each.facts}, holds ${each.held.join(' and ') || 'nothing'} -> ${each.level}, ${each.member}`, () => {
      const { level, member } = outcomeOf(each)
      assert.deepEqual({ level, member }, { level: each.level, member: each.member })
    })

  it('name the condition and the evidence of whoever is removed', () => {
    const violating = outcomeOf(row('', '101110', 'CE', ''))
    assert.match(
      `${violating.text} ${violating.clause}`,
      /`ada@wikimedia\.org` does not fulfil `base` targets\.growthbook\.members\.requires/,
    )
    const idle = outcomeOf(row('', '111100', 'RO', '', 'stay', ago(91)))
    assert.match(`${idle.text} ${idle.clause}`, /has not logged in since 2026-08-29 targets\.growthbook\.members\.inactive/)
  })

  it('remove nobody for idleness on the instance for trying out', () => {
    assert.equal(charter.targets.get('growthbook-next')?.members?.inactive, undefined)
  })
})

/** What becomes of asking for a tier: given at once, waits for a human, refused or held with the conditions that are named for it. */
const requests: readonly (readonly [id: string, facts: string, asked: keyof typeof roles, becomes: string, auto?: 'off'])[] = [
  ['R1', '111100', 'RO', 'allowed'],
  ['R2, automatic decisions off', '111100', 'RO', 'pending', 'off'],
  ['R3', '011100', 'RO', 'refused A'],
  ['R4', '101100', 'RO', 'refused B'],
  ['R5', '110100', 'RO', 'refused C'],
  ['R6', '111000', 'RO', 'refused D'],
  ['R7', '111100', 'CE', 'refused E'],
  ['R8', '111110', 'CE', 'allowed'],
  ['R9', '111010', 'CE', 'refused D'],
  ['R10, never by a machine', '111101', 'AD', 'pending'],
  // 2.F says who may ask at all
  ['R11', '111110', 'AD', 'refused'],
  ['R12', '111001', 'AD', 'refused D'],
  ['R13, a source is silent', '1?1110', 'CE', 'unknown B'],
  ['R14, false wins over unknown', '0?1110', 'CE', 'refused A'],
]

const byHand = parseCharter(
  shippedFiles('growthbook').map((file) => ({ ...file, text: file.text.replace('automatic: on-request', 'automatic: never') })),
)

describe('asking for a tier', () => {
  for (const [id, letters, asked, becomes, auto] of requests)
    it(`${id}: ${letters} asks for ${asked} -> ${becomes}`, () => {
      assert.ok(byHand.ok)
      const of = auto === 'off' ? byHand.value.charter : charter
      const book = openBook(now)
      book.person('s-ada', { growthbook: '1', bitu: '1', 'growthbook-next': '1' }, 'staff')
      if (letters[5] === '1') book.grant('s-ada', 'data-platform-engineering')
      const test = (condition: string) => truthOf(book, 's-ada', letters, condition)
      const ruling = decideFiling(
        { charter: of, state: book.state, now, test, related: () => undefined },
        {
          actor: { kind: 'person', subject: 's-ada', stepUp: undefined },
          subject: 's-ada',
          role: roles[asked],
          account: undefined,
          targets: undefined,
          scope: undefined,
          end: { kind: 'usual' },
          useCase: 'Look at results',
          answers: {},
          states: ['expectations'],
        },
      )
      const named = ruling.because.flatMap(({ text }) => /: 2\.([A-F]) /.exec(text)?.[1] ?? [])
      assert.equal([ruling.outcome, ...named].join(' '), becomes, JSON.stringify(ruling.because))
    })
})

describe('one fact of one person', () => {
  const handles = ['s-ada', 's-bo', 's-cy', 's-di', 's-eve', 's-fay']
  const held: readonly (readonly (keyof typeof roles)[])[] = [['RO'], ['CE'], ['RO', 'CE'], ['AD'], ['RO', 'CE', 'AD'], []]

  /** What each of them is to hold on GrowthBook and whether they stay its members, by what is known of them. */
  function outcomes(letters: readonly string[]): readonly string[] {
    const book = openBook(now)
    for (const [index, handle] of handles.entries()) {
      book.person(handle, { growthbook: String(index) }, 'staff')
      for (const level of held[index] ?? []) book.grant(handle, roles[level])
      if (letters[index]?.[5] === '1') book.grant(handle, 'data-platform-engineering')
    }
    const of = (subject: string) => letters[handles.indexOf(subject)] ?? ''
    const test = (condition: string, subject: string) => truthOf(book, subject, of(subject), condition)
    const wanted = effectsNow({ charter, state: book.state, now, test }).targets.get('growthbook')?.memberships ?? []
    const block = charter.targets.get('growthbook')?.members ?? assert.fail()
    const lines = planMembers({
      target: 'growthbook',
      block,
      members: handles.map((handle, index) => ({
        account: { id: String(index), name: handle },
        reads: false,
        lastLogin: ago(1),
        joined: ago(300),
        elsewhereManaged: false,
      })),
      now,
      test: (condition, { name }) => test(condition, name),
      protect: () => false,
    })
    return handles.map((_handle, index) => {
      const own = wanted
        .filter(({ account }) => account === `growthbook:${index}`)
        .map(({ group, hold }) => `${levels[group]}${hold ? ' held' : ''}`)
      return `${own.toSorted().join(' ')} ${lines[index]?.outcome}`
    })
  }

  for (const base of ['111111', '111110', '111101', '111100'])
    it(`changes that person's lines and nobody else's: ${base}`, () => {
      const before = outcomes(handles.map(() => base))
      let changed = 0
      for (const [person] of handles.entries())
        for (const letter of [0, 1, 2, 3, 4, 5])
          for (const value of letter === 5 ? ['0', '1'] : ['0', '1', '?']) {
            if (base[letter] === value) continue
            const own = `${base.slice(0, letter)}${value}${base.slice(letter + 1)}`
            const after = outcomes(handles.map((_handle, index) => (index === person ? own : base)))
            const differing = after.flatMap((one, index) => (one === before[index] ? [] : [index]))
            assert.ok(
              differing.every((index) => index === person),
              `${own} of ${handles[person]}: ${after.join(', ')}`,
            )
            changed += differing.length
          }
      assert.ok(changed > 40, `${changed} flips change something`)
    })
})
