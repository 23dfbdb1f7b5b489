import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../../../test/counts.ts'
import { hostileTexts } from '../../../../test/support/hostile-texts.ts'
import { pageAccessLine, pageAccessLines } from './tag.ts'

describe('the line that restricts a page', () => {
  it('is read back as it was made, or not made', () => {
    const name = fc.oneof(fc.constantFrom('sysop', 'Research team', 'Größe', ...hostileTexts), fc.string({ maxLength: 12 }))
    let made = 0
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), (groups) => {
        const line = pageAccessLine(groups)
        if (!line.ok) return
        made += 1
        assert.deepEqual(pageAccessLines(`before ${line.value} after`), [groups])
      }),
      { numRuns: counts({ floor: 300, ci: 1000, deep: 20_000 }) },
    )
    assert.ok(made > 50, `only ${made} lines were made`)
  })

  it('refuses a page that nobody could open', () => {
    assert.equal(pageAccessLine([]).ok, false)
  })

  it('is found however somebody wrote it, and not where it is only shown', () => {
    assert.deepEqual(
      pageAccessLines(
        `<bs:pageaccess groups="sysop, researcher" />\n<BS:PageAccess groups='sysop'></BS:PageAccess><bs:pageaccess groups=author/>`,
      ),
      [['sysop', 'researcher'], ['sysop'], ['author']],
    )
    assert.deepEqual(
      pageAccessLines(
        '<nowiki><bs:pageaccess groups="sysop" /></nowiki><!-- <bs:pageaccess groups="a" /> --><pre><bs:pageaccess groups="b" /></pre>',
      ),
      [],
    )
    assert.deepEqual(pageAccessLines('<bs:pageaccess />'), [[]])
  })
})
