import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf, citizendium, holders, quorum, ranks, wiki } from '../../test/safety/small-charters.ts'
import type { Roster } from '../charter/roster.ts'
import type { PromiseVerdict } from './promise-verdict.ts'
import { checkPromises } from './promises.ts'

function check(charter: string, promise: string, roster?: Roster): PromiseVerdict {
  const [verdict] = checkPromises(charterOf(`${charter}\npromises: [{ text: A promise, ${promise} }]\n`), roster)
  assert.ok(verdict !== undefined)
  assert.equal(verdict.clause, 'promises[0]')
  assert.equal(verdict.text, 'A promise')
  return verdict
}

function table(top = '', rest = ''): string {
  const rank = (id: string, may: string) =>
    `  ${id}: { title: ${id}, purpose: ${id}, gives: { wiki: ${id} }${may === '' ? '' : `, may: [${may}]`} }`
  return wiki(
    ['colonel', 'major', 'sysop'].map((name) => `    ${name}: { rights: edit }`).join('\n'),
    [rank('colonel', `{ change: [major, sysop] }${top}`), rank('major', '{ change: sysop }'), rank('sysop', '')].join('\n'),
    `ladders: { ranks: { order: [colonel, major, sysop] } }\n${rest}`,
  )
}

describe('the promise that each rank changes lower ranks only', () => {
  const promise = 'lower_only: ranks'
  const ladder = 'ladders: { ranks: { order: [colonel, major, captain, lieutenant, sysop] } }'

  it('is kept by a table in which it is so', () => {
    assert.equal(check(table(), promise).kept, true)
  })

  it('is broken by a right over all groups, which beats whatever the powers say', () => {
    const verdict = check(`${ranks}\n${ladder}`, promise)
    assert.equal(verdict.kept, false)
    assert.equal(
      verdict.why,
      'a `colonel` can make a `colonel`, which is no lower rank, by the right `userrights` (`rights.wiki.userrights`)',
    )
    assert.deepEqual(verdict.because, ['rights.wiki.userrights'])
  })

  it('is broken by a power over the same rank, with or without the consent of others', () => {
    for (const power of [', { add: colonel }', ', { remove: colonel, stages: [{ by: colonel }] }', ', { add: all, but: keeper }'])
      assert.equal(check(table(power), promise).kept, false, power)
  })

  it('is broken by a detour through a role outside the ladder', () => {
    const registrar = '  registrar: { title: registrar, purpose: registrar, may: [{ add: colonel }] }'
    const direct = table()
      .replace('{ change: sysop }', '{ change: sysop }, { add: registrar }')
      .replace('\namendments', `\n${registrar}\namendments`)
    const verdict = check(direct, promise)
    assert.equal(verdict.kept, false)
    assert.match(verdict.why, /^a `major` reaches `colonel` by a detour: .*`registrar`.*; then .*`colonel`/)
    assert.deepEqual(verdict.because, ['roles.major.may[1]', 'roles.registrar.may[0]'])
  })

  it('says nothing of roles outside the ladder', () => {
    const bots = table(', { change: bot }').replace('\namendments', '\n  bot: { title: bot, purpose: bot }\namendments')
    assert.equal(check(bots, promise).kept, true)
  })
})

describe('the promise that a role can be removed even against its holder', () => {
  it('is broken where the holder can first empty those who would remove', () => {
    const roster = holders({ mc: 3, founder: 1 })
    const verdict = check(citizendium(), 'removable: { role: founder, by: mc }', roster)
    assert.equal(verdict.kept, false)
    assert.equal(verdict.why, 'a `founder` can first remove every `mc` by the right `userrights` (`rights.wiki.userrights`)')
    assert.deepEqual(verdict.because, ['rights.wiki.userrights'])
  })

  it('names all that must be emptied where others could put them back', () => {
    const verdict = check(citizendium(), 'removable: { role: founder, by: mc }', holders({ mc: 2, technician: 1, founder: 1, editor: 4 }))
    assert.equal(
      verdict.why,
      'a `founder` can first remove every `mc` and every `technician` by the right `userrights` (`rights.wiki.userrights`)',
    )
  })

  it('is broken by a detour, step by step', () => {
    const roles = [
      '  clerk: { title: Clerk, purpose: Writes, may: [{ add: registrar, scope: any }] }',
      '  registrar: { title: Registrar, purpose: Registers, may: [{ remove: judge, scope: any }] }',
      '  judge: { title: Judge, purpose: Judges, may: [{ remove: clerk }] }',
    ]
    const verdict = check(wiki('    user: { implicit: registered }', roles.join('\n')), 'removable: { role: clerk, by: judge }')
    assert.equal(verdict.kept, false)
    assert.equal(
      verdict.why,
      'a `clerk` can first become `registrar` by a power (`roles.clerk.may[0]`), then remove every `judge` by a power (`roles.registrar.may[0]`)',
    )
    assert.deepEqual(verdict.because, ['roles.clerk.may[0]', 'roles.registrar.may[0]'])
  })

  it('is broken where nobody has the power, or too few are left to agree', () => {
    const nobody = check(quorum, 'removable: { role: major, by: sysop }')
    assert.equal(nobody.why, 'nothing lets `sysop` take `major` from its holder')
    const two = check(quorum, 'removable: { role: colonel, by: colonel }', holders({ colonel: 2 }))
    assert.equal(two.kept, false)
    assert.match(two.why, /^without the holder too few are left to agree: `roles\.colonel\.may\[0\]` needs 2 people/)
    assert.equal(check(quorum, 'removable: { role: colonel, by: colonel }', holders({ colonel: 3 })).kept, true)
  })

  it('is broken where the holder can rewrite the charter first', () => {
    const roles = '  chief: { title: Chief, purpose: Leads }\n  judge: { title: Judge, purpose: Judges, may: [{ remove: chief }] }'
    const verdict = check(
      wiki('    user: { implicit: registered }', roles, 'amendments: { by: chief }'),
      'removable: { role: chief, by: judge }',
    )
    assert.equal(verdict.kept, false)
    assert.match(verdict.why, /^a `chief` can first become the author of the charter by amending the charter \(`amendments`\)/)
  })

  it('is kept where others put back those who remove, and by the charter as it is, not by an amendment', () => {
    const roles = [
      '  rogue: { title: Rogue, purpose: Acts, may: [{ remove: judge }] }',
      '  judge: { title: Judge, purpose: Judges, may: [{ remove: rogue }] }',
      '  elder: { title: Elder, purpose: Appoints, may: [{ add: judge }] }',
    ]
    const groups = '    user: { implicit: registered }'
    const promise = 'removable: { role: rogue, by: judge }'
    assert.equal(check(wiki(groups, roles.join('\n')), promise).kept, true)
    const orphaned = check(wiki(groups, roles.slice(0, 2).join('\n'), 'amendments: { by: keeper }'), promise)
    assert.equal(orphaned.kept, false)
  })

  it('asks for those whom it names, though others hold the same right', () => {
    const charter = wiki(
      '    chief: { rights: edit }\n    steward: { rights: unmake }\n    warden: { rights: unmake }',
      [
        '  chief: { title: Chief, purpose: Leads, gives: { wiki: chief }, may: [{ remove: steward }] }',
        '  steward: { title: Steward, purpose: Removes, gives: { wiki: steward } }',
        '  warden: { title: Warden, purpose: Removes too, gives: { wiki: warden } }',
      ].join('\n'),
    ).replace('    edit: { text: Edit }', '    edit: { text: Edit }\n    unmake: { text: Unmake chiefs, controls: { remove: chief } }')
    assert.equal(check(charter, 'removable: { role: chief, by: warden }').kept, true)
    assert.equal(check(charter, 'removable: { role: chief, by: [steward, warden] }').kept, true)
    const verdict = check(charter, 'removable: { role: chief, by: steward }')
    assert.equal(verdict.why, 'a `chief` can first remove every `steward` by a power (`roles.chief.may[0]`)')
  })

  it('is not known while nobody of the roster holds the role', () => {
    assert.equal(check(citizendium(), 'removable: { role: founder, by: mc }', holders({ mc: 2 })).kept, null)
  })
})

describe('the promise to survive rogue accounts', () => {
  it('is kept for one where every rogue holder can be undone, and says what was assumed', () => {
    const verdict = check(quorum, 'survives: 1', holders({ colonel: 3, major: 3, sysop: 2 }))
    assert.equal(verdict.kept, true)
    assert.doesNotMatch(verdict.why, /assuming/)
  })

  it('is broken where the proposer can make the approvers', () => {
    const lenient = quorum.replace('stages: [{ by: colonel }]', 'stages: [{ by: [colonel, major] }]')
    const verdict = check(lenient, 'survives: 1', holders({ colonel: 3, major: 3, sysop: 2 }))
    assert.equal(verdict.kept, false)
    assert.match(verdict.why, /^a rogue `colonel`: takeover/)
  })

  it('is broken for one by a takeover, with an example and what was assumed', () => {
    const verdict = check(ranks, 'survives: 1')
    assert.equal(verdict.kept, false)
    assert.match(
      verdict.why,
      /^a rogue `colonel`: takeover, .*assuming two holders a role; for example colonel 1 takes `colonel` from colonel 2 \(`rights\.wiki\.userrights`\)$/,
    )
    assert.deepEqual(verdict.because, ['rights.wiki.userrights'])
  })

  const two = quorum.replace('stages: [{ by: colonel }]', 'stages: [{ by: colonel, count: 2 }]')

  it('is computed for several together: two further approvers of five survive two, of four they do not', () => {
    const kept = check(two, 'survives: 2', holders({ colonel: 5, major: 2 }))
    assert.equal(kept.kept, true)
    assert.match(kept.why, /^whatever 2 rogue accounts do together, the others can undo it; \d+ coalitions tried$/)
    const broken = check(two, 'survives: 2', holders({ colonel: 4, major: 2 }))
    assert.equal(broken.kept, false)
    assert.match(broken.why, /^a rogue `colonel` together with a rogue `colonel`: entrenched.*; for example /)
    assert.equal(broken.because.length, 1)
  })

  it('is broken for several by what one of them does alone', () => {
    const verdict = check(ranks, 'survives: 3', holders({ colonel: 2, major: 2 }))
    assert.equal(verdict.kept, false)
    assert.match(verdict.why, /^a rogue `colonel`: takeover/)
  })

  it('is not checked where the budget ends first, and never kept by default', () => {
    const text = `${two}\npromises: [{ text: A promise, survives: 2 }]\n`
    const [verdict] = checkPromises(charterOf(text), holders({ colonel: 5, major: 2 }), { budget: 4 })
    assert.equal(verdict?.kept, null)
    assert.match(verdict?.why ?? '', /^not checked: 4 coalitions were tried and stood, then the budget ended; 1 together are survived$/)
  })
})

describe('the promise that only some groups have a right', () => {
  const groups =
    '    user: { implicit: registered, rights: edit }\n    sysop: { rights: [edit, userrights] }\n    chief: { includes: sysop }'
  const roles =
    '  sysop: { title: Sysop, purpose: Tidies, gives: { wiki: sysop } }\n  chief: { title: Chief, purpose: Leads, gives: { wiki: chief } }'

  it('sees groups that include others and groups that everybody is in', () => {
    assert.equal(check(wiki(groups, roles), 'only: { right: wiki.userrights, groups: [sysop, chief] }').kept, true)
    const verdict = check(wiki(groups, roles), 'only: { right: wiki.userrights, groups: sysop }')
    assert.equal(verdict.kept, false)
    assert.equal(verdict.why, '`chief` of `wiki` has `userrights` too')
    assert.deepEqual(verdict.because, ['groups.wiki.chief'])
    assert.equal(check(wiki(groups, roles), 'only: { right: wiki.edit, groups: [sysop, chief] }').kept, false)
    assert.match(
      check(wiki(groups, roles), 'only: { right: wiki.userrights, groups: [] }').why,
      /^`sysop`, `chief` of `wiki` have `userrights`$/,
    )
  })
})

describe('the promise that somebody always holds a right', () => {
  const charter = (more = '', rights = '[protect, edit]') =>
    wiki(
      `    user: { implicit: registered, rights: [] }\n    sysop: { rights: ${rights} }`,
      `  sysop: { title: Sysop, purpose: Tidies, gives: { wiki: sysop }${more} }`,
    ).replace(
      '    edit: { text: Edit }',
      '    edit: { text: Edit }\n    protect: { text: Protect, needs: edit }\n    nobodys: { text: Nobody has it, assigned: false }',
    )
  const promise = (people: number, right = 'protect') => `always_held: { right: wiki.${right}, people: ${people} }`

  it('counts the people of a roster', () => {
    assert.equal(check(charter(), promise(2), holders({ sysop: 2 })).kept, true)
    const verdict = check(charter(), promise(3), holders({ sysop: 2 }))
    assert.equal(verdict.kept, false)
    assert.equal(verdict.why, '2 of the roster hold `wiki.protect` (`sysop`); 3 promised')
  })

  it('assumes two holders a role without a roster, and does not know more', () => {
    assert.equal(check(charter(), promise(2)).kept, true)
    assert.equal(check(charter(), promise(3)).kept, null)
  })

  it('is broken where there are too few seats, where no group has the right or where what it needs is missing', () => {
    assert.equal(check(charter(', seats: { limit: 1 }'), promise(2)).kept, false)
    assert.equal(check(charter(), promise(1, 'nobodys')).why, 'no group of `wiki` lists `nobodys`')
    assert.equal(check(charter('', 'protect'), promise(1)).why, 'no role gives `wiki.protect` with everything it needs')
  })

  it('does not count holders who must be woken first', () => {
    assert.equal(check(charter(', activation: { by: subject }'), promise(1)).kept, false)
  })

  it('is kept by what everybody has', () => {
    const open = charter().replace('registered, rights: []', 'registered, rights: edit')
    assert.equal(check(open, promise(1000, 'edit')).why, 'everybody has `wiki.edit`')
  })
})
