/** `writ safety --budget N`: where the search ends, the answer says *unknown*, in words and in JSON. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { command } from './installation.ts'

const SHARED = 'charters/citizendium'

describe('writ safety --budget', () => {
  it('says what the search did not reach, and judges single accounts all the same', async () => {
    const [ended, all] = await Promise.all([command('safety', SHARED, '--budget', '1'), command('safety', SHARED)])
    assert.deepEqual([ended.code, ended.err, all.code], [0, '', 0])
    assert.match(ended.out, /^ {2}more than 1 together: unknown, the budget ended \(`--budget`\)$/m)
    assert.match(ended.out, /^resistance by membership: at least 1; .*then the budget ended: what the others do is unknown\)$/m)
    assert.doesNotMatch(all.out, /unknown, the budget ended/)
    const table = (text: string) => text.slice(0, text.indexOf('\n\n'))
    assert.equal(table(ended.out), table(all.out))
  })

  it('says so in JSON', async () => {
    const [ended, all] = await Promise.all(
      ['1', '20000'].map(async (budget) => JSON.parse((await command('safety', SHARED, '--json', '--budget', budget)).out)),
    )
    assert.deepEqual([ended.budgetExhausted, ended.coalitionsExhausted, ended.coalitionsComplete], [true, true, 1])
    assert.deepEqual([all.budgetExhausted, all.coalitionsExhausted, all.coalitionsComplete], [false, false, 2])
    for (const { roles, coalitions } of [ended, all]) {
      for (const { undoBy, undoByComplete } of roles) assert.ok(undoBy.length === 0 || undoByComplete >= 0)
      for (const { proof } of coalitions) assert.match(proof, /^(exact|over-approximated)$/)
    }
  })

  it('says so of one right', async () => {
    const words = ['safety', SHARED, '--right', 'wiki.userrights']
    const ended = await command(...words, '--budget', '1')
    assert.match(ended.out, /by membership: nobody else, alone\n {2}by membership, more than 1 together: unknown, the budget ended/)
    const { layers } = JSON.parse((await command(...words, '--budget', '1', '--json')).out)
    for (const { coalitionsExhausted, coalitionsComplete } of layers) assert.deepEqual([coalitionsExhausted, coalitionsComplete], [true, 1])
    assert.doesNotMatch((await command(...words)).out, /unknown/)
  })

  it('ends an exact search too: neither a plan nor a proof', async () => {
    using folder = temporaryFolder()
    const duties = Array.from({ length: 6 }, (_, at) => [`a${at}`, `b${at}`] as const)
    const rules = duties.flatMap(([a, b]) => [`<head,-${b},${a}>`, `<head,-${a},${b}>`]).join(' ')
    const both = duties.map(([a, b]) => `<TRUE,${a}&${b},goal>`).join(' ')
    const text = `Roles head goal ${duties.flat().join(' ')};\nUsers ann bob;\nUA <ann,head>;\nCR <TRUE,head>;\nCA ${rules} ${both};\nGoal goal;`
    const file = folder.file('duties.arbac')
    writeFileSync(file, text)
    assert.match((await command('safety', '--arbac', file)).out, /^unreachable: .*\(proof L1\)/)
    const ended = await command('safety', '--arbac', file, '--budget', '1')
    assert.deepEqual([ended.code, ended.err], [0, ''])
    assert.match(ended.out, /^unknown: whether anybody can come to hold `goal`\n.*neither a plan nor a proof/)
  })

  it('is a number from 1', async () => {
    for (const word of ['0', '-1', 'many', '1.5', '99999999999', ''])
      for (const rest of [[SHARED], ['--arbac', 'duties.arbac']]) {
        const { code, out, err } = await command('safety', ...rest, `--budget=${word}`)
        assert.deepEqual([code, out], [2, ''], word)
        assert.match(err, /--budget is `.*`; give a number from 1 to 1000000000/)
      }
  })
})
