import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sampleCharter } from '../../../test/charter/sample.ts'
import { parseCharter } from '../parse.ts'
import { formatCharter } from './format.ts'

function formatted(text: string): string {
  const result = formatCharter({ name: 'c.yaml', text })
  assert.ok(result.ok, JSON.stringify(result))
  const again = formatCharter({ name: 'c.yaml', text: result.value })
  assert.ok(again.ok && again.value === result.value, 'formatting twice differs')
  return result.value
}

describe('the formatter', () => {
  it('puts the sections in the grammar’s order and keeps comments with what they comment', () => {
    const text =
      '# About this file\n\nroles:\n  # first of all\n  a: { title: A, purpose: p } # beside\n# who decides\namendments: { by: none }\ntitle: T\nwrit: 1\ntargets: { wiki: { connector: simulated } }\n'
    assert.equal(
      formatted(text),
      '# About this file\n\nwrit: 1\ntitle: T\n\ntargets: { wiki: { connector: simulated } }\n\nroles:\n  # first of all\n  a: { title: "A", purpose: "p" } # beside\n\n# who decides\namendments: { by: none }\n',
    )
  })

  it('quotes prose in braces and nothing else that does not need it', () => {
    assert.equal(
      formatted(
        'rights:\n  wiki:\n    read: {text: Read pages, class: "basic", needs: ["edit"], why: \'a, b\'}\n    edit:\n      text: "Change pages"\n      why: "a: b"\n',
      ),
      'rights:\n  wiki:\n    read: { text: "Read pages", class: basic, needs: [edit], why: "a, b" }\n    edit:\n      text: Change pages\n      why: "a: b"\n',
    )
  })

  it('keeps quotes that a YAML 1.1 reader needs', () => {
    assert.equal(
      formatted('dates:\n  a: { text: "x", day: 2026-10-01 }\ngroups:\n  wiki:\n    "yes": {}\n    "12": {}\n'),
      'dates:\n  a: { text: "x", day: "2026-10-01" }\n\ngroups:\n  wiki:\n    "yes": {}\n    "12": {}\n',
    )
  })

  it('opens braces that do not fit on a line, from the outside in', () => {
    const long = 'x'.repeat(60)
    assert.equal(
      formatted(`roles:\n  a: { title: "${long}", purpose: "${long}", may: [{ change: [a, b] }, { add: c }], gives: { wiki: [d, e] } }\n`),
      `roles:\n  a:\n    title: ${long}\n    purpose: ${long}\n    may: [{ change: [a, b] }, { add: c }]\n    gives: { wiki: [d, e] }\n`,
    )
  })

  it('leaves no line over 140 columns where something can be opened', () => {
    for (const line of formatted(sampleCharter).split('\n')) assert.ok(line.length <= 140, line)
  })

  it('changes nothing of what a charter says', () => {
    const before = parseCharter([{ name: 'c.yaml', text: sampleCharter }])
    const after = parseCharter([{ name: 'c.yaml', text: formatted(sampleCharter) }])
    assert.ok(before.ok && after.ok)
    assert.deepEqual(after.value.charter, before.value.charter)
  })

  it('keeps keys it does not know, last, and works on one file of a folder', () => {
    assert.equal(formatted('later: 1\nroles: {}\nwrit: 1\n'), 'writ: 1\n\nroles: {}\nlater: 1\n')
  })

  it('refuses what cannot be read', () => {
    const result = formatCharter({ name: 'c.yaml', text: 'a: {b\n' })
    assert.ok(!result.ok)
    assert.equal(result.error[0]?.code, 'charter/yaml-syntax')
    assert.equal(formatCharter({ name: 'c.yaml', text: 'groups: { wiki: { *: {} } }' }).ok, false)
  })
})
