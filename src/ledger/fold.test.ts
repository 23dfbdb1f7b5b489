import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { accountKeys, arbitraryLedger, entryOf, groups, handles, roles, subjects, targets } from '../../test/support/arbitrary-entries.ts'
import { dumpState } from '../../test/support/dump-state.ts'
import { momentOf } from '../../test/support/outside.ts'
import { draft, type Draft, type Entry, type ErasedEntry } from './entry.ts'
import { EntryOutOfOrderError } from './errors.ts'
import { emptyState, foldEntry, stateAt, type FoldState } from './fold.ts'
import { loadState, saveState } from './snapshot.ts'

const runs = counts({ floor: 60, ci: 300, deep: 4000 })
type Ledger = readonly (Entry | ErasedEntry)[]

function folded(entries: Ledger): FoldState {
  const state = emptyState()
  for (const entry of entries) foldEntry(state, entry)
  return state
}

describe('the fold', () => {
  it('says the same whether it was made at once, step by step, or from a snapshot on', () => {
    fc.assert(
      fc.property(arbitraryLedger({ maxLength: 100, erasing: true }), fc.nat({ max: 100 }), (entries, cut) => {
        const whole = folded(entries)
        const restored = loadState(saveState(folded(entries.slice(0, cut))))
        assert.ok(restored !== undefined)
        assert.deepEqual(dumpState(restored), dumpState(folded(entries.slice(0, cut))))
        for (const entry of entries.slice(cut)) foldEntry(restored, entry)
        assert.deepEqual(dumpState(restored), dumpState(whole))
        assert.deepEqual(saveState(restored), saveState(whole))
      }),
      { numRuns: runs },
    )
  })

  it('stopped at a moment says what was said then', () => {
    fc.assert(
      fc.property(arbitraryLedger({ maxLength: 40, erasing: false }), fc.nat({ max: 40 }), (entries, cut) => {
        const moment = entries[cut]?.at ?? momentOf('2025-01-01T00:00:00Z')
        assert.deepEqual(dumpState(stateAt(entries, moment)), dumpState(folded(entries.filter((entry) => entry.at <= moment))))
      }),
      { numRuns: runs },
    )
  })

  it('answers about grants as plain reading of the entries does', () => {
    fc.assert(
      fc.property(arbitraryLedger({ maxLength: 120, erasing: true }), (entries) => {
        const state = folded(entries)
        const plain = readGrants(entries)
        assert.deepEqual(
          plain.map(({ id }) => state.grant(id)),
          plain,
        )
        for (const subject of subjects)
          assert.deepEqual(
            state.grantsOf(subject),
            plain.filter((grant) => grant.subject === subject),
          )
        for (const role of roles)
          assert.deepEqual(
            [...state.grantsOfRole(role)],
            plain.filter((grant) => grant.role === role && grant.ended === undefined),
          )
        const running = plain.filter((grant) => grant.ended === undefined)
        assert.deepEqual([...state.runningGrants()], running)
        assert.equal(state.grantCount(), running.length)
      }),
      { numRuns: runs },
    )
  })

  it('answers about people, accounts, memberships and drift as plain reading does', () => {
    fc.assert(
      fc.property(arbitraryLedger({ maxLength: 120, erasing: true }), (entries) => {
        const state = folded(entries)
        for (const handle of handles) assert.equal(state.personByHandle(handle)?.subject, holderOf(entries, handle), handle)
        for (const key of accountKeys) assert.equal(state.account(key)?.subject, ownerOf(entries, key), key)
        for (const subject of subjects)
          assert.deepEqual(
            state
              .accountsOf(subject)
              .map(({ key }) => key)
              .toSorted(),
            accountKeys.filter((key) => ownerOf(entries, key) === subject).toSorted(),
          )
        assert.deepEqual(
          [...state.proposals()].map(({ id }) => id),
          openProposals(entries),
        )
        for (const target of targets) {
          const there = state.targetState(target)
          for (const account of accountKeys)
            for (const group of groups) {
              const last = lastEffect(entries, target, account, group)
              assert.equal(there.known(account, group)?.seq, last?.seq)
              assert.equal(there.known(account, group)?.present, last === undefined ? undefined : last.fields.present === 'yes')
            }
          assert.equal(
            [...there.knownAll()].length,
            accountKeys.flatMap((key) => groups.filter((group) => lastEffect(entries, target, key, group))).length,
          )
          assert.deepEqual(
            [...state.openDrift(target)].map(({ id }) => id),
            openDrift(entries, target),
          )
        }
      }),
      { numRuns: runs },
    )
  })

  it('never fails for what was erased', () => {
    fc.assert(
      fc.property(arbitraryLedger({ maxLength: 120, erasing: true }), (entries) => {
        dumpState(folded(entries.map((entry) => (entry.type === 'sealed' ? entry : { ...entry, fields: {}, origin: undefined }))))
      }),
      { numRuns: runs },
    )
  })

  it('refuses an entry that is not the next one', () => {
    const state = folded(book(register(0)))
    assert.throws(() => foldEntry(state, book(register(0))[0] as Entry), EntryOutOfOrderError)
    assert.throws(() => foldEntry(state, { seq: 2, at: state.at, type: 'sealed' }), /entry 2 came where entry 1 was due/)
    assert.equal(state.size, 1)
  })
})

// --- plain reading: every answer by looking through all entries ---

const opened = (entries: Ledger): readonly Entry[] => entries.filter((entry): entry is Entry => entry.type !== 'sealed')

function readGrants(entries: Ledger) {
  const all = opened(entries)
  return all.flatMap((made) => {
    if (made.type !== 'grant.made' || made.fields.role === undefined) return []
    const later = all.filter((entry) => entry.seq > made.seq && 'grant' in entry.fields && entry.fields.grant === made.seq)
    const end = later.find((entry) => entry.type === 'grant.ended')
    const renewals = later.filter(
      (entry) => entry.type === 'grant.renewed' || (entry.type === 'grant.ending' && entry.fields.until !== undefined),
    )
    let until = made.fields.until
    for (const entry of renewals) {
      if (entry.type === 'grant.renewed' && entry.erased?.includes('until') !== true) until = entry.fields.until
      if (entry.type === 'grant.ending') until = [until, entry.fields.until].filter((end) => end !== undefined).toSorted()[0]
    }
    const useCase = later
      .map((entry) => (entry.type === 'grant.renewed' || entry.type === 'grant.reviewed' ? entry.fields.use_case : undefined))
      .findLast((text) => text !== undefined)
    const renewedBy = later
      .map((entry) => (entry.type === 'grant.renewed' ? entry.fields.decided_by : undefined))
      .findLast((names) => names !== undefined)
    const pause = later.findLast((entry) => entry.type === 'grant.paused' || entry.type === 'grant.resumed')
    const active = later.findLast(
      (entry) => entry.type === 'grant.deactivated' || (entry.type === 'grant.activated' && entry.fields.until !== undefined),
    )
    return [
      {
        id: made.seq,
        subject: made.fields.subject,
        role: made.fields.role,
        account: made.fields.account,
        targets: made.fields.target,
        madeAt: made.at,
        from: made.fields.from === undefined ? made.at : momentOf(made.fields.from),
        until: until === undefined ? undefined : momentOf(until),
        door: made.fields.door,
        clause: made.fields.clause ?? '',
        decidedBy: made.fields.decided_by ?? [],
        useCase: useCase ?? made.fields.use_case,
        paused: pause?.type === 'grant.paused',
        activeUntil: active?.type === 'grant.activated' ? momentOf(active.fields.until as string) : undefined,
        ended:
          end === undefined
            ? undefined
            : {
                at: end.fields.from === undefined ? end.at : momentOf(end.fields.from),
                seq: end.seq,
                cause: end.fields.cause ?? '',
                ...(end.fields.decided_by === undefined ? {} : { decidedBy: end.fields.decided_by }),
              },
        renewals: renewals.map(({ seq }) => seq),
        ...(renewedBy === undefined ? {} : { renewedBy }),
      },
    ]
  })
}

/** The person whose own last naming says this handle, if nobody was given it later. */
function holderOf(entries: Ledger, handle: string): string | undefined {
  const namings = opened(entries).flatMap((entry) =>
    (entry.type === 'person.registered' || entry.type === 'person.renamed') && entry.fields.handle !== undefined
      ? [{ subject: entry.fields.subject as string, handle: entry.fields.handle }]
      : [],
  )
  const last = namings.findLast((naming) => naming.handle === handle)
  if (last === undefined || namings.findLast(({ subject }) => subject === last.subject)?.handle !== handle) return undefined
  const registered = opened(entries).some((entry) => entry.type === 'person.registered' && entry.fields.subject === last.subject)
  return registered ? last.subject : undefined
}

function ownerOf(entries: Ledger, key: string): string | undefined {
  const last = opened(entries).findLast(
    (entry) => (entry.type === 'account.linked' || entry.type === 'account.unlinked') && entry.fields.account === key,
  )
  return last?.type === 'account.linked' ? last.fields.subject : undefined
}

function lastEffect(entries: Ledger, target: string, account: string, group: string): Entry<'effect.confirmed'> | undefined {
  return opened(entries).findLast(
    (entry): entry is Entry<'effect.confirmed'> =>
      entry.type === 'effect.confirmed' &&
      entry.fields.target === target &&
      entry.fields.account === account &&
      entry.fields.group === group &&
      entry.fields.present !== undefined,
  )
}

function openDrift(entries: Ledger, target: string): readonly number[] {
  const all = opened(entries)
  return all.flatMap((entry) => {
    if (entry.type !== 'drift.found' || entry.fields.target !== target) return []
    if (entry.fields.account === undefined || entry.fields.group === undefined || entry.fields.change === undefined) return []
    const settled = all.some((later) => later.seq > entry.seq && later.type === 'drift.settled' && later.fields.drift === entry.seq)
    return settled ? [] : [entry.seq]
  })
}

function openProposals(entries: Ledger): readonly number[] {
  const all = opened(entries)
  return all.flatMap(({ seq, type, fields }) => {
    if (type !== 'grant.proposed') return []
    const over = all.some((later) => {
      if (later.seq < seq) return false
      if (later.type === 'grant.ended' && fields.verb !== 'add' && later.fields.grant !== undefined && later.fields.grant === fields.grant)
        return true
      if (
        (later.type === 'grant.activated' || later.type === 'grant.ending') &&
        fields.verb !== 'add' &&
        later.fields.grant !== undefined &&
        later.fields.clause !== undefined &&
        later.fields.grant === fields.grant &&
        later.fields.clause === fields.clause
      )
        return true
      const closes = later.type === 'grant.made' || later.type === 'grant.ended' || later.type === 'proposal.closed'
      return closes && later.fields.proposal === seq
    })
    return over ? [] : [seq]
  })
}

// --- single rules ---

const at = momentOf('2026-03-01T12:00:00Z')
const later = '2026-09-01T00:00:00.000Z'
const [anna, ben] = subjects as [string, string]

function book(...drafts: readonly Draft[]): readonly Entry[] {
  return drafts.map((one, seq) => entryOf(seq, at, one) as Entry)
}

const register = (index: number) => draft('person.registered', { subject: subjects[index] as string, handle: handles[index] as string })
const grant = (over: object = {}) =>
  draft('grant.made', { subject: anna, role: 'chief', from: later, clause: 'roles.chief', decided_by: [], door: 'founding', ...over })
const proposed = draft('grant.proposed', {
  subject: anna,
  verb: 'add',
  role: 'chief',
  clause: 'roles.chief.may[0]',
  by: `subject:${ben}`,
  content: 'a'.repeat(64),
  lapses: later,
})

describe('what the fold makes of', () => {
  it('the genesis: revision 1, and later revisions count on', () => {
    const state = folded(
      book(
        draft('genesis', { charter: 'a'.repeat(64), demo: true, origin_id: 'here' }),
        draft('charter.adopted', { charter: 'b'.repeat(64), from: '2026-03-01T12:00:00.000Z', decided_by: ['operator:kim'] }),
      ),
    )
    assert.equal(state.demo, true)
    assert.deepEqual(state.revisions, [
      { number: 1, seq: 0, hash: 'a'.repeat(64), from: at },
      { number: 2, seq: 1, hash: 'b'.repeat(64), from: at, decidedBy: ['operator:kim'] },
    ])
    assert.equal(state.charter, state.revisions[1])
  })

  it('a charter with a later date: decided, and in force only with its second entry', () => {
    const genesis = draft('genesis', { charter: 'a'.repeat(64), demo: true, origin_id: 'here' })
    const scheduled = (over: object = {}) =>
      draft('charter.adopted', { charter: 'b'.repeat(64), from: later, decided_by: [`subject:${ben}`], ...over })
    const toCome = {
      seq: 1,
      hash: 'b'.repeat(64),
      from: momentOf(later),
      proposal: undefined,
      decidedBy: [`subject:${ben}`],
      reason: undefined,
    }
    const waiting = folded(book(genesis, scheduled()))
    assert.deepEqual([waiting.charter?.number, waiting.charterToCome], [1, toCome])
    const now = '2026-03-01T12:00:00.000Z'
    const inForce = folded(book(genesis, scheduled(), scheduled({ from: now })))
    assert.deepEqual([inForce.charter?.hash, inForce.charter?.number, inForce.charterToCome], ['b'.repeat(64), 2, undefined])
    const another = folded(book(genesis, scheduled(), scheduled({ charter: 'c'.repeat(64), from: now })))
    assert.deepEqual([another.charter?.hash, another.charterToCome], ['c'.repeat(64), undefined], 'another one came before it')
    const propose = draft('charter.proposed', { charter: 'b'.repeat(64), by: anna, reason: 'Better', status: 'open' })
    const withdrawn = draft('charter.proposed', { charter: 'b'.repeat(64), by: anna, reason: 'No', status: 'withdrawn', proposal: 1 })
    const taken = folded(book(genesis, propose, scheduled({ proposal: 1 }), withdrawn))
    assert.deepEqual([taken.charter?.number, taken.charterToCome, taken.charterProposal(1)?.status], [1, undefined, 'withdrawn'])
    const suspended = (cause: string) => draft('suspension.started', { subject: ben, cause, clause: 'c', decided_by: [], reason: 'r' })
    assert.deepEqual(folded(book(genesis, scheduled(), suspended('misuse'))).charterToCome, toCome)
    assert.equal(folded(book(genesis, scheduled(), suspended('compromised'))).charterToCome, undefined, 'perhaps it was not them')
  })

  it('a departure and a return', () => {
    const gone = [register(0), draft('person.departed', { subject: anna, from: later })]
    assert.equal(folded(book(...gone)).person(anna)?.departed, momentOf(later))
    assert.equal(folded(book(...gone, draft('person.returned', { subject: anna }))).person(anna)?.departed, undefined)
  })

  it('an erased handle: the person is still there, without a name', () => {
    const [registered] = book(register(0))
    const state = folded([{ ...(registered as Entry<'person.registered'>), fields: { subject: anna }, erased: ['handle'] }])
    assert.deepEqual(state.person(anna), { subject: anna, handle: undefined, since: at, departed: undefined })
  })

  it('an account that is linked to somebody else: it changes hands', () => {
    const link = (subject: string) =>
      draft('account.linked', { subject, account: 'wiki:7', name: 'Wren', target: 'wiki', kind: 'bot', proof: 'operator' })
    const state = folded(book(register(0), register(1), link(anna), link(ben)))
    assert.deepEqual(state.accountsOf(anna), [])
    assert.deepEqual(state.accountsOf(ben), [
      { key: 'wiki:7', target: 'wiki', id: '7', name: 'Wren', kind: 'bot', subject: ben, locked: false, attested: false },
    ])
  })

  it('a proposal: gone when it is fulfilled, closed, or its grant is over', () => {
    assert.equal([...folded(book(proposed)).proposals()].length, 1)
    assert.equal(folded(book(proposed, grant({ proposal: 0 }))).proposal(0), undefined)
    assert.equal(folded(book(proposed, draft('proposal.closed', { proposal: 0, outcome: 'lapsed' }))).proposal(0), undefined)
    const removal = { ...proposed, fields: { ...proposed.fields, verb: 'remove', grant: 0 } } as Draft
    const end = draft('grant.ended', { subject: anna, grant: 0, from: later, clause: 'x', decided_by: [], cause: 'resigned' })
    assert.equal([...folded(book(grant(), removal)).proposals()].length, 1)
    assert.equal([...folded(book(grant(), removal, end)).proposals()].length, 0)
  })

  it('votes: they stand in their order with what was decided on', () => {
    const vote = (by: string, decision: 'approved' | 'refused') =>
      draft('grant.confirmed', { proposal: 0, stage: 0, by, decision, content: 'a'.repeat(64), clause: 'c' })
    assert.deepEqual(
      folded(book(proposed, vote(ben, 'refused'), vote(anna, 'approved')))
        .proposal(0)
        ?.votes.map(({ by, decision, seq }) => [by, decision, seq]),
      [
        [ben, 'refused', 1],
        [anna, 'approved', 2],
      ],
    )
  })

  it('two suspensions at once: the person is suspended until both are over', () => {
    const start = draft('suspension.started', { subject: anna, cause: 'misuse', reason: 'r', clause: 'c', decided_by: [] })
    const end = (suspension: number) => draft('suspension.ended', { suspension, outcome: 'reinstated', reason: 'r', decided_by: [] })
    assert.equal(folded(book(start, start)).suspensionOf(anna)?.id, 1)
    assert.equal(folded(book(start, start, end(1))).suspensionOf(anna)?.id, 0)
    assert.equal(folded(book(start, start, end(1), end(0))).suspensionOf(anna), undefined)
    assert.equal(folded(book(start, end(0), end(0))).suspensionOf(anna), undefined)
  })

  it('a waiver: it counts until it is ended', () => {
    const waiver = draft('exception.made', { subject: anna, condition: 'trained', until: later, decided_by: [], reason: 'r' })
    assert.deepEqual(folded(book(waiver)).exceptions(anna, 'trained'), [{ id: 0, until: momentOf(later) }])
    assert.deepEqual(folded(book(waiver, draft('exception.ended', { exception: 0 }))).exceptions(anna, 'trained'), [])
  })

  it('a token: known by its public id, revoked for good', () => {
    const made = draft('token.made', { token: 't1', owner: anna, secret: 'f'.repeat(64), scopes: ['grant'], until: later })
    assert.deepEqual(folded(book(made, draft('token.revoked', { token: 't1' }))).token('t1'), {
      id: 't1',
      secret: 'f'.repeat(64),
      owner: anna,
      scopes: ['grant'],
      until: momentOf(later),
      revoked: true,
    })
  })

  it('drift left as it is: remembered until the same membership differs anew or is confirmed', () => {
    const drift = draft('drift.found', { target: 'wiki', account: 'wiki:1', group: 'sysop', change: 'added' })
    const left = draft('drift.settled', { drift: 0, outcome: 'left' })
    const effect = draft('effect.confirmed', { target: 'wiki', account: 'wiki:1', group: 'sysop', present: 'no' })
    assert.deepEqual(
      [...folded(book(drift, left)).leftDrift('wiki')].map(({ id }) => id),
      [0],
    )
    assert.deepEqual([...folded(book(drift, left, effect)).leftDrift('wiki')], [])
    assert.deepEqual([...folded(book(drift, left, drift)).leftDrift('wiki')], [])
    assert.deepEqual([...folded(book(drift, draft('drift.settled', { drift: 0, outcome: 'gone' }))).leftDrift('wiki')], [])
  })

  it('adoptions and readings of a target: groups add up, the log is read on from where it was', () => {
    const adopted = (name: string) =>
      draft('target.adopted', { target: 'wiki', revision: 'a'.repeat(64), found: 1, left: 0, groups: [name] })
    const observed = draft('target.observed', { target: 'wiki', revision: 'a'.repeat(64), accounts: 9, memberships: 4, cursor: 'x' })
    const { cursor: _cursor, ...rest } = observed.fields as Record<string, unknown>
    const state = folded(
      book(adopted('sysop'), observed, adopted('mover'), { type: 'target.observed', fields: rest } as Draft),
    ).targetState('wiki')
    assert.deepEqual([...state.adoptedGroups], ['sysop', 'mover'])
    assert.equal(state.cursor, 'x')
    assert.deepEqual(state.observed, { seq: 3, accounts: 9, memberships: 4 })
  })

  it('a plan: stopped, approved once, closed', () => {
    const made = draft('plan.made', {
      target: 'wiki',
      plan: 'b'.repeat(64),
      lines: 9,
      urgency: 'routine',
      state: 'stopped',
      guards: ['people'],
    })
    const approved = draft('plan.approved-once', {
      plan: 0,
      hash: 'b'.repeat(64),
      revision: 'c'.repeat(64),
      until: later,
      decided_by: [`subject:${ben}`],
      reason: 'r',
      clause: 'c',
    })
    const open = folded(book(made, approved))
    assert.deepEqual(open.openPlans('wiki'), [
      {
        id: 0,
        target: 'wiki',
        hash: 'b'.repeat(64),
        at,
        urgency: 'routine',
        state: 'stopped',
        guards: ['people'],
        approval: { until: momentOf(later), hash: 'b'.repeat(64), revision: 'c'.repeat(64), decidedBy: [`subject:${ben}`] },
        closed: undefined,
      },
    ])
    const closed = folded(book(made, approved, draft('plan.closed', { plan: 0, outcome: 'applied', confirmed: 9, failed: 0 })))
    assert.deepEqual(closed.openPlans('wiki'), [])
    assert.equal(closed.plan(0)?.closed, 'applied')
  })

  it('time: it never goes back', () => {
    const state = emptyState()
    const [first, second] = book(register(0), register(1)) as [Entry, Entry]
    foldEntry(state, first)
    foldEntry(state, { ...second, at: momentOf('2020-01-01T00:00:00Z') })
    assert.equal(state.at, at)
  })
})
