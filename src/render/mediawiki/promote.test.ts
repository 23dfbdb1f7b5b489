import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Charter, ConditionTest } from '../../charter/model.ts'
import { charterOf } from '../../../test/support/charter.ts'
import { phpValue } from '../php.ts'
import { renderSettings } from './settings.ts'
import { wikiSettings } from './wiki-settings.ts'

interface Parts {
  readonly keep?: boolean
  readonly settings?: string
  readonly roles?: string
}

/** A wiki that promotes to `trusted` when this named condition holds. */
function promoting(wanted: string, { keep = false, settings = '{}', roles = '' }: Parts = {}) {
  return charterOf(`
writ: 1
title: Promotes
targets: { wiki: { connector: mediawiki, settings: ${settings} }, forum: { connector: smf } }
facts:
  edits: { text: Edits, source: wiki, type: number, about: account }
  posts: { text: Posts, source: forum, type: number, about: account }
  merits: { text: Merits, source: wiki, type: number, about: account }
  of-the-person: { text: Edits of all accounts, source: wiki, type: number }
  registered-since: { text: Registered, source: wiki, type: date, about: account }
  email-confirmed: { text: Address confirmed, source: wiki, type: yes-no, about: account }
statements: { promised: { text: I promise } }
conditions:
  few: { text: Few edits, fact: edits, at_most: 9 }
  waived: { text: Waived for some, fact: edits, at_least: 1, except: { by: helper, longest: 1 year } }
  wanted: { text: What is wanted, ${wanted} }
rights: { wiki: { read: { text: Read } } }
groups: { wiki: { trusted: { rights: read, promote: { when: wanted, keep: ${keep} } }, helpers: { rights: read }, guides: { rights: read } } }
roles:
  helper: { title: Helper, purpose: Helps, gives: { wiki: helpers } }
${roles.replaceAll(/^/gm, '  ')}
amendments: { by: none }
`)
}

function condition(text: string, parts: Parts = {}): string {
  return written(promoting(text, parts))
}

/** Conditions that the parser refuses in `promote` for every kind of target. */
function tested(test: ConditionTest, parts: Parts = {}): string {
  const charter = promoting('fact: edits, at_least: 1', parts)
  return written({
    ...charter,
    conditions: new Map([...charter.conditions, ['wanted', { text: 'What is wanted', test, except: undefined }]]),
  })
}

function written(charter: Charter): string {
  const worked = wikiSettings(charter, 'wiki', { hash: 'x' })
  if (!worked.ok) return worked.error.map((one) => one.code).join()
  return phpValue(worked.value.promotions[0]?.condition ?? null)
}

function php(keep: boolean): string {
  const rendered = renderSettings(promoting('fact: edits, at_least: 1', { keep }), 'wiki', { hash: 'x' })
  return rendered.ok ? rendered.value.text : ''
}

const refused = 'promote-not-expressible'

describe('a promotion by the wiki itself', () => {
  it('counts edits and days since registration', () => {
    assert.equal(
      condition('all: [{ fact: registered-since, older_than: 30 days }, { fact: edits, at_least: 90 }]'),
      "[ '&', [ APCOND_AGE, 2592000 ], [ APCOND_EDITCOUNT, 90 ] ]",
    )
  })

  it('knows any, not and what is at most', () => {
    assert.equal(
      condition('any: [{ fact: edits, at_least: 5 }, few]'),
      "[ '|', [ APCOND_EDITCOUNT, 5 ], [ '!', [ APCOND_EDITCOUNT, 10 ] ] ]",
    )
    assert.equal(condition('not: { fact: registered-since, within: 2 weeks }'), "[ '!', [ '!', [ APCOND_AGE, 1209600 ] ] ]")
    assert.equal(condition('fact: edits, at_least: 3, at_most: 4'), "[ '&', [ APCOND_EDITCOUNT, 3 ], [ '!', [ APCOND_EDITCOUNT, 5 ] ] ]")
    assert.equal(condition('fact: email-confirmed, is: false'), "[ '!', [ APCOND_EMAILCONFIRMED ] ]")
  })

  it('asks for a role by the group that only this role gives', () => {
    assert.equal(tested({ kind: 'role', roles: ['helper'] }), "[ APCOND_INGROUPS, 'helpers' ]")
    const roles = 'guide: { title: Guide, purpose: Guides, gives: { wiki: [helpers, guides] } }'
    assert.equal(tested({ kind: 'role', roles: ['helper'] }, { roles }), refused)
    assert.equal(
      tested({ kind: 'role', roles: ['helper', 'guide'] }, { roles }),
      "[ '|', [ APCOND_INGROUPS, 'helpers' ], [ APCOND_INGROUPS, 'helpers', 'guides' ] ]",
    )
    assert.equal(tested({ kind: 'role', roles: ['nobody'] }, { roles: 'nobody: { title: Nobody, purpose: None }' }), refused)
  })

  it('takes from the target what a fact of the charter means', () => {
    assert.equal(condition('fact: merits, at_least: 3'), refused)
    assert.equal(condition('fact: merits, at_least: 3', { settings: '{ facts: { merits: editcount } }' }), '[ APCOND_EDITCOUNT, 3 ]')
    assert.equal(condition('fact: edits, at_least: 3', { settings: '{ facts: { merits: karma } }' }), 'target-settings')
    assert.equal(condition('fact: edits, at_least: 3', { settings: '{ facts: { unheard-of: editcount } }' }), 'target-settings')
  })

  it('is an error where the wiki would judge otherwise than the charter', () => {
    for (const text of [
      'resource: owner, is_subject: true',
      'fact: registered-since, older_than: 1 month',
      'fact: edits, is: 5',
      'fact: of-the-person, at_least: 5',
      'all: [waived]',
    ])
      assert.equal(condition(text, { settings: '{ facts: { of-the-person: editcount } }' }), refused, text)
    const promised: ConditionTest = { kind: 'statement', statement: 'promised', by: [] }
    assert.equal(tested({ kind: 'not', item: { kind: 'any', items: [{ kind: 'named', condition: 'few' }, promised] } }), refused)
  })

  it('is written live as an implicit group, or for good at an edit', () => {
    assert.match(
      php(false),
      /\t\/\/ What is wanted\n\t\$wgAutopromote\['trusted'\] = \[ APCOND_EDITCOUNT, 1 \];\n\t\$wgImplicitGroups\[\] = 'trusted';/,
    )
    assert.match(php(true), /\t\$wgAutopromoteOnce\['onEdit'\]\['trusted'\] = \[ APCOND_EDITCOUNT, 1 \];/)
    assert.doesNotMatch(php(true), /\$wgImplicitGroups\[\] = 'trusted'/)
  })

  it('never leaves MediaWiki an operator without operands', () => {
    assert.equal(tested({ kind: 'all', items: [] }), '[ APCOND_EDITCOUNT, 0 ]')
    assert.equal(tested({ kind: 'any', items: [] }), "[ '!', [ APCOND_EDITCOUNT, 0 ] ]")
  })
})
