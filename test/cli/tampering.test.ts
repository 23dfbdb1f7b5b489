/** A data folder that somebody opened, changed or lost: the commands say so and conclude nothing from it. */
import assert from 'node:assert/strict'
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { installation, type Installation } from './installation.ts'

function change(place: Installation, sql: string): void {
  using database = new DatabaseSync(`${place.data}/writ.sqlite`)
  database.exec(sql)
}

describe('a data folder', () => {
  it('that others can read is named by the doctor, with the cure', async () => {
    using place = installation()
    await place.setUp()
    const codes = async () => (await place.json('doctor')).value.findings.map((one: any) => one.code)
    assert.ok(!(await codes()).includes('data/readable'))
    chmodSync(place.data, 0o755)
    chmodSync(`${place.data}/writ.sqlite`, 0o644)
    const { code, value } = await place.json('doctor')
    const found = value.findings.filter((one: any) => one.code === 'data/readable')
    assert.deepEqual([code, found.length], [0, 2])
    assert.deepEqual(
      found.map((one: any) => one.severity),
      ['warning', 'warning'],
    )
    assert.match(found[0].remedy, /^chmod go-rwx /)
  })

  it('whose entries were rewritten is found out', async () => {
    using place = installation()
    await place.setUp()
    assert.equal((await place.run('log', 'verify')).code, 0)
    assert.throws(() => change(place, `UPDATE event SET body = leaf WHERE seq = 3`), /append-only/)
    change(
      place,
      `DROP TRIGGER event_no_update; UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '"door":"founding"', '"door":"power"') AS BLOB) WHERE seq = 3`,
    )
    const verified = await place.json('log', 'verify')
    assert.equal(verified.code, 1)
    assert.deepEqual(
      verified.value.problems.map((one: any) => one.seq),
      [3],
    )
    const doctor = await place.run('doctor')
    assert.notEqual(doctor.code, 0)
    assert.match(doctor.out + doctor.err, /entry 3/)
  })

  it('whose private values were changed is found out', async () => {
    using place = installation()
    await place.setUp()
    change(place, `UPDATE opening SET data = replace(data, 'steward', 'editor') WHERE seq = 3`)
    const { code, out } = await place.run('log', 'verify')
    assert.equal(code, 1)
    assert.match(out, /^entry 3: /m)
  })

  it('that is no ledger, or one from the future, is refused', async () => {
    using place = installation()
    await place.setUp()
    change(place, 'PRAGMA user_version = 99')
    for (const words of [['log'], ['grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber']]) {
      const { code, err } = await place.run(...words)
      assert.equal(code, 3)
      assert.match(err, /version 99.*install the newer writ/)
    }
    rmSync(`${place.data}/writ.sqlite`)
    for (const suffix of ['-wal', '-shm']) rmSync(`${place.data}/writ.sqlite${suffix}`, { force: true })
    writeFileSync(`${place.data}/writ.sqlite`, 'this is no database, but long enough to be looked at as one by somebody')
    for (const words of [['log'], ['plan', 'wiki'], ['doctor']]) {
      const { code, err } = await place.run(...words)
      assert.equal(code, 3, words[0])
      assert.ok(!err.includes('    at '), err)
    }
  })
})
