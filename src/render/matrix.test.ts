import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { matrixOf } from '../charter/matrix.ts'
import { charterOf, shippedCharter } from '../../test/support/charter.ts'
import { renderMatrix } from './matrix.ts'

const small = matrixOf(
  charterOf(`
writ: 1
title: Small
targets: { wiki: { connector: mediawiki } }
rights: { wiki: { read: { text: Read }, edit: { text: Edit }, "=cmd": { text: Bad }, nothing: { text: Nobody has it } } }
groups:
  wiki:
    user: { implicit: registered, rights: [read, edit] }
    "[[x]]": { includes: user, rights: ["=cmd"], denies: edit }
roles: {}
amendments: { by: none }
`),
  'wiki',
)

describe('the matrix in words', () => {
  it('is a table with a legend for the marks it uses', () => {
    assert.equal(
      renderMatrix(small, 'text'),
      `right   user [[x]]
read    x    i
edit    x    -
=cmd    .    x
nothing .    .

x = direct, i = inherited, - = revoked, . = no
`,
    )
  })

  it('abbreviates names, then splits the table, to fit the terminal', () => {
    const matrix = matrixOf(shippedCharter('citizendium-as-written'), 'wiki')
    for (const width of [40, 80, 120]) {
      const text = renderMatrix(matrix, 'text', width)
      const lines = text.split('\n')
      assert.ok(
        lines.every((line) => line.length <= width),
        `a line is wider than ${width}`,
      )
      assert.match(text, /^A = \*$/m)
      const marks = lines
        .filter((line) => /^(?:[\w-]+) +[xi.-]/.test(line))
        .join(' ')
        .match(/ x(?= |$)/g)
      assert.equal(marks?.length, 123)
    }
  })

  it('says so when there is no group', () => {
    assert.equal(renderMatrix({ target: 'wiki', groups: [], rights: ['a'], cells: new Map() }, 'text'), 'no groups\n')
  })
})

describe('the matrix for others', () => {
  it('as CSV holds no formula', () => {
    assert.match(
      renderMatrix(small, 'csv'),
      /^"right","user","\[\[x\]\]"\r\n"read","yes","inherited"\r\n"edit","yes","revoked"\r\n"'=cmd","","yes"\r\n/,
    )
  })

  it('as wikitext links nowhere', () => {
    const text = renderMatrix(small, 'wikitext')
    assert.ok(
      text.startsWith('{| class="wikitable"\n! right\n! user\n! &#91;&#91;x&#93;&#93;\n|-\n! scope="row" | read\n| yes\n| inherited\n'),
    )
    assert.ok(text.endsWith('\n|}\n'))
    assert.doesNotMatch(text, /\[\[/)
  })
})
