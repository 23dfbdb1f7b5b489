/** What a charter says is meant, and that it hides nothing else. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Finding } from './finding.ts'
import { lintCharter } from './lint.ts'
import { lintMembers } from './lint/members.ts'
import { parseCharter } from './parse.ts'
import type { CharterSource } from './source.ts'

const LINES = [
  'writ: 1',
  'title: A wiki',
  'document: https://wiki.example/rules',
  'targets:',
  '  wiki: { connector: simulated }',
  '  clone: { connector: simulated, like: wiki }',
  'rights:',
  '  wiki: { delete: { text: Delete }, "x.y": { text: Odd } }',
  'groups:',
  '  wiki: { sysop: { title: Administrators, rights: [delete, x.y] }, old: { abolished: { holders: none } } }',
  '  writ: { keeper: { rights: apply } }',
  'defaults:',
  '  request: { stages: [{ by: registered }] }',
  'roles:',
  '  steward: { title: Steward, purpose: Keeps, gives: { writ: keeper } }',
  '  administrator: { title: Administrator, purpose: Deletes, gives: { wiki: sysop, clone: sysop } }',
  'amendments: { by: steward }',
]

function source(...meant: readonly string[]): CharterSource {
  const text = [...LINES, ...(meant.length === 0 ? [] : ['meant:', ...meant.map((mark) => `  - ${mark}`)])].join('\n')
  const parsed = parseCharter([{ name: 'c.yaml', text }])
  if (!parsed.ok) assert.fail(JSON.stringify(parsed.error))
  return parsed.value
}

const shown = ({ code, line, column, message }: Finding) => `${code} ${line}:${column} ${message}`
const split = (findings: readonly Finding[]) => ({
  open: findings.filter(({ meant }) => meant === undefined).map(shown),
  meant: findings.filter(({ meant }) => meant !== undefined).map((one) => `${shown(one)}: ${one.meant}`),
})
const mark = (finding: string, at: string, why = 'So decided') => `{ finding: ${finding}, at: "${at}", why: "${why}" }`

describe('a mark in `meant`', () => {
  const all = lintCharter(source())

  it('answers each finding that the charter has, by its own clause, and no other', () => {
    const markable = all.filter(({ severity }) => severity !== 'error')
    assert.ok(new Set(markable.map(({ code }) => code)).size >= 5, markable.map(shown).join('\n'))
    for (const finding of markable) {
      const { open, meant } = split(lintCharter(source(mark(finding.code, finding.clause ?? ''))))
      const here = all.filter(({ code, line, column }) => code === finding.code && line === finding.line && column === finding.column)
      assert.deepEqual(
        meant,
        here.map((one) => `${shown(one)}: So decided`),
      )
      assert.deepEqual(open, all.filter((one) => !here.includes(one)).map(shown))
    }
  })

  it('leaves nothing to say once everything is answered', () => {
    const marks = all.map(({ code, clause }) => mark(code, clause ?? ''))
    assert.deepEqual(split(lintCharter(source(...marks))).open, [])
  })

  it('reaches what `defaults` and `like` repeat by any of its clauses', () => {
    assert.equal(all.filter(({ code }) => code === 'approver-is-anybody').length, 1)
    for (const at of ['defaults', 'roles.administrator', 'roles.steward'].map((block) => `${block}.request.stages[0].by`))
      assert.ok(!split(lintCharter(source(mark('approver-is-anybody', at)))).open.some((one) => /^(?:approver|meant)/.test(one)), at)
    const why = all.find(({ code, message }) => code === 'right-without-reason' && message.includes('x.y'))
    assert.ok(why !== undefined)
    for (const at of ['rights.wiki.x.y', 'rights.clone.x.y'])
      assert.deepEqual(split(lintCharter(source(mark('right-without-reason', at)))).meant, [`${shown(why)}: So decided`], at)
  })

  it('that is about nothing is a finding at its own place', () => {
    const { open, meant } = split(
      lintCharter(source(mark('weak-door', 'roles.steward'), `{ finding: term-without-end, at: [roles.steward, roles.gone], why: "So" }`)),
    )
    assert.deepEqual(meant.length, 1)
    assert.deepEqual(
      open.filter((one) => one.startsWith('meant-not-found')).map((one) => one.replace(/:\d+ /, ' ')),
      [
        'meant-not-found 19 `weak-door` is not found at `roles.steward`: there is nothing left to be meant',
        'meant-not-found 20 there is no `roles.gone` of which `term-without-end` could be meant',
      ],
    )
  })

  it('of what only a count of members finds is judged with the count', () => {
    const marked = source(mark('unset-group-with-members', 'groups.wiki.old'))
    const codes = (findings: readonly Finding[]) => split(findings).open.filter((one) => /^(?:meant|unset)/.test(one)).length
    assert.equal(codes(lintCharter(marked)), 0)
    assert.deepEqual(split(lintMembers(marked, 'wiki', new Map([['old', 2]]))).open, [])
    assert.match(split(lintMembers(marked, 'wiki', new Map())).open.join(), /^meant-not-found 19:/)
    assert.deepEqual(lintMembers(marked, 'clone', new Map()), [])
  })

  it('is refused for an error, for another mark, for no code, and without a reason', () => {
    for (const bad of [
      mark('no-writ-apply', 'roles'),
      mark('charter/unknown-role', 'roles'),
      mark('meant-not-found', 'meant[0]'),
      mark('promise/broken', 'promises[0]'),
      mark('weak-dor', 'roles.steward'),
      mark('weak-door', 'roles.steward', ' '),
      '{ finding: weak-door, at: roles.steward }',
      '{ finding: weak-door, at: [], why: "So" }',
      '{ finding: weak-door, why: "So" }',
    ]) {
      const parsed = parseCharter([{ name: 'c.yaml', text: [...LINES, 'meant:', `  - ${bad}`].join('\n') }])
      assert.ok(!parsed.ok, bad)
      assert.ok(parsed.error.every(({ line }) => line === 19) && parsed.error.length === 1, JSON.stringify(parsed.error))
    }
  })
})
