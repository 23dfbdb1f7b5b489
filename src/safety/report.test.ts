import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf, citizendium, holders, quorum, ranks, split, stock, wiki } from '../../test/safety/small-charters.ts'
import { checkedReplay } from '../../test/safety/replays.ts'
import type { Roster } from '../charter/roster.ts'
import type { SafetyOptions } from './board.ts'
import { reportSafety, type FullReport } from './report.ts'

const report = (text: string, roster?: Roster, options: SafetyOptions = {}) => reportSafety(charterOf(text), roster, options)

function row(of: FullReport, role: string, layer: 'membership' | 'technical' = 'membership') {
  const found = of.rows.find((one) => one.role === role && one.layer === layer)
  assert.ok(found !== undefined, `no row for ${layer} ${role}`)
  return found
}

/** The coalitions for a goal, as texts. */
function who({ coalitions }: FullReport, goal: string, item: string | undefined): readonly string[] {
  return coalitions.found
    .filter((one) => one.goal === goal && one.item === item)
    .map(({ members }) => members.map((roles) => roles.join(',')).join('+'))
    .toSorted()
}

describe('the smallest coalitions', () => {
  it('to seize the top rank are one colonel, or two where a second must agree', () => {
    assert.deepEqual(who(report(ranks, holders({ colonel: 2, major: 2, sysop: 2 })), 'seize', 'colonel'), ['colonel'])
    assert.deepEqual(who(report(quorum, holders({ colonel: 2, major: 2, sysop: 2 })), 'seize', 'colonel'), ['colonel+colonel'])
    assert.deepEqual(who(report(stock), 'seize', 'bureaucrat'), ['bureaucrat'])
    assert.deepEqual(who(report(split), 'seize', 'bureaucrat'), ['steward'])
    assert.deepEqual(who(report(citizendium()), 'seize', 'mc'), ['founder', 'mc', 'technician'])
  })

  it('to gain a role are all who can give it', () => {
    assert.deepEqual(who(report(ranks), 'gain', 'sysop'), ['captain', 'colonel', 'lieutenant', 'major'])
    assert.deepEqual(who(report(citizendium('{ add: editor, scope: any }')), 'gain', 'editor'), ['epa', 'founder', 'mc', 'technician'])
  })

  it('are the smallest: who can alone is not told again in company', () => {
    const said = report(quorum, holders({ colonel: 3, major: 2, sysop: 2 }))
    assert.deepEqual(who(said, 'gain', 'sysop'), ['colonel'])
    assert.deepEqual(who(said, 'seize', 'major'), ['colonel'])
  })

  it('to do what cannot be undone are told with those who hold least', () => {
    assert.deepEqual(who(report(ranks), 'irreversible', undefined), ['colonel'])
    const roster = holders({ colonel: 4, major: 2 })
    assert.deepEqual(who(report(quorum, roster), 'irreversible', undefined), ['colonel+colonel'])
  })

  it('are those of the size asked for, and say how far they were tried', () => {
    const roster = holders({ colonel: 3 })
    assert.deepEqual(who(report(quorum, roster, { coalitions: 1 }), 'seize', 'colonel'), [])
    assert.equal(report(quorum, roster, { coalitions: 1 }).coalitions.complete, 1)
    assert.deepEqual([report(quorum, roster).coalitions.complete, report(quorum, roster).coalitions.exhausted], [2, false])
    // single accounts are always judged
    const { coalitions } = report(quorum, roster, { budget: 1 })
    assert.deepEqual(
      [coalitions.complete, coalitions.exhausted, who(report(quorum, roster, { budget: 1 }), 'seize', 'colonel')],
      [1, true, []],
    )
  })

  it('each have a plan that replays', () => {
    for (const text of [ranks, quorum, stock, split, citizendium()]) assert.ok(checkedReplay(charterOf(text), undefined) > 5)
  })
})

/** `holders` colonels change one another with `further` others agreeing, and everybody else alone. */
function governed(further: number): string {
  const stages = further === 0 ? '' : `, stages: [{ by: colonel, count: ${further} }]`
  const may = `[{ change: colonel, scope: any${stages} }, { change: sysop, scope: any }]`
  return wiki(
    '    colonel: { rights: edit }\n    sysop: { rights: edit }',
    `  colonel: { title: Colonel, purpose: Leads, gives: { wiki: colonel }, may: ${may} }\n  sysop: { title: Sysop, purpose: Tidies, gives: { wiki: sysop } }`,
  )
}

describe('resistance', () => {
  it('of a top rank of n that governs itself with k further approvers is max(0, min(k, n-k-1))', () => {
    let cells = 0
    for (let count = 2; count <= 8; count += 1)
      for (let further = 0; further <= 3; further += 1) {
        const { resistance, resistanceProof } = report(governed(further), holders({ colonel: count }), { coalitions: 4 })
        assert.deepEqual(
          [resistance, resistanceProof],
          [Math.max(0, Math.min(further, count - further - 1)), 'exact'],
          `${count} of ${further}`,
        )
        cells += 1
      }
    assert.equal(cells, 28)
  })

  it('is a bound where larger coalitions are not looked at or the budget ends', () => {
    const five = holders({ colonel: 5 })
    const one = report(governed(2), five, { coalitions: 1 })
    assert.deepEqual([one.resistance, one.resistanceProof, one.exhausted], [1, 'at-least', false])
    const poor = report(governed(2), five, { coalitions: 3, budget: 4 })
    assert.deepEqual([poor.resistanceProof, poor.exhausted], ['at-least', true])
    assert.ok(poor.resistance <= 2)
  })
})

describe('people to phone', () => {
  it('are roles without a roster and people with one', () => {
    assert.deepEqual(row(report(ranks), 'captain').undoSets.sets, [['colonel'], ['major']])
    const named = row(report(ranks, holders({ colonel: 1, major: 2, captain: 1, sysop: 1 })), 'captain')
    assert.deepEqual(named.undoSets.sets, [['colonel-1'], ['major-1'], ['major-2']])
  })

  it('are as many as must agree', () => {
    const { sets } = row(report(governed(1), holders({ colonel: 3 }), { coalitions: 1 }), 'colonel').undoSets
    assert.deepEqual(sets, [['colonel-2', 'colonel-3']])
  })

  it('are nobody where nobody can', () => {
    assert.deepEqual(row(report(ranks), 'colonel').undoSets.sets, [])
  })
})

describe('who is absent', () => {
  const roster = holders({ colonel: 2, major: 2, captain: 2, sysop: 2 })

  it('helps nobody: without an active colonel a major cannot be stripped', () => {
    assert.equal(row(report(ranks, roster), 'major').verdict, 'restorable')
    const alone = report(ranks, roster, { absent: ['colonel'] })
    assert.equal(row(alone, 'major').verdict, 'entrenched')
    assert.ok(alone.vacant.includes('colonel'))
  })

  it('is said by the roster too: absent or suspended, nobody counts on them', () => {
    for (const standing of ['absent', 'suspended'] as const) {
      const away: Roster = { people: roster.people.map((one) => (one.handle.startsWith('colonel') ? { ...one, standing } : one)) }
      const said = report(ranks, away)
      assert.deepEqual(row(said, 'major').verdict, 'entrenched')
      assert.ok(said.vacant.includes('colonel') && !said.rows.some(({ role }) => role === 'colonel'))
      assert.deepEqual(
        said.rows.map(({ verdict }) => verdict),
        report(ranks, roster, { absent: ['colonel'] }).rows.map(({ verdict }) => verdict),
      )
    }
  })

  it('may be one person', () => {
    assert.equal(row(report(ranks, roster, { absent: ['colonel-1'] }), 'major').verdict, 'restorable')
    assert.equal(row(report(ranks, roster, { absent: ['colonel-1', 'colonel-2'] }), 'major').verdict, 'entrenched')
  })
})

describe('a budget', () => {
  const roster = holders({ colonel: 5, major: 2 })

  it('ends the search for resistance and says so, but judges every single account', () => {
    const [ended, all] = [report(quorum, roster, { budget: 1 }), report(quorum, roster)]
    assert.deepEqual([ended.resistance, ended.resistanceProof, ended.exhausted], [1, 'at-least', true])
    assert.deepEqual([all.resistance, all.resistanceProof, all.exhausted], [1, 'exact', false])
    assert.ok(ended.tried < all.tried)
    assert.deepEqual(
      ended.rows.map(({ verdict }) => verdict),
      all.rows.map(({ verdict }) => verdict),
    )
  })

  it('never makes a figure larger, nor a bound wrong', () => {
    const all = report(quorum, roster)
    for (let budget = 1; budget <= all.tried + 1; budget += 1) {
      const { resistance, resistanceProof, coalitions } = report(quorum, roster, { budget })
      assert.ok(resistanceProof === 'exact' ? resistance === all.resistance : resistance <= all.resistance)
      for (const one of coalitions.found)
        if (one.goal !== 'irreversible')
          assert.ok(
            all.coalitions.found.some(
              (other) => other.goal === one.goal && other.item === one.item && other.members.join() === one.members.join(),
            ),
          )
    }
  })

  it('leaves unknown who could undo it where too few sets were tried', () => {
    const signed = wiki(
      '    clerk: { rights: edit }\n    chief: { rights: edit }\n    guest: { rights: edit }',
      `  clerk: { title: Clerk, purpose: Files, gives: { wiki: clerk }, may: [{ change: guest, scope: any }] }
  chief: { title: Chief, purpose: Leads, gives: { wiki: chief }, may: [{ change: [chief, clerk], scope: any, stages: [{ by: chief }] }, { change: guest, scope: any }] }
  guest: { title: Guest, purpose: Visits, gives: { wiki: guest } }`,
    )
    const chiefs = holders({ clerk: 2, chief: 4 })
    const undo = (options: SafetyOptions) => row(report(signed, chiefs, { newAccounts: true, coalitions: 1, ...options }), 'chief').undoSets
    assert.deepEqual([undo({}).sets.length, undo({}).more, undo({}).complete], [3, false, 2])
    assert.deepEqual(undo({ budget: 1 }), { sets: [], more: true, complete: 1 })
  })

  it('calls back before each coalition', () => {
    let judged = 0
    const { tried } = report(quorum, roster, { onJudged: () => (judged += 1) })
    assert.ok(judged >= tried && tried > 1)
  })
})

describe('the proof of a row', () => {
  const groups = ['chief', 'judge', 'clerk'].map((name) => `    ${name}: { rights: edit }`).join('\n')
  const roles = ['judge', 'clerk'].map((id) => `  ${id}: { title: ${id}, purpose: ${id}, gives: { wiki: ${id} } }`).join('\n')
  const chief = '  chief: { title: chief, purpose: chief, gives: { wiki: chief }, may: [{ change: [judge, clerk], scope: any }] }'
  const apart = (then: string) => `separation: [{ text: No judge is a clerk, roles: [judge, clerk], then: ${then} }]`
  const proofs = (then: string) => {
    const said = report(wiki(groups, `${chief}\n${roles}`, apart(then)))
    return ['chief', 'judge', 'clerk'].map((role) => row(said, role).proof)
  }

  it('is exact but where separation of duties could hold a rogue back', () => {
    assert.deepEqual(proofs('report'), ['exact', 'exact', 'exact'])
    assert.deepEqual(proofs('enforce'), ['over-approximated', 'exact', 'exact'])
  })

  it('is told of each coalition, and of a resistance that rests on it', () => {
    for (const [then, proof] of [
      ['report', 'exact'],
      ['enforce', 'over-approximated'],
    ] as const) {
      const said = report(wiki(groups, `${chief}\n${roles}`, apart(then)))
      const judge = said.coalitions.found.filter(({ goal, item }) => goal === 'gain' && item === 'judge')
      assert.deepEqual(
        judge.map((one) => [one.members, one.proof]),
        [[[['chief']], proof]],
      )
      // taking is never held back
      assert.equal(said.coalitions.found.find(({ goal, item }) => goal === 'seize' && item === 'judge')?.proof, proof)
    }
  })
})

describe('the blast radius', () => {
  const slow = ranks
    .replace('title: colonel, purpose: colonel', 'title: colonel, purpose: colonel, delay: 48 hours')
    .replace('title: major, purpose: major', 'title: major, purpose: major, delay: 24 hours')

  it('tells how soon each rank is held: what has a delay comes later, what it leads to later still', () => {
    const hours = (role: string) => Object.fromEntries(row(report(slow), role).blast.map(({ item, hours: after }) => [item, after]))
    const now = { captain: 0, lieutenant: 0, sysop: 0 }
    const strays = { 'wiki.bot': 0, 'wiki.interface-admin': 0, 'wiki.suppress': 0 }
    assert.deepEqual(hours('colonel'), { ...now, ...strays, major: 24, colonel: 48 })
    assert.deepEqual(hours('major'), now)
  })

  it('waits for what it needs: a delayed appointment that appoints others', () => {
    const chain = wiki(
      '    user: { implicit: registered }',
      [
        '  clerk: { title: Clerk, purpose: Writes, may: [{ add: registrar, scope: any }] }',
        '  registrar: { title: Registrar, purpose: Registers, delay: 3 days, may: [{ add: judge, scope: any }] }',
        '  judge: { title: Judge, purpose: Judges, delay: 12 hours }',
      ].join('\n'),
    )
    assert.deepEqual(row(report(chain), 'clerk').blast, [
      { item: 'registrar', hours: 72 },
      { item: 'judge', hours: 84 },
    ])
  })
})

describe('technical means', () => {
  const scripts = ranks
    .replace(
      'userrights: { text:',
      'editsitejs: { text: Scripts }\n    renameuser: { text: Rename, controls: accounts }\n    userrights: { text:',
    )
    .replace('interface-admin: { rights: edit }', 'interface-admin: { rights: [edit, editsitejs] }')
    .replace('sysop: { rights: edit }', 'sysop: { rights: [edit, renameuser] }')

  it('make a takeover of what membership calls harmless, and leave membership as it is', () => {
    const said = report(scripts)
    assert.deepEqual([row(said, 'sysop').verdict, row(said, 'sysop', 'technical').verdict], ['harmless', 'takeover'])
    assert.equal(row(said, 'sysop', 'technical').plan[0]?.door, 'technical')
    assert.equal(said.resistanceTechnical, 0)
    assert.deepEqual(
      report(ranks)
        .rows.filter(({ layer }) => layer === 'membership')
        .map(({ verdict }) => verdict),
      said.rows.filter(({ layer }) => layer === 'membership').map(({ verdict }) => verdict),
    )
  })

  it('are known of MediaWiki though the charter does not declare them, and it is told to', () => {
    const found = report(scripts).findings.filter(({ code }) => code === 'control-not-declared')
    assert.deepEqual(
      found.map(({ clause }) => clause),
      ['rights.wiki.editsitejs'],
    )
  })

  it('do not show a second factor: a role of a class that asks for one is not given with borrowed accounts', () => {
    const guarded = (stepUp: boolean) =>
      wiki(
        '    chief: { rights: edit }\n    techie: { rights: [edit, editsitejs] }',
        [
          '  chief: { title: Chief, purpose: Leads, gives: { wiki: chief }, may: [{ change: [chief, techie], scope: any }] }',
          '  techie: { title: Techie, purpose: Scripts, gives: { wiki: techie } }',
        ].join('\n'),
        `classes: { plain: { text: Plain, level: 1 }, high: { text: High, level: 2, step_up: ${stepUp} } }`,
      ).replace(
        'edit: { text: Edit }',
        'edit: { text: Edit, class: high }\n    editsitejs: { text: Scripts, class: high, controls: accounts }',
      )
    assert.deepEqual(row(report(guarded(false)), 'techie', 'technical').captures, ['chief'])
    assert.deepEqual(row(report(guarded(true)), 'techie', 'technical').captures, [])
  })

  it('let whoever confirms accounts make them, where not everybody can', () => {
    const closed = (clerks: string) =>
      wiki(
        `    "*": { implicit: everyone, rights: edit }\n    clerk: { rights: [edit${clerks}] }\n    member: { rights: edit }`,
        [
          '  clerk: { title: Clerk, purpose: Lets in, gives: { wiki: clerk }, may: [{ add: member }] }',
          '  member: { title: Member, purpose: Writes, gives: { wiki: member } }',
        ].join('\n'),
      ).replace('edit: { text: Edit }', 'edit: { text: Edit }\n    confirmaccount: { text: Let in }')
    assert.equal(report(closed('')).open, false)
    assert.equal(row(report(closed(', confirmaccount')), 'clerk').verdict, 'harmless')
    assert.deepEqual(row(report(closed(', confirmaccount')), 'clerk', 'technical').captures, ['member'])
    assert.deepEqual(row(report(closed('')), 'clerk', 'technical').captures, [])
    assert.deepEqual(row(report(closed(''), undefined, { newAccounts: true }), 'clerk').captures, ['member'])
  })

  it('of rights on Writ itself count: who links accounts acts as everybody, who manages sources is believed', () => {
    const linking = wiki('    chief: { rights: userrights }', '  chief: { title: Chief, purpose: Leads, gives: { wiki: chief } }').replace(
      'runs: { rights: apply }',
      'runs: { rights: [apply, link-accounts] }',
    )
    assert.equal(row(report(linking), 'keeper', 'technical').verdict, 'takeover')
    assert.equal(row(report(linking), 'keeper').verdict, 'harmless')
  })
})

describe('findings', () => {
  const codes = (text: string, roster?: Roster) =>
    report(text, roster).findings.map(({ code, items }) => `${code} ${items.join(' ')}`.trim())

  it('name what nobody can ever give or take', () => {
    const lost = wiki(
      '    user: { implicit: registered }',
      '  elder: { title: Elder, purpose: Advises }\n  chief: { title: Chief, purpose: Leads, may: [{ add: elder }] }',
    )
    assert.deepEqual(codes(lost), ['never-granted keeper chief', 'never-removed keeper elder chief'])
  })

  it('name a quorum that the rest cannot reach, and not one that it can', () => {
    assert.ok(codes(governed(1), holders({ colonel: 2 })).some((code) => code.startsWith('quorum-out-of-reach')))
    assert.ok(!codes(governed(1), holders({ colonel: 3 })).some((code) => code.startsWith('quorum-out-of-reach')))
    assert.match(
      report(governed(3), holders({ colonel: 3 })).findings.find(({ code }) => code === 'quorum-out-of-reach')?.text ?? '',
      /there are too few even now$/,
    )
  })

  it('name approvers whom the proposer can make', () => {
    const lenient = quorum.replace('stages: [{ by: colonel }]', 'stages: [{ by: [colonel, major] }]')
    assert.ok(codes(lenient).includes('approver-made-by-proposer colonel'))
    assert.ok(!codes(quorum).some((code) => code.startsWith('approver-made')))
  })

  it('name a sole holder of a role that only its holders give', () => {
    const one = holders({ colonel: 1, major: 1 })
    assert.ok(codes(governed(0), one).includes('sole-top-holder colonel'))
    assert.ok(!codes(governed(0), holders({ colonel: 2 })).some((code) => code.startsWith('sole-top')))
  })

  it('name what can be undone only while terms run', () => {
    const termed = (lasts: string) => split.replace('title: steward, purpose: steward', `title: steward, purpose: steward${lasts}`)
    assert.ok(codes(termed(', term: { lasts: 1 year }')).includes('rests-on-terms bureaucrat'))
    assert.ok(!codes(termed('')).some((code) => code.startsWith('rests-on-terms')))
  })

  it('go with a verdict for the day after all terms, in which whoever could undo it is gone', () => {
    const termed = split.replace('title: steward, purpose: steward', 'title: steward, purpose: steward, term: { lasts: 1 year }')
    const [ended, lasting] = [report(termed), report(split)]
    assert.deepEqual([row(ended, 'bureaucrat').verdict, row(ended, 'bureaucrat').afterTerms], ['restorable', 'entrenched'])
    assert.equal(ended.resistanceAfterTerms, 0)
    for (const one of lasting.rows) assert.equal(one.afterTerms, one.verdict, one.role)
    // a term holds no rogue back, and renewing is something that a survivor can do
    const steward = row(ended, 'steward')
    assert.equal(steward.afterTerms, steward.verdict)
  })

  it('name powers of a wiki that a leaked bot password can use', () => {
    const direct = ranks.replace('connector: mediawiki', 'connector: mediawiki, direct: true')
    assert.ok(codes(direct).includes('bot-password-bypasses-grants major captain lieutenant'))
    assert.ok(!codes(ranks).some((code) => code.startsWith('bot-password')))
  })
})
