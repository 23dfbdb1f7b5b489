/** Typical mistakes, each planted in a charter that is otherwise right: reported alone, at its exact place, with a remedy. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sampleCharter } from '../../test/charter/sample.ts'
import type { Code } from './codes.ts'
import { parseCharter } from './parse.ts'

interface Mistake {
  readonly what: string
  readonly from: string
  /** The mistake; `⟦` stands where it must be reported and is taken out. */
  readonly to: string
  readonly code: Code
  readonly says: RegExp
  readonly remedy: RegExp
  /** What it cannot but bring with it. */
  readonly brings?: readonly Code[]
}

const mistakes: readonly Mistake[] = [
  {
    what: 'a key with a letter missing',
    from: '    purpose: Keeps the roles',
    to: '    purpose: Keeps the roles\n    ⟦conatct: somebody',
    code: 'charter/unknown-key',
    says: /`conatct` is no key of `steward`/,
    remedy: /write `contact`/,
  },
  {
    what: 'a comma in a text in braces',
    from: '{ text: "Works for the society", source',
    to: '{ text: Works, ⟦for the society, source',
    code: 'charter/comma-in-text',
    says: /`for the society` stands alone after a comma/,
    remedy: /quote the text/,
  },
  {
    what: 'a comma in a text in braces that looks like a key',
    from: '{ title: "Everybody", implicit',
    to: '{ title: Everybody, ⟦that is: all of us, implicit',
    code: 'charter/unknown-key',
    says: /`that is` is no key/,
    remedy: /quote the text/,
  },
  {
    what: 'an asterisk without quotes',
    from: '    "*": { title',
    to: '    ⟦*: { title',
    code: 'charter/unquoted-asterisk',
    says: /asterisk/,
    remedy: /quote the asterisk/,
  },
  { what: 'an alias', from: 'lasts: 2 years }', to: 'lasts: ⟦*two }', code: 'charter/alias', says: /`\*two`/, remedy: /quote the text/ },
  {
    what: 'an anchor',
    from: 'delay: 2 days',
    to: 'delay: &two ⟦2 days',
    code: 'charter/anchor',
    says: /`&two`/,
    remedy: /remove the anchor/,
  },
  { what: 'a tag', from: 'delay: 2 days', to: 'delay: !!str ⟦2 days', code: 'charter/tag', says: /tags/, remedy: /remove the tag/ },
  {
    what: 'a merge key',
    from: '    defaults: none',
    to: '    ⟦<<: { title: x }\n    defaults: none',
    code: 'charter/merge-key',
    says: /`<<`/,
    remedy: /`defaults`, `like` or `includes`/,
  },
  {
    what: 'yes where true is meant',
    from: '    direct: true',
    to: '    direct: ⟦yes',
    code: 'charter/yaml-1-1-word',
    says: /`direct` is `yes`/,
    remedy: /write `true`/,
  },
  {
    what: 'a key that YAML 1.1 reads as true',
    from: '    gives: { wiki: sysop, test-wiki: sysop }',
    to: '    ⟦on: { wiki: sysop, test-wiki: sysop }',
    code: 'charter/yaml-1-1-word',
    says: /`on` is read as true or false/,
    remedy: /quote it/,
    brings: ['charter/unknown-key'],
  },
  {
    what: 'yes as the value of a fact that is true or false',
    from: 'fact: employee, is: true',
    to: 'fact: employee, ⟦is: "yes"',
    code: 'charter/yaml-1-1-word',
    says: /`yes` is no value of `employee`/,
    remedy: /`true` or `false`/,
  },
  {
    what: 'a length of time in ISO 8601',
    from: 'delay: 7 days',
    to: 'delay: ⟦P7D',
    code: 'charter/bad-duration',
    says: /`delay` is `P7D`/,
    remedy: /write `7 days`/,
  },
  {
    what: 'a length of time cut short',
    from: 'hears: 14 days',
    to: 'hears: ⟦14d',
    code: 'charter/bad-duration',
    says: /length of time in words/,
    remedy: /write `14 days`/,
  },
  {
    what: 'a day that does not exist',
    from: 'day: "2026-10-01"',
    to: 'day: ⟦2026-02-30',
    code: 'charter/bad-date',
    says: /`2026-02-30`/,
    remedy: /as in `2026-10-01`/,
  },
  {
    what: 'a role nobody declared',
    from: 'decided_by: steward',
    to: 'decided_by: ⟦stewart',
    code: 'charter/unknown-role',
    says: /`stewart` is no role/,
    remedy: /write `steward`/,
  },
  {
    what: 'another name of a role used as its id',
    from: 'refer_to: clerk',
    to: 'refer_to: ⟦Janitor',
    code: 'charter/unknown-role',
    says: /`Janitor` is no role/,
    remedy: /write `clerk`/,
  },
  {
    what: 'a person',
    from: 'decided_by: steward',
    to: 'decided_by: ⟦Rosa Example',
    code: 'charter/person-named',
    says: /never names a person/,
    remedy: /name a role/,
  },
  {
    what: 'a person in a gate',
    from: 'only: steward,',
    to: 'only: ⟦User:Rosa,',
    code: 'charter/person-named',
    says: /never names a person/,
    remedy: /name a role/,
  },
  {
    what: 'a right in another case',
    from: 'rights: [delete, block] }',
    to: 'rights: [delete, ⟦Block] }',
    code: 'charter/unknown-right',
    says: /`Block` is no right of `wiki`/,
    remedy: /write `block`/,
  },
  {
    what: 'a group nobody declared',
    from: 'gives: { wiki: steward, forum',
    to: 'gives: { wiki: ⟦stewards, forum',
    code: 'charter/unknown-group',
    says: /`stewards` is no group of `wiki`/,
    remedy: /write `steward`/,
  },
  {
    what: 'a condition nobody declared',
    from: 'trigger: active',
    to: 'trigger: ⟦activ',
    code: 'charter/unknown-condition',
    says: /`activ` is no condition/,
    remedy: /write `active`/,
  },
  {
    what: 'a statement nobody declared',
    from: 'states: trained,',
    to: 'states: ⟦drained,',
    code: 'charter/unknown-statement',
    says: /`drained`/,
    remedy: /write `trained`/,
  },
  {
    what: 'a date nobody declared',
    from: 'ends: election',
    to: 'ends: ⟦selection',
    code: 'charter/unknown-date',
    says: /`selection`/,
    remedy: /write `election`/,
  },
  {
    what: 'a target nobody declared',
    from: 'target: wiki, rights: [edit, delete]',
    to: 'target: ⟦wikki, rights: [edit, delete]',
    code: 'charter/unknown-target',
    says: /`wikki`/,
    remedy: /write `wiki`/,
  },
  {
    what: 'a right outside its block without its target',
    from: 'right: wiki.block, people',
    to: 'right: ⟦block, people',
    code: 'charter/bad-right',
    says: /does not begin with a target/,
    remedy: /write `wiki.block`/,
  },
  {
    what: 'a relation over a fact that names nobody',
    from: 'by: subject.manager, counts_earlier',
    to: 'by: ⟦subject.address, counts_earlier',
    code: 'charter/not-people-fact',
    says: /not of type `people`/,
    remedy: /`subject.manager`/,
  },
  {
    what: 'the same id twice',
    from: '  helper: {',
    to: '  helper: { title: "Helper", purpose: "Helps", gives: { forum: Moderators }, automatic: on-request, requires: house-address, request: { stages: [{ by: steward }] }, reports_to: clerk, needs_role: steward }\n  ⟦helper: {',
    code: 'charter/duplicate-key',
    says: /second time, first in line/,
    remedy: /keep one/,
  },
  {
    what: 'a required key left out',
    from: '    purpose: Deletes and blocks\n',
    to: '',
    code: 'charter/missing-key',
    says: /`clerk` lacks `purpose`/,
    remedy: /add `purpose:`/,
  },
  {
    what: 'two tests in one condition',
    from: 'fact: edits, at_least: 90',
    to: 'fact: edits, at_least: 90, ⟦all: [employed]',
    code: 'charter/one-of',
    says: /`all` stands beside `fact`/,
    remedy: /keep one/,
  },
  {
    what: 'a condition that tests nothing',
    from: 'own: { text: "The person made it", resource: owner, is_subject: true',
    to: '⟦own: { text: "The person made it"',
    code: 'charter/one-of',
    says: /needs exactly one of `all`, `any`/,
    remedy: /add one/,
  },
  {
    what: 'an operator that does not fit the fact',
    from: 'fact: edits, at_least: 90',
    to: 'fact: edits, ⟦has_any: [a]',
    code: 'charter/operator-type',
    says: /`has_any` does not fit `edits`/,
    remedy: /`at_least`/,
  },
  {
    what: 'a number where a text is meant',
    from: 'title: Sample wiki\ntext',
    to: 'title: ⟦2026\ntext',
    code: 'charter/wrong-type',
    says: /is read as a number/,
    remedy: /quote it: "2026"/,
  },
  {
    what: 'a word that is not allowed',
    from: 'drift: revert',
    to: 'drift: ⟦reverts',
    code: 'charter/not-allowed',
    says: /`ask`, `revert`, `adopt`/,
    remedy: /write `revert`/,
  },
  {
    what: 'an id in capitals',
    from: '  reserve:',
    to: '  ⟦Reserve:',
    code: 'charter/bad-id',
    says: /lower-case/,
    remedy: /write `reserve`/,
  },
  {
    what: 'a list where one value is meant',
    from: 'reports_to: clerk',
    to: 'reports_to: ⟦[clerk]',
    code: 'charter/wrong-shape',
    says: /not a list/,
    remedy: /write one value/,
  },
  {
    what: 'groups that include each other',
    from: 'sysop: { title: "Administrators", rights: [delete, block] }',
    to: 'sysop: { title: "Administrators", rights: [delete, block], ⟦includes: steward }',
    code: 'charter/cycle',
    says: /`sysop` → `steward` → `sysop`/,
    remedy: /remove one `includes`/,
  },
  {
    what: 'a condition that uses itself',
    from: '  own: { text: "The person made it", resource: owner, is_subject: true }',
    to: '  ⟦own: { text: "The person made it", not: own }',
    code: 'charter/cycle',
    says: /`own` → `own`/,
    remedy: /remove one/,
  },
  {
    what: 'groups that differ only by case',
    from: '    sysop: { title',
    to: '    Sysop: { title: x }\n    ⟦sysop: { title',
    code: 'charter/same-but-for-case',
    says: /differ only by case/,
    remedy: /also_called/,
  },
  {
    what: 'a role that gives everybody’s group',
    from: 'gives: { wiki: steward, forum',
    to: 'gives: { wiki: ⟦user, forum',
    code: 'charter/not-assignable',
    says: /everybody/,
    remedy: /neither implicit nor promoted/,
  },
  {
    what: 'a right that is deliberately nobody’s in a group',
    from: 'rights: [delete, block] }',
    to: 'rights: [delete, block, ⟦userrights] }',
    code: 'charter/unassigned-right',
    says: /deliberately nobody's/,
    remedy: /remove it from the group/,
  },
  {
    what: 'a machine that grants what a machine must not',
    from: 'gives: { forum: Moderators }, automatic: on-request',
    to: 'gives: { wiki: sysop }, ⟦automatic: on-request',
    code: 'charter/automatic-against-class',
    says: /which a machine never grants/,
    remedy: /automatic: never/,
  },
  {
    what: 'a request nobody decides',
    from: 'automatic: on-request, requires: house-address, request: { stages: [{ by: steward }] }',
    to: '⟦request: { asks: { why: "Why?" } }',
    code: 'charter/undecided-request',
    says: /nobody decides it/,
    remedy: /add a stage/,
  },
  {
    what: 'more approvers than seats',
    from: 'amendments: { by: steward, stages: [{ by: steward, count: 2, consult: false }]',
    to: 'amendments: { by: steward, stages: [⟦{ by: steward, count: 8 }]',
    code: 'charter/too-many-approvers',
    says: /8 different persons/,
    remedy: /lower `count`/,
  },
  {
    what: 'a promotion by a fact of another system',
    from: 'promote: { when: active, keep: true }',
    to: 'promote: { ⟦when: employed, keep: true }',
    code: 'charter/fact-of-other-target',
    says: /`employee` of `personnel`/,
    remedy: /automatic: always/,
  },
  {
    what: 'a gate over what the target cannot know',
    from: 'when: archived, only',
    to: '⟦when: employed, only',
    code: 'charter/gate-cannot-tell',
    says: /cannot know/,
    remedy: /`resource`/,
  },
  {
    what: 'a role without the document the charter asks for',
    from: 'feedback: 14 days }',
    to: 'feedback: 14 days, documents: required }',
    code: 'charter/document-missing',
    says: /requires one of every role/,
    remedy: /add `document:`/,
    brings: ['charter/document-missing', 'charter/document-missing'],
  },
  {
    what: 'a tab as indentation',
    from: '    delay: 2 days',
    to: '    delay:\n⟦\t2 days',
    code: 'charter/tab-indent',
    says: /tab/,
    remedy: /spaces/,
  },
  {
    what: 'a colon in a text without quotes',
    from: 'purpose: Keeps the roles',
    to: 'purpose: ⟦Keeps: the roles: all',
    code: 'charter/unquoted-colon',
    says: /colon/,
    remedy: /quote the text/,
  },
  {
    what: 'an invisible character',
    from: 'title: Steward',
    to: 'title: ⟦Ste\u202Eward',
    code: 'charter/bad-character',
    says: /U\+202E/,
    remedy: /remove it/,
  },
  {
    what: 'the built-in target declared',
    from: 'facts:\n',
    to: '  ⟦writ: { connector: writ }\n\nfacts:\n',
    code: 'charter/writ-target',
    says: /built in/,
    remedy: /only `groups.writ`/,
  },
  {
    what: 'a name with a meaning of its own',
    from: '  helper: { title',
    to: '  ⟦all: { title: "All", purpose: "x" }\n  helper: { title',
    code: 'charter/reserved-name',
    says: /`all` has a meaning/,
    remedy: /another id/,
  },
]

interface Planted {
  readonly text: string
  readonly line: number
  readonly column: number
}

function plant(from: string, to: string): Planted {
  assert.ok(sampleCharter.includes(from), `the sample has no ${from}`)
  const marked = sampleCharter.replace(from, () => to)
  const before = marked.slice(0, marked.indexOf('⟦')).split('\n')
  return { text: marked.replace('⟦', ''), line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

describe('typical mistakes', () => {
  it('do not stand in the sample', () => {
    const result = parseCharter([{ name: 'charter.yaml', text: sampleCharter }])
    assert.ok(result.ok, result.ok ? '' : result.error.map((one) => `${one.line}:${one.column} ${one.message}`).join('\n'))
  })

  for (const { what, from, to, code, says, remedy, brings } of mistakes) {
    it(`${what}: ${code}`, () => {
      const { text, line, column } = plant(from, to)
      const result = parseCharter([{ name: 'charter.yaml', text }])
      assert.ok(!result.ok, 'it was not noticed')
      const all = result.error.map((one) => `${one.line}:${one.column} ${one.code} ${one.message} -> ${one.remedy}`).join('\n')
      const found = result.error.find((one) => one.code === code)
      assert.ok(found !== undefined, all)
      assert.deepEqual(
        result.error.filter((one) => one !== found).map((one) => one.code),
        brings ?? [],
        all,
      )
      assert.match(found.message, says)
      assert.match(found.remedy, remedy)
      if (to.includes('⟦')) assert.deepEqual([found.line, found.column], [line, column], all)
    })
  }

  it('are reported together, each at its place, when they stand in one charter', () => {
    const unreadable: readonly Code[] = ['charter/tab-indent', 'charter/unquoted-colon', 'charter/one-of']
    const planted: Mistake[] = []
    const marked = mistakes.reduce((text, mistake, index) => {
      if (!text.includes(mistake.from) || unreadable.includes(mistake.code) || !mistake.to.includes('⟦')) return text
      // what an earlier mistake already stands in is left alone: two in one place hide each other
      const line = text.slice(
        text.lastIndexOf('\n', text.indexOf(mistake.from)),
        text.indexOf('\n', text.indexOf(mistake.from) + mistake.from.length),
      )
      if (line.includes('⟦')) return text
      planted.push(mistake)
      return text.replace(mistake.from, () => mistake.to.replace('⟦', `⟦${index}⟧`))
    }, sampleCharter)
    const result = parseCharter([{ name: 'charter.yaml', text: marked.replaceAll(/⟦\d+⟧/g, '') }])
    assert.ok(!result.ok)
    const found = result.error.map((one) => `${one.line}:${one.column} ${one.code}`)
    const expected = planted.map((mistake) => {
      const before = marked
        .slice(0, marked.indexOf(`⟦${mistakes.indexOf(mistake)}⟧`))
        .replaceAll(/⟦\d+⟧/g, '')
        .split('\n')
      return `${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${mistake.code}`
    })
    assert.ok(expected.length >= 20, `only ${expected.length} planted`)
    assert.deepEqual(
      expected.filter((one) => !found.includes(one)),
      [],
      found.join('\n'),
    )
  })
})
