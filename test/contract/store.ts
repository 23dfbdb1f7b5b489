import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import type { Json } from '../../src/kernel/json.ts'
import type { Openings } from '../../src/ledger/leaf.ts'
import { StaleSizeError, StoreFailedError } from '../../src/store/errors.ts'
import type { NewCommand, NewEntry, Store } from '../../src/workflow/ports.ts'
import { hostileTexts, loneSurrogates } from '../support/hostile-texts.ts'

export interface StoreUnderTest {
  readonly store: Store
  /** Closes it and opens the same data again; undefined for a store that forgets when it is closed. */
  readonly reopen: (() => Promise<Store>) | undefined
  readonly cleanUp: () => void
}

/** What every store must do, whatever it stands on. */
export function testStore(name: string, makeStore: () => StoreUnderTest): void {
  async function withStore(work: (store: Store, under: StoreUnderTest) => Promise<void>): Promise<void> {
    const under = makeStore()
    try {
      await work(under.store, under)
    } finally {
      await under.store.close()
      under.cleanUp()
    }
  }

  describe(`the store ${name}`, () => {
    it('is empty at first', () =>
      withStore(async (store) => {
        assert.equal(await store.size(), 0)
        assert.deepEqual(await store.read(0, 10), [])
        assert.equal(await store.answerOf('key'), undefined)
        assert.equal(await store.loadSnapshot(), undefined)
      }))

    it('gives back the exact bytes in order, from any place', () =>
      withStore(async (store) => {
        await store.append(0, [command('first', ['a', 'b', 'c']), command('second', ['d'])])
        await store.append(4, [command('third', ['e'])])
        assert.equal(await store.size(), 5)
        const all = await store.read(0, 100)
        assert.deepEqual(
          all.map((stored) => [stored.seq, text(stored.body)]),
          ['a', 'b', 'c', 'd', 'e'].map((letter, seq) => [seq, letter]),
        )
        for (const stored of all) assert.deepEqual(plain(stored.leaf), plain(sha256(text(stored.body))))
        assert.deepEqual(
          (await store.read(1, 2)).map((stored) => stored.seq),
          [1, 2],
        )
        assert.deepEqual(
          (await store.read(4, 5)).map((stored) => stored.seq),
          [4],
        )
        assert.deepEqual(await store.read(5, 5), [])
        assert.deepEqual(await store.read(99, 1), [])
        for (const [from, limit] of [
          [0, 100],
          [1, 2],
          [4, 5],
          [99, 1],
        ] as const)
          assert.deepEqual(
            (await store.leaves(from, limit)).map(plain),
            all.slice(from, from + limit).map((stored) => plain(stored.leaf)),
          )
      }))

    it('gives back every byte there is', () =>
      withStore(async (store) => {
        const body = Uint8Array.from({ length: 512 }, (_, index) => (index * 7) % 256)
        const leaf = Uint8Array.from({ length: 32 }, (_, index) => (index < 4 ? 0 : 255 - index))
        await store.append(0, [{ ...command('key', []), entries: [{ ...entry('x'), body, leaf }] }])
        const [stored] = await store.read(0, 1)
        assert.deepEqual(plain(stored?.body), plain(body))
        assert.deepEqual(plain(stored?.leaf), plain(leaf))
      }))

    it('keeps the answer of a command and refuses to write its key again', () =>
      withStore(async (store) => {
        await store.append(0, [command('key', ['a'], { answer: { grant: 0 } })])
        assert.deepEqual(await store.answerOf('key'), { grant: 0 })
        assert.equal(await store.answerOf('Key'), undefined)
        await refused(store, 1, [command('other', ['b']), command('key', ['c'])], StoreFailedError)
        assert.equal(await store.size(), 1)
        assert.equal(await store.answerOf('other'), undefined)
        await refused(store, 1, [command('twice', ['b']), command('twice', ['b'])], StoreFailedError)
        assert.equal(await store.size(), 1)
        await store.append(1, [command('null', ['b'], { answer: null })])
        assert.equal(await store.answerOf('null'), null)
      }))

    it('refuses a size that is not the present one and writes nothing', () =>
      withStore(async (store) => {
        await store.append(0, [command('key', ['a'])])
        for (const size of [0, 2, -1]) {
          const refusal = await refused(store, size, [command(`size ${size}`, ['b'])], StaleSizeError)
          assert.deepEqual([refusal.expected, refusal.found], [size, 1])
        }
        assert.equal(await store.size(), 1)
        assert.equal(await store.answerOf('size 0'), undefined)
      }))

    it('writes all of a batch or nothing', () =>
      withStore(async (store) => {
        const [good, bad] = [command('good', ['a', 'b'], { documents: documents('kept?') }), command('bad', ['c'])]
        const wrong: readonly NewCommand[] = [
          { ...bad, entries: [{ ...entry('c'), leaf: new Uint8Array(31) }] },
          { ...bad, entries: [{ ...entry('c'), body: new Uint8Array(0) }] },
          { ...bad, entries: [{ ...entry('c'), body: new Uint8Array(60_001) }] },
          { ...bad, documents: new Map([[sha256('other').toString('hex'), 'not of this hash']]) },
          { ...bad, documents: documents('lone \ud800') },
        ]
        for (const broken of wrong) await refused(store, 0, [good, broken], StoreFailedError)
        assert.equal(await store.size(), 0)
        assert.equal(await store.answerOf('good'), undefined)
        assert.equal(await store.document(sha256('kept?').toString('hex')), undefined)
        await store.append(0, [good])
        assert.equal(await store.size(), 2)
      }))

    it('keeps entries of up to 60,000 bytes and openings of any size', () =>
      withStore(async (store) => {
        const openings = { text: { salt: 's', value: 'y'.repeat(300_000) } }
        await store.append(0, [{ ...command('key', []), entries: [{ ...entry('x'.repeat(60_000)), openings }] }])
        const [stored] = await store.read(0, 1)
        assert.equal(stored?.body.length, 60_000)
        assert.deepEqual(stored?.openings, openings)
      }))

    it('gives documents by their hash, once written however often', () =>
      withStore(async (store) => {
        const hash = sha256('roles: {}\n').toString('hex')
        await store.append(0, [command('one', ['a'], { documents: documents('roles: {}\n') })])
        await store.append(1, [command('two', ['b'], { documents: documents('roles: {}\n', 'other') })])
        assert.equal(await store.document(hash), 'roles: {}\n')
        assert.equal(await store.document(sha256('other').toString('hex')), 'other')
        assert.equal(await store.document('0'.repeat(64)), undefined)
      }))

    it('erases the openings that are named and no others', () =>
      withStore(async (store) => {
        const openings: Openings = { role: { salt: '1', value: 'captain' }, use_case: { salt: '2', value: 'secret' } }
        const entries = ['a', 'b', 'c', 'd'].map((letter) => ({ ...entry(letter), openings }))
        await store.append(0, [{ ...command('key', []), entries }])
        const touched = await store.erase([
          { seq: 0, fields: ['use_case'] },
          { seq: 1, fields: 'all' },
          { seq: 2, fields: ['absent'] },
          { seq: 3, fields: ['role', 'use_case'] },
          { seq: 77, fields: 'all' },
        ])
        assert.equal(touched, 3)
        const read = await store.read(0, 10)
        assert.deepEqual(
          read.map((stored) => stored.openings),
          [{ role: openings['role'] }, undefined, openings, undefined],
        )
        assert.deepEqual(
          read.map((stored) => text(stored.body)),
          ['a', 'b', 'c', 'd'],
        )
        for (const stored of read) assert.deepEqual(plain(stored.leaf), plain(sha256(text(stored.body))))
        assert.equal(await store.erase([{ seq: 1, fields: 'all' }]), 0)
        await store.append(4, [command('afterwards', ['e'])])
        assert.equal(await store.size(), 5)
      }))

    it('counts erasures that deleted something, for those who keep what they read', () =>
      withStore(async (store) => {
        assert.equal(await store.erasures(), 0)
        const openings: Openings = { role: { salt: '1', value: 'captain' }, use_case: { salt: '2', value: 'secret' } }
        await store.append(0, [{ ...command('key', []), entries: [{ ...entry('a'), openings }] }])
        await store.erase([{ seq: 0, fields: ['absent'] }])
        assert.equal(await store.erasures(), 0)
        await store.erase([{ seq: 0, fields: ['role'] }])
        await store.erase([{ seq: 0, fields: 'all' }])
        assert.equal(await store.erasures(), 2)
      }))

    it('deletes the snapshot and the kept answers with what was erased, but still knows the commands', () =>
      withStore(async (store) => {
        await store.append(0, [command('key', ['a'], { answer: { person: 'Rosalind' } })])
        await store.saveSnapshot({ size: 1, root: 'ab', version: '1', state: new Uint8Array([1]) })
        assert.equal(await store.erase([{ seq: 0, fields: 'all' }]), 1)
        assert.equal(await store.loadSnapshot(), undefined)
        await assert.rejects(store.answerOf('key'), StoreFailedError)
        await refused(store, 1, [command('key', ['b'])], StoreFailedError)
      }))

    it('keeps the last snapshot', () =>
      withStore(async (store) => {
        const state = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256)
        await store.saveSnapshot({ size: 1, root: '01', version: 'old', state: new Uint8Array(0) })
        await store.saveSnapshot({ size: 5, root: 'ff', version: '1/2', state })
        const loaded = await store.loadSnapshot()
        assert.deepEqual([loaded?.size, loaded?.root, loaded?.version], [5, 'ff', '1/2'])
        assert.deepEqual(plain(loaded?.state), plain(state))
      }))

    it('keeps snapshots of earlier states, an eighth of the ledger apart at most', () =>
      withStore(async (store) => {
        for (let size = 1; size <= 200; size += 1)
          await store.saveSnapshot({ size, root: 'ff', version: '2', state: new Uint8Array([size]) })
        const found: number[] = []
        for (let at = await store.loadSnapshot(); at !== undefined; at = await store.loadSnapshot(at.size - 1)) {
          assert.deepEqual(plain(at.state), [at.size])
          found.push(at.size)
        }
        assert.equal(found[0], 200)
        assert.ok(found.length <= 17, `${found.length} are kept`)
        const gaps = found.map((size, index) => size - (found[index + 1] ?? 0))
        assert.ok(Math.max(...gaps) <= 200 / 8, found.join())
        assert.equal(await store.loadSnapshot((found.at(-1) ?? 1) - 1), undefined)
      }))

    it('drops snapshots of another version and larger ones when one is saved, and all of them with an erasure', () =>
      withStore(async (store) => {
        const save = (size: number, version: string) => store.saveSnapshot({ size, root: 'ff', version, state: new Uint8Array([1]) })
        const sizes = async () => [
          (await store.loadSnapshot(10))?.size,
          (await store.loadSnapshot(20))?.size,
          (await store.loadSnapshot())?.size,
        ]
        await save(10, 'a')
        await save(20, 'a')
        await save(30, 'a')
        assert.deepEqual(await sizes(), [10, 20, 30])
        await save(20, 'a')
        assert.deepEqual(await sizes(), [10, 20, 20])
        await save(25, 'b')
        assert.deepEqual(await sizes(), [undefined, undefined, 25])
        await save(30, 'b')
        await store.append(0, [command('key', ['a'])])
        await store.erase([{ seq: 0, fields: 'all' }])
        assert.deepEqual(await sizes(), [undefined, undefined, undefined])
      }))

    it('keeps notes, the last value of each name', () =>
      withStore(async (store) => {
        assert.equal(await store.note('job'), undefined)
        await store.setNote('job', { at: 5, list: [1, null, 'x'] })
        await store.setNote('other', null)
        await store.setNote('job', 'again')
        assert.equal(await store.note('job'), 'again')
        assert.equal(await store.note('other'), null)
      }))

    it('survives hostile texts in every place', () =>
      withStore(async (store) => {
        let size = 0
        for (const hostile of hostileTexts) {
          const openings = { [hostile]: { salt: hostile, value: { [hostile]: [hostile] } } }
          const value = {
            ...command(hostile, [], { answer: [hostile], documents: documents(hostile) }),
            entries: [{ ...entry(`b${hostile}`), openings }],
          }
          await store.append(size, [value])
          await store.setNote(hostile, hostile)
          const [stored] = await store.read(size, 1)
          size += 1
          assert.equal(text(stored?.body), `b${hostile}`)
          assert.deepEqual(JSON.stringify(stored?.openings), JSON.stringify(openings))
        }
        for (const hostile of hostileTexts) {
          assert.deepEqual(await store.answerOf(hostile), [hostile])
          assert.equal(await store.document(sha256(hostile).toString('hex')), hostile)
          assert.equal(await store.note(hostile), hostile)
        }
      }))

    it('tells keys and values with lone surrogates apart', () =>
      withStore(async (store) => {
        for (const [index, lone] of loneSurrogates.entries()) {
          await store.append(index, [command(lone, ['x'], { answer: index })])
          await store.setNote('lone', lone)
          assert.equal(await store.note('lone'), lone)
        }
        for (const [index, lone] of loneSurrogates.entries()) assert.equal(await store.answerOf(lone), index)
        assert.equal(await store.answerOf('\uFFFD'), undefined)
      }))

    it('does not share memory with its callers', () =>
      withStore(async (store) => {
        const body = Buffer.from('before')
        await store.append(0, [{ ...command('key', []), entries: [{ ...entry('before'), body }] }])
        body.fill(0)
        const [first] = await store.read(0, 1)
        assert.equal(text(first?.body), 'before')
        first?.body.fill(0)
        assert.equal(text((await store.read(0, 1))[0]?.body), 'before')
      }))

    it('finds everything again when it is opened again', async (context) => {
      const under = makeStore()
      try {
        if (under.reopen === undefined) return context.skip('this store forgets')
        const { store } = under
        await store.append(0, [command('key', ['a', 'b'], { answer: { grant: 1 }, documents: documents('charter') })])
        await store.saveSnapshot({ size: 2, root: 'ab', version: '1', state: new Uint8Array([7]) })
        await store.setNote('job', 3)
        const before = await store.read(0, 10)
        await store.close()
        const again = await under.reopen()
        assert.deepEqual(await again.read(0, 10), before)
        assert.deepEqual(await again.answerOf('key'), { grant: 1 })
        assert.equal(await again.document(sha256('charter').toString('hex')), 'charter')
        assert.deepEqual(plain((await again.loadSnapshot())?.state), [7])
        assert.equal(await again.note('job'), 3)
        await again.close()
        await again.close()
      } finally {
        under.cleanUp()
      }
    })
  })
}

export function entry(body: string): NewEntry {
  return { type: 'notice.sent', body: Buffer.from(body), leaf: sha256(body), openings: { text: { salt: 'salt', value: body } } }
}

export function command(
  idempotencyKey: string,
  bodies: readonly string[],
  more: { readonly answer?: Json; readonly documents?: ReadonlyMap<string, string> } = {},
): NewCommand {
  return { idempotencyKey, entries: bodies.map(entry), documents: more.documents ?? new Map(), answer: more.answer ?? null }
}

function documents(...texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(texts.map((value) => [sha256(value).toString('hex'), value]))
}

async function refused<E extends Error>(
  store: Store,
  size: number,
  commands: readonly NewCommand[],
  expected: new (...values: never[]) => E,
): Promise<E> {
  try {
    await store.append(size, commands)
  } catch (refusal) {
    assert.ok(refusal instanceof expected, `${String(refusal)} is no ${expected.name}`)
    return refusal
  }
  return assert.fail(`the batch was written; it should be refused with ${expected.name}`)
}

function sha256(value: string): Buffer {
  return createHash('sha256').update(value, 'utf8').digest()
}

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8')
const plain = (bytes: Uint8Array | undefined) => [...(bytes ?? [])]
