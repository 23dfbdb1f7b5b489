/** docs/spec/import.md lists every remark that an import can make, and no other. */
import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

/** How a code is named where it is made: whole, by the helper of the reader at hand, or as a remark of the evaluator. */
const NAMED = [
  /['`]import\/([a-z-]+)['`]/g,
  /\bsay\(\s*'([a-z-]+)'/g,
  /\bremark\(\s*reading,\s*'([a-z-]+)'/g,
  /\bmachine\.remark\(\s*'([a-z-]+)'/g,
  /\bcode: '([a-z-]+)'/g,
]

describe('the remarks of an import', () => {
  it('are listed in docs/spec/import.md', async () => {
    const made = new Set<string>()
    for await (const path of glob('src/intake/**/*.ts')) {
      if (path.endsWith('.test.ts')) continue
      const text = await readFile(path, 'utf8')
      for (const pattern of NAMED) for (const [, code = ''] of text.matchAll(pattern)) made.add(code)
    }
    const spec = await readFile('docs/spec/import.md', 'utf8')
    const listed = [...spec.matchAll(/^\| `import\/([a-z-]+)` \|/gm)].map(([, code]) => code ?? '')
    assert.ok(made.size > 30, `only ${made.size} codes found`)
    assert.deepEqual(listed.toSorted(), [...made].toSorted())
    assert.deepEqual(listed, listed.toSorted(), 'the table is not in order')
  })
})
