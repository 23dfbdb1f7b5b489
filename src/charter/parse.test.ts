import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { sampleCharter } from '../../test/charter/sample.ts'
import { lintCharter } from './lint.ts'
import { parseCharter } from './parse.ts'
import type { CharterFile, CharterSource } from './source.ts'

const minimal =
  'writ: 1\ntitle: t\ntargets: { wiki: { connector: simulated } }\nroles: { keeper: { title: k, purpose: p } }\namendments: { by: none }\n'

function source(...texts: readonly string[]): CharterSource {
  const result = parseCharter(texts.map((text, index) => ({ name: `${index}.yaml`, text })))
  assert.ok(result.ok, result.ok ? '' : result.error.map((one) => `${one.file}:${one.line}:${one.column} ${one.message}`).join('\n'))
  return result.value
}

function codesOf(...texts: readonly string[]): readonly string[] {
  const result = parseCharter(texts.map((text, index) => ({ name: `${index}.yaml`, text })))
  return result.ok ? [] : result.error.map((one) => `${one.file}:${one.line} ${one.code}`)
}

describe('reading a charter', () => {
  it('fills in every default', () => {
    const { charter } = source(minimal)
    const role = charter.roles.get('keeper')
    assert.deepEqual([role?.account, role?.automatic, role?.request, role?.takesDefaults, role?.may], ['any', 'never', undefined, true, []])
    assert.deepEqual(charter.targets.get('wiki')?.guards, { people: 5, share: 10, keepLast: [] })
    assert.deepEqual([charter.targets.get('wiki')?.mode, charter.approvers.promotedWithin], ['enforce', { count: 30, unit: 'day' }])
  })

  it('lets settings say the same twice, and nothing else', () => {
    const target = (inside: string) => minimal.replace('connector: simulated', `connector: simulated, ${inside}`)
    assert.deepEqual(codesOf(target('settings: { hosts: [a, a], pairs: [[b, b]] }')), [])
    assert.deepEqual(codesOf(target('guards: { keep_last: [keeper, keeper] }')), ['0.yaml:3 charter/duplicate-item'])
  })

  it('builds the rights of writ in, of the class that is highly sensitive or else the highest', () => {
    const rights = (text: string) =>
      [...(source(minimal + text).charter.rights.get('writ') ?? [])].map(([name, right]) => [name, right.class])
    assert.deepEqual(
      rights('').map(([name]) => name),
      ['apply', 'override-guard', 'read-private', 'make-token', 'manage-sources', 'link-accounts', 'run-now'],
    )
    assert.equal(rights('classes: { a: { text: x, level: 1 }, b: { text: x, level: 9 } }\n')[0]?.[1], 'b')
    assert.equal(rights('classes: { highly-sensitive: { text: x, level: 3 }, b: { text: x, level: 9 } }\n')[0]?.[1], 'highly-sensitive')
  })

  it('merges defaults: a key of the role replaces the whole key, none cancels, defaults: none ignores them all', () => {
    const { charter } = source(sampleCharter)
    const [steward, clerk, helper, reserve] = ['steward', 'clerk', 'helper', 'reserve'].map((id) => charter.roles.get(id))
    assert.deepEqual(steward?.term, {
      lasts: { count: 1, unit: 'year' },
      longest: { count: 2, unit: 'year' },
      ongoing: true,
      ends: undefined,
    })
    assert.deepEqual(clerk?.term, { lasts: { count: 1, unit: 'year' }, longest: undefined, ongoing: false, ends: 'election' })
    assert.equal(steward?.review, undefined)
    assert.deepEqual(helper?.review?.every, { count: 1, unit: 'year' })
    assert.deepEqual([reserve?.takesDefaults, reserve?.account, reserve?.review], [false, 'any', undefined])
  })

  it('takes over rights and groups of the target that like names, own ones replacing by name', () => {
    const { charter } = source(
      sampleCharter.replace(
        '  forum:\n    moderate:',
        '  test-wiki: { block: { text: "Block on the test wiki", class: elevated } }\n  forum:\n    moderate:',
      ),
    )
    assert.equal(charter.rights.get('test-wiki')?.get('block')?.class, 'elevated')
    assert.equal(charter.rights.get('wiki')?.get('block')?.class, 'highly-sensitive')
    assert.deepEqual([...(charter.groups.get('test-wiki')?.keys() ?? [])], [...(charter.groups.get('wiki')?.keys() ?? [])])
    assert.equal(charter.targets.get('test-wiki')?.settings['namespaces'], undefined)
  })

  it('keeps names that are hostile to programs', () => {
    const { charter } = source(
      `${minimal}rights: { wiki: { constructor: { text: x }, toString: { text: y }, "a.b": { text: z }, 7: { text: n } } }\ngroups: { wiki: { hasOwnProperty: { rights: [constructor, "7"] } } }\n`,
    )
    assert.deepEqual([...(charter.rights.get('wiki')?.keys() ?? [])].toSorted(), ['7', 'a.b', 'constructor', 'toString'])
    assert.deepEqual(charter.groups.get('wiki')?.get('hasOwnProperty')?.rights, ['constructor', '7'])
    assert.deepEqual(codesOf(`${minimal}rights: { wiki: { __proto__: { text: x } } }\n`), ['0.yaml:6 charter/bad-name'])
  })

  it('merges the files of a folder by their sections', () => {
    const { charter } = source(
      minimal,
      'roles:\n  second: { title: s, purpose: p }\nrights: { wiki: { read: { text: r } } }\n',
      'rights: { wiki: { edit: { text: e } } }\npromises: [{ text: p, survives: 1 }]\n',
    )
    assert.deepEqual([...charter.roles.keys()], ['keeper', 'second'])
    assert.deepEqual([...(charter.rights.get('wiki')?.keys() ?? [])], ['read', 'edit'])
  })

  it('refuses the same id and the same single key in two files', () => {
    assert.deepEqual(codesOf(minimal, 'roles: { keeper: { title: k, purpose: p } }\n'), ['1.yaml:1 charter/duplicate-id'])
    assert.deepEqual(codesOf(minimal, 'title: again\n'), ['1.yaml:1 charter/duplicate-id'])
    assert.deepEqual(codesOf(`${minimal}rights: { wiki: { read: { text: r } } }\n`, 'rights: { wiki: { read: { text: r } } }\n'), [
      '1.yaml:1 charter/duplicate-id',
    ])
  })

  it('says all problems at once, in the order of the text', () => {
    const text = `writ: 2\ntitle: t\ntargets: { wiki: { connector: simulated, drif: ask } }\nroles:\n  keeper: { title: k, purpose: p, delay: 3d, may: [{ change: kepper }] }\n  other: { title: o }\namendments: { by: nobody }\n`
    assert.deepEqual(codesOf(text), [
      '0.yaml:1 charter/not-allowed',
      '0.yaml:3 charter/unknown-key',
      '0.yaml:5 charter/bad-duration',
      '0.yaml:5 charter/unknown-role',
      '0.yaml:6 charter/missing-key',
      '0.yaml:7 charter/unknown-role',
    ])
  })

  it('finds the place of every clause, of its defaults and of what like took over', () => {
    const read = source(sampleCharter)
    const place = (clause: string) => read.place(clause)
    const lineOf = (words: string) => sampleCharter.slice(0, sampleCharter.indexOf(words)).split('\n').length
    assert.equal(place('roles.steward.may[1].stages[0].by').line, lineOf('{ change: steward, stages'))
    assert.equal(place('roles.steward.may[2]').line, lineOf('{ suspend: all'))
    assert.equal(place('roles.helper.review.by').line, lineOf('review: { every: 1 year'))
    assert.equal(place('groups.test-wiki.sysop.rights[1]').line, lineOf('    sysop: { title'))
    assert.equal(place('groups.wiki.*.rights').line, lineOf('    "*":'))
    assert.equal(place('rights.writ.apply').line, lineOf('rights:\n'))
    assert.equal(place('nowhere.at.all').line, 1)
    assert.equal(place('amendments.stages[0].count').line, lineOf('amendments:'))
  })

  it('refuses nothing and no file without throwing', () => {
    assert.deepEqual(codesOf(), ['charter.yaml:1 charter/no-file'])
    assert.deepEqual(codesOf(''), ['0.yaml:1 charter/empty-file'])
    assert.deepEqual(codesOf('# only a comment\n'), ['0.yaml:1 charter/empty-file'])
    assert.deepEqual(codesOf('- a\n- b\n'), ['0.yaml:1 charter/wrong-shape'])
  })
})

describe('the charters that come with Writ', () => {
  const root = new URL('../../charters/', import.meta.url)
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())

  it('are found', () => assert.ok(folders.length >= 8))

  for (const { name } of folders) {
    it(`${name} can be read, and its linter finds no error that is not announced`, () => {
      const folder = new URL(`${name}/`, root)
      const files: CharterFile[] = readdirSync(folder)
        .filter((file) => file.endsWith('.yaml') && !['roster.yaml', 'story.yaml'].includes(file))
        .map((file) => ({ name: `${name}/${file}`, text: readFileSync(new URL(file, folder), 'utf8') }))
      const result = parseCharter(files)
      assert.ok(
        result.ok,
        result.ok ? '' : result.error.map((one) => `${one.file}:${one.line}:${one.column} ${one.code} ${one.message}`).join('\n'),
      )
      const errors = lintCharter(result.value).filter((one) => one.severity === 'error')
      assert.deepEqual(errors, [])
    })
  }
})
