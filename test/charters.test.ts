/** The schemes under charters/: all are readable, and each says what it claims to say. */
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { z } from 'zod'
import { lintCharter } from '../src/charter/lint.ts'
import { matrixOf } from '../src/charter/matrix.ts'
import { classOfRole, rightsOfGroup } from '../src/charter/members.ts'
import type { Charter } from '../src/charter/model.ts'
import { parseCharter } from '../src/charter/parse.ts'
import { parseRoster, type Roster } from '../src/charter/roster.ts'
import { formatCharter } from '../src/charter/format/format.ts'
import type { CharterFile, CharterSource } from '../src/charter/source.ts'
import { checkPromises } from '../src/safety/promises.ts'

const home = 'charters'
const names = [
  'citizendium',
  'citizendium-as-written',
  'growthbook',
  'lean-wiki',
  'ranks',
  'ranks-split',
  'ranks-table',
  'staff-rights',
] as const

async function filesOf(name: (typeof names)[number]): Promise<readonly CharterFile[]> {
  const folder = join(home, name)
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml') && !['roster.yaml', 'story.yaml'].includes(file)).toSorted()
  return Promise.all(files.map(async (file) => ({ name: file, text: await readFile(join(folder, file), 'utf8') })))
}

async function sourceOf(name: (typeof names)[number]): Promise<CharterSource> {
  const parsed = parseCharter(await filesOf(name))
  if (!parsed.ok) assert.fail(parsed.error.map((one) => `${name}/${one.file}:${one.line}:${one.column} ${one.message}`).join('\n'))
  return parsed.value
}

async function charterOf(name: (typeof names)[number]): Promise<Charter> {
  return (await sourceOf(name)).charter
}

async function rosterOf(name: (typeof names)[number], charter: Charter): Promise<Roster> {
  const roster = parseRoster(await readFile(join(home, name, 'roster.yaml'), 'utf8'), charter)
  if (!roster.ok) assert.fail(roster.error.map((one) => `${name}/roster.yaml:${one.line}:${one.column} ${one.message}`).join('\n'))
  return roster.value
}

const blockSchema = z.object({
  rights: z.record(z.string(), z.array(z.string())),
  unassigned: z.array(z.string()),
  commented_out: z.record(z.string(), z.array(z.string())),
})

/** Which group the configuration that the Citizendium overhaul proposes gives which right. */
async function proposedBlock() {
  return blockSchema.parse(JSON.parse(await readFile('test/fixtures/citizendium-block.json', 'utf8')))
}

const cellsOf = (rows: Iterable<readonly [string, Iterable<string>]>) =>
  [...rows].flatMap(([right, groups]) => [...groups].map((group) => `${right} of ${group}`)).toSorted()

const directCells = (charter: Charter, target: string) =>
  cellsOf(
    [...matrixOf(charter, target).cells].map(
      ([right, row]) => [right, [...row].flatMap(([group, cell]) => (cell === 'direct' ? [group] : []))] as const,
    ),
  )

describe('the charters', () => {
  it('stand in canonical form', async () => {
    for (const name of names) {
      for (const file of await filesOf(name)) {
        const formatted = formatCharter(file)
        assert.ok(formatted.ok && formatted.value === file.text, `${name}/${file.name}: run \`writ fmt --write\``)
      }
    }
  })

  it('are these folders, each with a readme and a roster', async () => {
    const folders = (await readdir(home, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    assert.deepEqual(folders.toSorted(), [...names])
    for (const name of names) {
      const files = await readdir(join(home, name))
      for (const file of ['README.md', 'charter.yaml', 'roster.yaml']) assert.ok(files.includes(file), `${name} lacks ${file}`)
    }
  })

  for (const name of names) {
    it(`${name} is read without an error, and so is its roster`, async () => {
      const charter = await charterOf(name)
      assert.ok(charter.roles.size > 0 && charter.promises.length > 0)
      const roster = await rosterOf(name, charter)
      const handles = roster.people.map((person) => person.handle)
      assert.ok(handles.length > 0)
      assert.equal(new Set(handles).size, handles.length)
    })

    it(`${name} lets somebody apply plans`, async () => {
      const charter = await charterOf(name)
      const appliers = [...charter.roles].filter(([, role]) =>
        (role.gives.get('writ') ?? []).some((group) => rightsOfGroup(charter, 'writ', group).has('apply')),
      )
      assert.ok(appliers.length > 0)
    })
  }
})

/** The promises that each charter breaks, without a roster and with its own. `writ check` exits 1 for each of the first column. */
const broken: Readonly<Record<(typeof names)[number], { readonly assumed: readonly string[]; readonly roster: readonly string[] }>> = {
  citizendium: { assumed: [], roster: [] },
  'citizendium-as-written': {
    assumed: ['newslettermassmailer', 'deleterevision', 'checkuser', 'removable', 'always_held', 'survives'],
    roster: ['newslettermassmailer', 'deleterevision', 'checkuser', 'removable', 'always_held', 'survives'],
  },
  growthbook: { assumed: [], roster: [] },
  'lean-wiki': { assumed: [], roster: [] },
  ranks: { assumed: ['lower_only', 'survives'], roster: ['lower_only', 'survives'] },
  'ranks-split': { assumed: ['survives'], roster: [] },
  'ranks-table': { assumed: ['survives'], roster: ['survives'] },
  'staff-rights': { assumed: [], roster: [] },
}

describe('what the charters promise', () => {
  for (const name of names) {
    it(`${name} has no error beside its promises, and breaks exactly those it is known to break`, async () => {
      const source = await sourceOf(name)
      const errors = lintCharter(source).filter((finding) => finding.severity === 'error')
      assert.deepEqual(
        errors.map((finding) => `${finding.line} ${finding.message}`),
        [],
      )
      const { charter } = source
      for (const [who, roster] of [
        ['assumed', undefined],
        ['roster', await rosterOf(name, charter)],
      ] as const) {
        const verdicts = checkPromises(charter, roster)
        assert.equal(verdicts.length, charter.promises.length)
        const bad = charter.promises.flatMap((promise, index) =>
          verdicts[index]?.kept === true ? [] : [promise.kind === 'only' ? promise.right.right : promise.kind],
        )
        assert.deepEqual(bad, broken[name][who], who)
      }
    })
  }
})

describe('citizendium-as-written', () => {
  it('has 14 groups, 47 granted rights and 123 cells, all direct', async () => {
    const matrix = matrixOf(await charterOf('citizendium-as-written'), 'wiki')
    const rows = [...matrix.cells.values()]
    const cells = rows.flatMap((row) => [...row.values()])
    assert.equal(matrix.groups.length, 14)
    assert.equal(rows.filter((row) => row.size > 0).length, 47)
    assert.equal(cells.length, 123)
    assert.deepEqual([...new Set(cells)], ['direct'])
  })

  it('equals the proposed configuration, cell by cell', async () => {
    const charter = await charterOf('citizendium-as-written')
    const block = await proposedBlock()
    assert.deepEqual(directCells(charter, 'wiki'), cellsOf(Object.entries(block.rights)))
    assert.deepEqual(matrixOf(charter, 'wiki').groups.toSorted(), [...new Set(Object.values(block.rights).flat())].toSorted())
  })

  it('declares what the configuration gives to nobody, and only that as nobody’s on purpose', async () => {
    const charter = await charterOf('citizendium-as-written')
    const block = await proposedBlock()
    const rights = [...(charter.rights.get('wiki') ?? [])]
    assert.deepEqual(rights.flatMap(([right, { assigned }]) => (assigned ? [] : [right])).toSorted(), block.unassigned.toSorted())
    const declared = [...Object.keys(block.rights), ...block.unassigned, ...Object.keys(block.commented_out)]
    assert.deepEqual(rights.map(([right]) => right).toSorted(), declared.toSorted())
  })
})

/** The proposal's `Bot` is the stock group in the repaired charter. */
const groupName = (name: string) => (name === 'Bot' ? 'bot' : name)

describe('citizendium', () => {
  it('takes away from the proposed configuration only what was decided', async () => {
    const charter = await charterOf('citizendium')
    const block = await proposedBlock()
    const proposed = cellsOf(Object.entries(block.rights).map(([right, groups]) => [right, groups.map(groupName)] as const))
    const kept = new Set(directCells(charter, 'wiki'))
    assert.deepEqual(
      proposed.filter((cell) => !kept.has(cell)),
      [
        'editusercssjs of SeniorTechnicalStaff',
        'userrights of Founder',
        'userrights of ManagementCommittee',
        'userrights of SeniorTechnicalStaff',
      ],
    )
  })

  it('gives a reason for every right and names every right of the proposal', async () => {
    const charter = await charterOf('citizendium')
    const block = await proposedBlock()
    const rights = charter.rights.get('wiki') ?? new Map()
    for (const right of [...Object.keys(block.rights), ...block.unassigned, ...Object.keys(block.commented_out)])
      assert.ok(rights.has(right), right)
    for (const target of ['wiki', 'forum']) {
      for (const [right, { why }] of charter.rights.get(target) ?? []) assert.ok(why !== undefined, `${right} has no reason`)
    }
  })

  it('has fifteen living groups and repeats nothing that every Citizen has', async () => {
    const charter = await charterOf('citizendium')
    const groups = [...(charter.groups.get('wiki') ?? [])].filter(([, group]) => group.abolished === undefined)
    assert.equal(groups.length, 15)
    const everybodys = new Set([...rightsOfGroup(charter, 'wiki', '*'), ...rightsOfGroup(charter, 'wiki', 'user')])
    for (const [name, group] of groups) {
      if (name === '*' || name === 'user') continue
      assert.deepEqual(
        group.rights.filter((right) => everybodys.has(right)),
        [],
        name,
      )
    }
  })

  it('gives the Managing Editor exactly what committee and council have', async () => {
    const charter = await charterOf('citizendium')
    const both = new Set([...rightsOfGroup(charter, 'wiki', 'ManagementCommittee'), ...rightsOfGroup(charter, 'wiki', 'EditorialCouncil')])
    assert.deepEqual([...rightsOfGroup(charter, 'wiki', 'ManagingEditor')].toSorted(), [...both].toSorted())
  })
})

describe('the other schemes', () => {
  it('staff rights publish exactly account, rights, start and use case', async () => {
    const charter = await charterOf('staff-rights')
    const four = ['account', 'rights', 'from', 'use_case']
    assert.deepEqual(charter.log?.public, four)
    for (const [, one] of charter.classes) assert.deepEqual(one.public, four)
  })

  it('staff rights spare only a test wiki’s administrators the director', async () => {
    const charter = await charterOf('staff-rights')
    const classOf = (id: string) => {
      const role = charter.roles.get(id)
      assert.ok(role !== undefined, id)
      return classOfRole(charter, role)
    }
    assert.equal(classOf('staff-test-administrator'), 'elevated')
    assert.equal(classOf('staff-administrator'), 'highly-sensitive')
    assert.equal(classOf('staff-test-checkuser'), 'highly-sensitive')
    assert.equal(classOf('staff-test-interface-administrator'), 'highly-sensitive')
    assert.equal(classOf('staff-translations'), 'elevated')
    assert.equal(classOf('staff-rollback'), 'basic')
  })

  it('officers have all rights of sysops, and only a colonel of one of the three readings holds `userrights`', async () => {
    for (const name of ['ranks', 'ranks-table', 'ranks-split'] as const) {
      const charter = await charterOf(name)
      const sysops = rightsOfGroup(charter, 'wiki', 'sysop')
      assert.ok(sysops.size > 0)
      for (const officer of name === 'ranks-split' ? ['bureaucrat', 'steward'] : ['lieutenant', 'captain', 'major', 'colonel']) {
        const rights = rightsOfGroup(charter, 'wiki', officer)
        assert.deepEqual(
          [...sysops].filter((right) => !rights.has(right)),
          [],
          officer,
        )
      }
      const holders = matrixOf(charter, 'wiki').cells.get('userrights')
      assert.deepEqual([...(holders?.keys() ?? [])], name === 'ranks' ? ['colonel'] : [])
    }
  })

  it('GrowthBook’s tiers contain one another and both instances have the same', async () => {
    const charter = await charterOf('growthbook')
    for (const target of ['growthbook-next', 'growthbook']) {
      const [low, middle, high] = ['read-only', 'elevated', 'admin'].map((group) => rightsOfGroup(charter, target, group))
      for (const right of low ?? []) assert.ok(middle?.has(right), right)
      for (const right of middle ?? []) assert.ok(high?.has(right), right)
      assert.deepEqual([low?.size, (middle?.size ?? 0) > 1, high?.size], [1, true, charter.rights.get(target)?.size])
    }
  })

  it('the lean wiki has a visitor, a registered user, a researcher and an administrator', async () => {
    const charter = await charterOf('lean-wiki')
    assert.equal(charter.groups.get('wiki')?.get('*')?.implicit, 'everyone')
    assert.equal(charter.groups.get('wiki')?.get('user')?.implicit, 'registered')
    assert.deepEqual([...charter.roles.keys()], ['researcher', 'administrator'])
    const request = charter.roles.get('researcher')?.request
    assert.deepEqual([request?.by, request?.for], [[{ kind: 'registered' }], 'self'])
    assert.equal(charter.roles.get('researcher')?.automatic, 'never')
  })

  it('the lean wiki promotes nobody to researcher by itself, in none of the ways a charter could say it', async () => {
    const text = await readFile(join(home, 'lean-wiki', 'charter.yaml'), 'utf8')
    const codes = (changed: string) => {
      assert.notEqual(changed, text)
      const result = parseCharter([{ name: 'charter.yaml', text: changed }])
      return result.ok ? [] : [...new Set(result.error.map(({ code }) => code))]
    }
    for (const word of ['always', 'on-request'])
      assert.deepEqual(
        codes(text.replace('automatic: never # the scheme', `automatic: ${word} # the scheme`)),
        ['charter/automatic-against-class'],
        word,
      )
    const promoted = text.replace(
      /( {4}researcher:\n(?: {6}.*\n)*? {6}rights: read-restricted)/,
      '$1\n      promote: { when: no-threshold }',
    )
    assert.deepEqual(codes(promoted), ['charter/not-assignable'])
  })

  it('the lean wiki lets visitors ask for nothing, and tells them how one gets an account', async () => {
    const charter = await charterOf('lean-wiki')
    for (const [id, role] of charter.roles) assert.ok(role.request?.by.every(({ kind }) => kind !== 'everyone') !== false, id)
    assert.match(charter.groups.get('wiki')?.get('user')?.text ?? '', /Administrators make accounts/)
  })
})
