import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Finding } from './finding.ts'
import { lintCharter } from './lint.ts'
import { parseCharter } from './parse.ts'

const base = `writ: 1
title: t
targets:
  wiki: { connector: mediawiki }
facts:
  edits: { text: "Edits", source: wiki, type: number, set_by: self }
  employed: { text: "Works here", source: staff, type: yes-no, set_by: others }
  mentor: { text: "Mentor", source: wiki, type: people, set_by: self }
conditions:
  active: { text: "Ninety edits", fact: edits, at_least: 90 }
  works: { text: "Works here", fact: employed, is: true }
  both: { text: "Both", all: [active, works] }
  either: { text: "Either", any: [active, works] }
  idle: { text: "No ninety edits", not: active }
  outside: { text: "Not employed", not: works }
classes:
  basic: { text: "Everyday", level: 1 }
  high: { text: "Power", level: 3 }
rights:
  wiki:
    read: { text: "Read" }
    delete: { text: "Delete", class: high }
    undelete: { text: "Undelete", class: high, needs: delete }
groups:
  wiki:
    user: { implicit: registered, rights: read }
    sysop: { rights: [delete, undelete] }
    gone: { abolished: { holders: none } }
  writ: { keeper: { rights: apply } }
roles:
  keeper: { title: K, purpose: p, gives: { writ: keeper }, may: [{ change: [keeper, sysop] }] }
  sysop: { title: S, purpose: p, gives: { wiki: sysop } }
amendments: { by: keeper }
`

function lint(...changes: readonly (readonly [from: string, to: string])[]): readonly Finding[] {
  const text = changes.reduce((now, [from, to]) => {
    assert.ok(now.includes(from), `the base has no ${from}`)
    return now.replace(from, () => to)
  }, base)
  const result = parseCharter([{ name: 'c.yaml', text }])
  assert.ok(result.ok, result.ok ? '' : result.error.map((one) => `${one.line}:${one.column} ${one.message}`).join('\n'))
  return lintCharter(result.value)
}

function only(code: string, ...changes: readonly (readonly [from: string, to: string])[]): Finding {
  const found = lint(...changes).filter((one) => one.code === code)
  assert.equal(found.length, 1, `${code}: ${JSON.stringify(found)}`)
  return found[0] as Finding
}

const absent = (code: string, ...changes: readonly (readonly [from: string, to: string])[]) =>
  assert.deepEqual(
    lint(...changes).filter((one) => one.code === code),
    [],
  )

const sysop = 'sysop: { title: S, purpose: p,'
const automatically = (requires: string) =>
  [sysop, `sysop: { title: S, purpose: p, automatic: on-request, requires: ${requires}, request: { stages: [{ by: keeper }] },`] as const

describe('the linter', () => {
  it('has neither errors nor warnings about the base', () => {
    assert.deepEqual(
      lint().filter((one) => one.severity !== 'note'),
      [],
    )
  })

  it('wants somebody who may apply plans', () => {
    const found = only('no-writ-apply', ['gives: { writ: keeper }, ', ''])
    assert.equal(found.severity, 'error')
    assert.match(found.remedy, /keeper/)
  })

  it('calls a role that gives an abolished group an error', () => {
    const found = only('power-on-abolished', ['gives: { wiki: sysop }', 'gives: { wiki: [sysop, gone] }'])
    assert.deepEqual([found.severity, found.line], ['error', base.split('\n').findIndex((line) => line.startsWith('  sysop:')) + 1])
  })

  it('notes a role without a door, and calls it an error to let it decide', () => {
    const changes = [['roles:\n', 'roles:\n  ghost: { title: G, purpose: p }\n']] as const
    assert.equal(only('role-without-door', ...changes).severity, 'note')
    assert.equal(only('unreachable-approver', ...changes, ['amendments: { by: keeper }', 'amendments: { by: ghost }']).severity, 'error')
    absent('unreachable-approver', ...changes, ['amendments: { by: keeper }', 'amendments: { by: [ghost, keeper] }'])
  })

  it('names what `all` reaches', () => {
    const found = only('all-in-may', ['change: [keeper, sysop]', 'change: all, but: sysop'])
    assert.equal(found.severity, 'warning')
    assert.match(found.message, /`keeper`, itself among them, and every role added later/)
  })

  it('compares the doors of a role', () => {
    const found = only('weak-door', [sysop, 'sysop: { title: S, purpose: p, request: { stages: [{ by: keeper, count: 2 }] },'])
    assert.match(found.message, /door into `sysop` one person decides, at `roles.sysop.request` 2 persons decide/)
    absent('weak-door', [sysop, 'sysop: { title: S, purpose: p, request: { stages: [{ by: keeper }] },'])
  })

  it('sees a right over groups as a door past everything', () => {
    const right = ['    read: {', '    userrights: { text: "U", class: high, controls: all-groups }\n    read: {'] as const
    const held = ['rights: [delete, undelete] }', 'rights: [delete, undelete, userrights] }'] as const
    const strong = ['may: [{ change: [keeper, sysop] }]', 'may: [{ change: [keeper, sysop], stages: [{ by: keeper }] }]'] as const
    assert.match(only('weak-door', right, held, strong).message, /`sysop` one person decides/)
    absent('weak-door', right, strong)
  })

  it('warns of amendments by nobody', () => {
    assert.equal(only('amendments-by-none', ['amendments: { by: keeper }', 'amendments: { by: none }']).severity, 'warning')
  })

  it('refuses a machine that grants on what people set themselves', () => {
    assert.equal(only('automatic-on-self-set-fact', automatically('active')).severity, 'error')
    assert.match(only('automatic-on-self-set-fact', automatically('either')).message, /`edits`/)
    absent('automatic-on-self-set-fact', automatically('both'))
    absent('automatic-on-self-set-fact', automatically('works'))
    absent('automatic-on-self-set-fact', automatically('[active, works]'))
  })

  it('warns of a machine that keeps nobody out', () => {
    assert.equal(only('automatic-for-anybody', automatically('outside')).severity, 'warning')
    assert.equal(only('automatic-for-anybody', automatically('idle')).severity, 'warning')
    assert.match(only('automatic-for-anybody', [sysop, 'sysop: { title: S, purpose: p, automatic: always,']).message, /has no `requires`/)
    absent('automatic-for-anybody', automatically('works'))
  })

  it('asks for founders of roles that only their holders give, and of those alone', () => {
    assert.match(only('founder-needed').message, /`keeper` is given only by its own holders/)
    const circle = only(
      'founder-needed',
      ['may: [{ change: [keeper, sysop] }]', 'may: [{ change: sysop }]'],
      [sysop, 'sysop: { title: S, purpose: p, may: [{ add: keeper }],'],
    )
    assert.match(circle.message, /leads back to itself/)
    absent('founder-needed', [
      'keeper: { title: K, purpose: p,',
      'keeper: { title: K, purpose: p, request: { stages: [{ by: registered }] },',
    ])
  })

  it('counts the holders that undoing a rogue one takes', () => {
    const found = only('holders-needed', ['change: [keeper, sysop]', 'change: keeper, stages: [{ by: keeper, count: 2 }]'])
    assert.match(found.message, /at least 4 holders/)
  })

  it('finds rights without those they need, everybody’s rights counted', () => {
    assert.match(
      only('needs-missing', ['rights: [delete, undelete]', 'rights: undelete']).message,
      /`undelete` has no effect in `sysop` without `delete`/,
    )
    absent(
      'needs-missing',
      ['rights: [delete, undelete]', 'rights: undelete'],
      ['implicit: registered, rights: read', 'implicit: registered, rights: [read, delete]'],
    )
  })

  it('warns when anybody, or whoever the person names, approves', () => {
    const request = (by: string) => [sysop, `sysop: { title: S, purpose: p, request: { stages: [{ by: ${by} }] },`] as const
    only('approver-is-anybody', request('registered'))
    only('approver-chosen-by-subject', request('subject.mentor'))
    absent('approver-is-anybody', request('keeper'))
  })

  it('warns of a power that the target cannot enforce though it is marked direct', () => {
    assert.match(only('direct-not-exact', ['change: [keeper, sysop]', 'change: sysop, direct: true']).message, /`scope: others`/)
    absent('direct-not-exact', ['change: [keeper, sysop]', 'change: sysop, direct: true, scope: any'])
  })

  it('notes what is declared and leads nowhere', () => {
    const notes = lint(
      ['    sysop: { rights', '    lonely: {}\n    sysop: { rights'],
      ['    read: {', '    purge: { text: "P" }\n    read: {'],
    )
    const of = (code: string) => notes.filter((one) => one.code === code).map((one) => /`([^`]+)`/.exec(one.message)?.[1])
    assert.deepEqual(of('group-not-given'), ['lonely'])
    assert.deepEqual(of('right-not-granted'), ['purge'])
    assert.deepEqual(of('declared-not-used'), ['mentor', 'both', 'either', 'idle', 'outside'])
  })

  it('notes roles that nobody takes away', () => {
    assert.match(
      only(
        'nobody-removes',
        ['change: [keeper, sysop]', 'change: keeper'],
        [sysop, 'sysop: { title: S, purpose: p, request: { stages: [{ by: keeper }] },'],
      ).message,
      /`sysop`/,
    )
    absent(
      'nobody-removes',
      ['change: [keeper, sysop]', 'change: keeper'],
      [sysop, 'sysop: { title: S, purpose: p, term: { lasts: 1 year }, request: { stages: [{ by: keeper }] },'],
    )
  })

  it('finds scales and rules that do not order or bind', () => {
    only('same-class-level', ['level: 3', 'level: 1'])
    only('two-highest-ladders', [
      'amendments:',
      'ladders: { a: { order: [keeper, sysop], counts: highest }, b: { order: [sysop], counts: highest } }\namendments:',
    ])
    only('separation-never-binds', ['amendments:', 'separation: [{ text: s, roles: [keeper, sysop], at_most: 2 }]\namendments:'])
    only('exception-without-target', ['level: 3', 'level: 3, except: { environment: test, rights: delete }'])
    only(
      'but-not-reached',
      ['change: [keeper, sysop]', 'change: keeper, but: sysop'],
      [sysop, 'sysop: { title: S, purpose: p, request: { stages: [{ by: keeper }] },'],
    )
    only(
      'account-kind-undeclared',
      [sysop, 'sysop: { title: S, purpose: p, account: bot,'],
      ['classes:', 'accounts: { staff: { text: x } }\nclasses:'],
    )
  })
})
