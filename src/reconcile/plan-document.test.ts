import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { later, openBook } from '../../test/support/book.ts'
import { inputOf, observedOf, textHash } from '../../test/support/observed.ts'
import { smallCharter, wikiGroups } from '../../test/support/small-charter.ts'
import { draft } from '../ledger/entry.ts'
import { describePlan } from './describe-plan.ts'
import { parsePlanDocument, planDocument } from './plan-document.ts'
import { planTarget } from './plan.ts'
import { revisionOf } from './revision.ts'

function scene() {
  const book = openBook()
  book.adopt('wiki', wikiGroups)
  for (const id of ['1', '2', '3']) book.person(`p${id}`, { wiki: id })
  book.grant('p1', 'guard', { targets: ['wiki'], until: later(book.now, 3) })
  const second = book.grant('p2', 'guard', { targets: ['wiki'] })
  book.confirm('wiki:2', 'sysop', true, later(book.now, 4))
  book.end(second, 'removed')
  book.grant('p3', 'guard', { targets: ['wiki'] })
  book.confirm('wiki:3', 'sysop', true, later(book.now, 1))
  const observed = observedOf(book.now, { 1: [], 2: [['sysop', later(book.now, 4)]], 3: [['sysop', later(book.now, 1)]], 9: ['editor'] })
  return { book, plan: planTarget(inputOf(smallCharter(), book, observed)), observed }
}

describe('the document of a plan', () => {
  it('reads back as it was written', () => {
    const { plan } = scene()
    const { target, urgency, revision, lines } = plan
    assert.equal(lines.length, 3)
    assert.deepEqual(parsePlanDocument(planDocument(plan)), { ok: true, value: { target, urgency, revision, lines } })
  })

  it('can be written whatever an account is called', () => {
    const { plan } = scene()
    const lines = plan.lines.map((line) => ({ ...line, account: { id: line.account.id, name: 'half \ud800 \u202e "\n' } }))
    assert.equal(parsePlanDocument(planDocument({ ...plan, lines })).ok, true)
  })

  it('is refused when anything in it was changed', () => {
    const text = planDocument(scene().plan)
    for (const damaged of [
      '',
      '{}',
      'null',
      text.replace('"remove"', '"add"'),
      text.replace('2026-05-06', '2026-13-06'),
      `${text} `,
      text.slice(1),
    ])
      assert.equal(parsePlanDocument(damaged).ok, false, damaged.slice(0, 40))
  })

  it('of removals reads back too, whatever a member is called, and differs with each of them', () => {
    const member = {
      key: 'wiki:1',
      account: { id: '1', name: 'half \ud800' },
      clause: 'targets.wiki.members.requires',
      text: '`half \ud800` fails',
    }
    const plan = { target: 'wiki', urgency: 'routine', revision: 'r', lines: [], members: [member] } as const
    const read = parsePlanDocument(planDocument(plan))
    assert.deepEqual(read.ok && read.value.members?.map(({ key, text }) => [key, text]), [['wiki:1', '`half \ufffd` fails']])
    assert.notEqual(planDocument({ ...plan, members: [] }), planDocument(plan))
    assert.equal(parsePlanDocument(planDocument(plan).replace('"clause"', '"cause"')).ok, false)
  })

  it('stays the same when its drift goes on record, and differs with any line or observation', () => {
    const { book, plan, observed } = scene()
    assert.equal(plan.drift.length, 1)
    book.add(draft('drift.found', { target: 'wiki', account: 'wiki:9', group: 'editor', change: 'added' }))
    const again = planTarget(inputOf(smallCharter(), book, observed))
    assert.equal(again.drift.length, 0)
    assert.equal(planDocument(again), planDocument(plan))
    assert.notEqual(planDocument({ ...plan, revision: 'other' }), planDocument(plan))
    assert.notEqual(planDocument({ ...plan, lines: plan.lines.slice(1) }), planDocument(plan))
  })
})

describe('the revision of an observation', () => {
  it('does not depend on order, names or the moment, but on every right', () => {
    const { book, observed } = scene()
    const revision = (of = observed) => revisionOf(of, textHash)
    const turned = {
      ...observed,
      at: later(book.now, 1),
      accounts: new Map([...observed.accounts].toReversed().map(([id, one]) => [id, { ...one, name: 'x' }])),
    }
    assert.equal(revision(turned), revision())
    const looked = { id: '77', name: 'Nothing', locked: false, memberships: new Map() }
    assert.equal(revision({ ...observed, accounts: new Map([...observed.accounts, ['77', looked]]) }), revision())
    const others = [
      observedOf(book.now, { 1: [] }),
      { ...observed, assignable: new Set(['sysop']) },
      { ...observed, target: 'forum' },
      { ...observed, accounts: new Map([...observed.accounts].map(([id, one]) => [id, { ...one, locked: id === '2' }])) },
      {
        ...observed,
        accounts: new Map(
          [...observed.accounts].map(([id, one]) => [
            id,
            { ...one, memberships: new Map([...one.memberships].map(([group]) => [group, { until: undefined }])) },
          ]),
        ),
      },
    ]
    assert.equal(new Set([revision(), ...others.map(revision)]).size, others.length + 1)
    const both = (groups: readonly string[]) => revision(observedOf(book.now, { 1: groups }))
    assert.equal(both(['sysop', 'editor']), both(['editor', 'sysop']))
  })
})

describe('a plan for people', () => {
  it('says every line with its reason and its clause, drift, and what is left alone', () => {
    const { book, plan } = scene()
    const [first, ...rest] = describePlan(plan)
    assert.equal(first, 'plan for `wiki`: 3 changes, 0 memberships as they should be')
    const [added] = book.state.grantsOf('p1')
    assert.ok(
      rest.includes(
        `+ \`Name 1\` to \`sysop\` until 2026-05-06T10:00:00.000Z (granted): grant ${added?.id} of role \`guard\` gives it [roles.guard]`,
      ),
      rest.join('\n'),
    )
    assert.ok(rest.some((line) => line.startsWith('- `Name 2` from `sysop` (ended)')))
    assert.ok(rest.some((line) => line.startsWith('~ `Name 3` in `sysop` without end (end-changed)')))
    assert.ok(rest.includes('? `Name 9` was added to `editor` on `wiki`, not by Writ: somebody has to decide'))
  })
})
