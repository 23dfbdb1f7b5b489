/** How far the verdicts of the public page are proved: said of each that may be darker than the truth, and *unknown* where a search ended. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { englishReader } from '../../src/server/language.ts'
import { safetyPage } from '../../src/web/pages/safety.ts'
import type { SafetyRow, SafetyView } from '../../src/web/view.ts'
import { openSite } from '../support/site.ts'

const apart = (then: string) => `writ: 1
title: A court
targets: { wiki: { connector: mediawiki } }
rights: { wiki: { read: { text: Read } } }
groups: { wiki: { chief: { rights: read }, judge: { rights: read }, clerk: { rights: read } }, writ: { runs: { rights: [apply, override-guard, make-token, link-accounts] } } }
roles:
  chief: { title: Chief, purpose: Leads, gives: { wiki: chief, writ: runs }, may: [{ change: [judge, clerk], scope: any }] }
  judge: { title: Judge, purpose: Judges, gives: { wiki: judge } }
  clerk: { title: Clerk, purpose: Files, gives: { wiki: clerk } }
separation: [{ text: No judge is a clerk, roles: [judge, clerk], then: ${then} }]
amendments: { by: none }
`

const row: SafetyRow = {
  role: undefined,
  verdict: 'restorable',
  means: 'the others can undo it',
  captures: [],
  strips: [],
  undoneBy: [],
  undoers: undefined,
  undoersUnknown: false,
  isExact: true,
  byAmendment: false,
  technical: undefined,
  lines: [],
}
const view: SafetyView = {
  resistance: 1,
  atLeast: false,
  ended: false,
  survivesTechnical: true,
  rows: [row],
  vacant: [],
  assumed: undefined,
}
const site = {
  title: 'A court',
  demo: false,
  charter: { revision: 1, hash: '', from: '2026-05-01T10:00:00.000Z' },
  paused: undefined,
  targets: [],
  now: '2026-05-03T10:00:00.000Z',
}

async function pageOf(changed: Partial<SafetyView>, changedRow: Partial<SafetyRow> = {}): Promise<string> {
  const reader = await englishReader()
  return String(await safetyPage(reader, site, { ...view, rows: [{ ...row, ...changedRow }], ...changed }))
}

describe('the page of verdicts', () => {
  it('says of each charter which verdicts may be darker than the truth', async () => {
    for (const [then, isExact] of [
      ['report', true],
      ['enforce', false],
    ] as const) {
      const court = await openSite({ charter: { yaml: apart(then) }, administrator: { handle: 'heron', role: 'chief' } })
      const { rows } = (await court.json('/safety.json')) as SafetyView
      assert.equal(rows.find(({ role }) => role?.id === 'chief')?.isExact, isExact)
      const page = await court.text('/safety')
      assert.equal(page.includes('Every verdict is exact in the model.'), isExact)
      assert.equal(page.includes('Proved as the most; something that must not be held could keep it to less.'), !isExact)
    }
  })

  it('says unknown where a search ended, and never guesses', async () => {
    assert.match(await pageOf({ ended: true, atLeast: true }), /Whatever at least one rogue account.*is unknown: the search ended before\./)
    assert.match(await pageOf({}, { undoersUnknown: true }), /unknown: the search ended before all small groups of people were tried/)
    assert.doesNotMatch(await pageOf({}), /unknown/)
  })

  it('calls one account enough only where that is proved', async () => {
    assert.match(await pageOf({ resistance: 0 }), /One rogue account is enough/)
    assert.match(await pageOf({ resistance: 0, atLeast: true }), /One rogue account may be enough/)
    const darker = await pageOf({}, { technical: { verdict: 'takeover', means: 'all is lost', isExact: false } })
    assert.match(darker, /takeover.*Proved as the most/s)
  })
})
