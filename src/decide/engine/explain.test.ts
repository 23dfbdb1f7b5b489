import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf } from '../../../test/support/charter.ts'
import { instant } from '../../kernel/instant.ts'
import { accessRequestContext } from './arap.ts'
import { compilePolicy } from './compile.ts'
import { Engine } from './engine.ts'
import type { Explanation } from './explanation.ts'
import type { Asker, Properties } from './question.ts'

const charter = charterOf(`
writ: 1
title: A library
targets: { shelf: { connector: simulated, title: The shelf } }
conditions:
  rare: { text: The book is rare, resource: kind, is: rare }
  own: { text: One borrowed it oneself, resource: borrower, is_subject: true }
  mine: { text: It is early, context: hour, at_most: 9 }
rights:
  shelf:
    look: { text: Look at books }
    lend: { text: Lend books, needs: look }
    renew: { text: Renew any loan }
    renew-own: { text: Renew one's own loan, narrows: renew, when: own }
    burn: { text: Burn books }
    "open.late": { text: A name with a dot }
groups:
  shelf:
    everybody: { implicit: everyone }
    reader: { implicit: registered, rights: renew-own }
    looker: { rights: look }
    lender: { rights: lend }
    curator: { rights: [look, lend] }
    late: { rights: "open.late" }
    banned: { denies: look }
gates:
  vault: { text: Rare books are kept apart, target: shelf, rights: lend, when: rare, only: curator }
roles:
  looker: { title: Looker, purpose: Looks, gives: { shelf: looker }, request: { stages: [{ by: librarian }] } }
  lender: { title: Lender, purpose: Lends, gives: { shelf: lender } }
  curator: { title: Curator, purpose: Keeps, gives: { shelf: curator }, contact: "mailto:curators@shelf.example" }
  banned: { title: Banned, purpose: None, gives: { shelf: banned } }
  late: { title: Late, purpose: Opens late, gives: { shelf: late }, activation: { by: librarian } }
  librarian: { title: Librarian, purpose: Decides, may: [{ add: curator, stages: [{ by: librarian }] }, { add: late }] }
amendments: { by: librarian }
`)
const now = instant(Date.UTC(2026, 10, 28))
const engine = new Engine(compilePolicy(charter), {
  ledger: 4,
  stale: null,
  people: ['lib-a', 'lib-b', 'lib-c'].map((id) => ({
    id,
    names: [],
    locked: false,
    accounts: [{ target: 'shelf', name: id, locked: false, memberships: [] }],
    roles: [{ role: 'librarian', from: null, until: null }],
    facts: [],
    statements: [],
  })),
})

function explain(right: string, asker: Asker, more: { resource?: Properties; holders?: number } = {}): Explanation {
  return engine.explain({ asker, target: 'shelf', right, resource: more.resource, now }, { holders: more.holders ?? 2 })
}

const roles = (...ids: string[]): Asker => ({ kind: 'roles', roles: ids })

describe('an explanation', () => {
  it('names one role where one suffices, though two others together would too', () => {
    assert.deepEqual(explain('lend', roles(), { resource: { kind: 'new' } }).missing.roles, [['curator']])
  })

  it('names what is missing besides what is held', () => {
    const told = explain('lend', roles('lender'), { resource: { kind: 'new' } })
    assert.deepEqual(
      told.because.map(({ code, clause }) => [code, clause]),
      [
        ['needs', 'rights.shelf.lend.needs'],
        ['not-given', 'rights.shelf.look'],
      ],
    )
    assert.deepEqual(told.missing.roles, [['looker'], ['curator']])
  })

  it('says who gives it, how many they are, and where to write', () => {
    const [help] = explain('lend', roles(), { resource: { kind: 'new' } }).whoCanHelp
    assert.deepEqual(help, {
      gives: 'curator',
      role: 'librarian',
      kind: 'power',
      holders: ['lib-a', 'lib-b'],
      count: 3,
      clause: 'roles.librarian.may[0]',
      how: 'Librarian can add it, with a further approval',
      contact: 'mailto:curators@shelf.example',
    })
    const [unnamed] = explain('lend', roles(), { resource: { kind: 'new' }, holders: 0 }).whoCanHelp
    assert.deepEqual([unnamed?.holders, unnamed?.count], [[], null])
  })

  it('tells the gate that is closed, and the role that passes it', () => {
    const told = explain('lend', roles('lender', 'looker'), { resource: { kind: 'rare' } })
    assert.equal(
      told.sentence,
      'no, somebody who is Lender and Looker may not `lend` on The shelf: Rare books are kept apart: only `curator` may pass; Curator would do; Curator: Librarian can give it (mailto:curators@shelf.example)',
    )
  })

  it('tells what is not known', () => {
    const told = explain('lend', roles('lender', 'looker'))
    assert.equal(told.outcome, 'unknown')
    assert.deepEqual(told.missing.unknown, [{ clause: 'conditions.rare', what: 'resource kind', why: 'it has no value' }])
    assert.match(told.sentence, /not known: resource kind \(it has no value\)/)
  })

  it('advises no role where a group takes the right away', () => {
    const told = explain('look', roles('looker', 'banned'))
    assert.deepEqual(told.missing.leave, ['groups.shelf.banned'])
    assert.deepEqual(told.missing.roles, [])
    assert.match(told.sentence, /no role helps as long as that group is held$/)
  })

  it('says plainly that nothing helps where nobody can have it', () => {
    assert.match(explain('burn', roles()).sentence, /no group held gives `burn`; no role would change that$/)
  })

  it('sends a visitor to log in where that is enough', () => {
    const told = explain('renew', { kind: 'anonymous' }, { resource: { borrower: 'lib-a' } })
    assert.deepEqual([told.missing.login, told.missing.roles], [true, []], 'then whose loan it is decides')
    assert.match(told.sentence, /it may be another matter for somebody who is logged in$/)
    const look = engine.explain({ asker: { kind: 'anonymous' }, target: 'shelf', right: 'lend', resource: { kind: 'new' }, now })
    assert.equal(look.missing.login, true)
    assert.match(look.sentence, /once logged in, Curator would do/)
  })

  it('names the narrowing right in a yes, and tells names with dots', () => {
    const own = explain('renew', { kind: 'person', id: 'lib-a' }, { resource: { borrower: 'lib-a' } })
    assert.equal(own.sentence, 'yes, `lib-a` may `renew` on The shelf: `renew-own` stands for it in this case; the group `reader` gives it')
    assert.match(explain('open.late', roles()).sentence, /no group held gives `open\.late`; Late would do/)
    assert.match(explain('open.late', roles()).whoCanHelp[0]?.how ?? '', /it has effect only while activated$/)
  })
})

describe('a refusal as an access request', () => {
  const place = {
    evaluationId: 'e-1',
    evaluatedAt: now,
    endpoint: 'https://rights.example.org/access/v1/requests',
    expiresAt: instant(now + 600_000),
    formUrl: (role: string) => `https://rights.example.org/roles/${role}`,
  }

  it('names the role that can be asked for, before one that somebody must give', () => {
    const context = accessRequestContext(explain('look', roles()), place)
    assert.equal(context?.access_request?.template, 'looker')
    assert.equal(context?.access_request?.form_url, 'https://rights.example.org/roles/looker')
    assert.equal(context?.access_request?.expires_at, '2026-11-28T00:10:00.000Z')
    assert.equal(context?.reason, 'approval_required')
  })

  it('is none where no role helps, where one must log in first, and for a yes', () => {
    const hopeless = accessRequestContext(explain('burn', roles()), place)
    assert.deepEqual(hopeless, { evaluation_id: 'e-1', evaluated_at: '2026-11-28T00:00:00.000Z', reason: 'not-given' })
    assert.equal(accessRequestContext(explain('look', { kind: 'anonymous' }), place)?.access_request, undefined)
    assert.equal(accessRequestContext(explain('look', roles('looker')), place), undefined)
  })
})
