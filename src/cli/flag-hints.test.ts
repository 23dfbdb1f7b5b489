import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { HOW } from '../decide/how.ts'
import { withFlags } from './flag-hints.ts'

describe('a sentence of the core', () => {
  it('names no flag of the command line, for pages and programs say it too', async () => {
    const found: string[] = []
    for (const folder of ['decide', 'workflow', 'safety', 'reconcile'])
      for await (const path of glob(`src/${folder}/**/*.ts`)) {
        // moving rights from an old system is done by command alone
        if (path.endsWith('.test.ts') || path.includes('migration')) continue
        for (const [index, line] of (await readFile(path, 'utf8')).split('\n').entries())
          if (!/^\s*(?:\/\/|\/?\*)/.test(line) && /(?<=[`'" (])--[a-z]/.test(line)) found.push(`${path}:${index + 1}: ${line.trim()}`)
      }
    assert.deepEqual(found, [])
  })

  it('gets the flag that does what it asks for, where the command line prints it', () => {
    assert.equal(
      withFlags(`only a person decides; ${HOW.inOwnName}`),
      'only a person decides; do it yourself, in your own name (`--token-file`)',
    )
    assert.equal(withFlags(HOW.forWhom), 'say for whom (`--by`)')
    assert.equal(withFlags('a refusal says why'), 'a refusal says why (`--reason`)')
    assert.equal(withFlags(`${HOW.oneTarget}, ${HOW.link}`), `${HOW.oneTarget} (\`--target\`), ${HOW.link} (\`writ link\`)`)
    for (const phrase of Object.values(HOW)) {
      const said = withFlags(phrase)
      assert.equal(said.match(/\(`/g)?.length, 1, said)
      assert.ok(said.startsWith(phrase), said)
    }
  })

  it('stays as it is where it asks for nothing', () => {
    for (const text of ['nobody holds it now', 'they say whyever', 'essay why', '']) assert.equal(withFlags(text), text)
  })
})
