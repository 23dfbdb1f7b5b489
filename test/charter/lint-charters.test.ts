/** What the linter warns of in the schemes under charters/, and that it stays quick on a charter far larger than any of them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lintCharter } from '../../src/charter/lint.ts'
import { parseCharter } from '../../src/charter/parse.ts'
import { needCharter } from '../../src/cli/charter-files.ts'
import { written, type Block, type Draft } from './clean-configuration.ts'

/** Codes of warnings, with how often. What else is said are notes; none has an error. */
const WARNINGS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  citizendium: {},
  'citizendium-as-written': {
    'amendments-by-none': 1,
    // sysop, bureaucrat, interface-admin and suppress stay beside the new groups
    'default-left-in-force': 4,
    'level-undeclared': 1,
    'name-collides-with-core': 1,
    'needs-missing': 1,
    'nobody-edits-protected': 1,
    'right-falls-short': 9,
    'right-unknown': 1,
    'ui-api-disagree': 2,
  },
  growthbook: {},
  'lean-wiki': {},
  // `suppress` has `hideuser` without `block` on every stock wiki
  ranks: { 'needs-missing': 1 },
  'ranks-split': { 'needs-missing': 1 },
  'ranks-table': { 'amendments-by-none': 1, 'needs-missing': 1 },
  'staff-rights': { 'all-in-may': 3 },
}

describe('the schemes under the linter', () => {
  for (const [name, expected] of Object.entries(WARNINGS)) {
    it(`${name} is warned of exactly what is known of it`, async () => {
      const { source } = await needCharter(`charters/${name}`)
      const found: Record<string, number> = {}
      for (const { code, severity } of lintCharter(source)) {
        assert.notEqual(severity, 'error', code)
        if (severity === 'warning') found[code] = (found[code] ?? 0) + 1
      }
      assert.deepEqual(found, expected)
    })
  }
})

function large(groups: number, rights: number): Draft {
  const names = Array.from({ length: rights }, (_, index) => `right-${index}`)
  const ids = Array.from({ length: groups }, (_, index) => `office-${index}`)
  const block = (text: string): Block => ({ title: text, purpose: text })
  return {
    writ: 1,
    title: 'Large',
    document: 'https://wiki.example/rules',
    targets: { wiki: { connector: 'mediawiki' } },
    facts: {},
    classes: {},
    rights: {
      wiki: Object.fromEntries(names.map((name, index) => [name, { text: name, ...(index > 0 ? { needs: `right-${index - 1}` } : {}) }])),
    },
    groups: {
      wiki: {
        '*': { implicit: 'everyone', rights: names.slice(0, 5) },
        user: { implicit: 'registered', rights: names.slice(3, 9) },
        ...Object.fromEntries(ids.map((id, index) => [id, { rights: names.filter((_, place) => (place * 7 + index) % 3 === 0) }])),
      },
      writ: { keeper: { rights: ['apply'] } },
    },
    roles: {
      steward: { ...block('Steward'), gives: { writ: 'keeper' }, may: [{ change: 'all' }] },
      ...Object.fromEntries(ids.map((id) => [id, { ...block(id), gives: { wiki: id }, request: { stages: [{ by: 'steward' }] } }])),
    },
    amendments: { by: 'steward' },
  }
}

describe('a charter of 80 groups and 200 rights', () => {
  it('is asked everything well within a second', () => {
    const parsed = parseCharter([{ name: 'charter.yaml', text: written(large(80, 200)) }])
    assert.ok(parsed.ok)
    const before = process.cpuUsage()
    const findings = lintCharter(parsed.value)
    const { user } = process.cpuUsage(before)
    assert.ok(findings.length > 1000, `${findings.length} findings`)
    console.log(`80 groups x 200 rights: ${findings.length} findings in ${Math.round(user / 1000)} ms of processor time`)
    assert.ok(user < 1_000_000, `${user / 1000} ms`)
  })
})
