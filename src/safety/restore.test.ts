import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { openBook, later, type Book } from '../../test/support/book.ts'
import { knownOf, officesCharter, person } from '../../test/support/offices.ts'
import { isGiven } from '../decide/holding.ts'
import type { Known } from '../decide/question.ts'
import { formatInstant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import type { Grant, State } from '../ledger/state.ts'
import { decideRestore } from './restore.ts'
import { isEmptyRestore, planRestore, type RestorePlan } from './restore-plan.ts'

const charter = officesCharter()
const people = ['s-ann', 's-ben', 's-cat', 's-dot']
const roles = [...charter.roles.keys()]

/** One thing that happens; which person, role or grant is meant is a number. */
interface Happening {
  readonly kind: 'grant' | 'end' | 'renew' | 'suspend' | 'reinstate' | 'depart' | 'wait'
  readonly who: number
  readonly role: number
  readonly days: number
}

const happenings = fc.array(
  fc.record({
    kind: fc.constantFrom<Happening['kind']>(
      'grant',
      'grant',
      'grant',
      'grant',
      'end',
      'end',
      'renew',
      'suspend',
      'reinstate',
      'depart',
      'wait',
    ),
    who: fc.nat({ max: people.length - 1 }),
    role: fc.nat({ max: roles.length - 1 }),
    days: fc.integer({ min: 1, max: 60 }),
  }),
  { minLength: 4, maxLength: 40 },
)

/** Grants are made here as a ledger may hold them, whatever the charter says: other charters were in force when they were made. */
function happened(book: Book, { kind, who, role: at, days }: Happening): void {
  const [subject, role] = [people[who] ?? '', roles[at] ?? '']
  const own = book.state.grantsOf(subject).filter((grant) => isGiven(grant, book.now))
  const held = own[at % Math.max(1, own.length)]
  const suspension = book.state.suspensionOf(subject)
  if (kind === 'grant' && !own.some((grant) => grant.role === role))
    book.grant(subject, role, days % 3 === 0 ? {} : { until: later(book.now, days) })
  if (kind === 'end' && held !== undefined) book.end(held.id, 'removed')
  if (kind === 'renew' && held !== undefined)
    book.add(
      draft('grant.renewed', {
        subject,
        grant: held.id,
        until: formatInstant(later(book.now, days * 2)),
        clause: 'test',
        decided_by: ['subject:s-ann'],
      }),
    )
  if (kind === 'suspend' && suspension === undefined)
    book.add(draft('suspension.started', { subject, cause: 'misuse', reason: 'Seen', clause: 'suspension', decided_by: [] }))
  if (kind === 'reinstate' && suspension !== undefined)
    book.add(draft('suspension.ended', { suspension: suspension.id, outcome: 'reinstated', reason: 'Heard', decided_by: [] }))
  if (kind === 'depart' && days > 55) book.add(draft('person.departed', { subject, from: formatInstant(book.now) }))
  if (kind === 'wait') book.now = later(book.now, days)
}

function bookOf(story: readonly Happening[]): Book {
  const book = openBook()
  for (const [index, subject] of people.entries()) book.person(subject, { wiki: String(index) }, index % 2 === 0 ? 'staff' : 'personal')
  for (const one of story) happened(book, one)
  return book
}

const contentOf = ({ subject, role, until }: Grant) => `${subject} ${role} ${until ?? 'ever'}`
const given = (state: State, now: Known['now']) => [...state.runningGrants()].filter((grant) => isGiven(grant, now))

function carryOut(book: Book, { ends, makes, renews }: RestorePlan): void {
  for (const grant of ends) book.end(grant.id, 'restored')
  for (const { grant, until } of renews)
    book.add(
      draft('grant.renewed', {
        subject: grant.subject,
        grant: grant.id,
        ...(until === undefined ? {} : { until: formatInstant(until) }),
        clause: 'test',
        decided_by: [],
      }),
    )
  for (const { then, from } of makes)
    book.grant(then.subject, then.role, { from, ...(then.until === undefined ? {} : { until: then.until }) })
}

describe('putting grants back to an earlier entry', () => {
  it('makes the fold equal to then but for what is said to be left out, and twice is as good as once', (context) => {
    const seen = { restored: 0, made: 0, ended: 0, renewed: 0, left: 0 }
    fc.assert(
      fc.property(happenings, fc.nat({ max: 39 }), fc.boolean(), (story, cut, employed) => {
        const now = bookOf(story)
        const then = bookOf(story.slice(0, cut % story.length))
        const known = () => knownOf(charter, now, { 'is-employed': employed })
        const wanted = given(then.state, then.state.at)
        const plan = planRestore(known(), then.state)
        carryOut(now, plan)
        const left = plan.left.map(({ then: grant }) => contentOf(grant)).toSorted()
        const expected = wanted.map(contentOf).toSorted()
        assert.deepEqual([...given(now.state, now.now).map(contentOf), ...left].toSorted(), expected)
        for (const { then: grant } of plan.left) assert.ok(mayStayAway(now, grant, employed), `${contentOf(grant)} could have come back`)
        for (const { then: grant } of plan.makes) assert.ok(mayComeBack(now, grant, employed), `${contentOf(grant)} must not come back`)
        const again = planRestore(known(), then.state)
        assert.ok(isEmptyRestore(again), JSON.stringify(again))
        seen.restored += isEmptyRestore(plan) ? 0 : 1
        seen.made += plan.makes.length
        seen.ended += plan.ends.length
        seen.renewed += plan.renews.length
        seen.left += plan.left.length
      }),
      { numRuns: counts({ floor: 500, ci: 1500, deep: 20_000 }) },
    )
    context.diagnostic(JSON.stringify(seen))
    assert.ok(Math.min(...Object.values(seen)) >= 20)
  })

  it('gives a seat that two held then back to the first of them, whoever else comes back', () => {
    const book = bookOf([])
    const then = bookOf([])
    for (const one of [book, then]) {
      one.grant('s-ben', 'judge')
      one.grant('s-cat', 'judge')
      one.grant('s-ann', 'chair')
    }
    for (const { id } of given(book.state, book.now)) book.end(id, 'removed')
    const { makes, left } = planRestore(knownOf(charter, book), then.state)
    assert.deepEqual(
      makes.map(({ then: { subject, role } }) => `${subject} ${role}`),
      ['s-ann chair', 's-ben judge'],
    )
    assert.deepEqual(
      left.map(({ then: { subject }, why }) => `${subject}: ${why}`),
      ['s-cat: all 1 seats are taken'],
    )
  })

  it('leaves out an erased person and a role that is gone, and says why', () => {
    const book = bookOf([])
    const [ann, ben] = [book.grant('s-ann', 'editor'), book.grant('s-ben', 'chair')]
    const then = bookOf([])
    then.grant('s-ann', 'editor')
    then.grant('s-ben', 'chair')
    for (const id of [ann, ben]) book.end(id, 'removed')
    const state = new Proxy(book.state, {
      get: (target, name) => {
        if (name === 'person')
          return (subject: string) => (subject === 's-ann' ? { ...target.person(subject), handle: undefined } : target.person(subject))
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
    const shrunk = { ...charter, roles: new Map([...charter.roles].filter(([role]) => role !== 'chair')) }
    const { makes, left } = planRestore({ ...knownOf(shrunk, book), state }, then.state)
    assert.deepEqual(makes, [])
    assert.deepEqual(
      left.map(({ why }) => why),
      ['the person was erased', 'the charter has no role `chair` any more'],
    )
  })
})

/** Judged by hand, without the rules that are tested. */
function faultOf(book: Book, grant: Grant, employed: boolean): boolean {
  const kind = people.indexOf(grant.subject) % 2 === 0 ? 'staff' : 'personal'
  return (
    book.state.person(grant.subject)?.departed !== undefined ||
    book.state.suspensionOf(grant.subject) !== undefined ||
    (grant.until !== undefined && grant.until <= book.now) ||
    (grant.role === 'clerk' && kind !== 'staff') ||
    (grant.role === 'reader' && !employed)
  )
}

function mayComeBack(book: Book, grant: Grant, employed: boolean): boolean {
  const both = given(book.state, book.now).filter(({ subject, role }) => subject === grant.subject && ['judge', 'clerk'].includes(role))
  return !faultOf(book, grant, employed) && (both.length < 2 || !['judge', 'clerk'].includes(grant.role))
}

/** A fault of its own, or a seat or another role that stands in the way now. */
function mayStayAway(book: Book, grant: Grant, employed: boolean): boolean {
  const now = given(book.state, book.now)
  const seat = grant.role === 'judge' && now.some(({ role }) => role === 'judge')
  const apart = { judge: 'clerk', clerk: 'judge' }[grant.role]
  return faultOf(book, grant, employed) || seat || now.some(({ subject, role }) => subject === grant.subject && role === apart)
}

describe('who may put grants back', () => {
  /** Ann and Ben are chairs, Cat is a clerk; Ann turns, takes the clerk away and makes Dot one. */
  function turned(): { readonly book: Book; readonly plan: RestorePlan; readonly known: Known } {
    const book = bookOf([])
    book.grant('s-ann', 'chair')
    book.grant('s-ben', 'chair')
    const clerk = book.grant('s-cat', 'clerk')
    const then = bookOf([])
    then.grant('s-ann', 'chair')
    then.grant('s-ben', 'chair')
    then.grant('s-cat', 'clerk')
    book.end(clerk, 'removed')
    book.grant('s-dot', 'judge')
    const known = knownOf(charter, book)
    return { book, known, plan: planRestore(known, then.state) }
  }

  it('is one other chair, who could do each part of it by the charter', () => {
    const { known, plan } = turned()
    assert.equal(decideRestore(known, plan, person('s-ben'), []).outcome, 'allowed')
  })

  it('is nobody who holds nothing, and never the operator', () => {
    const { known, plan } = turned()
    assert.match(decideRestore(known, plan, person('s-dot'), []).because[0]?.text ?? '', /holds nothing that could undo/)
    const operator = { kind: 'operator', name: 'root', for: 's-ben' } as const
    assert.match(decideRestore(known, plan, operator, []).because[0]?.text ?? '', /only persons/)
  })

  it('takes as many as the power does: a chair comes back with two other chairs only', () => {
    const book = bookOf([])
    const lost = book.grant('s-ann', 'chair')
    for (const name of ['s-ben', 's-cat']) book.grant(name, 'chair')
    const then = bookOf([])
    for (const name of ['s-ann', 's-ben', 's-cat']) then.grant(name, 'chair')
    book.end(lost, 'removed')
    const known = knownOf(charter, book)
    const plan = planRestore(known, then.state)
    const first = decideRestore(known, plan, person('s-ben'), [])
    assert.deepEqual([first.outcome, first.whoCanHelp.flatMap(({ holders }) => holders)], ['pending', ['s-cat']])
    assert.equal(decideRestore(known, plan, person('s-ben'), ['s-ben']).outcome, 'pending', 'the same person twice')
    const both = decideRestore(known, plan, person('s-cat'), ['s-ben'])
    assert.deepEqual([both.outcome, both.by], ['allowed', ['s-ben', 's-cat']])
  })

  it('is not the one who would get it back by it alone', () => {
    const book = bookOf([])
    const lost = book.grant('s-ann', 'chair')
    book.grant('s-ben', 'chair')
    book.grant('s-ann', 'clerk')
    const then = bookOf([])
    then.grant('s-ann', 'chair')
    then.grant('s-ben', 'chair')
    then.grant('s-ann', 'clerk')
    book.end(lost, 'removed')
    const known = knownOf(charter, book)
    const ruling = decideRestore(known, planRestore(known, then.state), person('s-ann'), [])
    assert.notEqual(ruling.outcome, 'allowed')
  })

  it('needs a second factor where giving a role back does', () => {
    const book = bookOf([])
    book.grant('s-ben', 'chair')
    const lost = book.grant('s-cat', 'checker')
    const then = bookOf([])
    then.grant('s-ben', 'chair')
    then.grant('s-cat', 'checker')
    book.end(lost, 'removed')
    const known = knownOf(charter, book)
    const plan = planRestore(known, then.state)
    assert.match(decideRestore(known, plan, person('s-ben'), []).because[0]?.text ?? '', /second factor/)
    assert.notEqual(decideRestore(known, plan, person('s-ben', 'passkey'), []).missing[0]?.kind, 'step-up')
  })

  it('has nothing to decide where nothing differs', () => {
    const book = bookOf([])
    book.grant('s-ben', 'chair')
    const then = bookOf([])
    then.grant('s-ben', 'chair')
    const known = knownOf(charter, book)
    assert.match(
      decideRestore(known, planRestore(known, then.state), person('s-ben'), []).because[0]?.text ?? '',
      /everything is as it was/,
    )
  })
})
