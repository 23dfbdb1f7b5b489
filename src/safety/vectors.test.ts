import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf, citizendium, holders, quorum, ranks, split, stock } from '../../test/safety/small-charters.ts'
import type { Roster } from '../charter/roster.ts'
import { analyseRoles } from './analyse.ts'
import type { RoleSafety } from './role-safety.ts'

const sorted = (names: readonly string[]) => names.toSorted()

function rogue(charter: string, role: string, roster: Roster): RoleSafety {
  const line = analyseRoles(charterOf(charter), roster).roles.find((one) => one.role === role)
  assert.ok(line !== undefined, `no line for ${role}`)
  return line
}

function expect(
  line: RoleSafety,
  verdict: string,
  captures: readonly string[],
  strips: readonly string[],
  undoBy: readonly string[],
): void {
  assert.equal(line.verdict, verdict)
  assert.deepEqual(sorted(line.captures), sorted(captures))
  assert.deepEqual(sorted(line.strips), sorted(strips))
  assert.deepEqual(sorted(line.undoBy), sorted(undoBy))
}

describe('ranks whose highest may change every group', () => {
  const two = holders({ colonel: 2, major: 2, captain: 2, lieutenant: 2, sysop: 2 })
  const strays = ['wiki.bot', 'wiki.interface-admin', 'wiki.suppress']

  it('a colonel takes over: all seven other groups, and all eight from the rest', () => {
    const below = ['major', 'captain', 'lieutenant', 'sysop', ...strays]
    expect(rogue(ranks, 'colonel', two), 'takeover', below, ['colonel', ...below], [])
  })

  it('a major can be undone by any colonel', () => {
    const below = ['captain', 'lieutenant', 'sysop']
    expect(rogue(ranks, 'major', two), 'restorable', below, below, ['colonel'])
  })

  it('a captain can be undone by any colonel or major', () => {
    expect(rogue(ranks, 'captain', two), 'restorable', ['lieutenant', 'sysop'], ['lieutenant', 'sysop'], ['colonel', 'major'])
  })

  it('a lieutenant can be undone by any colonel, major or captain', () => {
    expect(rogue(ranks, 'lieutenant', two), 'restorable', ['sysop'], ['sysop'], ['colonel', 'major', 'captain'])
  })

  it('a sysop is harmless', () => {
    expect(rogue(ranks, 'sysop', two), 'harmless', [], [], [])
  })

  it('without an active colonel nobody can strip a major', () => {
    const below = ['captain', 'lieutenant', 'sysop']
    const headless = rogue(ranks, 'major', holders({ major: 2, captain: 2, lieutenant: 2, sysop: 2 }))
    expect(headless, 'entrenched', below, below, [])
    assert.ok(headless.stuck.includes('major'))
  })
})

describe('a highest rank that needs one more of its own', () => {
  const others = ['major', 'captain', 'lieutenant', 'sysop', 'bot', 'interface-admin', 'suppress']

  it('is entrenched with two colonels: the honest one finds nobody to agree', () => {
    expect(rogue(quorum, 'colonel', holders({ colonel: 2, major: 2, sysop: 2 })), 'entrenched', others, others, [])
  })

  it('survives one rogue with three colonels, as the closed form max(0, min(k, n-k-1)) says', () => {
    for (const [count, survives] of [
      [2, false],
      [3, true],
      [4, true],
    ] as const) {
      const line = rogue(quorum, 'colonel', holders({ colonel: count, major: 2 }))
      assert.equal(line.verdict === 'restorable', survives, `${count} colonels`)
    }
  })
})

describe('stock MediaWiki', () => {
  const roster = holders({ bureaucrat: 3, sysop: 2, bot: 1, 'interface-admin': 1, suppress: 1 })

  it('one of three bureaucrats takes over', () => {
    const others = ['sysop', 'bot', 'interface-admin', 'suppress']
    expect(rogue(stock, 'bureaucrat', roster), 'takeover', others, ['bureaucrat', ...others], [])
  })

  it('sysops, bots and interface administrators are harmless as far as membership goes', () => {
    for (const role of ['sysop', 'bot', 'interface-admin']) {
      const line = rogue(stock, role, roster)
      expect(line, 'harmless', [], [], [])
      assert.equal(line.layer, 'membership')
    }
  })
})

describe('bureaucrats who add beside stewards who remove', () => {
  const added = ['sysop', 'bot', 'interface-admin']
  const roster = holders({ steward: 2, bureaucrat: 2, sysop: 2 })

  it('a steward alone undoes the captures of a bureaucrat', () => {
    expect(rogue(split, 'bureaucrat', roster), 'restorable', added, [], ['steward'])
  })

  it('a steward takes over', () => {
    expect(rogue(split, 'steward', roster), 'takeover', ['bureaucrat', ...added], ['steward', 'bureaucrat', ...added], [])
  })

  it('without a steward a bureaucrat cannot be stripped', () => {
    expect(rogue(split, 'bureaucrat', holders({ bureaucrat: 2, sysop: 2 })), 'entrenched', added, [], [])
  })
})

describe('three offices that may change every group', () => {
  const all = [
    'mc',
    'technician',
    'founder',
    'epa',
    'editor',
    'editorial-council',
    'constable',
    'ombudsman',
    'interface-developer',
    'bot',
    'bot-with-delete',
    'wiki.established',
  ]
  const roster = holders({ mc: 3, technician: 2, founder: 1, epa: 2, editor: 3, constable: 2 })

  it('each of the three takes over alone', () => {
    for (const role of ['mc', 'technician', 'founder'])
      expect(
        rogue(citizendium(), role, roster),
        'takeover',
        all.filter((item) => item !== role),
        all,
        [],
      )
  })

  it('an administrator of personnel without a line is harmless', () => {
    expect(rogue(citizendium(), 'epa', roster), 'harmless', [], [], [])
  })

  it('an administrator of personnel who adds editors is undone by any of the three', () => {
    expect(rogue(citizendium('{ add: editor, scope: any }'), 'epa', roster), 'restorable', ['editor'], [], ['mc', 'technician', 'founder'])
  })
})
