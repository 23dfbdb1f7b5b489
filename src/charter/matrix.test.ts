import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { matrixOf, matrixToJson } from './matrix.ts'
import type { Charter } from './model.ts'
import { parseCharter } from './parse.ts'

function charterWith(groups: string): Charter {
  const text = `writ: 1
title: t
targets: { wiki: { connector: simulated } }
rights: { wiki: { read: { text: r }, edit: { text: e }, block: { text: b }, constructor: { text: c } } }
groups:
  wiki:
${groups}
roles: { keeper: { title: k, purpose: p, may: [{ change: keeper }] } }
amendments: { by: none }
`
  const result = parseCharter([{ name: 'c.yaml', text }])
  assert.ok(result.ok, JSON.stringify(result))
  return result.value.charter
}

describe('the matrix', () => {
  it('tells a group’s own rights from those of the groups it includes, at any depth', () => {
    const charter = charterWith(
      '    base: { rights: read }\n    middle: { includes: base, rights: edit }\n    top: { includes: middle, rights: [read, block] }',
    )
    assert.deepEqual(matrixToJson(matrixOf(charter, 'wiki')), {
      target: 'wiki',
      groups: ['base', 'middle', 'top'],
      rights: ['read', 'edit', 'block', 'constructor'],
      cells: {
        read: { base: 'direct', middle: 'inherited', top: 'direct' },
        edit: { middle: 'direct', top: 'inherited' },
        block: { top: 'direct' },
        constructor: {},
      },
    })
  })

  it('shows what a group takes away as revoked, whatever else gives it', () => {
    const charter = charterWith(
      '    base: { rights: [read, edit] }\n    quiet: { includes: base, denies: edit }\n    strict: { rights: block, denies: block }',
    )
    const { cells } = matrixOf(charter, 'wiki')
    assert.equal(cells.get('edit')?.get('quiet'), 'revoked')
    assert.equal(cells.get('read')?.get('quiet'), 'inherited')
    assert.equal(cells.get('block')?.get('strict'), 'revoked')
  })

  it('lets the groups of everybody pass nothing on', () => {
    const charter = charterWith(
      '    "*": { implicit: everyone, rights: read }\n    user: { implicit: registered, rights: edit }\n    sysop: { rights: block }',
    )
    assert.deepEqual(Object.fromEntries(matrixOf(charter, 'wiki').cells.get('read') ?? []), { '*': 'direct' })
  })

  it('is empty for a target nobody declared', () => {
    assert.deepEqual(matrixToJson(matrixOf(charterWith('    a: {}'), 'forum')), { target: 'forum', groups: [], rights: [], cells: {} })
  })
})
