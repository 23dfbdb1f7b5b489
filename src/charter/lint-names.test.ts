import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lintCharter } from './lint.ts'
import { parseCharter } from './parse.ts'

/** Whether the linter finds the title of a role hard to read. */
function isHard(title: string): boolean {
  const charter = {
    writ: 1,
    title: 't',
    targets: { wiki: { connector: 'mediawiki' } },
    roles: { one: { title, purpose: 'p' } },
    amendments: { by: 'one' },
  }
  const parsed = parseCharter([{ name: 'c.yaml', text: JSON.stringify(charter) }])
  assert.ok(parsed.ok)
  return lintCharter(parsed.value).some(({ code }) => code === 'undescriptive-name')
}

describe('a name', () => {
  it('that is short for something, cut short or a number is hard to read', () => {
    for (const title of ['EPA', 'MC', 'STS', 'T1', 'x', 'Snr Tech Staff', 'Wiki devs', 'group2', 'Type 2', 'role-b', 'test', 'Stwd', 'ОКР'])
      assert.ok(isHard(title), title)
  })

  it('that is a word, or several, is not', () => {
    for (const title of [
      'Steward',
      'News',
      'Users',
      'Constable',
      'Trust and Safety',
      'Managing Editor',
      'Oversighters',
      'Bot',
      'Sysop',
      'Verwaltung',
      'Куратор',
      '管理员',
      '编辑',
      'Researcher (type 2)',
    ])
      assert.ok(!isHard(title), title)
  })
})
