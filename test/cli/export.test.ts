/** Whoever leaves takes everything along, and can check it without Writ. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { installation } from './installation.ts'

const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** RFC 6962, section 2.1, by its own words. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256()
  if (leaves.length === 1) return leaves[0] as Uint8Array
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(Uint8Array.of(1), rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)))
}

const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split(/\r?\n/)

describe('writ export', () => {
  it('writes every entry, and the tree over them has the root that it tells', async () => {
    using place = installation()
    await place.setUp()
    const folder = `${place.data}-out`
    const { code, value } = await place.json('export', folder)
    assert.equal(code, 0)
    const entries = lines(`${folder}/ledger.jsonl`).map((line) => JSON.parse(line))
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      entries.map((_, at) => at),
    )
    const root = Buffer.from(rootOf(entries.map(({ body }) => sha256(Uint8Array.of(0), Buffer.from(body))))).toString('hex')
    assert.deepEqual(JSON.parse(readFileSync(`${folder}/head.json`, 'utf8')), { size: entries.length, root })
    assert.equal(value.root, root)
    assert.match(readFileSync(`${folder}/README.txt`, 'utf8'), new RegExp(root))
    assert.match(JSON.stringify(entries[0].openings), /value/)
  })

  it('writes the charter as it was, who holds what, and which accounts are whose', async () => {
    using place = installation()
    await place.setUp()
    const folder = `${place.data}-out`
    await place.run('export', folder)
    const [file] = readdirSync(`${folder}/charters/revision-1`)
    assert.equal(readFileSync(`${folder}/charters/revision-1/${file}`, 'utf8'), readFileSync(place.charter, 'utf8'))
    const grants = lines(`${folder}/grants.csv`)
    assert.match(grants[0] ?? '', /^"entry","person","role"/)
    assert.ok(grants.some((line) => line.includes('"amber","steward"')))
    assert.ok(lines(`${folder}/accounts.csv`).some((line) => line.includes('"Amber"') && line.includes('"amber"')))
  })

  it('is for its owner alone', async () => {
    using place = installation()
    await place.setUp()
    const folder = `${place.data}-out`
    await place.run('export', folder)
    assert.equal(statSync(folder).mode & 0o777, 0o700)
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()))
      assert.equal(statSync(`${file.parentPath}/${file.name}`).mode & 0o777, 0o600, file.name)
  })

  it('is checked by the tools of any system, and is the same as one file', async () => {
    using place = installation()
    await place.setUp()
    const [folder, file, unpacked] = [`${place.data}-out`, `${place.data}.tar.gz`, `${place.data}-unpacked`]
    await place.run('export', folder)
    assert.equal((await place.run('export', file, '--archive')).code, 0)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const sums = execFileSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    assert.equal(sums.trimEnd().split('\n').length, files.length - 1, 'all but itself')
    mkdirSync(unpacked)
    execFileSync('tar', ['-xzf', file, '-C', unpacked])
    execFileSync('diff', ['-r', folder, `${unpacked}/writ-record`])
    const { code, err } = await place.run('export', file, '--archive')
    assert.equal(code, 2)
    assert.match(err, /is there already; name a file that does not exist yet/)
  })

  it('touches no folder in which there is something', async () => {
    using place = installation()
    await place.setUp()
    const folder = `${place.data}-out`
    mkdirSync(folder)
    writeFileSync(`${folder}/mine`, 'kept')
    const { code, err } = await place.run('export', folder)
    assert.equal(code, 2)
    assert.match(err, /is not empty; name a folder that does not exist yet/)
    assert.deepEqual(readdirSync(folder), ['mine'])
    assert.equal(existsSync(`${folder}.part`), false)
  })

  it('says what does not fit, and exports it all the same', async () => {
    using place = installation()
    await place.setUp()
    {
      using database = new DatabaseSync(`${place.data}/writ.sqlite`)
      database.exec(`UPDATE opening SET data = replace(data, 'steward', 'editor') WHERE seq = 3`)
    }
    const folder = `${place.data}-out`
    const { code, out } = await place.run('export', folder)
    assert.equal(code, 1)
    assert.match(out, /^entry 3: /m)
    assert.ok(existsSync(`${folder}/ledger.jsonl`))
  })
})
