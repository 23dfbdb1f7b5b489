/** The signed log as others see it: a checkpoint, tiles, proofs that bring the signature; checked by programs that share nothing with the server. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { draft } from '../../src/ledger/entry.ts'
import { problemsOfProof, problemsOfSignature, type InclusionFile, type ProofFile } from '../../src/ledger/proof-file.ts'
import { noteKey, type NoteKey } from '../../src/ledger/signed-note.ts'
import { logFolder } from '../../src/store/log-folder.ts'
import { makeLogKey } from '../../src/workflow/signing/keys.ts'
import { publishCheckpoint } from '../../src/workflow/signing/publish.ts'
import { command } from '../cli/installation.ts'
import { nodeHashing, nodeVerifying, seededRandomness } from '../support/outside.ts'
import { openSite, siteHost, type Site } from '../support/site.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import * as twins from './twins.ts'

const files = temporaryFolder()
after(() => files[Symbol.dispose]())
const folder = logFolder(files.path, nodeHashing)
const NAME = `${siteHost}/log`
const checking = { hashing: nodeHashing, verifying: nodeVerifying }
const SCRIPT = join(import.meta.dirname, '../../docs/spec/verify-proof.mjs')

let site: Site
let key: NoteKey
let earlier: number

const instance = () => ({
  journal: site.journal,
  store: site.store,
  outside: { clock: site.clock, hashing: nodeHashing, randomness: seededRandomness('signed') },
})
const sign = async () => {
  const published = await publishCheckpoint(instance(), { folder, verifying: nodeVerifying })
  assert.equal(published.kind, 'signed')
  return 'checkpoint' in published ? published.checkpoint.size : -1
}
const grow = (from: number, count: number) =>
  site.record(
    ...Array.from({ length: count }, (_, index) =>
      draft('person.registered', { subject: `s-${String(from + index).padStart(16, '0')}`, handle: `guest-${from + index}` }),
    ),
  )
const bytes = async (path: string) => {
  const response = await site.get(path)
  assert.equal(response.status, 200, path)
  return Buffer.from(await response.arrayBuffer())
}

before(async () => {
  site = await openSite({ serving: { signedLog: () => folder.read() } })
  assert.equal((await site.get('/log/checkpoint')).status, 404)
  assert.match(await site.text('/log/head'), /This log is not signed\./)
  key = (await makeLogKey(instance(), { folder, verifying: nodeVerifying }, { name: NAME, operator: 'tester' })).key
  await grow(1000, 300)
  earlier = await sign()
  await grow(2000, 250)
  await sign()
  // what is not signed yet
  await grow(3000, 5)
})

describe('the checkpoint', () => {
  it('is a text that only the key of the log can have made', async () => {
    const response = await site.get('/log/checkpoint')
    assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8')
    assert.match(response.headers.get('cache-control') ?? '', /no-cache/)
    const [origin, size, root, empty, line] = (await response.text()).split('\n')
    assert.deepEqual([origin, empty, line?.split(' ').slice(0, 2)], [NAME, '', ['\u2014', NAME]])
    const { signed } = twins.logHead.parse(await site.json('/log/head.json'))
    assert.deepEqual([String(signed.checkpoint?.size), Buffer.from(signed.checkpoint?.root ?? '', 'hex').toString('base64')], [size, root])
    assert.deepEqual(
      signed.keys.map(({ vkey, retired }) => [vkey, retired]),
      [[key.vkey, undefined]],
    )
    for (const page of ['/log/head', '/log/proofs']) assert.ok((await site.text(page)).includes(key.vkey.replaceAll('+', '+')), page)
  })
})

describe('the tiles', () => {
  const sha256 = (...parts: readonly Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
  const naiveRoot = (leaves: readonly Buffer[]): Buffer => {
    if (leaves.length < 2) return leaves[0] ?? sha256()
    let split = 1
    while (split * 2 < leaves.length) split *= 2
    return sha256(Uint8Array.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
  }
  const hashesIn = (tile: Buffer) => Array.from({ length: tile.length / 32 }, (_, place) => tile.subarray(place * 32, place * 32 + 32))

  it('hold the tree: whoever takes them all finds the root that was signed, now and then', async () => {
    const [, text = '', root] = (await site.text('/log/checkpoint')).split('\n')
    const size = Number(text)
    assert.ok(size > 512 && earlier > 256 && earlier < 512, `${earlier}, ${size}`)
    const leaves = hashesIn(
      Buffer.concat([await bytes('/log/tile/0/000'), await bytes('/log/tile/0/001'), await bytes(`/log/tile/0/002.p/${size - 512}`)]),
    )
    assert.equal(naiveRoot(leaves).toString('base64'), root)
    const above = hashesIn(await bytes('/log/tile/1/000.p/2'))
    assert.deepEqual(above, [naiveRoot(leaves.slice(0, 256)), naiveRoot(leaves.slice(256, 512))])
    // the partial tile of an earlier checkpoint
    assert.deepEqual(hashesIn(await bytes(`/log/tile/0/001.p/${earlier - 256}`)), leaves.slice(256, earlier))
    assert.deepEqual(hashesIn(await bytes('/log/tile/1/000.p/1')), above.slice(0, 1))
  })

  it('are there for what was signed, never change, and have one address each', async () => {
    const response = await site.get('/log/tile/0/000')
    assert.equal(response.headers.get('content-type'), 'application/octet-stream')
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal((await site.get('/log/tile/0/000', { 'if-none-match': response.headers.get('etag') ?? '' })).status, 304)
    const size = site.journal.size
    for (const path of [
      '0/002',
      `0/002.p/${size - 512}`,
      '0/003.p/1',
      '1/000',
      '1/000.p/3',
      '2/000.p/1',
      '0/0',
      '0/000/',
      '00/000',
      '64/000',
      '0/x000/000',
      'x',
      '',
    ])
      assert.equal((await site.get(`/log/tile/${path}`)).status, 404, path)
  })

  it('hold no entry: bundles would tell more than is public', async () => {
    const response = await site.get('/log/tile/entries/000')
    assert.equal(response.status, 404)
    assert.match(await response.text(), /are not served in bundles/)
  })
})

describe('a proof', () => {
  const script = (proof: unknown, word: string) => {
    writeFileSync(files.file('proof.json'), JSON.stringify(proof))
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, files.file('proof.json'), word], { encoding: 'utf8' })
    return { status, text: stdout + stderr }
  }
  const cli = async (proof: unknown, vkey: string) => {
    writeFileSync(files.file('proof.json'), JSON.stringify(proof))
    return command('log', 'verify-proof', files.file('proof.json'), '--vkey', vkey)
  }

  it('brings the signature, and three programs find it right, and wrong in anything else', async () => {
    const { signed } = twins.logHead.parse(await site.json('/log/head.json'))
    const checkpoint = signed.checkpoint
    assert.ok(checkpoint !== undefined)
    const entry = (await site.json('/log/3/proof.json')) as InclusionFile
    const growth = (await site.json(`/log/consistency/${earlier}..${checkpoint.size}.json`)) as ProofFile
    const other = noteKey(nodeHashing, NAME, nodeHashing.sha256()).vkey
    for (const proof of [entry, growth]) {
      assert.deepEqual([problemsOfProof(nodeHashing, proof), problemsOfSignature(proof, [key], checking)], [[], []])
      assert.equal(script(proof, key.vkey).status, 0, script(proof, key.vkey).text)
      assert.deepEqual(script(proof, other), { status: 1, text: 'NO: the key did not sign it\n' })
      const note = checkpoint.note.replace(`\n${checkpoint.size}\n`, `\n${checkpoint.size + 1}\n`)
      const unlike = { ...proof, checkpoint: note } as ProofFile
      assert.equal(problemsOfProof(nodeHashing, unlike).length, 1)
      assert.equal(script(unlike, key.vkey).status, 1)
    }
    const said = await cli(entry, key.vkey)
    assert.deepEqual([said.code, /was signed by that key/.test(said.out)], [0, true], said.err)
    assert.equal((await cli(entry, other)).code, 1)
    // signed, and of another log of this key: its size and root are not the proof's
    const apart = {
      ...entry,
      ...((await site.json(`/log/3/proof.json?size=${earlier}`)) as object),
      format: entry.format,
      checkpoint: entry.checkpoint,
    }
    assert.deepEqual([(await cli(apart, key.vkey)).code, script(apart, key.vkey).text], [1, 'NO: the key signed another root\n'])
  })

  it('says that it brings none for other sizes', async () => {
    const newest = (await site.json(`/log/${site.journal.size - 1}/proof.json`)) as InclusionFile
    assert.deepEqual([newest.format, newest.size, newest.checkpoint], ['writ-inclusion-proof-1', site.journal.size, undefined])
    assert.match((await cli(newest, key.vkey)).out, /it brings no signature/)
    assert.deepEqual(script(newest, key.vkey), { status: 1, text: 'NO: the proof brings no signature\n' })
    assert.match(await site.text('/log/3'), /This root was signed by the key of the log/)
    assert.doesNotMatch(await site.text(`/log/${site.journal.size - 1}`), /This root was signed/)
  })

  it('of the entry that names the key shows the key', async () => {
    const { signed } = twins.logHead.parse(await site.json('/log/head.json'))
    const proof = (await site.json(`/log/${signed.keys[0]?.entry}/proof.json`)) as InclusionFile
    assert.equal(proof.openings?.['key']?.value, key.vkey)
    assert.deepEqual(problemsOfProof(nodeHashing, proof), [])
  })
})

describe('a log that is not signed any more', () => {
  it('says so on each of its pages, and to programs', async () => {
    const { head } = await folder.read()
    await folder.keep({ head, refusal: { why: 'the first 600 entries are not those that were signed', since: site.clock.now() } })
    for (const page of ['/log', '/log/head', '/log/proofs']) {
      const text = await site.text(page)
      assert.match(text, /role="alert"[^]*This log has not been signed since[^]*the first 600 entries are not those that were signed/, page)
    }
    assert.ok(twins.logHead.parse(await site.json('/log/head.json')).signed.refused !== undefined)
    assert.ok(twins.log.parse(await site.json('/log.json')).refused !== undefined)
    assert.equal(await site.text('/log/checkpoint'), head?.note, 'what was signed is still shown: it is the proof')
  })
})
