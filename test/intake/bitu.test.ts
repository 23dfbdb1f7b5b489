/** The rules of Bitu as a charter: what it asks stays, what it does not check is said, what cannot be said is unknown. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { People } from '../../src/charter/model.ts'
import { lintCharter } from '../../src/charter/lint.ts'
import { parseCharter } from '../../src/charter/parse.ts'
import { charterOfBitu } from '../../src/intake/bitu/charter.ts'
import { readBituRules } from '../../src/intake/bitu/rules.ts'
import type { Json } from '../../src/kernel/json.ts'
import { counts } from '../counts.ts'

const managers = (count: number, ...names: readonly string[]) => ({
  module: 'permissions.validators.manager_approval',
  managers: names,
  count,
})
const domain = (name: string) => ({ module: 'permissions.validators.email_domain', domain: name })
const membership = (group: string) => ({ module: 'permissions.validators.ldap_group_membership', group_dn: group })
const attribute = (operator: string, value: string) => ({
  module: 'permissions.validators.ldap_attribute',
  attribute: 'employeeType',
  operator,
  value,
})
const dn = (name: string) => `cn=${name},ou=groups,dc=example,dc=org`

function imported(rules: Json) {
  const read = readBituRules(rules)
  assert.ok(read.ok, read.ok ? '' : read.error)
  const made = charterOfBitu(read.value, 'a test')
  assert.ok(made.ok, made.ok ? '' : JSON.stringify(made.error))
  const parsed = parseCharter([{ name: 'charter.yaml', text: made.value.text }])
  assert.ok(parsed.ok)
  return { ...made.value, source: parsed.value, charter: parsed.value.charter, codes: new Set(made.value.remarks.map(({ code }) => code)) }
}

const one = (...rules: readonly Json[]) => imported({ ldapbackend: { [dn('nda')]: [...rules] } })

const shown = (by: readonly People[]) => by.map((one) => (one.kind === 'role' ? one.role : one.kind)).join()

describe('the rules of Bitu as a charter', () => {
  it('make a role of each permission, with the approvals as stages and the other rules as conditions', () => {
    const { charter } = one(
      managers(2, 'alder', 'birch', 'cedar'),
      domain('Example.org'),
      membership(dn('staff')),
      attribute('__eq__', 'staff'),
    )
    const role = charter.roles.get('nda')
    assert.deepEqual(role?.gives.get('ldapbackend'), ['nda'])
    assert.deepEqual(
      role?.requires.map(({ condition }) => condition),
      ['mail-at-example-org', 'in-staff', 'attribute-employee-type'],
    )
    assert.deepEqual(
      role?.request?.stages.map(({ by, count }) => [shown(by), count]),
      [['nda-approver', 2]],
    )
    assert.equal(charter.targets.get('ldapbackend')?.connector, 'ldap')
    assert.equal(charter.groups.get('ldapbackend')?.get('nda')?.authority, 'shared', 'Bitu goes on giving it')
    assert.deepEqual([charter.facts.get('mail')?.source, charter.facts.get('ldap-groups')?.type], ['ldap', 'list'])
  })

  it('name no person', () => {
    const { text, remarks } = one(managers(1, 'alder', 'birch'), managers(1, 'birch'))
    assert.doesNotMatch(text + JSON.stringify(remarks), /alder|birch/)
  })

  it('say what Bitu never checks, each time', async () => {
    const { codes, text } = one(managers(1, 'alder'))
    const always = ['once', 'no-end', 'no-removal', 'own-request', 'managers-stay', 'found'].map((code) => `import/bitu-${code}`)
    for (const code of always) assert.ok(codes.has(code) && text.includes(code), code)
    const listed = await readFile('docs/spec/import.md', 'utf8')
    for (const code of [
      ...codes,
      'import/bitu-never-enough',
      'import/bitu-not-expressible',
      'import/bitu-first-value',
      'import/bitu-counted-twice',
      'import/bitu-no-rule',
      'import/bitu-automatic',
    ])
      assert.ok(listed.includes(`\`${code}\``), code)
  })

  it('let nobody in by what Bitu gives alone, until it is said who can bring the facts about', () => {
    const { charter, codes } = one(domain('example.org'))
    assert.ok(codes.has('import/bitu-automatic'))
    assert.equal(charter.roles.get('nda')?.automatic, 'never')
    assert.deepEqual(
      charter.roles.get('nda')?.request?.stages.map(({ by }) => shown(by)),
      ['nda-approver'],
    )
  })

  it('make no door where there is no rule, for Bitu approves nothing then', () => {
    const { charter, codes } = one()
    assert.ok(codes.has('import/bitu-no-rule'))
    assert.equal(charter.roles.get('nda')?.request, undefined)
  })

  for (const [what, rule] of [
    ['a validator of its own', { module: 'local.validators.weather' }],
    ['one that is only called like a shipped one', { module: 'elsewhere.manager_approval', managers: ['alder'], count: 1 }],
    ['an operator without a word here', attribute('startswith', 'st')],
    ['an operator that Bitu refuses', attribute('upper', 'st')],
    ['a rule without its values', { module: 'permissions.validators.email_domain' }],
    ['a count that is none', { ...managers(1, 'alder'), count: '2' }],
    ['no module', { managers: ['alder'] }],
    ['something else', 'permissions.validators.manager_approval'],
  ] as const)
    it(`leave ${what} unknown, never true`, () => {
      const { charter, codes } = one(rule)
      assert.ok(codes.has('import/bitu-not-expressible'))
      assert.deepEqual(
        charter.roles.get('nda')?.requires.map(({ condition }) => condition),
        ['bitu-rule-of-nda'],
      )
      assert.equal(charter.facts.get('bitu-rule-of-nda')?.source, 'bitu')
    })

  it('find approvals that can never be reached, and persons who count twice', () => {
    assert.ok(one(managers(3, 'alder', 'birch')).codes.has('import/bitu-never-enough'))
    assert.ok(one(managers(2, 'alder', 'alder')).codes.has('import/bitu-never-enough'), 'one manager twice is one')
    const { codes, charter } = one(managers(1, 'alder', 'birch'), managers(1, 'birch'))
    assert.ok(codes.has('import/bitu-counted-twice'))
    assert.deepEqual(
      charter.roles.get('nda')?.request?.stages.map(({ by }) => shown(by)),
      ['nda-approver', 'nda-approver-2'],
    )
    assert.ok(!one(managers(1, 'alder'), managers(1, 'birch')).codes.has('import/bitu-counted-twice'))
  })

  it('keep permissions of one name in two systems apart', () => {
    const { charter } = imported({ ldapbackend: { [dn('nda')]: [managers(1, 'alder')] }, gitlab: { nda: [managers(1, 'birch')] } })
    assert.deepEqual([...charter.roles.keys()], ['nda', 'nda-approver', 'gitlab-nda', 'gitlab-nda-approver', 'writ-keeper'])
    assert.equal(charter.targets.get('gitlab')?.connector, 'manual')
  })

  for (const [what, value, said] of [
    ['no mapping', [], /ACCESS_REQUEST_RULES/],
    ['nothing', {}, /no permission/],
    ['a system that is a list', { ldapbackend: [] }, /ldapbackend/],
    ['a permission that is no list', { ldapbackend: { [dn('nda')]: {} } }, /list of rules/],
  ] as const)
    it(`are refused if they are ${what}`, () => {
      const read = readBituRules(value)
      assert.ok(!read.ok)
      assert.match(read.error, said)
    })

  it('make a charter without an error, whatever stands in the file', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('nda', 'NDA', 'all', 'writ', '=cmd()', "'; --", 'a: b', '#x', '‮nda', 'x-approver', 'nda-approver'),
    )
    const rule = fc.oneof(
      fc.record({
        module: fc.constant('permissions.validators.manager_approval'),
        managers: fc.array(text, { maxLength: 3 }),
        count: fc.integer({ min: -1, max: 3 }),
      }),
      text.map(domain),
      text.map((name) => membership(dn(name))),
      fc.tuple(fc.constantFrom('__eq__', 'endswith', 'isalpha'), text).map(([operator, value]) => attribute(operator, value)),
      text.map((module) => ({ module })),
      fc.jsonValue({ maxDepth: 1 }),
    )
    const file = fc.dictionary(text, fc.dictionary(text.map(dn), fc.array(rule, { maxLength: 4 }), { maxKeys: 4 }), { maxKeys: 3 })
    let made = 0
    fc.assert(
      fc.property(file, (rules) => {
        const read = readBituRules(JSON.parse(JSON.stringify(rules)) as Json)
        if (!read.ok) return
        const written = charterOfBitu(read.value, 'a test')
        assert.ok(written.ok, written.ok ? '' : JSON.stringify(written.error))
        const parsed = parseCharter([{ name: 'charter.yaml', text: written.value.text }])
        assert.ok(parsed.ok)
        assert.deepEqual(
          lintCharter(parsed.value).filter(({ severity }) => severity === 'error'),
          [],
        )
        made += 1
      }),
      { numRuns: counts({ floor: 60, ci: 300, deep: 5000 }) },
    )
    assert.ok(made > 20)
  })
})
