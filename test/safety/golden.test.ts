/**
 * What the analysis says of every charter that comes with Writ, without a roster and with its own. A change of these files is a change of what
 * people are told: look at it before you write them anew with `WRIT_GOLDEN=write`.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { parseCharter } from '../../src/charter/parse.ts'
import type { Charter } from '../../src/charter/model.ts'
import { parseRoster, type Roster } from '../../src/charter/roster.ts'
import { reportSafety } from '../../src/safety/report.ts'
import { checkedReplay } from './replays.ts'

const schemes = readdirSync('charters', { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
const pathOf = (name: string) => join('test/golden/safety', `${name}.json`)

function charterOf(name: string): Charter {
  const folder = join('charters', name)
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && !['roster.yaml', 'story.yaml'].includes(file))
  const parsed = parseCharter(files.toSorted().map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') })))
  assert.ok(parsed.ok)
  return parsed.value.charter
}

function rosterOf(name: string, charter: Charter): Roster {
  const parsed = parseRoster(readFileSync(join('charters', name, 'roster.yaml'), 'utf8'), charter)
  assert.ok(parsed.ok)
  return parsed.value
}

function told(charter: Charter, roster: Roster | undefined): object {
  const { resistance, resistanceProof, resistanceTechnical, rows, coalitions, findings } = reportSafety(charter, roster)
  return {
    resistance: `${resistance} ${resistanceProof}`,
    resistanceTechnical,
    rows: rows.map(({ layer, role, verdict, captures, strips, undoSets, plan }) => ({
      row: `${layer} ${role}: ${verdict}`,
      captures: captures.join(' '),
      strips: strips.join(' '),
      undo: undoSets.sets.map((set) => set.join('+')).join(' '),
      steps: plan.length,
    })),
    coalitions: coalitions.found.map(
      ({ goal, item, members }) => `${goal} ${item ?? ''}: ${members.map((roles) => roles.join(',')).join(' + ')}`,
    ),
    findings: findings.map(({ code, items }) => `${code}: ${items.join(' ')}`),
  }
}

describe('the verdicts on the charters that come with Writ', () => {
  for (const name of schemes) {
    it(`are known for ${name}, and every plan replays`, () => {
      const charter = charterOf(name)
      const roster = rosterOf(name, charter)
      const now = { assumed: told(charter, undefined), roster: told(charter, roster) }
      if (process.env['WRIT_GOLDEN'] === 'write') writeFileSync(pathOf(name), `${JSON.stringify(now, undefined, 2)}\n`)
      assert.deepEqual(now, JSON.parse(readFileSync(pathOf(name), 'utf8')))
      const replayed = checkedReplay(charter, undefined) + checkedReplay(charter, roster)
      assert.ok(replayed > 0)
    })
  }
})
