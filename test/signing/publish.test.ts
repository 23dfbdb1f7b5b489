/** The log is signed as it grows, and never as anything else: whatever is changed, brought back, lost or killed. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fromBase64 } from '../../src/kernel/base64.ts'
import { openCheckpoint, parseCheckpoint } from '../../src/ledger/checkpoint.ts'
import { draft, type Origin } from '../../src/ledger/entry.ts'
import { LEAF_PREFIX } from '../../src/ledger/leaf.ts'
import { formatNote, parseNote, parseNoteKey } from '../../src/ledger/signed-note.ts'
import { logFolder } from '../../src/store/log-folder.ts'
import { openJournal, type Journal } from '../../src/workflow/journal.ts'
import type { Store } from '../../src/workflow/ports.ts'
import { KeyRefusedError, makeLogKey, originNameOf, rotateLogKey } from '../../src/workflow/signing/keys.ts'
import { knownKeys, publishCheckpoint, SIGNED_NOTE, type Published } from '../../src/workflow/signing/publish.ts'
import { KeyUnusableError, SignedLogUnreadableError, type LogFolder, type SignedLog } from '../../src/workflow/signing/signed-log.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { fixedClock, nodeHashing, nodeVerifying, seededRandomness } from '../support/outside.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const origin: Origin = { channel: 'cli', identity: 'operator:warden' }
const NAME = 'rights.example/log'
const checking = { hashing: nodeHashing, verifying: nodeVerifying }

interface Place {
  readonly store: Store
  readonly journal: Journal
  readonly folder: LogFolder
  publish(): Promise<Published>
  make(): ReturnType<typeof makeLogKey>
  rotate(): ReturnType<typeof rotateLogKey>
  add(...numbers: readonly number[]): Promise<void>
}

const person = (number: number) =>
  draft('person.registered', { subject: `s-${String(number).padStart(16, '0')}`, handle: `member-${number}` })

/** A process that has a ledger and a folder of keys. */
async function process(path: string, store: Store, folder = logFolder(path, nodeHashing)): Promise<Place> {
  const outside = { clock: fixedClock('2026-05-03T10:00:00Z'), hashing: nodeHashing, randomness: seededRandomness(`${await store.size()}`) }
  const journal = await openJournal({ store, outside })
  const [instance, signing] = [
    { journal, store, outside },
    { folder, verifying: nodeVerifying },
  ]
  return {
    store,
    journal,
    folder,
    publish: () => publishCheckpoint(instance, signing),
    make: () => makeLogKey(instance, signing, { name: NAME, operator: 'warden' }),
    rotate: () => rotateLogKey(instance, signing, { operator: 'warden', reason: undefined }),
    add: async (...numbers) => {
      for (const number of numbers) await journal.command(`add ${number}`, origin, () => ({ drafts: [person(number)], answer: null }))
    },
  }
}

const sha256 = (...parts: readonly Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

/** RFC 6962 section 2.1, as it stands there. */
function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  const [leaf] = leaves
  if (leaf === undefined) return sha256()
  if (leaves.length === 1) return Buffer.from(leaf)
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(Uint8Array.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

const keysOf = ({ journal }: Place) => knownKeys(journal.state, nodeHashing)
const vkeysInUse = (place: Place) => keysOf(place).flatMap(({ key, retired }) => (retired ? [] : [key.vkey]))

function opened(note: string | undefined, place: Place) {
  const result = openCheckpoint(
    note ?? '',
    keysOf(place).map(({ key }) => key),
    checking,
  )
  assert.ok(result.ok, result.ok ? '' : result.error)
  return result.value
}

/** What the folder hands out, whoever asks. */
async function head(place: Pick<Place, 'folder'>): Promise<string> {
  return (await place.folder.read()).head?.note ?? ''
}

function why(published: Published): string {
  return published.kind === 'refused' ? published.why : assert.fail(`it was ${published.kind}`)
}

/** Another ledger whose entries are those of a store, but for what `change` does to one. */
async function rewritten(store: Store, change: (seq: number, body: string) => string): Promise<MemoryStore> {
  const other = new MemoryStore()
  const entries = await store.read(0, await store.size())
  for (const { seq, body, openings } of entries) {
    const bytes = nodeHashing.utf8(change(seq, Buffer.from(body).toString()))
    const entry = { type: 'x', body: bytes, leaf: nodeHashing.sha256(LEAF_PREFIX, bytes), openings: openings ?? {} }
    await other.append(seq, [{ idempotencyKey: `copy ${seq}`, entries: [entry], documents: new Map(), answer: null }])
  }
  return other
}

describe('a log with a key', () => {
  it('is signed at each size, by the key that its ledger names', async () => {
    using files = temporaryFolder()
    const place = await process(files.path, new MemoryStore())
    await place.add(1, 2)
    assert.deepEqual(await place.publish(), { kind: 'keyless' })
    const { key, published } = await place.make()
    assert.equal(published.kind, 'signed')
    assert.deepEqual(vkeysInUse(place), [key.vkey])
    for (let number = 3; number < 20; number += 1) {
      await place.add(number)
      assert.equal((await place.publish()).kind, 'signed')
      const { origin: name, size, root, signers } = opened(await head(place), place)
      assert.deepEqual([name, size, signers.map(({ vkey }) => vkey)], [NAME, number + 1, [key.vkey]])
      assert.deepEqual(Buffer.from(root), naiveRoot(await place.store.leaves(0, size)))
      assert.equal((await place.publish()).kind, 'unchanged')
    }
    await assert.rejects(place.make(), KeyRefusedError)
  })

  it('has files that are its owner’s alone, and tells the private key to nobody', async () => {
    using files = temporaryFolder()
    const place = await process(files.path, new MemoryStore())
    const { key } = await place.make()
    assert.deepEqual(readdirSync(files.path).toSorted(), [`log-${key.id}.key`, 'log-signed.json'].toSorted())
    for (const name of readdirSync(files.path)) assert.equal(statSync(join(files.path, name)).mode & 0o777, 0o600, name)
    const secret = readFileSync(files.file(`log-${key.id}.key`), 'utf8')
    assert.match(secret, new RegExp(`^PRIVATE\\+KEY\\+${NAME}\\+${key.id}\\+[A-Za-z0-9+/]{44}\\n$`))
    const seed = Buffer.from(secret.trim().slice(-44), 'base64').subarray(1)
    const said = [readFileSync(files.file('log-signed.json')), Buffer.from(JSON.stringify(await place.store.note(SIGNED_NOTE)))]
    for (const { body, openings } of await place.store.read(0, 10)) said.push(Buffer.from(body), Buffer.from(JSON.stringify(openings)))
    for (const form of [seed.toString('hex'), seed.toString('base64'), seed.toString('base64url'), secret.trim().slice(-44)])
      for (const text of said) assert.ok(!text.includes(form))
    chmodSync(files.file(`log-${key.id}.key`), 0o640)
    await place.add(1)
    const locked = await place.publish()
    assert.match(locked.kind === 'locked' ? locked.why : '', /others can read .*chmod 600/)
    rmSync(files.file(`log-${key.id}.key`))
    assert.match(JSON.stringify(await place.publish()), /"locked".*the private key of rights\.example\/log\+[0-9a-f]{8} is not here/)
  })

  it('signs as the reference does, byte for byte', async () => {
    using files = temporaryFolder()
    // golang.org/x/mod/sumdb/note, TestSign
    writeFileSync(files.file('log-c74f20a3.key'), 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', {
      mode: 0o600,
    })
    const key = parseNoteKey(nodeHashing, 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
    assert.ok(key.ok)
    const signer = await logFolder(files.path, nodeHashing).signer(key.value)
    const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    const signature = signer?.sign(nodeHashing.utf8(text)) ?? new Uint8Array()
    assert.equal(
      formatNote(text, [{ name: key.value.name, id: key.value.id, signature }]),
      `${text}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`,
    )
    const other = { ...key.value, publicKey: new Uint8Array(32), vkey: 'another' }
    await assert.rejects(logFolder(files.path, nodeHashing).signer(other), KeyUnusableError)
    writeFileSync(files.file('log-c74f20a3.key'), 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEK')
    await assert.rejects(logFolder(files.path, nodeHashing).signer(key.value), /is no private key of a log/)
  })

  it('is called as the settings say, else by its address, else by its first entry', async () => {
    const place = await process('', new MemoryStore())
    await place.add(1)
    assert.equal(await originNameOf(place, { origin: 'a.example/x', url: 'https://b.example' }), 'a.example/x')
    assert.equal(await originNameOf(place, { url: 'https://b.example:8443/rights/' }), 'b.example:8443/rights/log')
    assert.match(await originNameOf(place, {}), /^writ-log-[0-9a-f]{16}$/)
  })
})

describe('a ledger that is no continuation of what was signed', () => {
  async function signed(path: string, ...numbers: readonly number[]): Promise<Place> {
    const place = await process(path, new MemoryStore())
    await place.add(...numbers)
    await place.make()
    return place
  }

  it('is not signed, whatever was done to it, and is again when it is put right', async () => {
    using files = temporaryFolder()
    const place = await signed(files.path, 1, 2, 3, 4, 5)
    const before = await head(place)
    const other = await process(
      files.path,
      await rewritten(place.store, (seq, body) => (seq === 2 ? body.replace('s-0000000000000003', 's-9999999999999999') : body)),
    )
    const expected = /the first 6 entries are not those that were signed/
    for (const number of [100, 101]) {
      assert.match(why(await other.publish()), expected)
      await other.add(number)
    }
    const { head: kept, refusal } = await other.folder.read()
    assert.match(refusal?.why ?? '', expected)
    assert.equal(kept?.note, before)
    assert.equal((await place.publish()).kind, 'signed', 'the refusal is over')
    assert.equal((await place.folder.read()).refusal, undefined)
  })

  it('is not signed where an older one was put back, even if it grew since', async () => {
    using files = temporaryFolder()
    const place = await signed(files.path, 1, 2)
    const backup = await rewritten(place.store, (_seq, body) => body)
    await place.add(3, 4, 5)
    assert.equal((await place.publish()).kind, 'signed')
    const note = await head(place)
    const older = await process(files.path, backup)
    assert.match(why(await older.publish()), /has 3 entries, fewer than the 6 that were signed/)
    await older.add(30, 40, 50, 60)
    assert.match(why(await older.publish()), /the first 6 entries are not those that were signed/)
    await assert.rejects(older.rotate(), /nothing was retired/)
    assert.equal(await head(older), note)
  })

  it('is not signed where the older one names no key, or one that was retired since', async () => {
    using files = temporaryFolder()
    const place = await process(files.path, new MemoryStore())
    await place.add(1)
    const keyless = await rewritten(place.store, (_seq, body) => body)
    await place.make()
    const beforeRotation = await rewritten(place.store, (_seq, body) => body)
    await place.rotate()
    const file = readFileSync(files.file('log-signed.json'), 'utf8')
    assert.match(
      why(await (await process(files.path, keyless)).publish()),
      /names no key, but something was signed: an older one was put back/,
    )
    assert.equal(readFileSync(files.file('log-signed.json'), 'utf8'), file, 'the folder may be another log’s')
    const older = await process(files.path, beforeRotation)
    assert.match(why(await older.publish()), /what was signed last is not of this ledger/)
    assert.match((await older.folder.read()).refusal?.why ?? '', /not of this ledger/)
    await assert.rejects(older.rotate(), /nothing was retired/)
    assert.equal((await place.publish()).kind, 'signed', 'the refusal is over')
  })

  it('is found out by either of the two places where the last signature is kept', async () => {
    using files = temporaryFolder()
    const place = await signed(files.path, 1, 2, 3)
    const other = await rewritten(place.store, (seq, body) => (seq === 1 ? body.replace('s-0000000000000002', 's-9999999999999999') : body))
    await other.setNote(SIGNED_NOTE, (await place.store.note(SIGNED_NOTE)) ?? null)
    rmSync(files.file('log-signed.json'))
    assert.match(why(await (await process(files.path, other)).publish()), /the first 4 entries are not those/)
    rmSync(files.file('log-signed.json'))
    assert.equal((await place.publish()).kind, 'signed')
    writeFileSync(files.file('log-signed.json'), '{"format":"writ-log-signed-1","head":7}')
    assert.match(why(await place.publish()), /is damaged: bring it back/)
    await assert.rejects(place.folder.read(), SignedLogUnreadableError)
  })

  it('is not signed where an entry is not what its hash says, or a note was forged', async () => {
    using files = temporaryFolder()
    const place = await signed(files.path, 1, 2)
    await place.add(3)
    const { store } = place
    const lying = await process(
      files.path,
      new Proxy(store, {
        get: (target, name) =>
          name === 'read'
            ? async (from: number, limit: number) =>
                (await target.read(from, limit)).map((one) =>
                  one.seq === 3 ? { ...one, body: nodeHashing.utf8(Buffer.from(one.body).toString().replace('000003', '000004')) } : one,
                )
            : Reflect.get(target, name).bind?.(target),
      }),
    ).catch((error: unknown) => error)
    if (!(lying instanceof Error)) assert.match(why(await (lying as Place).publish()), /hash/)
    const { head: last } = await place.folder.read()
    await place.folder.keep({
      head: { note: (last?.note ?? '').replace('\n3\n', '\n2\n'), at: last?.at ?? (0 as never) },
      refusal: undefined,
    })
    assert.match(why(await place.publish()), /the signature of rights\.example\/log\+[0-9a-f]{8} is false/)
  })
})

describe('a key that is changed for another', () => {
  it('signs the log that names the new one, and nothing after', async () => {
    using files = temporaryFolder()
    const place = await process(files.path, new MemoryStore())
    await place.add(1, 2, 3)
    const { key: old } = await place.make()
    const { key, retired, published } = await place.rotate()
    assert.notEqual(key.vkey, old.vkey)
    assert.equal(key.name, old.name)
    // three people, the first key, the second
    assert.deepEqual(retired, [{ vkey: old.vkey, size: 5 }])
    assert.deepEqual(
      place.journal.state.logKeys().map(({ id, vkey, retired: end }) => [id, vkey, end?.entry, end?.size]),
      [
        [3, old.vkey, 5, 5],
        [4, key.vkey, undefined, undefined],
      ],
    )
    assert.equal(published.kind, 'signed')
    assert.deepEqual(
      opened(await head(place), place).signers.map(({ vkey }) => vkey),
      [key.vkey],
    )
    assert.deepEqual(
      readdirSync(files.path).filter((name) => name.endsWith('.key')),
      [`log-${key.id}.key`],
    )
    await place.add(4)
    assert.equal((await place.publish()).kind, 'signed')
    assert.deepEqual(opened(await head(place), await process(files.path, place.store)).size, 7)
  })

  it('is changed though it was lost', async () => {
    using files = temporaryFolder()
    const place = await process(files.path, new MemoryStore())
    await place.add(1)
    const { key: old } = await place.make()
    rmSync(files.file(`log-${old.id}.key`))
    await place.add(2)
    assert.deepEqual((await place.rotate()).retired, [{ vkey: old.vkey, size: 2 }])
    assert.equal(opened(await head(place), place).size, 5)
  })
})

class Killed extends Error {}

/** Where writing durably costs nothing, if there is such a place: the folder is made a hundred times. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : undefined

/** Dies before the call of this number: what was done until then stands. */
function dying<T extends object>(part: T, calls: readonly string[], fate: { left: number }): T {
  return new Proxy(part, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (typeof name !== 'string' || !calls.includes(name)) return value.bind(target)
      return async (...given: readonly unknown[]) => {
        fate.left -= 1
        if (fate.left < 0) throw new Killed()
        return value.apply(target, given) as unknown
      }
    },
  })
}

describe('a process that is killed between any two steps', () => {
  const FOLDER = ['signer', 'make', 'forget', 'read', 'keep']
  const STORE = ['append', 'setNote', 'note', 'leaves', 'read']

  it('leaves a log that goes on: nothing that was ever signed contradicts the ledger, and every key is told', async () => {
    let [deaths, ends] = [0, 0]
    for (let step = 0; step < 200; step += 1) {
      using files = temporaryFolder(MEMORY)
      const store = new MemoryStore()
      const start = await process(files.path, store)
      await start.add(1, 2)
      const real = logFolder(files.path, nodeHashing)
      const seen: string[] = []
      const watched: LogFolder = {
        ...real,
        keep: async (log: SignedLog) => {
          await real.keep(log)
          seen.push(log.head?.note ?? '')
        },
      }
      const fate = { left: Infinity }
      const doomed = await process(files.path, dying<Store>(store, STORE, fate), dying(watched, FOLDER, fate))
      fate.left = step
      const ended = await (async () => {
        await doomed.make()
        await doomed.add(3)
        await doomed.publish()
        await doomed.rotate()
        await doomed.add(4)
        await doomed.publish()
        return true
      })().catch((error: unknown) => {
        assert.ok(error instanceof Killed, String(error))
        return false
      })
      if (ended) ends += 1
      else deaths += 1
      const next = await process(files.path, store, watched)
      if (vkeysInUse(next).length === 0) await next.make()
      if (vkeysInUse(next).length > 1) await next.rotate()
      assert.equal(vkeysInUse(next).length, 1, `step ${step}`)
      await next.add(5)
      assert.equal((await next.publish()).kind, 'signed', `step ${step}`)
      for (const note of seen) {
        const { size, root } = opened(note, next)
        assert.deepEqual(Buffer.from(root), naiveRoot(await store.leaves(0, size)), `step ${step}`)
      }
      for (const { key, retired } of keysOf(next))
        assert.equal(readdirSync(files.path).includes(`log-${key.id}.key`), !retired, `step ${step}`)
      if (ended) break
    }
    assert.ok(deaths > 20 && ends === 1, `${deaths} deaths, ${ends} ends`)
  })
})

describe('a folder of keys', () => {
  it('with a key that cannot be read leaves the log unsigned, and everything else as it was', async () => {
    using files = temporaryFolder()
    const place = await process(files.path, new MemoryStore())
    await place.add(1)
    const { key } = await place.make()
    const path = files.file(`log-${key.id}.key`)
    rmSync(path)
    mkdirSync(path, { mode: 0o700 })
    await place.add(2)
    const published = await place.publish()
    assert.match(published.kind === 'locked' ? published.why : published.kind, /log-[0-9a-f]{8}\.key` cannot be read \(EISDIR\)/)
  })

  it('is one log’s: another that is given it by mistake makes no key there and changes nothing', async () => {
    using files = temporaryFolder()
    const place = await process(files.path, new MemoryStore())
    await place.add(1)
    await place.make()
    const before = readFileSync(files.file('log-signed.json'), 'utf8')
    const other = await process(files.path, new MemoryStore())
    await other.add(2)
    await assert.rejects(other.make(), /holds what another log signed/)
    assert.equal(readFileSync(files.file('log-signed.json'), 'utf8'), before)
    assert.equal(readdirSync(files.path).length, 2)
    assert.deepEqual(vkeysInUse(other), [])
  })
})

describe('what a signature says', () => {
  it('is what stands in the note', async () => {
    using files = temporaryFolder()
    const place = await process(files.path, new MemoryStore())
    await place.add(1)
    await place.make()
    const note = await head(place)
    const [first, size, root] = note.split('\n')
    assert.deepEqual([first, size, fromBase64(root ?? '')?.length], [NAME, '2', 32])
    assert.deepEqual(parseCheckpoint(parseNote(note)?.text ?? '')?.size, 2)
  })
})
