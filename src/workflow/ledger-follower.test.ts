import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draft, type Origin } from '../ledger/entry.ts'
import { MemoryStore } from '../../test/support/memory-store.ts'
import { fixedClock, nodeHashing, seededRandomness } from '../../test/support/outside.ts'
import { openJournal, type Journal } from './journal.ts'
import { followLedger, type LedgerFollower } from './ledger-follower.ts'

const origin: Origin = { channel: 'cli', identity: 'operator:warden' }
const subject = (number: number) => `s-${String(number).padStart(16, '0')}`

async function opened(): Promise<{ readonly store: MemoryStore; readonly journal: Journal; readonly follower: LedgerFollower }> {
  const store = new MemoryStore()
  const outside = { clock: fixedClock('2026-05-03T10:00:00Z'), hashing: nodeHashing, randomness: seededRandomness('follower') }
  const journal = await openJournal({ store, outside })
  return { store, journal, follower: followLedger(store, nodeHashing) }
}

async function add(journal: Journal, number: number): Promise<void> {
  await journal.command(`add ${number}`, origin, () => ({
    drafts: [draft('person.registered', { subject: subject(number), handle: `member-${number}` })],
    answer: null,
  }))
}

const handle = (follower: LedgerFollower, number: number) => follower.read(({ state }) => state.person(subject(number))?.handle)

describe('a follower of a ledger', () => {
  it('sees at each look all that was written before it', async () => {
    const { journal, follower } = await opened()
    assert.equal(await follower.read(({ size }) => size), 0)
    for (let number = 1; number <= 20; number += 1) {
      await add(journal, number)
      assert.equal(await handle(follower, number), `member-${number}`)
      const seen = await follower.read(({ size, root }) => ({ size, root }))
      assert.deepEqual(seen, { size: journal.size, root: journal.root() })
    }
  })

  it('reads each entry once', async () => {
    const { store, journal, follower } = await opened()
    for (let number = 1; number <= 10; number += 1) await add(journal, number)
    await follower.read(() => undefined)
    let read = 0
    const whole = store.read.bind(store)
    store.read = (from, limit) => {
      read += limit
      return whole(from, limit)
    }
    await follower.read(() => undefined)
    assert.equal(read, 0)
    await add(journal, 11)
    await follower.read(() => undefined)
    assert.equal(read, 1)
  })

  it('forgets what was erased, without having to be told', async () => {
    const { journal, follower } = await opened()
    await add(journal, 1)
    await add(journal, 2)
    assert.equal(await handle(follower, 1), 'member-1')
    const before = await follower.read(({ version }) => version)
    await journal.erase([{ seq: 0, fields: ['handle'] }])
    assert.equal(await handle(follower, 1), undefined)
    assert.equal(await handle(follower, 2), 'member-2')
    assert.notEqual(await follower.read(({ version }) => version), before)
    assert.equal(await follower.read(({ state }) => state.personByHandle('member-1')), undefined)
  })

  it('notices an erasure that came with further entries', async () => {
    const { journal, follower } = await opened()
    await add(journal, 1)
    await follower.read(() => undefined)
    await journal.erase([{ seq: 0, fields: 'all' }])
    await add(journal, 2)
    assert.equal(await handle(follower, 1), undefined)
    assert.equal(await handle(follower, 2), 'member-2')
  })

  it('changes its version with whatever can be seen, and with nothing else', async () => {
    const { journal, follower } = await opened()
    await add(journal, 1)
    const version = await follower.read((moment) => moment.version)
    assert.equal(await follower.read((moment) => moment.version), version)
    await add(journal, 2)
    assert.notEqual(await follower.read((moment) => moment.version), version)
  })

  it('lets nothing change under a look', async () => {
    const { journal, follower } = await opened()
    await add(journal, 1)
    const slow = follower.read(async ({ state, size }) => {
      await add(journal, 2)
      await new Promise((resolve) => setImmediate(resolve))
      return { before: size, after: state.size, known: state.person(subject(2)) }
    })
    const next = handle(follower, 2)
    assert.deepEqual(await slow, { before: 1, after: 1, known: undefined })
    assert.equal(await next, 'member-2')
  })

  it('reads everything anew after a failure in the middle', async () => {
    const { store, journal, follower } = await opened()
    await add(journal, 1)
    await follower.read(() => undefined)
    await add(journal, 2)
    const whole = store.read.bind(store)
    store.read = () => Promise.reject(new Error('the disk is gone'))
    await assert.rejects(
      follower.read(() => undefined),
      /the disk is gone/,
    )
    store.read = whole
    assert.deepEqual(await follower.read(({ size, root }) => ({ size, root })), { size: 2, root: journal.root() })
  })

  it('goes on after a look that failed', async () => {
    const { journal, follower } = await opened()
    await add(journal, 1)
    await assert.rejects(
      follower.read(() => {
        throw new Error('a mistake in a page')
      }),
      /a mistake/,
    )
    assert.equal(await handle(follower, 1), 'member-1')
  })

  it('names the ledger by its first entry, whenever that came', async () => {
    const { journal, follower } = await opened()
    assert.equal(await follower.read((moment) => moment.origin), '')
    await add(journal, 1)
    const first = await follower.read((moment) => moment.origin)
    assert.match(first, /^[0-9a-f]{64}$/)
    await add(journal, 2)
    assert.equal(await follower.read((moment) => moment.origin), first)
  })
})
