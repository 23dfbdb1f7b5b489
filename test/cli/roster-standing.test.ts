/** Somebody whom the roster calls absent or suspended, in every command that reads it. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { command, installation } from './installation.ts'

const people = (ash: string) => `people:
  - { handle: amber, roles: [{ role: steward }] }
  - { handle: ash, roles: [{ role: steward }], ${ash} }
`

describe('a standing in the roster', () => {
  it('leaves a suspended person what they hold and lets them do nothing with it', async () => {
    using place = installation()
    const may = async (standing: string) => {
      const roster = place.write('people.yaml', people(standing))
      const { code, out, err } = await command(
        'explain',
        place.charter,
        '--person',
        'ash',
        '--right',
        'apply',
        '--roster',
        roster,
        '--json',
      )
      assert.equal(code, 0, err)
      return JSON.parse(out).allowed as boolean
    }
    assert.equal(await may('facts: {}'), true)
    assert.equal(await may('standing: absent'), true, 'absence takes nothing away')
    assert.equal(await may('standing: suspended'), false)
  })

  it('makes an absent person no helper and no rogue', async () => {
    using place = installation()
    const roster = place.write('people.yaml', people('standing: absent'))
    const { out } = await command('safety', place.charter, '--roster', roster, '--json')
    const said = JSON.parse(out)
    assert.equal(
      JSON.stringify(said.roles.map((row: { undoBy: unknown; rogue: string }) => [row.undoBy, row.rogue])).includes('ash'),
      false,
    )
  })

  it('gives a suspended founder nothing, and says so', async () => {
    using place = installation({ roster: people('standing: suspended') })
    const made = await place.setUp()
    assert.equal(made.code, 0, made.err)
    assert.match(made.out + made.err, /ash is suspended by the roster and is given nothing: steward/)
    const held = await place.json('at', '2100-01-01', '--person', 'ash')
    assert.equal(JSON.stringify(held.value).includes('steward'), false)
  })

  it('does not let a suspended administrator set up an installation', async () => {
    using place = installation({ roster: people('standing: suspended').replace('amber', 'linden').replace('ash', 'amber') })
    const { code, err } = await place.setUp()
    assert.equal(code, 1)
    assert.match(err, /`amber` is suspended; the administrator must be able to act/)
  })
})
