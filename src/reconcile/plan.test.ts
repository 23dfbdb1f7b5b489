import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { later, openBook, type Book } from '../../test/support/book.ts'
import { inputOf, observedOf, type Holding } from '../../test/support/observed.ts'
import { smallCharter, wikiGroups, type SmallCharterOptions } from '../../test/support/small-charter.ts'
import type { Truth } from '../kernel/truth.ts'
import { draft } from '../ledger/entry.ts'
import type { Plan } from './plan-value.ts'
import { planTarget } from './plan.ts'

type Accounts = Readonly<Record<string, readonly Holding[]>>
interface More extends SmallCharterOptions {
  readonly truth?: Truth
  readonly urgent?: boolean
  readonly protect?: ReadonlySet<string>
  readonly expiry?: boolean
  readonly assignable?: readonly string[]
  readonly locked?: readonly string[]
}

function planned(book: Book, accounts: Accounts, { truth, assignable, locked, urgent, protect, expiry, ...charter }: More = {}): Plan {
  const input = inputOf(smallCharter(charter), book, observedOf(book.now, accounts, assignable, locked), truth)
  return planTarget({
    ...input,
    ...(urgent === undefined ? {} : { urgent }),
    ...(protect === undefined ? {} : { protect }),
    ...(expiry === undefined ? {} : { expiry }),
  })
}

/** `add 1 sysop granted` */
function lines(plan: Plan): readonly string[] {
  return plan.lines.map(({ account, change, cause }) => `${change.kind} ${account.id} ${change.group} ${cause}`)
}

function drift(plan: Plan): readonly string[] {
  return plan.drift.map(({ key, group, change, policy }) => `${change} ${key} ${group} ${policy}`)
}

/** Kit (account 1), adopted target, as guard whose membership Writ confirmed unless told otherwise. */
function bookOfKit(role = 'guard', groups: readonly string[] = ['sysop'], until?: number): { readonly book: Book; readonly grant: number } {
  const book = openBook()
  book.person('kit', { wiki: '1', forum: '1' })
  book.adopt('wiki', wikiGroups)
  const end = until === undefined ? {} : { until: later(book.now, until) }
  const grant = book.grant('kit', role, end)
  for (const group of groups) book.confirm('wiki:1', group, true, end.until)
  return { book, grant }
}

describe('a plan', () => {
  it('is empty when the target stands as decided and confirmed', () => {
    const { book } = bookOfKit()
    const plan = planned(book, { 1: ['sysop'] })
    assert.deepEqual([plan.lines, plan.drift, plan.settled, plan.skipped, plan.issues], [[], [], [], [], []])
    assert.equal(plan.counts.matching, 1)
  })

  it('adds what was granted, with its end in whole seconds and the grant as the reason', () => {
    const book = openBook('2026-05-03T10:00:00.700Z')
    book.person('kit', { wiki: '1' })
    const until = later(book.now, 5)
    const grant = book.grant('kit', 'guard', { until })
    const [line] = planned(book, { 1: [] }).lines
    assert.deepEqual(line?.change, { kind: 'add', group: 'sysop', until: until - 700 })
    assert.deepEqual(
      [line?.because.grant, line?.because.role, line?.because.clause, line?.cause],
      [grant, 'guard', 'roles.guard', 'granted'],
    )
    assert.equal(line?.because.text, `grant ${grant} of role \`guard\` gives it`)
  })

  it('removes what Writ confirmed and nothing gives any more, and says why', () => {
    const cases: readonly (readonly [string, (book: Book, grant: number) => void, More?])[] = [
      ['ended', (book, grant) => book.end(grant, 'removed')],
      ['paused', (book, grant) => book.add(draft('grant.paused', { subject: 'kit', grant, condition: 'trained', clause: 'x' }))],
      ['unlinked', (book) => book.add(draft('account.unlinked', { subject: 'kit', account: 'wiki:1' }))],
      ['charter-changed', () => undefined, { guardGives: 'clerk' }],
    ]
    for (const [cause, happens, more] of cases) {
      const { book, grant } = bookOfKit()
      happens(book, grant)
      const charter = more ?? {}
      assert.deepEqual(
        lines(planned(book, { 1: ['sysop'] }, charter)).filter((line) => line.startsWith('remove')),
        [`remove 1 sysop ${cause}`],
        cause,
      )
    }
  })

  it('takes back what it gave in a group that no role gives any more, and leaves other members there alone', () => {
    const { book, grant } = bookOfKit('clerk', ['clerk'])
    const plan = planned(book, { 1: ['clerk', 'loose'], 7: ['loose'] }, { clerkGives: 'reader', assignable: [...wikiGroups, 'loose'] })
    assert.deepEqual(lines(plan), ['remove 1 clerk charter-changed'])
    assert.equal(plan.lines[0]?.because.grant, undefined)
    assert.equal(plan.counts.untouched.notGiven, 2)
    book.end(grant, 'removed')
    assert.deepEqual(lines(planned(book, { 1: ['clerk'] }, { clerkGives: 'reader' })), ['remove 1 clerk charter-changed'])
  })

  it('tells of memberships it gave in groups that it no longer manages', () => {
    const { book } = bookOfKit()
    assert.equal(planned(book, { 1: ['sysop'] }, { sysop: 'managed: none' }).counts.untouched.released, 1)
  })

  it('takes a lower rung away when a higher one has effect', () => {
    const { book } = bookOfKit('reader', ['reader'])
    book.grant('kit', 'editor')
    assert.deepEqual(lines(planned(book, { 1: ['reader'] })), ['add 1 editor granted', 'remove 1 reader outranked'])
  })

  it('keeps what stands and gives nothing while a condition is unknown', () => {
    const { book } = bookOfKit('patroller', ['patroller'])
    assert.deepEqual(lines(planned(book, { 1: ['patroller'] }, { truth: 'unknown' })), [])
    assert.deepEqual(lines(planned(book, { 1: ['patroller'] }, { truth: false })), ['remove 1 patroller paused'])
    const otherEnd = planned(book, { 1: [['patroller', later(book.now, 3)]] }, { truth: 'unknown' })
    assert.deepEqual([lines(otherEnd), drift(otherEnd), otherEnd.settled], [[], [], []], 'nor is its end touched')
    const fresh = openBook()
    fresh.person('kit', { wiki: '1' })
    fresh.grant('kit', 'patroller')
    const plan = planned(fresh, { 1: [] }, { truth: 'unknown' })
    assert.deepEqual([lines(plan), plan.skipped.map(({ kind }) => kind)], [[], ['held']])
  })

  it('sets an end that the ledger changed', () => {
    const { book, grant } = bookOfKit('guard', ['sysop'], 5)
    const before = later(book.now, 5)
    book.add(
      draft('grant.renewed', { subject: 'kit', grant, until: new Date(later(book.now, 50)).toISOString(), clause: 'x', decided_by: [] }),
    )
    const plan = planned(book, { 1: [['sysop', before]] })
    assert.deepEqual(lines(plan), ['set-end 1 sysop end-changed'])
    assert.deepEqual(plan.lines[0]?.before, { until: before })
  })

  it('gives back what ran out on the target after the grant was renewed', () => {
    const { book, grant } = bookOfKit('guard', ['sysop'], 5)
    book.add(
      draft('grant.renewed', { subject: 'kit', grant, until: new Date(later(book.now, 50)).toISOString(), clause: 'x', decided_by: [] }),
    )
    book.now = later(book.now, 6)
    const plan = planned(book, { 1: [] })
    assert.deepEqual([lines(plan), drift(plan), plan.counts.vanished], [['add 1 sysop granted'], [], 0])
  })

  it('leaves ends alone on a target that cannot end a membership, and removes it when it is due', () => {
    const { book } = bookOfKit('guard', [], 5)
    book.confirm('wiki:1', 'sysop')
    const plan = planned(book, { 1: ['sysop'] }, { expiry: false })
    assert.deepEqual([lines(plan), drift(plan)], [[], []])
    book.now = later(book.now, 5)
    assert.deepEqual(lines(planned(book, { 1: ['sysop'] }, { expiry: false, urgent: true })), ['remove 1 sysop expired'])
  })

  it('settles without a call what already stands, or is gone, as decided', () => {
    const { book, grant } = bookOfKit('guard', [])
    const stands = planned(book, { 1: ['sysop'] })
    assert.deepEqual([lines(stands), stands.settled], [[], [{ key: 'wiki:1', group: 'sysop', present: true, until: undefined, grant }]])
    book.confirm('wiki:1', 'sysop', true, later(book.now, 5))
    assert.deepEqual(
      planned(book, { 1: ['sysop'] }).settled.map(({ until }) => until),
      [undefined],
      'an end that was set without being recorded',
    )
    book.end(grant, 'removed')
    const gone = planned(book, { 1: [] })
    assert.deepEqual([lines(gone), gone.settled.map(({ present }) => present)], [[], [false]])
  })

  it('reports a group missing on the target as configuration and plans nothing about it', () => {
    const { book } = bookOfKit()
    const plan = planned(book, { 1: [] }, { assignable: ['patroller'] })
    assert.deepEqual([lines(plan), drift(plan), plan.settled], [[], [], []])
    assert.ok(plan.issues.some(({ kind, group }) => kind === 'configuration' && group === 'sysop'))
  })

  it('says which account is not there any more, and which is locked on the target', () => {
    const { book } = bookOfKit('guard', [])
    assert.deepEqual(
      planned(book, {}).skipped.map(({ kind }) => kind),
      ['account-missing'],
    )
    const locked = planned(book, { 1: [] }, { locked: ['1'] })
    assert.deepEqual([lines(locked), locked.skipped.map(({ kind }) => kind)], [[], ['locked']])
  })

  it('skips protected accounts loudly', () => {
    const { book } = bookOfKit('guard', [])
    const plan = planned(book, { 1: [] }, { protect: new Set(['1']) })
    assert.deepEqual([lines(plan), plan.skipped.map(({ kind }) => kind)], [[], ['protected']])
  })

  it('takes nothing from a holder of a role that the charter no longer knows', () => {
    const { book } = bookOfKit()
    book.grant('kit', 'forgotten')
    const plan = planned(book, { 1: ['sysop'] }, { guardGives: 'clerk' })
    assert.deepEqual([lines(plan), plan.skipped.map(({ kind, group }) => `${kind} ${group}`)], [['add 1 clerk granted'], ['held sysop']])
  })
})

describe('what is not ours', () => {
  it('is never planned: groups the target or nobody decides on, other kinds of account', () => {
    for (const sysop of ['authority: target', 'managed: none', 'managed: staff']) {
      const { book, grant } = bookOfKit()
      book.end(grant, 'removed')
      const plan = planned(book, { 1: ['sysop'], 7: ['sysop', 'loose', 'unheard-of'] }, { sysop, wiki: 'drift: revert' })
      assert.deepEqual([lines(plan), drift(plan), plan.settled], [[], [], []], sysop)
    }
  })

  it('is drift on a staff account where staff accounts are managed', () => {
    const book = openBook()
    book.person('kit', { wiki: '1' }, 'staff')
    book.adopt('wiki', wikiGroups)
    assert.deepEqual(drift(planned(book, { 1: ['sysop'], 7: ['sysop'] }, { sysop: 'managed: staff' })), ['added wiki:1 sysop ask'])
  })

  it('is not even drift before the group was adopted', () => {
    const book = openBook()
    const holders = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [String(index), ['sysop']]))
    for (const policy of ['ask', 'revert', 'adopt']) {
      const plan = planned(book, holders, { wiki: `drift: ${policy}` })
      assert.deepEqual([plan.lines, plan.drift, plan.counts.untouched.notAdopted], [[], [], 200], policy)
    }
    book.adopt('wiki', ['patroller'])
    assert.deepEqual(lines(planned(book, holders, { wiki: 'drift: revert' })), [], 'a group that joins the charter later')
  })
})

describe('drift', () => {
  it('is asked about, reverted or adopted as the target says, whichever way it goes', () => {
    for (const [policy, reverted] of [
      ['ask', []],
      ['revert', ['add 1 sysop drift-revert', 'remove 7 sysop drift-revert']],
      ['adopt', []],
    ] as const) {
      const { book } = bookOfKit()
      const plan = planned(book, { 1: [], 7: ['sysop'] }, { wiki: `drift: ${policy}` })
      assert.deepEqual(lines(plan), reverted, policy)
      assert.deepEqual(drift(plan).toSorted(), [`added wiki:7 sysop ${policy}`, `removed wiki:1 sysop ${policy}`], policy)
    }
  })

  it('is an end that the target set, in either direction', () => {
    for (const until of [later(openBook().now, 2), undefined]) {
      const { book } = bookOfKit('guard', ['sysop'], 5)
      const holding: Holding = until === undefined ? 'sysop' : ['sysop', until]
      assert.deepEqual(drift(planned(book, { 1: [holding] })), ['end-changed wiki:1 sysop ask'])
      assert.deepEqual(lines(planned(book, { 1: [holding] }, { wiki: 'drift: revert' })), ['set-end 1 sysop drift-revert'])
    }
  })

  it('is reported once, and gone when it is gone', () => {
    const { book } = bookOfKit()
    const found = book.add(draft('drift.found', { target: 'wiki', account: 'wiki:7', group: 'sysop', change: 'added' }))
    const still = planned(book, { 1: ['sysop'], 7: ['sysop'] })
    assert.deepEqual([still.drift, still.gone, still.counts.untouched.openDrift], [[], [], 1])
    assert.deepEqual(planned(book, { 1: ['sysop'] }).gone, [found])
  })

  it('that is open is still reverted, but not what an adoption left for decision', () => {
    const { book } = bookOfKit()
    const left = draft('drift.found', { target: 'wiki', account: 'wiki:7', group: 'sysop', change: 'added' })
    book.add(left)
    assert.deepEqual(lines(planned(book, { 1: ['sysop'], 7: ['sysop'] }, { wiki: 'drift: revert' })), [])
    book.now = later(book.now, 1)
    book.add(draft('drift.found', { target: 'wiki', account: 'wiki:8', group: 'sysop', change: 'added' }))
    assert.deepEqual(lines(planned(book, { 1: ['sysop'], 7: ['sysop'], 8: ['sysop'] }, { wiki: 'drift: revert' })), [
      'remove 8 sysop drift-revert',
    ])
  })

  it('that was left by decision stays, until the membership is decided on anew', () => {
    const { book } = bookOfKit()
    const added = book.add(draft('drift.found', { target: 'wiki', account: 'wiki:7', group: 'sysop', change: 'added' }))
    const removed = book.add(draft('drift.found', { target: 'wiki', account: 'wiki:1', group: 'sysop', change: 'removed' }))
    for (const id of [added, removed]) book.add(draft('drift.settled', { drift: id, outcome: 'left' }))
    const plan = planned(book, { 1: [], 7: ['sysop'] }, { wiki: 'drift: revert' })
    assert.deepEqual([lines(plan), drift(plan), plan.counts.untouched.left], [[], [], 2])
    book.grant('kit', 'guard', { until: later(book.now, 400) })
    book.end(0, 'x')
    const [old] = book.state.grantsOf('kit')
    book.end(old?.id ?? -1, 'removed')
    assert.deepEqual(lines(planned(book, { 1: [], 7: ['sysop'] })), ['add 1 sysop granted'])
  })

  it('becomes a found grant on a group that others grant too; there only removals are drift', () => {
    const { book } = bookOfKit()
    const plan = planned(book, { 1: [], 7: ['sysop'] }, { sysop: 'authority: shared', wiki: 'drift: revert' })
    assert.deepEqual(drift(plan).toSorted(), ['added wiki:7 sysop found', 'removed wiki:1 sysop revert'])
    assert.deepEqual(lines(plan), ['add 1 sysop drift-revert'])
  })

  it('raises an alarm when a suspended person was given something', () => {
    const { book, grant } = bookOfKit()
    book.end(grant, 'removed')
    book.confirm('wiki:1', 'sysop', false)
    book.add(draft('suspension.started', { subject: 'kit', cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }))
    assert.deepEqual(
      planned(book, { 1: ['sysop'] }).drift.map(({ alarm }) => alarm),
      [true],
    )
  })
})

describe('an urgent plan', () => {
  it('holds what is due at once and nothing else, and a routine plan the rest', () => {
    const causes = { suspended: 'misuse', compromised: 'compromised' } as const
    for (const [cause, word] of Object.entries(causes)) {
      const { book } = bookOfKit()
      book.person('robin', { wiki: '2' })
      const other = book.grant('robin', 'guard')
      book.confirm('wiki:2', 'sysop')
      book.end(other, 'removed')
      book.add(draft('suspension.started', { subject: 'kit', cause: word, reason: 'x', clause: 'suspension', decided_by: [] }))
      const accounts = { 1: ['sysop'], 2: ['sysop'], 7: ['sysop'] }
      const urgent = planned(book, accounts, { urgent: true, wiki: 'drift: revert' })
      assert.deepEqual([lines(urgent), drift(urgent), urgent.settled], [[`remove 1 sysop ${cause}`], [], []])
      assert.deepEqual(lines(planned(book, accounts)), ['remove 2 sysop ended'])
    }
  })

  it('counts departure, a locked account and a due end as urgent', () => {
    const departed = bookOfKit().book
    departed.add(draft('person.departed', { subject: 'kit', from: new Date(departed.now).toISOString() }))
    const locked = bookOfKit().book
    locked.add(draft('account.locked', { account: 'wiki:1', reason: 'x' }))
    const due = bookOfKit('guard', ['sysop'], 5).book
    due.now = later(due.now, 5)
    const found = [departed, locked, due].map((book) => lines(planned(book, { 1: ['sysop'] }, { urgent: true })))
    assert.deepEqual(found, [['remove 1 sysop departed'], ['remove 1 sysop locked'], ['remove 1 sysop expired']])
  })

  it('goes by what became of the newest grant', () => {
    const { book, grant } = bookOfKit()
    book.end(grant, 'removed')
    const second = book.grant('kit', 'guard')
    book.end(second, 'expired')
    assert.deepEqual(lines(planned(book, { 1: ['sysop'] }, { urgent: true })), ['remove 1 sysop expired'])
    const third = book.grant('kit', 'guard')
    book.add(draft('grant.paused', { subject: 'kit', grant: third, condition: 'trained', clause: 'x' }))
    assert.deepEqual(lines(planned(book, { 1: ['sysop'] })), ['remove 1 sysop paused'])
  })

  it('needs no listing: accounts that were not read are not missed', () => {
    const { book } = bookOfKit()
    const plan = planned(book, {}, { urgent: true })
    assert.deepEqual([plan.lines, plan.skipped, plan.settled, plan.gone], [[], [], [], []])
  })
})

describe('the last holder', () => {
  const keep = { wiki: 'guards: { keep_last: guard }' }

  it('is never removed by a run; others are', () => {
    const { book, grant } = bookOfKit()
    book.person('robin', { wiki: '2' })
    book.end(grant, 'removed')
    const alone = planned(book, { 1: ['sysop'] }, keep)
    assert.deepEqual([lines(alone), alone.skipped.map(({ kind }) => kind)], [[], ['last-holder']])
    book.grant('robin', 'guard')
    assert.deepEqual(lines(planned(book, { 1: ['sysop'], 2: [] }, keep)), ['remove 1 sysop ended', 'add 2 sysop granted'])
  })

  it('may resign, and goes in an urgent plan', () => {
    const resigned = bookOfKit()
    resigned.book.end(resigned.grant, 'resigned')
    assert.deepEqual(lines(planned(resigned.book, { 1: ['sysop'] }, keep)), ['remove 1 sysop ended'])
    const { book } = bookOfKit()
    book.add(draft('suspension.started', { subject: 'kit', cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] }))
    assert.deepEqual(lines(planned(book, { 1: ['sysop'] }, { ...keep, urgent: true })), ['remove 1 sysop suspended'])
  })

  it('is nobody in particular when several would go at once: all of them stay', () => {
    const { book, grant } = bookOfKit()
    book.person('robin', { wiki: '2' })
    const second = book.grant('robin', 'guard')
    book.confirm('wiki:2', 'sysop')
    for (const one of [grant, second]) book.end(one, 'removed')
    const plan = planned(book, { 1: ['sysop'], 2: ['sysop'] }, keep)
    assert.deepEqual([lines(plan), plan.skipped.map(({ kind }) => kind)], [[], ['last-holder', 'last-holder']])
  })
})
