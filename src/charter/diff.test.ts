import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sampleCharter } from '../../test/charter/sample.ts'
import { diffCharters, type CharterChange } from './diff.ts'
import type { Charter } from './model.ts'
import { parseCharter } from './parse.ts'

function read(text: string): Charter {
  const result = parseCharter([{ name: 'c.yaml', text }])
  assert.ok(result.ok, result.ok ? '' : result.error.map((one) => one.message).join('\n'))
  return result.value.charter
}

function changed(from: string, to: string): readonly CharterChange[] {
  assert.ok(sampleCharter.includes(from))
  return diffCharters(read(sampleCharter), read(sampleCharter.replace(from, () => to)))
}

describe('the difference between two charters', () => {
  it('is empty for a charter and itself, however it is written', () => {
    assert.deepEqual(diffCharters(read(sampleCharter), read(sampleCharter)), [])
    assert.deepEqual(
      changed('roles: [helper, reserve], at_most: 1, then', 'then: warn, roles: [reserve, helper]'.replace('then: warn, ', '') + ', then'),
      [],
    )
    assert.deepEqual(changed('rights: [delete, block] }', 'rights: [block, delete] } # as ever'), [])
    assert.deepEqual(
      changed('any: [employed, { fact: teams, has_any: safety }, ', 'any: [{ fact: teams, has_any: [safety] }, employed, '),
      [],
    )
  })

  it('names the clause, both values and a sentence', () => {
    assert.deepEqual(changed('    delay: 2 days', '    delay: 3 days'), [
      {
        kind: 'changed',
        clause: 'roles.steward.delay',
        before: 'P2D',
        after: 'P3D',
        summary: 'role `steward`: `delay` is now `3 days`, was `2 days`',
      },
    ])
  })

  it('shows the cells of the matrix that a change of groups turns', () => {
    const changes = changed('rights: [delete, block] }', 'rights: [delete] }')
    assert.deepEqual(
      changes.filter((change) => change.kind === 'cell').map((change) => change.summary),
      [
        '`sysop` on `wiki` loses `block`',
        '`steward` on `wiki` loses `block`',
        '`sysop` on `test-wiki` loses `block`',
        '`steward` on `test-wiki` loses `block`',
      ],
    )
    assert.deepEqual(
      changes.filter((change) => change.kind !== 'cell').map((change) => change.summary),
      ['group `wiki.sysop`: `rights` loses `block`', 'group `test-wiki.sysop`: `rights` loses `block`'],
    )
  })

  it('takes a change of the defaults as a change of every role that takes them', () => {
    const clauses = changed('ongoing: true }\n', 'ongoing: false }\n').map((change) => change.clause)
    assert.deepEqual(clauses, ['roles.steward.term.ongoing', 'roles.helper.term.ongoing'])
  })

  it('sees the order of ladders and stages', () => {
    assert.deepEqual(
      changed('order: [steward, clerk, helper]', 'order: [clerk, steward, helper]').map((change) => change.clause),
      ['ladders.ranks.order'],
    )
  })

  it('tells a new role and one that is gone', () => {
    const changes = changed('  reserve:\n', '  spare:\n'.replace('spare', 'reserve') + '    contact: x\n')
    assert.deepEqual(
      changes.map((change) => [change.kind, change.clause]),
      [['added', 'roles.reserve.contact']],
    )
    const added = diffCharters(
      read(sampleCharter),
      read(sampleCharter.replace('ladders:\n', '  nobody: { title: "Nobody", purpose: "Nothing" }\n\nladders:\n')),
    )
    // `all` in the powers of stewards reaches the new role too, but says the same as before
    assert.deepEqual(
      added.map((change) => change.summary),
      ['role `nobody` is new'],
    )
  })

  it('pairs powers by what they say, not by their place', () => {
    const moved = changed('      - { suspend: all, but: steward, when: employed }\n', '')
    assert.deepEqual(
      moved.map((change) => [change.kind, change.clause]),
      [['removed', 'roles.steward.may[2]']],
    )
  })
})
