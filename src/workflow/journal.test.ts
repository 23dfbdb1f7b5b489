import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import { draft, type Draft, type Origin } from '../ledger/entry.ts'
import { counts } from '../../test/counts.ts'
import { MemoryStore } from '../../test/support/memory-store.ts'
import { fixedClock, nodeHashing, seededRandomness } from '../../test/support/outside.ts'
import { openJournal, type Decide, type Journal } from './journal.ts'
import { UnwritableDraftError } from './journal-batch.ts'
import { openLedgerView } from './journal-view.ts'
import type { NewCommand } from './ports.ts'

const origin: Origin = { channel: 'cli', identity: 'operator:warden' }
const t0 = instant(Date.UTC(2026, 4, 3))

function outsideAt(clock = fixedClock(t0)) {
  return { clock, hashing: nodeHashing, randomness: seededRandomness('journal') }
}

/** Somebody becomes known. */
function known(number: number): Draft {
  return draft('person.registered', { subject: subject(number), handle: `member-${number}` })
}

/** Must not be asked. */
const failing: Decide = () => assert.fail('decided twice')

const subject = (number: number) => `s-${String(number).padStart(16, '0')}`

function adding(number: number): Decide {
  return (_state, _now, next) => ({ drafts: [known(number)], answer: next })
}

async function filled(count: number, seed = 'journal'): Promise<{ store: MemoryStore; journal: Journal }> {
  const store = new MemoryStore()
  const journal = await openJournal({ store, outside: { ...outsideAt(), randomness: seededRandomness(seed) } })
  for (let number = 0; number < count; number += 1) await journal.command(`add ${number}`, origin, adding(number))
  return { store, journal }
}

describe('the journal', () => {
  it('records what a command decides and answers', async () => {
    const { journal, store } = await filled(0)
    assert.equal(await journal.command('add', origin, adding(1)), 0)
    assert.equal(journal.size, 1)
    assert.equal(journal.state.person(subject(1))?.handle, 'member-1')
    assert.equal(journal.state.at, t0)
    const [entry] = await journal.entries(0, 5)
    assert.ok(entry !== undefined && entry.type === 'person.registered')
    assert.deepEqual(entry.origin, origin)
    assert.equal(await store.size(), 1)
  })

  it('answers the same key again without deciding', async () => {
    const { journal, store } = await filled(1)
    assert.equal(await journal.command('add 0', origin, failing), 0)
    const reopened = await openJournal({ store, outside: outsideAt() })
    assert.equal(await reopened.command('add 0', origin, failing), 0)
    assert.equal(await store.size(), 1)
  })

  it('decides once when the same key comes twice at the same time', async () => {
    const { journal } = await filled(0)
    let decided = 0
    const decide: Decide = () => {
      decided += 1
      return { drafts: [known(1)], answer: decided }
    }
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => journal.command('same', origin, decide))), [1, 1, 1])
    assert.equal(journal.size, 1)
  })

  it('writes nothing for a command without drafts and decides it anew', async () => {
    const { journal, store } = await filled(0)
    let asked = 0
    const ask: Decide = () => ({ drafts: [], answer: (asked += 1) })
    assert.equal(await journal.command('ask', origin, ask), 1)
    assert.equal(await journal.command('ask', origin, ask), 2)
    assert.equal(await store.size(), 0)
    assert.equal(store.batches, 0)
  })

  it('puts what waits into one transaction, each deciding on the ones before it', async () => {
    const { journal, store } = await filled(0)
    const seen: Json[] = []
    const counting: (number: number) => Decide = (number) => (state, _now, next) => {
      seen.push([state.size, [...state.people()].length])
      return { drafts: [known(number), known(number + 1000)], answer: next }
    }
    const answers = await Promise.all([0, 1, 2, 3].map((number) => journal.command(`k${number}`, origin, counting(number))))
    assert.deepEqual(answers, [0, 2, 4, 6])
    assert.deepEqual(seen, [
      [0, 0],
      [2, 2],
      [4, 4],
      [6, 6],
    ])
    assert.equal(store.batches, 1)
    assert.equal(journal.size, 8)
  })

  it('lets a command that throws or writes nonsense fail alone', async () => {
    const { journal, store } = await filled(0)
    const nonsense = draft('person.registered', { subject: 'not an opaque id', handle: 'x' })
    const results = await Promise.allSettled([
      journal.command('a', origin, adding(1)),
      journal.command('b', origin, () => {
        throw new RangeError('no')
      }),
      journal.command('c', origin, () => ({ drafts: [known(2), nonsense], answer: null })),
      journal.command('d', origin, (state, _now, next) => ({ drafts: [known(3)], answer: [next, state.size] })),
    ])
    assert.deepEqual(
      results.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error).constructor)),
      [0, RangeError, UnwritableDraftError, [1, 1]],
    )
    assert.equal(journal.state.person(subject(2)), undefined)
    assert.equal(await store.size(), 2)
    assert.equal(await journal.command('b', origin, adding(4)), 2)
  })

  it('rejects the whole batch when the store fails, and goes on with what is there', async () => {
    const { journal, store } = await filled(2)
    const [root, failure] = [journal.root(), new Error('disk full')]
    store.failNext = failure
    const results = await Promise.allSettled([5, 6, 7].map((number) => journal.command(`k${number}`, origin, adding(number))))
    for (const result of results) assert.deepEqual(result, { status: 'rejected', reason: failure })
    assert.equal(journal.state.size, 2)
    assert.equal(journal.root(), root)
    assert.equal(journal.state.person(subject(5)), undefined)
    assert.equal(await journal.command('k5', origin, adding(5)), 2)
    assert.equal(journal.state.person(subject(5))?.handle, 'member-5')
    assert.deepEqual((await journal.verify()).problems, [])
  })

  it('gives the entries of a batch one time, which never goes back', async () => {
    const clock = fixedClock(t0)
    const journal = await openJournal({ store: new MemoryStore(), outside: outsideAt(clock) })
    const times: number[] = []
    const timed: (number: number) => Decide = (number) => (_state, now) => {
      times.push(now)
      clock.advance(10)
      return { drafts: [known(number)], answer: null }
    }
    await Promise.all([journal.command('a', origin, timed(1)), journal.command('b', origin, timed(2))])
    clock.set(instant(t0 - 5000))
    await journal.command('c', origin, timed(3))
    clock.set(instant(t0 + 5000))
    await journal.command('d', origin, timed(4))
    assert.deepEqual(times, [t0, t0, t0, t0 + 5000])
    assert.deepEqual(
      (await journal.entries(0, 9)).map((entry) => entry.at),
      times,
    )
  })

  it('shows no state that is not durable, also over a store that takes time', async () => {
    const store = new SlowStore()
    const journal = await openJournal({ store, outside: outsideAt() })
    const writing = journal.command('a', origin, adding(1))
    await store.started
    assert.throws(() => journal.state, /use `read`/)
    assert.equal(journal.size, 0)
    const reading = journal.read((state) => state.person(subject(1))?.handle)
    let read = false
    void reading.then(() => (read = true))
    await setTimeout(5)
    assert.equal(read, false)
    store.finish()
    assert.equal(await writing, 0)
    assert.equal(await reading, 'member-1')
    assert.equal(journal.state.size, 1)
  })

  it('waits with reading until a failed batch is undone', async () => {
    const store = new SlowStore()
    const journal = await openJournal({ store, outside: outsideAt() })
    const writing = journal.command('a', origin, adding(1))
    await store.started
    const reading = journal.read((state) => [...state.people()].length)
    store.failLate = new Error('connection lost')
    store.finish()
    await assert.rejects(writing, /connection lost/)
    assert.equal(await reading, 0)
  })

  it('says what was so at a moment', async () => {
    const clock = fixedClock(t0)
    const store = new MemoryStore()
    const journal = await openJournal({ store, outside: outsideAt(clock), snapshots: { every: 2, onClose: 1 } })
    for (let number = 0; number < 5; number += 1) {
      await journal.command(`add ${number}`, origin, adding(number))
      clock.advance(1000)
    }
    for (let number = -1; number < 6; number += 1) {
      const expected = Math.min(number + 1, 5)
      assert.equal((await journal.stateAt(instant(t0 + number * 1000))).size, expected)
      assert.equal((await journal.stateAt(instant(t0 + number * 1000 + 999))).size, expected)
    }
  })

  it('starts from a snapshot only if it belongs to this ledger', async () => {
    const store = new MemoryStore()
    const journal = await openJournal({ store, outside: outsideAt(), snapshots: { every: 3, onClose: 1 } })
    for (let number = 0; number < 7; number += 1) await journal.command(`add ${number}`, origin, adding(number))
    assert.equal((await store.loadSnapshot())?.size, 6)
    await journal.close()
    const snapshot = await store.loadSnapshot()
    assert.ok(snapshot !== undefined)
    assert.equal(snapshot.size, 7)
    assert.equal(snapshot.root, journal.root())

    const marked = { ...snapshot, state: snapshot.state.slice() }
    const other = await filled(7, 'other')
    const reads = new CountingStore()
    await copyInto(reads, store)
    for (const [name, broken, readsAll] of [
      ['as it was', snapshot, false],
      ['of another root', { ...snapshot, root: '00'.repeat(32) }, true],
      ['of other code', { ...snapshot, version: 'other' }, true],
      ['larger than the ledger', { ...snapshot, size: 8 }, true],
      ['smaller than it says', { ...snapshot, size: 6 }, true],
      ['cut short', { ...snapshot, state: marked.state.slice(0, -8) }, true],
      ['cut to nothing', { ...snapshot, state: new Uint8Array(2) }, true],
      ['with a lying length', { ...snapshot, state: Uint8Array.of(255, ...snapshot.state.slice(1)) }, true],
      ['with another last leaf', { ...snapshot, state: Uint8Array.of(...snapshot.state.slice(0, 1), 0, ...snapshot.state.slice(2)) }, true],
    ] as const) {
      await reads.saveSnapshot(broken)
      reads.lowest = Infinity
      const again = await openJournal({ store: reads, outside: outsideAt() })
      assert.equal(again.root(), journal.root(), name)
      assert.equal(again.state.person(subject(6))?.handle, 'member-6', name)
      assert.equal(reads.lowest === 0, readsAll, name)
    }

    await other.store.saveSnapshot(snapshot)
    const foreign = await openJournal({ store: other.store, outside: outsideAt() })
    assert.equal(foreign.root(), other.journal.root())
  })

  it('leaves snapshots at its rhythm, and short sessions add up to one', async () => {
    const store = new MemoryStore()
    for (let session = 0; session < 5; session += 1) {
      const journal = await openJournal({ store, outside: outsideAt(), snapshots: { every: 1000, onClose: 9 } })
      for (let number = 0; number < 3; number += 1) await journal.command(`${session} ${number}`, origin, adding(session * 10 + number))
      await journal.close()
    }
    assert.equal((await store.loadSnapshot())?.size, 9)
  })

  it('goes on when a snapshot cannot be saved, and says so', async () => {
    const store = new MemoryStore()
    store.saveSnapshot = async () => {
      throw new Error('too large')
    }
    const warnings: string[] = []
    const journal = await openJournal({
      store,
      outside: outsideAt(),
      snapshots: { every: 1, onClose: 1 },
      warn: (text) => warnings.push(text),
    })
    assert.equal(await journal.command('a', origin, adding(1)), 0)
    await journal.close()
    assert.deepEqual(warnings, ['no snapshot was saved: too large'])
  })

  it('forgets at once what is erased, and all hashes still hold', async () => {
    const { journal, store } = await filled(3)
    const root = journal.root()
    assert.equal(await journal.erase([{ seq: 1, fields: 'all' }]), 1)
    assert.equal(journal.state.person(subject(1))?.handle, undefined)
    assert.equal(journal.state.person(subject(2))?.handle, 'member-2')
    assert.equal(journal.root(), root)
    assert.deepEqual((await journal.verify()).problems, [])
    await assert.rejects(journal.command('add 1', origin, adding(1)), /deleted by an erasure/)
    assert.equal(await journal.command('next', origin, adding(9)), 3)
    assert.equal(await store.size(), 4)
  })

  it('keeps the texts that entries name', async () => {
    const { journal, store } = await filled(0)
    const text = 'writ: 1\n'
    const hash = Buffer.from(nodeHashing.sha256(nodeHashing.utf8(text))).toString('hex')
    const genesis =
      (documents: ReadonlyMap<string, string>): Decide =>
      () => ({
        drafts: [draft('genesis', { charter: hash, demo: true, origin_id: 'test' })],
        documents,
        answer: null,
      })
    await journal.command('with', origin, genesis(new Map([[hash, text]])))
    assert.equal(await store.document(hash), text)
    assert.deepEqual((await journal.verify()).problems, [])

    const without = await filled(0)
    await without.journal.command('without', origin, genesis(new Map()))
    const [problem] = (await without.journal.verify()).problems
    assert.match(problem?.text ?? '', /is not kept/)
  })

  it('finds every changed byte when it verifies', async () => {
    const { store } = await filled(4)
    const whole = await store.read(0, 10)
    const honest = await openLedgerView(store, nodeHashing)
    assert.deepEqual((await honest.verify()).problems, [])
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(10_000), fc.nat(7), fc.constantFrom('body', 'leaf'), async (seq, place, bit, part) => {
        const changed = structuredClone([...whole])
        const bytes = changed[seq]?.[part] ?? new Uint8Array(1)
        bytes[place % bytes.length] = (bytes[place % bytes.length] ?? 0) ^ (1 << bit)
        store.read = async (from, limit) => changed.slice(from, from + limit)
        assert.deepEqual(
          (await honest.verify()).problems.map((problem) => problem.seq),
          part === 'leaf' ? [seq, undefined] : [seq],
        )
      }),
      { numRuns: counts({ floor: 100, ci: 500, deep: 10_000 }) },
    )
  })

  it('notices entries that are missing, swapped, doubled or replaced by a ledger of its own making', async () => {
    const { store } = await filled(4)
    const view = await openLedgerView(store, nodeHashing)
    const [a, b, c, d] = await store.read(0, 10)
    const whollyReplaced = await (await filled(4, 'other salts')).store.read(0, 10)
    for (const [name, kept] of [
      ['first missing', [b, c, d]],
      ['middle missing', [a, b, d]],
      ['last missing', [a, b, c]],
      ['all missing', []],
      ['swapped', [a, c, b, d]],
      ['swapped and renumbered', [a, { ...c, seq: 1 }, { ...b, seq: 2 }, d]],
      ['one entry of another ledger', [a, whollyReplaced[1], c, d]],
      ['wholly replaced', whollyReplaced],
      ['opening of another entry', [a, { ...b, openings: c?.openings }, c, d]],
    ] as const) {
      store.read = async (from, limit) =>
        (kept as readonly { seq: number }[]).filter(({ seq }) => seq >= from && seq < from + limit) as never
      assert.notDeepEqual((await view.verify()).problems, [], name)
    }
  })

  it('is the same after any mixture of batches, failures and reopenings as after single commands', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('batch' as const), size: fc.integer({ min: 1, max: 6 }) }),
      fc.record({ kind: fc.constant('failure' as const), size: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('reopen' as const), size: fc.constant(0) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const store = new MemoryStore()
        const open = () => openJournal({ store, outside: outsideAt(), snapshots: { every: 4, onClose: 2 } })
        let journal = await open()
        let number = 0
        for (const { kind, size } of steps) {
          if (kind === 'reopen') {
            await journal.close()
            journal = await open()
            continue
          }
          if (kind === 'failure') store.failNext = new Error('planned')
          const first = number
          const results = await Promise.allSettled(
            Array.from({ length: size }, (_, index) => journal.command(`k${first + index}`, origin, adding(first + index))),
          )
          assert.ok(results.every((result) => result.status === (kind === 'failure' ? 'rejected' : 'fulfilled')))
          if (kind === 'batch') number += size
        }
        assert.equal(journal.size, number)
        const reference = await filled(number)
        assert.deepEqual([...journal.state.people()], [...reference.journal.state.people()])
        store.loadSnapshot = async () => undefined
        const replayed = await openLedgerView(store, nodeHashing)
        assert.equal(replayed.root, journal.root())
        assert.deepEqual([...replayed.state.people()], [...journal.state.people()])
        assert.deepEqual((await journal.verify()).problems, [])
      }),
      { numRuns: counts({ floor: 30, ci: 100, deep: 1000 }) },
    )
  })

  it('takes nothing after it was closed, but finishes what it had', async () => {
    const { journal, store } = await filled(0)
    const last = journal.command('last', origin, adding(1))
    const closing = journal.close()
    await assert.rejects(journal.command('late', origin, adding(2)), /closed/)
    assert.equal(await last, 0)
    await closing
    assert.equal(await store.size(), 1)
  })
})

/** A store whose append takes until `finish`. */
class SlowStore extends MemoryStore {
  readonly #gate = Promise.withResolvers<void>()
  readonly #start = Promise.withResolvers<void>()
  readonly started = this.#start.promise
  failLate: Error | undefined

  finish(): void {
    this.#gate.resolve()
  }

  override async append(size: number, commands: readonly NewCommand[]): Promise<void> {
    this.#start.resolve()
    await this.#gate.promise
    if (this.failLate !== undefined) throw this.failLate
    await super.append(size, commands)
  }
}

class CountingStore extends MemoryStore {
  lowest = Infinity

  override async read(from: number, limit: number) {
    this.lowest = Math.min(this.lowest, from)
    return super.read(from, limit)
  }
}

async function copyInto(copy: MemoryStore, store: MemoryStore): Promise<void> {
  const entries = (await store.read(0, 1000)).map(({ body, leaf, openings }) => ({ type: '', body, leaf, openings: openings ?? {} }))
  await copy.append(0, [{ idempotencyKey: 'copy', entries, documents: new Map(), answer: null }])
}
