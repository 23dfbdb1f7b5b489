import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lintCharter } from '../../charter/lint.ts'
import { matrixOf } from '../../charter/matrix.ts'
import { parseCharter } from '../../charter/parse.ts'
import type { CharterSource } from '../../charter/source.ts'
import type { Json } from '../../kernel/json.ts'
import { siteinfo } from '../../../test/intake/siteinfo-fixtures.ts'
import { importedCharter, type Imported } from './charter.ts'
import { rulesFromSiteinfo } from './from-siteinfo.ts'

function read(answers: readonly Json[]): Imported & { readonly source: CharterSource; readonly codes: readonly string[] } {
  const rules = rulesFromSiteinfo(answers)
  if (!rules.ok) assert.fail(rules.error)
  const imported = importedCharter(rules.value, { source: 'a test' })
  if (!imported.ok) assert.fail(imported.error.map((one) => one.message).join('\n'))
  const parsed = parseCharter([{ name: 'charter.yaml', text: imported.value.text }])
  assert.ok(parsed.ok)
  assert.deepEqual(
    lintCharter(parsed.value).filter(({ severity }) => severity === 'error'),
    [],
  )
  return { ...imported.value, source: parsed.value, codes: imported.value.remarks.map(({ code }) => code.slice(7)) }
}

const site = (usergroups: Json, more: { readonly [key: string]: Json } = {}): Json => ({
  query: { general: { generator: 'MediaWiki 1.39.17' }, usergroups, ...more },
})
const assignable = (...names: readonly string[]): Json => ({
  paraminfo: { modules: [{ name: 'userrights', parameters: [{ name: 'add', type: [...names] }] }] },
})

describe('an answer of the API', () => {
  for (const groups of [5, 80]) {
    it(`with ${groups} groups becomes a charter, findings and a matrix in less than a second of work each`, () => {
      const times: number[] = []
      const timed = <T>(work: () => T): T => {
        const before = process.cpuUsage()
        const value = work()
        const { user, system } = process.cpuUsage(before)
        times.push((user + system) / 1000)
        return value
      }
      const rules = rulesFromSiteinfo(siteinfo(groups))
      assert.ok(rules.ok)
      const imported = timed(() => importedCharter(rules.value, { source: 'a test' }))
      assert.ok(imported.ok)
      const parsed = timed(() => {
        const source = parseCharter([{ name: 'charter.yaml', text: imported.value.text }])
        assert.ok(source.ok)
        assert.deepEqual(
          lintCharter(source.value).filter(({ severity }) => severity === 'error'),
          [],
        )
        return source.value
      })
      const matrix = timed(() => matrixOf(parsed.charter, 'wiki'))
      const living = matrix.groups.filter((name) => parsed.charter.groups.get('wiki')?.get(name)?.abolished === undefined)
      assert.equal(living.length, groups)
      console.log(`${groups} groups: import, check, matrix ${times.map((one) => Math.round(one)).join(', ')} ms`)
      assert.ok(
        times.every((one) => one < 1000),
        times.join(', '),
      )
    })
  }

  it('tells which groups can be assigned, which right is known, what levels there are', () => {
    const { source, codes } = read(siteinfo(12))
    const { charter } = source
    assert.deepEqual(
      charter.roles.get('office-3')?.may.map(({ verb, roles, scope }) => ({ verb, roles, scope })),
      [{ verb: 'change', roles: ['office-2', 'office-1'], scope: 'any' }],
    )
    assert.equal(charter.rights.get('wiki')?.get('approve')?.protects, true)
    assert.deepEqual(charter.targets.get('wiki')?.settings, { version: '1.39', extensions: ['AbuseFilter', 'Nuke'] })
    assert.ok(charter.roles.has('suppress') && !charter.roles.has('autoconfirmed'))
    for (const code of ['not-shown', 'promotion-not-shown', 'promotion-not-expressible']) assert.ok(codes.includes(code), code)
  })

  it('does not show groups that only revoke or inherit, but names them among the assignable', () => {
    const { source, codes } = read([
      site([
        { name: '*', rights: ['read'] },
        { name: 'user', rights: [] },
      ]),
      assignable('sanctioned'),
    ])
    assert.deepEqual(source.charter.groups.get('wiki')?.get('sanctioned')?.rights, [])
    assert.ok(source.charter.roles.has('sanctioned') && codes.includes('group-not-shown'))
  })

  it('shows rules of promotion since 1.43', () => {
    const rule = { operand: '&', '0': { condname: 'APCOND_EDITCOUNT', params: [10] }, '1': { condname: 'APCOND_AGE', params: [345_600] } }
    const { source, codes } = read([
      site(
        [
          { name: '*', rights: ['read'] },
          { name: 'user', rights: [] },
          { name: 'autoconfirmed', rights: ['patrol'] },
          { name: 'regular', rights: [] },
        ],
        {
          autopromote: { autoconfirmed: [rule] },
          autopromoteonce: { onEdit: { regular: [{ condname: 'APCOND_EMAILCONFIRMED', params: [] }] } },
        },
      ),
      assignable('regular'),
    ])
    const groups = source.charter.groups.get('wiki')
    assert.deepEqual(groups?.get('autoconfirmed')?.promote, { when: ['promoted-autoconfirmed'], keep: false })
    assert.deepEqual(groups?.get('regular')?.promote, { when: ['promoted-regular'], keep: true })
    const test = source.charter.conditions.get('promoted-autoconfirmed')?.test
    assert.ok(test?.kind === 'all' && test.items.length === 2)
    assert.ok(!codes.includes('promotion-not-shown') && !codes.includes('promotion-not-expressible'))
  })

  it('without the list of assignable groups is read by what MediaWiki fills itself, and that is said', () => {
    const { source, remarks } = read([
      site([
        { name: '*', rights: [] },
        { name: 'autoconfirmed', rights: [] },
        { name: 'editor', rights: ['patrol'] },
      ]),
    ])
    assert.deepEqual([...source.charter.roles.keys()], ['editor', 'writ-keeper'])
    assert.ok(remarks.some(({ text }) => text.includes('which groups can be assigned was not asked')))
  })

  it('is refused without groups, and hostile names do no harm', () => {
    for (const answer of [
      null,
      [],
      'x',
      {},
      { query: null },
      { query: { usergroups: [] } },
      { query: { usergroups: [{ rights: [] }] } },
      { query: { usergroups: 'x' } },
    ] as const)
      assert.ok(!rulesFromSiteinfo([answer]).ok, JSON.stringify(answer))
    const names = [
      'a: b',
      '{ x }',
      '# c',
      '"q"',
      "it's",
      '- d',
      '&e',
      '*f',
      '!g',
      '%h',
      '|',
      '',
      ' ',
      'x'.repeat(300),
      '\u202egnp',
      'a\nb',
      'null',
      'true',
      '12',
      'Ωmega',
      '🜁',
      'constructor',
      '__proto__',
    ]
    const { source } = read([site(names.map((name) => ({ name, rights: [name, 'edit'], add: [name] })))])
    const kept = [...(source.charter.groups.get('wiki')?.keys() ?? [])]
    for (const name of ['a: b', '{ x }', '# c', '"q"', "it's", '&e', '*f', 'null', 'true', 'Ωmega', '🜁', 'constructor'])
      assert.ok(kept.includes(name), name)
    for (const name of ['12', '__proto__', '\u202egnp', 'a\nb']) assert.ok(!kept.includes(name), JSON.stringify(name))
  })
})
