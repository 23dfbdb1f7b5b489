/** Carries out every plan of a report by the rules as they are written, and looks at who holds what then. */
import assert from 'node:assert/strict'
import type { Charter, RightRef } from '../../src/charter/model.ts'
import type { Roster } from '../../src/charter/roster.ts'
import { analyseRoles } from '../../src/safety/analyse.ts'
import type { Layer } from '../../src/safety/board.ts'
import type { RoleSafety } from '../../src/safety/role-safety.ts'
import { rogueHolder, type Holder } from '../../src/safety/holders.ts'
import { replay, stepText, type Adversary } from '../../src/safety/replay.ts'
import { reportSafety } from '../../src/safety/report.ts'
import { coalitionsForRight } from '../../src/safety/right-coalitions.ts'
import { rulesOf } from '../../src/safety/rules.ts'
import { isOpen, standsOn, withTechnical } from '../../src/safety/technical.ts'

/** Replays the plans of all rows and coalitions; returns the number of steps. */
export function checkedReplay(charter: Charter, roster: Roster | undefined): number {
  const { rows, coalitions } = reportSafety(charter, roster)
  const { holders } = analyseRoles(charter, roster)
  const steps = rows.map((row) => replayRow(charter, holders, row))
  const together = coalitions.found.map((coalition) => {
    const { goal, item, members } = coalition
    const plan = coalition.plan()
    if (goal === 'irreversible') {
      const rogues = coalition.names.map((name) => holders.find((one) => one.name === name) ?? { name, roles: [], standsFor: undefined })
      const end = replay(rulesOf(charter), holders, plan, adversary(charter, holders, rogues))
      assert.ok(end.ok, `${coalition.names.join(' + ')}: ${end.ok ? '' : end.error}`)
      assert.ok(plan.length > 0, 'what cannot be undone has steps')
      return plan.length
    }
    const copies = new Map<string, number>()
    const rogues = members.map(([role = '']) => {
      const nth = (copies.get(role) ?? 0) + 1
      copies.set(role, nth)
      return rogueHolder(charter, role, nth)
    })
    const end = replay(rulesOf(charter), [...holders, ...rogues], plan, adversary(charter, [...holders, ...rogues], rogues))
    assert.ok(end.ok, `${goal} ${item}: ${end.ok ? '' : end.error}`)
    const others = new Set(holders.map(({ name }) => name))
    if (goal === 'seize') for (const name of others) assert.ok(!end.value.get(name)?.has(item ?? ''), `${name} kept ${item}`)
    assert.ok(
      [...end.value].some(([name, items]) => !others.has(name) && items.has(item ?? '')),
      `nobody of them holds ${item}`,
    )
    return plan.length
  })
  return [...steps, ...together].reduce((sum, count) => sum + count, 0)
}

/** Replays the plans of all coalitions that come to a right; returns how many there are. */
export function checkedRight(charter: Charter, roster: Roster | undefined, right: RightRef, coalitions: number): number {
  const { holders } = analyseRoles(charter, roster)
  const answers = (['membership', 'technical'] as const).map((layer) => coalitionsForRight(charter, roster, right, { coalitions }, layer))
  for (const { layer, found } of answers)
    for (const { members, names, via, plan } of found) {
      const copies = new Map<string, number>()
      const rogues = members.map(([role = '']) => {
        const nth = (copies.get(role) ?? 0) + 1
        copies.set(role, nth)
        return rogueHolder(charter, role, nth)
      })
      const all = [...holders, ...rogues]
      const end = replay(rulesFor(charter, layer), all, plan(), adversary(charter, all, rogues))
      assert.ok(end.ok, `${layer} ${names.join(' + ')} to ${right.right}: ${end.ok ? '' : end.error}`)
      const others = new Set(holders.map(({ name }) => name))
      assert.ok([...end.value].some(([name, items]) => !others.has(name) && items.has(via)))
    }
  return answers.reduce((sum, { found }) => sum + found.length, 0)
}

function replayRow(charter: Charter, holders: readonly Holder[], row: RoleSafety): number {
  const rogue = holders.find(({ name }) => name === row.rogue) ?? { name: row.rogue, roles: [], standsFor: undefined }
  const end = replay(rulesFor(charter, row.layer), holders, row.plan, adversary(charter, holders, [rogue]))
  assert.ok(end.ok, `${row.layer} ${row.role}: ${end.ok ? '' : end.error}`)
  const honest = holders.filter((holder) => holder !== rogue)
  for (const item of row.captures)
    assert.ok(
      [...end.value].some(([name, items]) => !honest.some((one) => one.name === name) && items.has(item)),
      `${row.layer} ${row.role} did not capture ${item}`,
    )
  for (const item of row.verdict === 'harmless' ? [] : row.strips)
    for (const { name } of honest) assert.ok(end.value.get(name)?.has(item) !== true, `${row.layer} ${row.role}: ${name} kept ${item}`)
  for (const step of row.plan) assert.ok(stepText(step).length > 10)
  return row.plan.length
}

function rulesFor(charter: Charter, layer: Layer) {
  return layer === 'technical' ? withTechnical(charter, rulesOf(charter)) : rulesOf(charter)
}

function adversary(charter: Charter, holders: readonly Holder[], rogues: readonly Holder[]): Adversary {
  const byName = new Map(holders.map((holder) => [holder.name, holder]))
  return {
    rogues: rogues.map(({ name }) => name),
    newAccounts: isOpen(charter),
    standsOn: (name) => {
      const holder = byName.get(name)
      return holder === undefined ? [] : standsOn(charter, holder)
    },
  }
}
