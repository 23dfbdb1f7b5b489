import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf } from '../../../test/support/charter.ts'
import { instant } from '../../kernel/instant.ts'
import { compilePolicy } from './compile.ts'
import { Engine } from './engine.ts'
import type { Holding } from './holding.ts'
import type { Question } from './question.ts'

const charter = charterOf(
  `
writ: 1
title: Records
targets: { records: { connector: simulated } }
facts:
  edits: { text: Number of edits, source: records, type: number }
conditions:
  archived: { text: The record is archived, resource: status, is: archived }
  own: { text: It is one's own record, resource: owner, is_subject: true }
  busy: { text: Ninety changes, fact: edits, at_least: 90 }
  restricted: { text: The record names groups, resource: access, exists: true }
rights:
  records:
    read: { text: Read records }
    write: { text: Change records, needs: read }
    write-own: { text: Change one's own records, narrows: write, when: own }
    delete: { text: Delete records, needs: write }
    sort: { text: Sort records }
groups:
  records:
    visitor: { implicit: everyone, rights: read }
    user: { implicit: registered, rights: write-own }
    regular: { promote: { when: busy }, rights: sort }
    editor: { rights: write }
    admin: { rights: [write, delete] }
    frozen: { denies: [write, write-own] }
gates:
  archive: { text: Archived records are frozen, target: records, rights: [write, delete], when: archived, only: admin }
  listed: { text: Some records name who may read, target: records, rights: read, when: restricted, only: admin, or_listed: access }
roles:
  editor: { title: Editor, purpose: Edits, gives: { records: editor } }
  admin: { title: Administrator, purpose: Runs it, gives: { records: admin, writ: runner }, may: [{ change: [editor, admin] }] }
  frozen: { title: Frozen, purpose: None, gives: { records: frozen } }
amendments: { by: admin }
`.replace('groups:', 'groups:\n  writ: { runner: { rights: apply } }'),
)

const noon = instant(Date.UTC(2026, 10, 28, 12))

function holding(id: string, groups: readonly string[], more: Partial<Holding> = {}): Holding {
  const memberships = groups.map((group) => ({ group, from: null, until: null }))
  return {
    id,
    names: [],
    locked: false,
    accounts: [{ target: 'records', name: id, locked: false, memberships }],
    roles: [],
    facts: [],
    statements: [],
    ...more,
  }
}

function engineOf(...people: Holding[]): Engine {
  return new Engine(compilePolicy(charter), { ledger: 7, stale: null, people })
}

const may = (right: string, id: string | undefined, resource?: Question['resource'], now = noon): Question => ({
  asker: id === undefined ? { kind: 'anonymous' } : { kind: 'person', id },
  target: 'records',
  right,
  resource,
  now,
})

describe('may somebody do it', () => {
  const engine = engineOf(holding('ann', []), holding('ed', ['editor']), holding('eve', ['editor', 'frozen']), holding('ada', ['admin']))

  it('allows what a group gives, and names the group and the revision', () => {
    assert.deepEqual(engine.decide(may('write', 'ed', { status: 'open' })), {
      outcome: 'allowed',
      allowed: true,
      because: [{ code: 'given', clause: 'groups.records.editor' }],
      account: undefined,
      revision: { ledger: 7, charter: '' },
    })
  })

  it('says no to what nothing gives, to strangers, to rights and targets that are not there', () => {
    assert.deepEqual(engine.decide(may('sort', undefined)).because, [{ code: 'not-given', clause: 'rights.records.sort' }])
    assert.deepEqual(engine.decide(may('read', 'zoe')).because, [{ code: 'nobody-known', clause: 'accounts' }])
    assert.equal(engine.decide(may('fly', 'ed')).because[0]?.code, 'no-such-right')
    assert.equal(engine.check({ ...may('read', 'ed'), target: 'nowhere' }), false)
  })

  it('lets a narrowing right stand for the wider one where its conditions hold', () => {
    assert.equal(engine.check(may('write', 'ann', { status: 'open', owner: 'ann' })), true)
    assert.deepEqual(engine.decide(may('write', 'ann', { status: 'open', owner: 'ed' })).because, [
      { code: 'narrowed', clause: 'rights.records.write-own.when' },
    ])
    const open = engine.decide(may('write', 'ann', { status: 'open' }))
    assert.equal(open.outcome, 'unknown')
    assert.equal(open.allowed, false)
    assert.equal(engine.check(may('write', 'ed', { status: 'open' })), true, 'the wider right from another group asks nothing')
  })

  it('takes away what a group denies, whoever else gives it', () => {
    assert.deepEqual(engine.decide(may('write', 'eve')).because, [{ code: 'taken-away', clause: 'groups.records.frozen.denies' }])
  })

  it('asks for every gate besides the right, and a gate gives nothing', () => {
    assert.deepEqual(engine.decide(may('write', 'ed', { status: 'archived' })).because, [{ code: 'gate', clause: 'gates.archive' }])
    assert.equal(engine.check(may('write', 'ada', { status: 'archived' })), true)
    assert.equal(engine.check(may('sort', 'ada', { status: 'archived' })), false)
    assert.equal(engine.check(may('write', 'ed', { status: 'open' })), true)
    assert.equal(
      engine.check(may('write', 'ann', { status: 'archived', owner: 'ann' })),
      false,
      'it stands before what narrows the right too',
    )
    assert.equal(engine.decide(may('write', 'ed', {})).outcome, 'unknown', 'whether it is archived must be known')
  })

  it('lets through whoever is in a group that the resource names', () => {
    assert.equal(engine.check(may('read', 'ed', { access: 'editor' })), true)
    assert.equal(engine.check(may('read', 'ann', { access: ['editor', 'admin'] })), false)
    assert.equal(engine.check(may('read', undefined, { access: 'user' })), false)
    assert.equal(engine.check(may('read', 'ann', { access: 'user' })), true)
    assert.equal(engine.check(may('read', undefined, { access: [] })), true, 'an empty list restricts nothing')
  })

  it('knows nobody who is only supposed to hold roles by any name', () => {
    const asked: Question = { ...may('write', undefined), asker: { kind: 'roles', roles: ['editor'] } }
    assert.equal(engine.check({ ...asked, resource: { status: 'open' } }), true)
    assert.equal(engine.check({ ...asked, asker: { kind: 'roles', roles: [] }, resource: { status: 'open', owner: 'ann' } }), false)
  })

  it('answers for a right of Writ itself as for any other', () => {
    const runner = engineOf(
      holding('ada', [], {
        accounts: [{ target: 'writ', name: 'ada', locked: false, memberships: [{ group: 'runner', from: null, until: null }] }],
      }),
    )
    assert.equal(runner.check({ ...may('apply', 'ada'), target: 'writ' }), true)
    assert.equal(runner.check({ ...may('override-guard', 'ada'), target: 'writ' }), false)
  })
})

describe('what changes with time and facts', () => {
  const [morning, evening] = [instant(noon - 3_600_000), instant(noon + 3_600_000)]

  it('begins and ends memberships inside', () => {
    const timed = holding('tom', [], {
      accounts: [{ target: 'records', name: 'tom', locked: false, memberships: [{ group: 'editor', from: noon, until: evening }] }],
    })
    const engine = engineOf(timed)
    const at = (now: typeof noon) => engine.check(may('write', 'tom', { status: 'open' }, now))
    assert.deepEqual([at(morning), at(noon), at(evening), at(noon)], [false, true, false, true])
  })

  it('promotes by facts, and says unknown where they are missing', () => {
    const engine = engineOf(
      holding('old', [], { facts: [{ fact: 'edits', value: 90, asOf: noon }] }),
      holding('new', [], { facts: [{ fact: 'edits', value: 89, asOf: noon }] }),
      holding('who', []),
    )
    assert.deepEqual(
      ['old', 'new', 'who'].map((id) => engine.decide(may('sort', id)).outcome),
      ['allowed', 'refused', 'unknown'],
    )
    assert.equal(engine.check({ ...may('sort', 'who'), subject: { edits: 100 } }), true, 'the target itself tells')
  })

  it('says no to whoever is locked, everywhere or on one target', () => {
    const engine = engineOf(
      holding('gone', ['admin'], { locked: true }),
      holding('shut', ['admin'], { accounts: [{ target: 'records', name: 'shut', locked: true, memberships: [] }] }),
    )
    for (const id of ['gone', 'shut']) assert.deepEqual(engine.decide(may('read', id)).because, [{ code: 'locked', clause: 'accounts' }])
  })

  it('sees a change with the next question', () => {
    const engine = engineOf(holding('ann', []))
    const open = { status: 'open' }
    engine.put(holding('ann', ['editor']), 8)
    assert.equal(engine.check(may('write', 'ann', open)), true)
    assert.equal(engine.revision.ledger, 8)
    engine.put(holding('ann', []))
    assert.equal(engine.check(may('write', 'ann', open)), false)
    assert.equal(engine.drop('ann', 9), true)
    assert.equal(engine.drop('ann'), false)
    assert.equal(engine.knows('ann'), false)
  })
})

describe('an account that is called otherwise than its owner', () => {
  const engine = engineOf(
    holding('lee', [], {
      names: ['records:7'],
      accounts: [{ target: 'records', name: 'Lee of the records', locked: false, memberships: [] }],
    }),
  )

  it('is the owner of what belongs to the person by any name, whichever of them asks', () => {
    for (const asker of [
      { kind: 'person', id: 'lee' } as const,
      { kind: 'account', target: 'records', name: 'Lee of the records' } as const,
    ])
      for (const owner of ['lee', 'Lee of the records', 'records:7'])
        assert.equal(engine.check({ ...may('write', undefined, { status: 'open', owner }), asker }), true, `${asker.kind} ${owner}`)
  })

  it('is not found under the handle, which may be the name of another account', () => {
    const asker = { kind: 'account', target: 'records', name: 'lee' } as const
    assert.equal(engine.decide({ ...may('read', undefined), asker }).because[0]?.code, 'nobody-known')
  })
})

describe('several accounts of one person', () => {
  const memberships = (group: string) => [{ group, from: null, until: null }]
  const engine = engineOf(
    holding('kim', [], {
      accounts: [
        { target: 'records', name: 'Kim', locked: false, memberships: [] },
        { target: 'records', name: 'Kim (staff)', locked: false, memberships: memberships('admin') },
      ],
    }),
  )

  it('allows the person what one account may, and names it', () => {
    const verdict = engine.decide(may('delete', 'kim', { status: 'open' }))
    assert.equal(verdict.allowed, true)
    assert.equal(verdict.account, 'Kim (staff)')
  })

  it('tells the accounts apart', () => {
    const as = (name: string) =>
      engine.check({ ...may('delete', undefined, { status: 'open' }), asker: { kind: 'account', target: 'records', name } })
    assert.deepEqual([as('Kim'), as('Kim (staff)'), as('kim'), as('Nobody')], [false, true, false, false])
  })
})
