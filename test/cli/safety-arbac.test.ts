/** `writ safety --arbac FILE`: answers in words and JSON, and files that are no policy. */
import assert from 'node:assert/strict'
import { mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { command } from './installation.ts'

const DUTIES = `Roles head cashier auditor clerk closer;
Users ann bob;
UA <ann,head>;
CR CUT;
CA <head,-auditor,cashier> <head,-cashier,auditor>
   <head,cashier,clerk> <TRUE,clerk&auditor,closer>;
Goal closer;`

/** Runs the command on a file of this text. */
async function ask(text: string, ...words: string[]): Promise<Awaited<ReturnType<typeof command>>> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'writ-arbac-'))
  const file = join(folder.path, 'duties.arbac')
  writeFileSync(file, text)
  return await command('safety', '--arbac', file, ...words)
}

describe('writ safety --arbac', () => {
  it('prints reachable with the steps and exits 0', async () => {
    const { code, out, err } = await ask(DUTIES.replace('CUT', '<head,cashier>'))
    assert.deepEqual([code, err], [0, ''])
    assert.match(out, /^reachable: `\w+` can come to hold `closer`\n {4}1\. `ann` gives `cashier` to .* \(line 5\)\n/)
    assert.match(out, /`ann` takes `cashier` from .* \(line 4\)\n/)
    assert.match(out, /5\. anybody gives `closer` to `\w+` \(line 6\)\n$/)
  })

  it('prints unreachable with the level of the proof and exits 0', async () => {
    const separated = await ask(DUTIES.replace('CUT', ''))
    assert.deepEqual([separated.code, separated.err], [0, ''])
    assert.match(separated.out, /^unreachable: nobody can come to hold `closer` \(proof L1\)\n.+\n$/)
    const never = await ask(DUTIES.replace('CUT', '').replace('<ann,head>', '<ann,clerk>'))
    assert.match(never.out, /^unreachable: .* \(proof L0\)\n.+\n$/)
  })

  it('says the same in JSON', async () => {
    const reached = await ask(DUTIES.replace('CUT', '<head,cashier>'), '--json')
    const answer = JSON.parse(reached.out) as {
      answer: string
      goal: string
      plan: { actor: string | null; line: number }[]
      proof: unknown
    }
    assert.deepEqual([reached.code, answer.answer, answer.goal, answer.proof], [0, 'reachable', 'closer', null])
    assert.deepEqual([answer.plan.length, answer.plan.at(-1)?.actor, answer.plan.at(-1)?.line], [5, null, 6])
    const { out } = await ask(DUTIES.replace('CUT', ''), '--json')
    assert.deepEqual(JSON.parse(out), {
      answer: 'unreachable',
      goal: 'closer',
      account: null,
      plan: null,
      proof: 'L1',
      why: 'not even if whoever can once act were always there to act',
    })
  })

  it('exits 1 with line, column and remedy for a file that is no policy', async () => {
    const { code, out, err } = await ask(DUTIES.replace('CUT', '<head,cashir>'))
    assert.deepEqual([code, out], [1, ''])
    assert.match(err, /duties\.arbac:4:10: error: there is no role `cashir`\n {4}did you mean `cashier`\?/)
  })

  it('shows hostile names harmless', async () => {
    const hostile = DUTIES.replace('CUT', '').replaceAll('closer', '\u001b[2J\u202eresolc\u009b31m')
    for (const { out, err } of [await ask(hostile), await ask(hostile, '--json'), await ask(hostile.replace('Goal ', 'Goal x'))])
      // oxlint-disable-next-line no-control-regex
      assert.doesNotMatch(out + err, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })

  it('exits 2 for a file that is not there, and for a charter besides', async () => {
    assert.equal((await command('safety', '--arbac', 'no-such-file')).code, 2)
    assert.equal((await command('safety', '--arbac', 'src')).code, 2)
    assert.equal((await command('safety', 'charters/ranks', '--arbac', 'src')).code, 2)
    assert.match((await command('safety')).err, /the charter is missing/)
  })
})
