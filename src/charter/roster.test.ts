import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseCharter } from './parse.ts'
import { parseRoster, type Roster } from './roster.ts'

const CHARTER = `
writ: 1
title: A small wiki
targets: { wiki: { connector: mediawiki } }
facts:
  edits: { text: Edits, source: wiki, type: number }
  employed: { text: Employed, source: personnel, type: yes-no, set_by: others }
  manager: { text: Manager, source: personnel, type: people, set_by: others }
groups: { wiki: { sysop: { rights: [] } }, writ: { runs: { rights: apply } } }
roles:
  sysop: { title: Sysop, purpose: Tidies up, gives: { wiki: sysop, writ: runs } }
amendments: { by: none }
`

function charter() {
  const parsed = parseCharter([{ name: 'charter.yaml', text: CHARTER }])
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value.charter
}

function roster(text: string): Roster {
  const parsed = parseRoster(text, charter())
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value
}

function said(text: string): string[] {
  const parsed = parseRoster(text, charter())
  assert.equal(parsed.ok, false)
  return parsed.ok ? [] : parsed.error.map((one) => `${one.line}:${one.column} ${one.code} ${one.message}; ${one.remedy}`)
}

describe('a roster', () => {
  it('says who holds which role on which accounts, from when until when, and what is known of them', () => {
    const { people } = roster(`
people:
  - handle: ann
    accounts: [{ target: wiki, name: Ann }, { target: wiki, name: Ann bot, kind: bot }]
    roles: [{ role: sysop, from: 2026-01-01, until: 2026-12-31 }]
    facts: { edits: 12, employed: true, manager: [ben] }
  - handle: ben
`)
    assert.deepEqual(people[0], {
      handle: 'ann',
      accounts: [
        { target: 'wiki', name: 'Ann', kind: 'personal' },
        { target: 'wiki', name: 'Ann bot', kind: 'bot' },
      ],
      roles: [{ role: 'sysop', from: '2026-01-01', until: '2026-12-31' }],
      facts: new Map<string, unknown>([
        ['edits', 12],
        ['employed', true],
        ['manager', ['ben']],
      ]),
    })
    assert.deepEqual(people[1], { handle: 'ben', accounts: [], roles: [], facts: new Map() })
  })

  it('says who is absent or suspended, and knows no other standing', () => {
    const { people } = roster('people: [{ handle: ann, standing: absent }, { handle: ben, standing: suspended }, { handle: cyd }]')
    assert.deepEqual(
      people.map(({ standing }) => standing),
      ['absent', 'suspended', undefined],
    )
    assert.match(said('people: [{ handle: ann, standing: gone }]').join(), /not-allowed/)
  })

  it('reads the same from JSON', () => {
    const text = '{"people":[{"handle":"ann","roles":[{"role":"sysop"}],"facts":{"edits":3}}]}'
    assert.deepEqual(roster(text), roster('people: [{ handle: ann, roles: [{ role: sysop }], facts: { edits: 3 } }]'))
  })

  it('names all problems at once, each at its place', () => {
    assert.deepEqual(
      said(`people:
  - handel: ann
    roles: [{ role: sysopp, until: 2026-02-30 }]
  - handle: ben
    accounts: [{ target: wikki, name: Ben, kind: robot }]
    facts: { edit: 3 }
`).map((line) => line.split(' ').slice(0, 2).join(' ')),
      [
        '2:5 charter/unknown-key',
        '2:5 charter/missing-key',
        '3:21 charter/unknown-role',
        '3:36 charter/bad-date',
        '5:26 charter/unknown-target',
        '5:50 charter/not-allowed',
        '6:14 charter/unknown-fact',
      ],
    )
  })

  it('proposes the nearest role', () => {
    assert.deepEqual(said('people: [{ handle: ann, roles: [{ role: sysopp }] }]'), [
      '1:41 charter/unknown-role `sysopp` is no role of the charter; write `sysop`',
    ])
  })

  it('refuses one handle for two people, terms that end before they begin, and facts of another type', () => {
    assert.deepEqual(
      said(`people:
  - { handle: ann, facts: { edits: many } }
  - { handle: Ann, roles: [{ role: sysop, from: 2026-05-02, until: 2026-05-01 }] }
`),
      [
        '2:36 charter/wrong-type `edits` is a fact of type `number`; write one number',
        '3:15 charter/duplicate-id `Ann` stands twice; keep one block a person',
        '3:68 charter/bad-date `sysop` ends on 2026-05-01, before it begins on 2026-05-02; correct one of the two days',
      ],
    )
  })

  it('says what to write into an empty file or beside the list of people', () => {
    assert.match(said('')[0] ?? '', /the file is empty; write `people:`/)
    assert.match(said('persons: []').join('\n'), /`persons` is no key of `roster`; allowed are `people`/)
    assert.match(said('[ann]')[0] ?? '', /`roster` takes a block/)
    assert.match(said('people: [ann')[0] ?? '', /yaml-syntax/)
  })

  it('leaves names unresolved without a charter', () => {
    assert.ok(parseRoster('people: [{ handle: ann, roles: [{ role: whatever }] }]').ok)
  })
})
