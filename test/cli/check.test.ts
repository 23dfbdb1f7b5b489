/** What `writ check` and `writ matrix` say of the charters that come with Writ: exit codes and the documented shapes. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { command, installation } from './installation.ts'
import { withoutSystemNode, writ } from './spawn.ts'

const EXPECTED: Readonly<Record<string, number>> = {
  'staff-rights': 0,
  citizendium: 0,
  'citizendium-as-written': 1,
  ranks: 1,
  'ranks-table': 1,
  'ranks-split': 1,
  growthbook: 0,
  'lean-wiki': 0,
}
const SEVERITIES = ['error', 'warning', 'note']
const badCharter =
  'writ: 1\ntitle: Bad\ntargets:\n  wiki: { connector: simulated }\nrols:\n  a: { title: A, purpose: B }\namendments: { by: nobody-knows }\n'

function assertFinding(finding: Record<string, unknown>): void {
  const always = ['code', 'column', 'file', 'line', 'message', 'remedy', 'severity']
  assert.deepEqual(Object.keys(finding).toSorted(), 'clause' in finding ? ['clause', ...always] : always)
  assert.ok(SEVERITIES.includes(String(finding['severity'])))
  assert.ok(Number.isInteger(finding['line']) && Number.isInteger(finding['column']))
}

describe('writ check', () => {
  for (const [name, code] of Object.entries(EXPECTED))
    it(`exits ${code} on charters/${name}, and its JSON has the documented shape`, async () => {
      const { code: found, out } = await command('check', `charters/${name}`, '--json')
      assert.equal(found, code)
      const { findings, promises, verdict } = JSON.parse(out)
      findings.forEach(assertFinding)
      assert.ok(promises.length > 0)
      for (const promise of promises) {
        assert.deepEqual(Object.keys(promise).toSorted(), ['column', 'file', 'kept', 'line', 'text', 'why'])
        assert.ok([true, false, null].includes(promise.kept))
      }
      assert.equal(code === 1, findings.some((one: any) => one.severity === 'error') || promises.some((one: any) => one.kept === false))
      assert.deepEqual(Object.keys(verdict).toSorted(), ['assumed', 'brokenBy', 'layer', 'roles', 'survivesOne', 'technical'])
      assert.ok(
        [...verdict.roles, ...verdict.technical].every((one: any) => typeof one.role === 'string' && typeof one.verdict === 'string'),
      )
    })

  it('is the same when a user starts it', { skip: withoutSystemNode }, async () => {
    const [good, bad] = await Promise.all([writ(['check', 'charters/citizendium']), writ(['check', 'charters/citizendium-as-written'])])
    assert.deepEqual([good.code, good.err, bad.code, bad.err], [0, '', 1, ''])
    assert.match(good.out, /^0 errors, .*; promises: 11 kept, 0 broken, 0 not checked$/m)
    assert.match(bad.out, /promise BROKEN/)
    assert.ok(!`${good.out}${bad.out}`.includes('\u001b'))
  })

  it('keeps its shape when the charter cannot be read', async () => {
    using place = installation({ charter: badCharter })
    const { code, out } = await command('check', place.charter, '--json')
    const { findings, promises, verdict } = JSON.parse(out)
    assert.equal(code, 1)
    findings.forEach(assertFinding)
    assert.ok(findings.length >= 2, 'all problems at once')
    assert.ok(findings.some((one: any) => one.code.startsWith('charter/') && one.line === 5 && /roles/.test(one.remedy + one.message)))
    assert.deepEqual([promises, verdict], [[], null])
    const text = await command('check', place.charter)
    assert.equal(text.code, 1)
    assert.match(text.out, /charter\.yaml:5:1: error: /)
  })

  it('says once what it would say often, and nothing less in its JSON', async () => {
    const [text, json] = await Promise.all([
      command('check', 'charters/citizendium-as-written'),
      command('check', 'charters/citizendium-as-written', '--json'),
    ])
    const counts = Map.groupBy<string, { code: string; severity: string }>(JSON.parse(json.out).findings, ({ code }) => code)
    const often = [...counts].filter(([, all]) => all.length > 3)
    assert.ok(often.some(([, [one]]) => one?.severity === 'note') && often.some(([, [one]]) => one?.severity === 'warning'))
    for (const [code, all] of counts)
      assert.equal(text.out.split(`[${code}]`).length - 1, all.length > 3 && all[0]?.severity !== 'error' ? 1 : all.length, code)
    assert.match(text.out, /\[term-without-end\]\n.*\n {4}and 10 more like it: line \d+, line \d+/)
    assert.match(text.out, /\[right-falls-short\]\n.*\n {4}also line \d+: `suppressrevision`/)
  })

  it('finds members of groups that are to be gone in what a wiki counted', async () => {
    const counted = {
      query: {
        usergroups: [
          { name: 'sysop', number: 12 },
          { name: 'user', number: 300 },
          { name: 'Editor', number: 40 },
          { name: 'wizards', number: 1 },
        ],
      },
    }
    using place = installation({ charter: JSON.stringify(counted) })
    const { code, out } = await command('check', 'charters/citizendium', '--members', place.charter, '--target', 'wiki', '--json')
    const found = JSON.parse(out).findings.filter((one: any) => one.code === 'unset-group-with-members')
    assert.equal(code, 0)
    assert.deepEqual(
      found.map((one: any) => one.message),
      ['one account is in `wizards`, which the charter does not mention', '12 accounts are in `sysop`, which is to be gone'],
    )
    const refused = await command('check', 'charters/citizendium', '--members', 'charters/citizendium/roster.yaml', '--target', 'wiki')
    assert.equal(refused.code, 1)
    assert.match(refused.err, /is no JSON/)
    assert.equal((await command('check', 'charters/citizendium', '--target', 'wiki')).code, 2)
  })

  it('speaks to GitHub and to code scanning', async () => {
    const github = await command('check', 'charters/ranks', '--format', 'github')
    assert.equal(github.code, 1)
    for (const line of github.out.trim().split('\n'))
      assert.match(line, /^::(error|warning|notice) file=[^,\s]+,line=\d+,col=\d+,title=[^:]+::./)
    assert.match(github.out, /^::error .*broken promise/m)
    const { code, out } = await command('check', 'charters/ranks', '--format', 'sarif')
    const sarif = JSON.parse(out)
    assert.deepEqual([code, sarif.version, sarif.runs.length], [1, '2.1.0', 1])
    const [run] = sarif.runs
    const rules = run.tool.driver.rules.map((rule: any) => rule.id)
    for (const result of run.results) {
      assert.ok(rules.includes(result.ruleId) && SEVERITIES.includes(result.level))
      assert.ok(result.locations[0].physicalLocation.region.startLine > 0)
    }
    assert.equal(run.results.length, github.out.trim().split('\n').length)
  })

  it('prints what is open as marks to be given reasons, and says it no longer once they stand in the charter', async () => {
    const { findings: before } = JSON.parse((await command('check', 'charters/citizendium-as-written/charter.yaml', '--json')).out)
    const { out } = await command('check', 'charters/citizendium-as-written/charter.yaml', '--meant')
    const text = readFileSync('charters/citizendium-as-written/charter.yaml', 'utf8')
    using blank = installation({ charter: `${text}\n${out}` })
    const refused = await command('check', blank.charter, '--json')
    assert.equal(refused.code, 1)
    assert.ok(
      JSON.parse(refused.out).findings.every((one: any) => one.code === 'charter/empty-value'),
      'a reason is asked for',
    )

    using place = installation({ charter: `${text}\n${out.replaceAll(/why: #.*/g, 'why: "The council, 3 May"')}` })
    const [said, json, github, sarif] = await Promise.all([
      command('check', place.charter),
      command('check', place.charter, '--json'),
      command('check', place.charter, '--format', 'github'),
      command('check', place.charter, '--format', 'sarif'),
    ])
    const { findings } = JSON.parse(json.out)
    assert.ok(before.length > 20)
    assert.deepEqual([findings.length, said.code], [before.length, 1], 'promises are as broken as before')
    assert.ok(findings.every((one: any) => one.meant === 'The council, 3 May'))
    assert.match(said.out, new RegExp(`^0 errors, 0 warnings, 0 notes, ${before.length} meant; promises: .* [1-9]\\d* broken`, 'm'))
    assert.ok(
      github.out
        .trim()
        .split('\n')
        .every((line) => line.startsWith('::error ') && line.includes('broken promise')),
    )
    const { results } = JSON.parse(sarif.out).runs[0]
    const suppressed = results.filter((one: any) => one.suppressions?.[0]?.justification === 'The council, 3 May')
    assert.equal(suppressed.length, before.length)
    assert.ok(results.filter((one: any) => one.suppressions === undefined).every((one: any) => one.ruleId === 'promise/broken'))
  })

  it('fails on a verdict where it is told to', async () => {
    assert.equal((await command('check', 'charters/citizendium')).code, 0)
    assert.equal((await command('check', 'charters/citizendium', '--fail-on', 'restorable')).code, 1)
    assert.equal((await command('check', 'charters/citizendium', '--fail-on', 'sometimes')).code, 2)
  })

  it('prints the schema that stands in docs/spec', async () => {
    const { code, out } = await command('check', '--schema')
    assert.equal(code, 0)
    assert.equal(out, readFileSync('docs/spec/charter.schema.json', 'utf8'))
  })
})

describe('writ matrix', () => {
  it('is the block of the overhaul, cell by cell', async () => {
    const block = JSON.parse(readFileSync('test/fixtures/citizendium-block.json', 'utf8')) as { readonly rights: Record<string, string[]> }
    const { code, out } = await command('matrix', 'charters/citizendium-as-written', '--target', 'wiki', '--json')
    const matrix = JSON.parse(out)
    assert.equal(code, 0)
    assert.deepEqual(Object.keys(matrix), ['target', 'groups', 'rights', 'cells'])
    assert.deepEqual([matrix.target, matrix.groups.length], ['wiki', 14])
    const cells = Object.entries<Record<string, string>>(matrix.cells).flatMap(([right, groups]) =>
      Object.entries(groups).map(([group, cell]) => `${right} ${group} ${cell}`),
    )
    const wanted = Object.entries(block.rights).flatMap(([right, groups]) => groups.map((group) => `${right} ${group} direct`))
    assert.equal(wanted.length, 123)
    assert.deepEqual(cells.toSorted(), wanted.toSorted())
  })

  it('names the targets to choose from', async () => {
    const several = await command('matrix', 'charters/staff-rights')
    assert.equal(several.code, 2)
    assert.match(several.err, /--target is missing; this charter has /)
    const mistyped = await command('matrix', 'charters/ranks', '--target', 'wki')
    assert.equal(mistyped.code, 2)
    assert.match(mistyped.err, /did you mean `wiki`\?/)
  })
})
