import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf, shippedCharter } from '../../test/support/charter.ts'
import type { Json } from '../kernel/json.ts'
import { closedGates } from './gates.ts'
import { rightsOfType, userTypes } from './user-types.ts'

const lean = shippedCharter('lean-wiki')
const page = (namespace: string, pageaccess?: Json) =>
  new Map<string, Json>([['namespace', namespace], ...(pageaccess === undefined ? [] : ([['pageaccess', pageaccess]] as const))])
const typeOf = (id: string) => userTypes(lean, 'wiki').find((type) => type.id === id) ?? assert.fail(id)
const closed = (type: string, resource: ReturnType<typeof page>, right = 'read') =>
  closedGates(lean, 'wiki', right, typeOf(type).groups, resource).map(({ id }) => id)

describe('the gates before a user type', () => {
  it('keep visitors out of internal namespaces and nobody else', () => {
    assert.deepEqual(closed('everyone', page('Projekt')), ['internal-namespaces'])
    assert.deepEqual(closed('registered', page('Projekt')), [])
    assert.deepEqual(closed('everyone', page('DecodingWork')), [])
  })

  it('let any one of the groups that a page names pass, and administrators always', () => {
    assert.deepEqual(closed('registered', page('Main', 'sysop,researcher')), ['restricted-pages'])
    assert.deepEqual(closed('researcher', page('Main', 'sysop, researcher')), [])
    assert.deepEqual(closed('researcher', page('Main', ['sysop'])), ['restricted-pages'])
    assert.deepEqual(closed('administrator', page('Main', 'nobody-at-all')), [])
  })

  it('are all to be passed', () => {
    assert.deepEqual(closed('everyone', page('Projekt', 'researcher')), ['internal-namespaces', 'restricted-pages'])
  })

  it('stand where it cannot be told whether they do', () => {
    const [gate] = closedGates(lean, 'wiki', 'read', ['*'], new Map())
    assert.equal(gate?.id, 'internal-namespaces')
    assert.equal(gate.stands, 'unknown', 'a page without a namespace is not known to be in an open one')
    const asks = charterOf(`
writ: 1
title: A wiki
targets: { wiki: { connector: mediawiki } }
conditions: { late: { text: "Late in the day", context: hour, at_least: 20 } }
rights: { wiki: { read: { text: Read }, read-own: { text: Read own, narrows: read, when: late } } }
groups: { wiki: { "*": { implicit: everyone, rights: read } } }
gates: { evening: { text: Closed in the evening, target: wiki, rights: read, when: late } }
roles: { keeper: { title: Keeper, purpose: Keeps } }
amendments: { by: none }
`)
    const stands = (right: string) => closedGates(asks, 'wiki', right, ['*'], new Map()).map((one) => one.stands)
    assert.deepEqual(stands('read'), ['unknown'])
    assert.deepEqual(stands('read-own'), ['unknown'], 'a gate also holds for a right that narrows its own')
    assert.deepEqual(stands('edit'), [])
  })
})

describe('the user types of the lean access model', () => {
  it('are visitors, registered users, researchers and administrators', () => {
    assert.deepEqual(
      userTypes(lean, 'wiki').map(({ id, groups }) => [id, groups]),
      [
        ['everyone', ['*']],
        ['registered', ['*', 'user']],
        ['researcher', ['*', 'user', 'researcher']],
        ['administrator', ['*', 'user', 'sysop']],
      ],
    )
  })

  it('write from the first account on, and no sooner', () => {
    const writes = (id: string) => rightsOfType(lean, 'wiki', typeOf(id)).has('edit')
    assert.deepEqual(['everyone', 'registered', 'researcher', 'administrator'].map(writes), [false, true, true, true])
  })

  it('lose what a group of theirs denies', () => {
    const charter = charterOf(`
writ: 1
title: A wiki
targets: { wiki: { connector: mediawiki } }
rights: { wiki: { read: { text: Read }, edit: { text: Edit } } }
groups:
  wiki:
    user: { implicit: registered, rights: [read, edit] }
    sanctioned: { denies: edit }
roles: { sanctioned: { title: Sanctioned, purpose: Is, gives: { wiki: sanctioned } } }
amendments: { by: none }
`)
    const [, registered, sanctioned] = userTypes(charter, 'wiki').map((type) => [...rightsOfType(charter, 'wiki', type)])
    assert.deepEqual([registered, sanctioned], [['read', 'edit'], ['read']])
  })
})
