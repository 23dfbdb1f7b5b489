/** The log can be checked by anybody: each entry has a proof, so has the growth of the log, and what they show is checked by three programs that share little. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { draft } from '../../src/ledger/entry.ts'
import { problemsOfProof, type ConsistencyFile, type InclusionFile, type ProofFile } from '../../src/ledger/proof-file.ts'
import { command } from '../cli/installation.ts'
import { nodeHashing } from '../support/outside.ts'
import { openSite, type Site } from '../support/site.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import * as twins from './twins.ts'

const SCRIPT = join(import.meta.dirname, '../../docs/spec/verify-proof.mjs')
const MAPLE = 's-00000000000000aa'
const folder = temporaryFolder()
after(() => folder[Symbol.dispose]())

const proofOf = async (site: Site, entry: number, query = '') => (await site.json(`/log/${entry}/proof.json${query}`)) as InclusionFile
const growth = async (site: Site, first: number, second: number) =>
  (await site.json(`/log/consistency/${first}..${second}.json`)) as ConsistencyFile
const problems = (proof: ProofFile) => problemsOfProof(nodeHashing, proof)

function script(proof: unknown, ...words: readonly string[]) {
  const path = folder.file('proof.json')
  writeFileSync(path, JSON.stringify(proof))
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, path, ...words], { encoding: 'utf8' })
  return { status, text: stdout + stderr }
}

/** A grant of somebody whom the public knows, and a case that nobody may know anything of. */
async function siteWithCase(charter?: 'staff-rights'): Promise<{ readonly site: Site; readonly made: number; readonly sealed: number }> {
  const site = await openSite(charter === undefined ? {} : { charter, administrator: { handle: 'heron', role: 'trust-and-safety' } })
  const subject = MAPLE
  const role = charter === undefined ? 'constable' : 'staff-administrator'
  const made =
    1 +
    (await site.record(
      draft('person.registered', { subject, handle: 'maple-member' }),
      draft('grant.made', {
        subject,
        role,
        from: '2026-05-03T10:00:00.000Z',
        use_case: 'Keeps the peace at night',
        clause: `roles.${role}`,
        decided_by: ['operator:tester'],
        door: 'power',
      }),
      draft('case.opened', { subject, text: 'SECRET', handled_by: 'ombudsman' }),
    ))
  return { site, made, sealed: made + 1 }
}

describe('the proof of an entry', () => {
  it('is there for every entry, and right for the size that is asked for', async () => {
    const { site } = await siteWithCase()
    const { size } = site.journal
    const head = twins.logHead.parse(await site.json('/log/head.json'))
    for (let entry = 0; entry < size; entry += 1) {
      const { row, proof } = twins.logEntry.parse(await site.json(`/log/${entry}.json`))
      assert.equal(row.seq, entry)
      assert.deepEqual(proof, await proofOf(site, entry))
      assert.deepEqual(problems(proof), [])
      assert.deepEqual([proof.size, proof.root, proof.origin], [size, head.root, head.origin])
      const earlier = await proofOf(site, entry, `?size=${entry + 1}`)
      assert.deepEqual([earlier.size, problems(earlier)], [entry + 1, []])
    }
    for (const path of [
      `/log/${size}`,
      `/log/${size}.json`,
      '/log/x',
      '/log/1x',
      `/log/${size}/proof.json`,
      `/log/1/proof.json?size=1`,
      `/log/1/proof.json?size=${size + 1}`,
      '/log/1/proof',
      '/log/consistency/0..1.json',
      `/log/consistency/1..${size + 1}.json`,
      '/log/consistency/3..2.json',
      '/log/consistency/1..2',
      '/log/consistency/x.json',
    ])
      assert.equal((await site.get(path)).status, 404, path)
  })

  it('holds the bytes and the values that are public, and fits nothing else', async () => {
    const { site, made } = await siteWithCase()
    const proof = await proofOf(site, made)
    const { body = '', openings = {} } = proof
    assert.deepEqual([JSON.parse(body).type, JSON.parse(body).subject], ['grant.made', MAPLE])
    assert.equal(openings['use_case']?.value, 'Keeps the peace at night')
    assert.equal(openings['until']?.value, null, 'that there is no end is public too')
    assert.ok(!('origin' in openings) && !('scope' in openings))
    const text = JSON.stringify(proof)
    const changed = [
      text.replace('at night', 'by day'),
      text.replace('constable', 'sysop'),
      text.replace(/("body":"[^"]*\\"at\\":\\")2/, '$13'),
      text.replace(`"entry":${made}`, `"entry":${made - 1}`),
      text.replace(`"size":${proof.size}`, `"size":${proof.size * 2}`),
      text.replace(proof.root, '0'.repeat(64)),
      text.replace(proof.leaf, '0'.repeat(64)),
      text.replace(/"body":"(?:[^"\\]|\\.)*",/, ''),
      JSON.stringify({ ...proof, path: proof.path.toReversed() }),
    ]
    for (const one of changed) {
      assert.notEqual(one, text)
      const other = JSON.parse(one) as InclusionFile
      assert.ok(problems(other).length > 0, one)
      if (other.body !== undefined || other.openings === undefined) assert.notEqual(script(other).status, 0, one)
    }
  })

  it('holds the hash alone of what tells more than is public', async () => {
    const open = await siteWithCase()
    const sealed = await proofOf(open.site, open.sealed)
    assert.deepEqual(Object.keys(JSON.parse(sealed.body ?? '{}') as object), ['at', 'c', 'type', 'v'])
    assert.deepEqual([sealed.openings, problems(sealed)], [{}, []])
    assert.match(await open.site.text(`/log/${open.made}`), /Keeps the peace at night/)

    // four fields of a grant are public there, and how it came about is none of them
    const staff = await siteWithCase('staff-rights')
    const proof = await proofOf(staff.site, staff.made)
    assert.deepEqual([proof.body, proof.openings, problems(proof)], [undefined, undefined, []])
    assert.match(await staff.site.text(`/log/${staff.made}`), /only their hash is shown/)
  })

  it('stays right when a name is erased, and joins nothing by the opaque id any more', async () => {
    const { site, made } = await siteWithCase()
    const before = await proofOf(site, made)
    await site.store.erase([
      { seq: made - 1, fields: 'all' },
      { seq: made, fields: ['use_case'] },
    ])
    const then = await proofOf(site, made)
    assert.deepEqual([then.root, then.leaf, then.path], [before.root, before.leaf, before.path])
    assert.deepEqual(problems(then), [])
    assert.ok(!JSON.stringify(then).includes(MAPLE) && !(await site.text(`/log/${made}`)).includes(MAPLE))
    assert.deepEqual(problems(before), [], 'what was handed out before is as right as it was')
  })
})

describe('the proof that the log only grew', () => {
  it('is there between any two sizes, and none fits another beginning', async () => {
    const { site } = await siteWithCase()
    const { size } = site.journal
    for (let first = 1; first <= size; first += 3)
      for (let second = first; second <= size; second += 5) {
        const proof = await growth(site, first, second)
        assert.deepEqual(problems(proof), [], `${first} in ${second}`)
        assert.equal(proof.first.root, (await proofOf(site, first - 1, `?size=${first}`)).root)
        const other = { ...proof, first: { ...proof.first, root: proof.path[0] ?? '0'.repeat(64) } }
        assert.equal(problems(other).length > 0, other.first.root !== proof.first.root, `${first} in ${second}`)
      }
  })
})

describe('the script that needs nothing of Writ', () => {
  it('is short, is the one that the page hands out, and says yes and no as Writ does', async () => {
    const { site, made, sealed } = await siteWithCase()
    const text = await site.text('/log/proofs/verify-proof.mjs')
    assert.ok(text.trimEnd().split('\n').length <= 100)
    assert.ok(!/^import .*(?:writ|src)/m.test(text))
    const { size } = site.journal
    for (const proof of [await proofOf(site, made), await proofOf(site, sealed), await proofOf(site, 0, '?size=1')]) {
      assert.deepEqual(script(proof), {
        status: 0,
        text: `YES: entry ${proof.entry} stands in the log of ${proof.size} entries with the root ${proof.root}\n`,
      })
      assert.equal(script(proof, proof.root).status, 0)
      assert.deepEqual(script(proof, '0'.repeat(64)), { status: 1, text: 'NO: the root is another\n' })
    }
    for (const [first, second] of [
      [1, size],
      [2, size],
      [4, 7],
      [6, 7],
      [size - 1, size],
      [size, size],
    ] as const) {
      const proof = await growth(site, first, second)
      assert.match(script(proof).text, /^YES: the log of/, `${first} in ${second}`)
      assert.equal(script(proof, proof.first.root).status, 0)
      assert.equal(script({ ...proof, second: { ...proof.second, root: proof.origin } }).status, 1)
      assert.equal(script(proof, '0'.repeat(64)).status, 1)
    }
    assert.equal(script({ format: 'another' }).status, 1)
  })
})

describe('writ log verify-proof', () => {
  const verify = async (proof: unknown, ...words: readonly string[]) => {
    writeFileSync(folder.file('proof.json'), typeof proof === 'string' ? proof : JSON.stringify(proof))
    return command('log', 'verify-proof', folder.file('proof.json'), ...words)
  }

  it('says what a file proves, and against which root', async () => {
    const { site, made, sealed } = await siteWithCase()
    const proof = await proofOf(site, made)
    const alone = await verify(proof)
    assert.equal(alone.code, 0, alone.err)
    assert.match(alone.out, new RegExp(`^entry ${made} stands in the log of ${proof.size} entries, root ${proof.root}$`, 'm'))
    assert.match(alone.out, /^ {2}use_case: "Keeps the peace at night"$/m)
    assert.match(alone.out, /the file only claims: compare it with one that you kept/)
    const kept = await verify(await proofOf(site, sealed), '--root', proof.root.toUpperCase())
    assert.deepEqual([kept.code, /only claims/.test(kept.out)], [0, false])
    const grown = await verify(await growth(site, 2, proof.size), '--root', proof.root, '--json')
    assert.deepEqual(JSON.parse(grown.out), { format: 'writ-consistency-proof-1', compared: true, signed: false, problems: [] })
  })

  it('says no to what proves nothing, and why', async () => {
    const { site, made } = await siteWithCase()
    const proof = await proofOf(site, made)
    const said = async (changed: unknown, ...words: readonly string[]) => {
      const { code, out, err } = await verify(changed, ...words)
      assert.equal(code, 1)
      return out + err
    }
    assert.match(await said(proof, '--root', '0'.repeat(64)), /the root that you kept, 0{64}, is none of its own/)
    assert.match(await said({ ...proof, size: proof.size * 4 }), /its path does not lead from this entry to a root of this size/)
    assert.match(
      await said({ ...proof, openings: { ...proof.openings, role: { salt: 'A'.repeat(22), value: 'sysop' } } }),
      /`role` is not what was committed to/,
    )
    assert.match(await said({ ...proof, body: `${proof.body} ` }), /its leaf hash is not its body/)
    assert.match(await said({ ...proof, root: 'abc' }), /is no proof: root/)
    assert.match(await said({ hello: 'there' }), /is no proof/)
    assert.match(await said('no json'), /is no JSON; save what the page of an entry calls its proof/)
  })
})
