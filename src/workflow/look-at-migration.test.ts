import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shippedCharter } from '../../test/support/charter.ts'
import { instant } from '../kernel/instant.ts'
import { nextStep } from '../reconcile/migration/steps.ts'
import type { SurveyedGroup } from '../reconcile/target.ts'
import { renderSettings } from '../render/mediawiki/settings.ts'
import { migrationFrom } from './look-at-migration.ts'

const charter = shippedCharter('ranks')
const group = (rights: readonly string[], all = false): SurveyedGroup => ({
  assignable: true,
  rights,
  adds: all ? 'all' : [],
  removes: all ? 'all' : [],
  addsToSelf: [],
  removesFromSelf: [],
})

function view(groups: readonly string[], holders: Readonly<Record<string, readonly string[]>>) {
  const made = migrationFrom({
    charter,
    target: 'wiki',
    survey: {
      at: instant(0),
      groups: new Map(groups.map((name) => [name, group(['read'], name === 'bureaucrat')])),
      holders: Object.entries(holders).map(([name, held]) => ({ account: { id: name, name }, groups: held })),
      strays: true,
      connector: undefined,
    },
    offices: [{ account: 'Amber', person: 'amber', role: 'colonel', evidence: 'roster' }],
    dropped: new Set(),
    known: { adoptedAt: undefined, adoptedGroups: new Set() },
    mode: 'enforce',
    unrecorded: [],
  })
  assert.ok(made.ok, JSON.stringify(made))
  return made.value
}

describe('a look at a migration', () => {
  it('finds an old group that was unset before its members had left, and puts it back without rights', () => {
    const { steps, strays, judgement } = view(['sysop'], { Amber: ['bureaucrat', 'sysop'] })
    assert.deepEqual(strays, ['bureaucrat'])
    assert.equal(nextStep(steps)?.kind, 'load-moving')
    assert.ok(nextStep(steps)?.details.includes('bureaucrat'))
    assert.deepEqual(judgement.problems, [])
    const rendered = renderSettings(charter, 'wiki', { hash: 'x', abolition: 'keep', sweep: strays })
    assert.ok(rendered.ok)
    assert.match(rendered.value.text, /\$wgRemoveGroups\['writ'\] = \[[^\]]*'bureaucrat'/)
    assert.match(rendered.value.text, /abolished, without rights until the last member has left: bureaucrat/)
  })

  it('lets nothing begin that would leave nobody able to finish', () => {
    const { judgement } = view(['sysop', 'bureaucrat'], { Amber: ['bureaucrat', 'sysop'] })
    assert.deepEqual(judgement.problems, [])
    assert.ok(judgement.parts.every(({ finishers }) => finishers === undefined || finishers > 0))
    assert.deepEqual(
      judgement.parts.map(({ part }) => part),
      ['load-moving', 'move', 'empty', 'load-final'],
    )
  })
})
