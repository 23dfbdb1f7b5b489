/** The demonstration of GrowthBook’s tiers: a plan says under which conditions each line stands, and what says that they hold. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { command } from './installation.ts'

describe('a plan of the tiers', () => {
  it('names for every line the conditions and the evidence; a second run has none', async () => {
    using folder = temporaryFolder()
    const data = folder.file('demo')
    const played = await command('demo', 'charters/growthbook', '--no-serve', '--data', data)
    assert.deepEqual([played.code, played.err], [0, ''])
    const { code, out } = await command('plan', 'growthbook', '--dry-run', '--data', data)
    assert.equal(code, 1)
    const lines = out.split('\n')
    const changes = lines.flatMap((line, at) => (/^[+~-] /.test(line) ? [at] : []))
    assert.ok(changes.length > 0)
    for (const at of changes)
      assert.match(
        lines[at + 1] ?? '',
        /^ {4}`base` holds \(2\.A to 2\.D, for everybody\): E-mail address: address at .*, as of \d{4}-.* \[roles\.growthbook-/,
      )
    assert.match(out, /`builds-tests` holds \(.*\): Groups in data\.yaml: has one of analytics-product-users/)
    const { out: json } = await command('plan', 'growthbook', '--dry-run', '--json', '--data', data)
    const told = (JSON.parse(json) as { lines: { conditions: { condition: string; holds: boolean | null; evidence: string[] }[] }[] }).lines
    assert.equal(told.length, changes.length)
    for (const { conditions } of told)
      assert.ok(conditions.some((one) => one.condition === 'base' && one.holds === true && one.evidence.length === 4))
    const second = await command('plan', 'growthbook-next', '--data', data)
    assert.equal(second.code, 0)
    assert.match(second.out, /^nothing to do$/m)
  })
})
