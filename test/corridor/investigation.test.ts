/** A whole investigation, played twice about different people: what anybody can download of it is the same, and every reading is on record. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseRoster } from '../../src/charter/roster.ts'
import { instant } from '../../src/kernel/instant.ts'
import { adoptHolders } from '../../src/workflow/adopt-holders.ts'
import { applyTarget } from '../../src/workflow/apply-target.ts'
import { jobOrigin, type Caller } from '../../src/workflow/caller.ts'
import { makeToken } from '../../src/workflow/make-token.ts'
import { handleCase, listCases, readCase, reportConcern } from '../../src/workflow/trouble/case.ts'
import { endSuspension, hearSuspended } from '../../src/workflow/trouble/end-suspension.ts'
import { suspendPerson } from '../../src/workflow/trouble/suspend.ts'
import { setMode } from '../../src/workflow/set-mode.ts'
import { readScenario, setTheStage } from '../support/played.ts'

const people = `
people:
  - { handle: ash-steward, accounts: [{ target: wiki, name: Ash Steward, kind: personal }], roles: [{ role: steward }] }
  - { handle: oak-ombuds, accounts: [{ target: wiki, name: Oak Ombuds, kind: personal }], roles: [{ role: ombuds }] }
  - { handle: elm-helper, accounts: [{ target: wiki, name: Elm Helper, kind: personal }], roles: [{ role: helper }] }
  - { handle: fir, accounts: [{ target: wiki, name: Fir, kind: personal }], roles: [{ role: helper }] }
`

async function play(about: string) {
  const { files, story } = await readScenario('test/scenarios/misuse')
  const roster = parseRoster(people)
  assert.ok(roster.ok)
  const { instance } = await setTheStage(files, roster.value, story)
  const as = (handle: string): Caller => {
    const subject = instance.journal.state.personByHandle(handle)?.subject ?? ''
    return { actor: { kind: 'person', subject, stepUp: 'demo' }, channel: 'cli' }
  }
  const operator: Caller = { actor: { kind: 'operator', name: 'tester', for: undefined }, channel: 'cli' }
  const apply = async (key: string) => {
    const answer = await applyTarget(instance, { key, origin: jobOrigin('apply'), target: 'wiki', url: undefined })
    assert.ok(answer.ok, JSON.stringify(answer))
  }
  assert.ok((await adoptHolders(instance, { key: 'adopt', caller: operator, target: 'wiki', dryRun: false })).ok)
  await setMode(instance, { key: 'mode', caller: operator, target: 'wiki', mode: 'enforce', reason: undefined })
  await apply('first')
  // One of them has tokens, the other has none: how many end must not show.
  for (const key of ['one', 'two'])
    await makeToken(instance, { key, caller: operator, handle: 'elm-helper', until: instant(Date.parse('2027-01-01')), scopes: ['grant'] })
  const begin = instance.journal.size
  const reported = await reportConcern(instance, { key: 'report', caller: undefined, about, text: `About ${about}`, to: undefined })
  assert.ok(reported.decision.allowed && reported.case !== undefined, JSON.stringify(reported))
  const handled = { caller: as('oak-ombuds'), case: reported.case }
  const reading = await readCase(instance, { key: 'read', ...handled })
  await handleCase(instance, { key: 'note', ...handled, verb: 'note', text: `Wrote to ${about}`, to: undefined })
  await handleCase(instance, { key: 'refer', ...handled, verb: 'refer', text: undefined, to: 'steward' })
  const suspended = await suspendPerson(instance, {
    key: 'suspend',
    caller: as('ash-steward'),
    handle: about,
    cause: 'compromised',
    reason: `The account of ${about} writes at night`,
  })
  assert.ok(suspended.decision.allowed, JSON.stringify(suspended))
  await apply('second')
  assert.ok((await hearSuspended(instance, { key: 'hear', caller: as(about), handle: about, text: `I am ${about}` })).allowed)
  const end = {
    key: 'end',
    caller: as('ash-steward'),
    handle: about,
    outcome: 'reinstated' as const,
    reason: `${about} has a new telephone`,
  }
  assert.ok((await endSuspension(instance, end)).decision.allowed)
  await handleCase(instance, {
    key: 'close',
    caller: as('ash-steward'),
    case: reported.case,
    verb: 'close',
    text: 'Settled',
    to: undefined,
  })
  await apply('third')
  return { instance, begin, reading, case: reported.case, as, subject: instance.journal.state.personByHandle(about)?.subject ?? '' }
}

describe('an investigation', () => {
  it('has the same public bytes whomever it concerns', async () => {
    const worlds = await Promise.all(['elm-helper', 'fir'].map(play))
    const bodies = await Promise.all(
      worlds.map(async ({ instance, begin, subject }) => {
        const stored = await instance.store.read(begin, 1000)
        const texts = stored.map(({ body }) => Buffer.from(body).toString())
        for (const text of texts) assert.ok(!text.includes(subject), text)
        return texts.map((text) => text.replaceAll(/"[\w-]{43}"/g, '"…"').replaceAll(/"[0-9a-f]{64}"/g, '"#"'))
      }),
    )
    assert.ok((bodies[0] ?? []).length > 12)
    assert.deepEqual(bodies[0], bodies[1])
  })

  it('is read only by those who look into it, and each reading is an entry', async () => {
    const { instance, reading, case: id, as } = await play('fir')
    assert.deepEqual(
      [reading.about, reading.lines.map(({ what, by, text }) => [what, by, text])],
      [
        'fir',
        [
          ['reported', undefined, 'About fir'],
          ['read', 'oak-ombuds', undefined],
        ],
      ],
    )
    const entries = await instance.journal.entries(id, 1)
    assert.equal(
      entries[0]?.type === 'case.opened' ? entries[0].origin?.identity : '',
      'writ:job:report',
      'nothing of who reported is kept',
    )
    const readings = async () =>
      (await instance.journal.entries(0, 1000)).flatMap((entry) => (entry.type === 'case.read' ? [entry.fields.by] : []))
    assert.equal((await readings()).length, 1)
    for (const stranger of ['elm-helper', 'fir', 'oak-ombuds'])
      assert.equal(
        (await readCase(instance, { key: `read ${stranger}`, caller: as(stranger), case: id })).decision.allowed,
        false,
        stranger,
      )
    const operator: Caller = {
      actor: { kind: 'operator', name: 'tester', for: instance.journal.state.personByHandle('ash-steward')?.subject },
      channel: 'cli',
    }
    assert.equal((await readCase(instance, { key: 'operator', caller: operator, case: id })).decision.allowed, false)
    assert.equal((await readings()).length, 1, 'a refusal is no reading')
    const wrong = await readCase(instance, { key: 'wrong', caller: as('fir'), case: id + 1 })
    const hidden = await readCase(instance, { key: 'hidden', caller: as('fir'), case: id })
    assert.equal(wrong.decision.because[0]?.text, hidden.decision.because[0]?.text, 'trying numbers tells nothing')
    assert.deepEqual(
      (await listCases(instance, as('ash-steward'))).map((one) => one.id),
      [id],
    )
    assert.deepEqual(await listCases(instance, as('oak-ombuds')), [])
    assert.ok(
      (await readCase(instance, { key: 'at last', caller: as('ash-steward'), case: id })).lines.some(
        ({ what, text }) => what === 'closed' && text === 'Settled',
      ),
    )
  })
})
