import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { holders, quorum, ranks, split, stock } from '../../test/safety/small-charters.ts'
import { parseCharter } from '../charter/parse.ts'
import type { CharterFile, CharterSource } from '../charter/source.ts'
import { judgeChange, type ChangeJudgement } from './change.ts'
import { replay } from './replay.ts'
import { rulesOf } from './rules.ts'
import { setUp } from './board.ts'

const source = (...files: readonly CharterFile[]): CharterSource => {
  const parsed = parseCharter(files)
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.error.map((one) => `${one.line}: ${one.message}`).join('\n'))
  return parsed.value
}
const of = (text: string) => source({ name: 'charter.yaml', text })
const codes = (judgement: ChangeJudgement) => judgement.findings.map(({ code }) => code)

const MAJOR = '{ change: [captain, lieutenant, sysop], scope: any }'
const roster = holders({ colonel: 2, major: 2, captain: 2, lieutenant: 2, sysop: 2, keeper: 1 })

describe('a change that quietly lets a middle rank remove the top one', () => {
  const edited = ranks.replace(MAJOR, `${MAJOR}, { remove: colonel }`)

  it('is refused with the steps of the takeover, and they can be taken', () => {
    const judgement = judgeChange(of(ranks), of(edited), roster)
    assert.equal(judgement.refused, true)
    const finding = judgement.findings.find(({ code }) => code === 'new-seizure')
    assert.match(finding?.text ?? '', /^one rogue `major`: restorable before, entrenched after/)
    const strips = finding?.plan.find(({ effect, items }) => effect === 'remove' && items.includes('colonel'))
    assert.deepEqual([strips?.actor, strips?.subjects, strips?.clause], ['major-1', ['colonel-1', 'colonel-2'], 'roles.major.may[1]'])
    const { charter } = of(edited)
    const end = replay(rulesOf(charter), setUp(charter, roster, {}).holders, finding?.plan ?? [])
    assert.ok(end.ok && end.value.get('colonel-1')?.has('colonel') === false)
  })

  it('is found in the schemes too, whichever middle rank gets the power', (context) => {
    let found = 0
    for (const scheme of ['ranks', 'ranks-table', 'ranks-split']) {
      const before = schemeNamed(scheme)
      const tops = { ranks: 'colonel', 'ranks-table': 'colonel', 'ranks-split': 'steward' }
      const top = tops[scheme as keyof typeof tops]
      const middle = [...before.charter.roles.keys()].filter((id) => id !== top && before.charter.roles.get(id)?.may.length !== 0)
      for (const role of middle) {
        const block = before.charter.roles.get(role)
        const [power] = block?.may ?? []
        if (block === undefined || power === undefined) continue
        const may = [
          ...block.may,
          { ...power, verb: 'remove' as const, roles: [top], but: [], scope: 'others' as const, stages: [], when: [] },
        ]
        const after = { ...before, charter: { ...before.charter, roles: new Map(before.charter.roles).set(role, { ...block, may }) } }
        const judgement = judgeChange(before, after, undefined)
        assert.equal(judgement.refused, true, `${scheme}: ${role}`)
        assert.ok(
          judgement.findings.some(({ code, plan }) => code === 'new-seizure' && plan.length > 0),
          `${scheme}: ${role}`,
        )
        found += 1
      }
    }
    context.diagnostic(`${found} planted edits found`)
    assert.ok(found >= 3)
  })

  it('that was there before is not blamed on another edit', () => {
    const later = edited.replace('title: A small wiki', 'title: A small wiki, newly named')
    assert.deepEqual(judgeChange(of(edited), of(later), roster).findings, [])
  })
})

describe('a change of the charter', () => {
  it('is not accused where it only adds what hurts nobody', () => {
    const judgement = judgeChange(
      of(split),
      of(
        split
          .replace('edit: { text: Edit }', 'edit: { text: Edit }\n    patrol: { text: Check }')
          .replace('sysop: { rights: edit }', 'sysop: { rights: [edit, patrol] }'),
      ),
      holders({ steward: 2, sysop: 2, keeper: 1 }),
    )
    assert.deepEqual(judgement.findings, [])
    assert.equal(judgement.refused, false)
    assert.deepEqual(judgement.people, [
      { who: 'sysop-1', gains: ['wiki.patrol'], loses: [] },
      { who: 'sysop-2', gains: ['wiki.patrol'], loses: [] },
    ])
  })

  it('that lets resistance drop is refused', () => {
    const alone = quorum.replace('{ change: colonel, scope: any, stages: [{ by: colonel }] }', '{ change: colonel, scope: any }')
    const judgement = judgeChange(of(quorum), of(alone), holders({ colonel: 3, major: 2, keeper: 1 }))
    assert.ok(codes(judgement).includes('resistance-drops') && codes(judgement).includes('new-seizure'))
    assert.equal(judgement.resistance.after.value, 0)
    assert.ok(judgement.resistance.before.value >= 1)
    assert.match(judgement.findings[0]?.text ?? '', /^one rogue account could now do what cannot be undone/)
  })

  it('that breaks a promise is refused, one that gives it up is noted', () => {
    const rest = (line: string) => `promises:\n  - ${line}`
    const text = ranks.replace(
      'amendments: { by: none }',
      `amendments: { by: none }\n${rest('{ text: One colonel stays, always_held: { right: wiki.userrights, people: 2 } }')}`,
    )
    const moved = text.replace('[edit, userrights]', 'edit')
    assert.ok(codes(judgeChange(of(text), of(moved), roster)).includes('promise-broken'))
    const dropped = judgeChange(of(text), of(ranks), roster)
    assert.deepEqual(codes(dropped), ['promise-dropped'])
    assert.equal(dropped.refused, false)
  })

  it('that takes a role away while it is held is refused, and says how many hold it', () => {
    const gone = ranks
      .replace(/^ {2}sysop: .*\n/m, '')
      .replaceAll(', sysop]', ']')
      .replace('[{ change: sysop, scope: any }]', '[]')
    const judgement = judgeChange(of(ranks), of(gone), roster)
    assert.match(judgement.findings.find(({ code }) => code === 'role-gone')?.text ?? '', /`sysop` is gone while 2 people hold it/)
    assert.ok(!codes(judgeChange(of(ranks), of(gone), holders({ colonel: 2, keeper: 1 }))).includes('role-gone'))
    const unknown = judgeChange(of(ranks), of(gone), undefined).findings.find(({ code }) => code === 'role-gone')
    assert.equal(unknown?.refuses, false)
  })

  it('after which nobody can give or take a role any more is refused', () => {
    const judgement = judgeChange(
      of(stock),
      of(stock.replace('[edit, userrights]', 'edit')),
      holders({ bureaucrat: 2, sysop: 2, keeper: 1 }),
    )
    assert.ok(codes(judgement).includes('nobody-gives') && codes(judgement).includes('nobody-takes'))
    assert.match(judgement.findings.find(({ code }) => code === 'nobody-gives')?.text ?? '', /`sysop`/)
  })

  it('after which nobody can amend it or run Writ is refused', () => {
    const amendable = ranks.replace('amendments: { by: none }', 'amendments: { by: colonel }')
    const judgement = judgeChange(of(amendable), of(amendable.replace('{ by: colonel }', '{ by: keeper }')), holders({ colonel: 2 }))
    assert.deepEqual(
      codes(judgement).filter((code) => code === 'nobody-amends'),
      ['nobody-amends'],
    )
    const elsewhere = ranks
      .replace('gives: { writ: runs } }', 'gives: { wiki: bot } }')
      .replace('purpose: sysop, gives: { wiki: sysop } }', 'purpose: sysop, gives: { wiki: sysop, writ: runs } }')
    assert.ok(codes(judgeChange(of(ranks), of(elsewhere), holders({ keeper: 1, colonel: 1 }))).includes('nobody-runs-writ'))
    assert.ok(!codes(judgeChange(of(ranks), of(elsewhere), holders({ keeper: 1, sysop: 1 }))).includes('nobody-runs-writ'))
  })

  it('is nothing where the two say the same, for every scheme', () => {
    for (const name of readdirSync('charters')) {
      const judgement = judgeChange(schemeNamed(name), schemeNamed(name), undefined)
      assert.deepEqual([judgement.refused, judgement.findings, judgement.people, judgement.verdicts], [false, [], [], []], name)
    }
  })
})

describe('harmless edits', () => {
  it('of texts, orders and further rights without power are never accused', () => {
    for (const text of [ranks, split, stock, quorum]) {
      const before = of(text)
      const renamed = of(text.replace('A small wiki', 'A renamed wiki'))
      const reversed = { ...before, charter: { ...before.charter, roles: new Map([...before.charter.roles].toReversed()) } }
      const watching = of(
        text
          .replace('edit: { text: Edit }', 'edit: { text: Edit }\n    watch: { text: Watch }')
          .replaceAll('rights: edit }', 'rights: [edit, watch] }'),
      )
      for (const after of [renamed, reversed, watching]) assert.deepEqual(judgeChange(before, after, undefined).findings, [])
      assert.ok(judgeChange(before, watching, undefined).people.length > 0)
    }
  })
})

function schemeNamed(name: string): CharterSource {
  const files = readdirSync(join('charters', name)).filter(
    (file) => file.endsWith('.yaml') && file !== 'roster.yaml' && file !== 'story.yaml',
  )
  return source(...files.map((file) => ({ name: file, text: readFileSync(join('charters', name, file), 'utf8') })))
}
