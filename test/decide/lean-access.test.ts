/** The lean access model as it was described by an example: five kinds of people at open, internal and restricted pages. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compilePolicy } from '../../src/decide/engine/compile.ts'
import { Engine } from '../../src/decide/engine/engine.ts'
import { holdingsOfRoster } from '../../src/decide/engine/holdings-of-roster.ts'
import { pageProperties } from '../../src/decide/engine/page.ts'
import type { Asker } from '../../src/decide/engine/question.ts'
import { instant } from '../../src/kernel/instant.ts'
import { parseRoster } from '../../src/charter/roster.ts'
import { shippedCharter } from '../support/charter.ts'

const now = instant(Date.UTC(2026, 10, 28))
const charter = shippedCharter('lean-wiki')
const roster = parseRoster(
  `people:
  - { handle: one, accounts: [{ target: wiki, name: One, kind: personal }] }
  - { handle: two, accounts: [{ target: wiki, name: Two, kind: personal }], roles: [{ role: researcher }] }
  - { handle: three, accounts: [{ target: wiki, name: Three, kind: personal }], roles: [{ role: administrator }] }
  - { handle: former, accounts: [{ target: wiki, name: Former, kind: personal }], roles: [{ role: researcher, until: "2026-10-01" }] }
`,
  charter,
)
if (!roster.ok) throw new Error(JSON.stringify(roster.error))
const engine = new Engine(compilePolicy(charter), holdingsOfRoster(charter, roster.value, now))

/** Nobody, a member, a researcher, an administrator, and a researcher whose term is over. */
const five: readonly Asker[] = [{ kind: 'anonymous' }, ...['one', 'two', 'three', 'former'].map((id) => ({ kind: 'person' as const, id }))]

function who(right: string, page: string, pageaccess?: string | readonly string[]): readonly boolean[] {
  const resource = { ...pageProperties(charter, 'wiki', page), ...(pageaccess === undefined ? {} : { pageaccess }) }
  return five.map((asker) => engine.check({ asker, target: 'wiki', right, resource, now }))
}

describe('the five people of the lean access model', () => {
  it('all read what is open to the world', () => {
    assert.deepEqual(who('read', 'DecodingWork:Letter'), [true, true, true, true, true])
  })

  it('read internal pages once they are logged in', () => {
    for (const page of ['Projekt:Plan', 'Template:Box', 'Help:Start', 'Talk:Letter'])
      assert.deepEqual(who('read', page), [false, true, true, true, true], page)
  })

  it('read a restricted page as a researcher or an administrator only', () => {
    assert.deepEqual(who('read', 'DecodingWork:Data', 'researcher'), [false, false, true, true, false])
  })

  it('read what is restricted to members when they are logged in', () => {
    assert.deepEqual(who('read', 'DecodingWork:Data', ['user']), [false, true, true, true, true])
  })

  it('read what names a group that is not there as an administrator only', () => {
    assert.deepEqual(who('read', 'DecodingWork:Data', 'reserchers'), [false, false, false, true, false])
  })

  it('write when they are logged in, and nowhere where they may not enter', () => {
    assert.deepEqual(who('edit', 'DecodingWork:Letter'), [false, true, true, true, true])
    assert.deepEqual(who('edit', 'DecodingWork:Data', 'researcher'), [false, false, true, true, false])
  })

  it('are told by what they lack how to come in', () => {
    const deed = { target: 'wiki', right: 'read', resource: { namespace: 'DecodingWork', pageaccess: 'researcher' }, now }
    const visitor = engine.explain({ ...deed, asker: { kind: 'anonymous' } })
    assert.equal(visitor.missing.login, true, 'a visitor logs in first')
    const member = engine.explain({ ...deed, asker: { kind: 'person', id: 'one' } })
    assert.deepEqual(member.missing.roles, [['researcher'], ['administrator']])
    const request = member.whoCanHelp.find(({ gives, kind }) => gives === 'researcher' && kind === 'request')
    assert.deepEqual(request?.holders, ['three'])
  })
})

describe('cases that are easy to get wrong', () => {
  const citizendium = shippedCharter('citizendium')
  const offices = new Engine(compilePolicy(citizendium))
  const deed = { target: 'wiki', right: 'reupload', now }

  it('a narrowed right is refused where nobody said whose the file is, and says that this is missing', () => {
    const citizen = offices.explain({ ...deed, asker: { kind: 'roles', roles: [] } })
    assert.equal(citizen.outcome, 'unknown')
    assert.deepEqual(
      citizen.because.map(({ code }) => code),
      ['narrowed'],
    )
    assert.ok(citizen.missing.unknown.some(({ what }) => what === 'resource owner'))
    assert.equal(offices.check({ ...deed, right: 'reupload-own', asker: { kind: 'roles', roles: [] } }), false)
  })

  it('a visitor who logged out holds only what everybody holds, and may know that a page exists', () => {
    const gate = charter.gates.get('restricted-pages')
    assert.equal(gate?.hides, 'content')
    assert.deepEqual(
      engine.whatCan({
        asker: { kind: 'anonymous' },
        target: 'wiki',
        resource: { namespace: 'DecodingWork', pageaccess: 'researcher' },
        now,
      }),
      [],
    )
  })
})
