/** The way through an installation by hand: set up, take in, decide, plan, apply, undo, look back. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { describe, it } from 'node:test'
import { installation } from './installation.ts'

describe('writ setup', () => {
  it('writes the founders and a token that is shown nowhere, and does it once', async () => {
    using place = installation()
    const first = await place.setUp()
    assert.deepEqual([first.code, first.err], [0, ''])
    assert.match(first.out, /3 people, 2 founding grants/)
    const tokenFile = `${place.data}/administrator.token`
    const token = readFileSync(tokenFile, 'utf8').trim()
    assert.match(token, /^writ_[0-9a-z]{8}_\w{43}$/)
    assert.equal(statSync(tokenFile).mode & 0o777, 0o600)
    assert.equal(statSync(`${place.data}/writ.sqlite`).mode & 0o777, 0o600)
    const secret = token.split('_')[2] ?? ''
    const again = await place.setUp()
    assert.equal(again.code, 1)
    assert.match(again.err, /set up before/)
    const log = await place.run('log', '--json')
    for (const text of [first.out, again.out, again.err, log.out, readFileSync(`${place.data}/writ.sqlite`, 'latin1')])
      assert.ok(!text.includes(secret), 'the secret of the token stands nowhere else')
  })

  it('refuses an administrator who could not run Writ, and says who could', async () => {
    using place = installation()
    const { code, err } = await place.run('setup', place.charter, '--administrator', 'amber', '--role', 'editor')
    assert.equal(code, 1)
    assert.match(err, /`editor` gives no right to run Writ .*; take steward/)
    assert.equal((await place.run('setup', place.charter, '--administrator', 'amber')).code, 2)
  })

  it('begins nothing while a target of the roster does not answer', async () => {
    using place = installation()
    const kept = place.wikiText()
    place.write('wiki.json', 'gone')
    const failed = await place.setUp()
    assert.equal(failed.code, 3)
    assert.match(failed.err, /nothing was set up: wiki: the file .* is not JSON/)
    const between = await place.run('plan', 'wiki')
    assert.deepEqual([between.code, between.out], [3, ''])
    assert.match(between.err, /run `writ setup`/)
    place.write('wiki.json', kept)
    assert.equal((await place.setUp()).code, 0)
  })

  it('says what a folder without ledger needs', async () => {
    using place = installation()
    for (const words of [['log'], ['at', '2026-11-01'], ['plan', 'wiki'], ['grant', '--role', 'editor', '--person', 'cedar']]) {
      const { code, err } = await place.run(...words)
      assert.equal(code, 2, words[0])
      assert.match(err, /holds no ledger/)
    }
    const doctor = await place.json('doctor')
    assert.equal(doctor.code, 0)
    assert.ok(doctor.value.findings.some((one: any) => one.code === 'data/none'))
  })
})

describe('from adoption to undo', () => {
  it('changes the wiki only when told, reads it back and takes it back', async () => {
    using place = installation()
    await place.setUp()

    const early = await place.run('mode', 'wiki', 'enforce')
    assert.equal(early.code, 1)
    assert.match(early.out, /run `writ adopt wiki` first/)

    const shown = await place.json('adopt', 'wiki', '--dry-run')
    assert.deepEqual(shown.value.found, [{ account: 'Dill', role: 'editor', until: null }])
    const adopted = await place.json('adopt', 'wiki')
    assert.deepEqual([adopted.code, adopted.value.found], [0, shown.value.found])
    assert.match((await place.run('adopt', 'wiki')).out, /nothing new on wiki/)

    const granted = await place.json(
      'grant',
      '--role',
      'editor',
      '--person',
      'cedar',
      '--by',
      'amber',
      '--reason',
      'Knows chemistry',
      '--until',
      '2098-06-30',
    )
    assert.equal(granted.code, 0)
    const { decision, ...rest } = granted.value
    assert.deepEqual(Object.keys(rest).toSorted(), ['from', 'grant', 'person', 'proposal', 'remarks', 'role', 'until'])
    assert.deepEqual([decision.outcome, rest.until, rest.proposal], ['allowed', '2098-07-01T00:00:00.000Z', null])

    const observed = await place.run('apply', 'wiki')
    assert.equal(observed.code, 1)
    assert.match(observed.out, /the mode of wiki is `observe`: the plan is only shown/)
    assert.deepEqual(place.groupsOf('Cedar'), [])

    assert.equal((await place.run('mode', 'wiki', 'enforce', '--reason', 'tried for a week')).code, 0)
    const dry = await place.json('plan', 'wiki', '--dry-run')
    assert.deepEqual([dry.value.lines.length, dry.value.plans], [1, []])
    const [line] = dry.value.lines
    assert.deepEqual([line.account.name, line.change, line.group, line.cause], ['Cedar', 'add', 'editor', 'granted'])
    assert.deepEqual(place.groupsOf('Cedar'), [])

    const applied = await place.json('apply', 'wiki')
    assert.deepEqual([applied.code, applied.value.applied.length, applied.value.applied[0].outcome.confirmed], [0, 1, 1])
    assert.deepEqual(place.groupsOf('Cedar'), ['editor'])
    assert.match((await place.run('apply', 'wiki')).out, /nothing to do/)
    assert.deepEqual(place.groupsOf('Dill'), ['editor'])

    const renewed = await place.json('renew', '--role', 'editor', '--person', 'cedar', '--by', 'birch', '--until', '2099-06-30')
    assert.deepEqual([renewed.code, renewed.value.until], [0, '2099-07-01T00:00:00.000Z'])
    const removed = await place.json('remove', '--role', 'editor', '--person', 'Dill', '--by', 'amber')
    assert.equal(removed.code, 0)
    const second = await place.json('apply', 'wiki')
    assert.deepEqual([second.code, second.value.applied[0].outcome.confirmed, place.groupsOf('Dill')], [0, 2, []])

    const undone = await place.json('undo', 'wiki', String(second.value.applied[0].entry))
    assert.deepEqual([undone.code, undone.value.outcome.failed, place.groupsOf('Dill')], [0, 0, ['editor']])
    assert.match((await place.run('plan', 'wiki')).out, /- `Dill` from `editor`/)
    assert.deepEqual(place.groupsOf('Dill'), ['editor'], 'undo set the mode to propose')

    const resigned = await place.json('resign', '--role', 'steward', '--person', 'birch', '--by', 'birch')
    assert.equal(resigned.code, 0)
    const past = await place.json('at', '2099-01-01')
    assert.deepEqual(past.value.grants.map((one: any) => [one.person, one.role, one.inForce]).toSorted(), [
      ['amber', 'steward', true],
      ['cedar', 'editor', true],
    ])
    const cedar = await place.run('at', '2099-01-01', '--person', 'cedar')
    assert.match(
      cedar.out,
      /^cedar: editor, since .*until 2099-07-01T00:00:00.000Z, decided by operator:\S+ for amber under roles\.steward\.may\[0\]/,
    )
    const verified = await place.json('log', 'verify')
    assert.deepEqual([verified.code, verified.value.problems], [0, []])
    assert.match(verified.value.root, /^[0-9a-f]{64}$/)
    const { out } = await place.run('log', '--from', '0', '--limit', '3', '--json')
    const entries = out
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one))
    assert.deepEqual(
      entries.map(({ seq, type }) => [seq, type]),
      [
        [0, 'genesis'],
        [1, 'person.registered'],
        [2, 'account.linked'],
      ],
    )
  })

  it('refuses with the clause, and names who could do it instead', async () => {
    using place = installation()
    await place.setUp()
    const wrong = await place.run('grant', '--role', 'editor', '--person', 'birch', '--by', 'cedar')
    assert.equal(wrong.code, 1)
    assert.match(wrong.out, /^refused: editor, birch\n/)
    assert.match(wrong.out, /\(charter\.yaml:\d+, roles\.editor\)/)
    assert.match(wrong.out, /steward: .* - amber, birch/)
    const staged = await place.run('grant', '--role', 'patroller', '--person', 'cedar', '--by', 'amber')
    assert.equal(staged.code, 1)
    assert.match(staged.out, /only persons can ask for and give/)
    const none = await place.run('remove', '--role', 'editor', '--person', 'cedar', '--by', 'amber')
    assert.equal(none.code, 1)
    assert.match(none.out, /cedar does not hold `editor`/)
    const typo = await place.run('grant', '--role', 'editor', '--person', 'cedra', '--by', 'ambre')
    assert.equal(typo.code, 1)
    assert.match(typo.err, /nobody is called `ambre`; did you mean `amber`\?/)
    const unknownRole = await place.run('grant', '--role', 'editer', '--person', 'cedar', '--by', 'amber')
    assert.equal(unknownRole.code, 1)
    const twice = await place.run('undo', 'wiki', '1')
    assert.equal(twice.code, 1)
    assert.match(twice.err, /^writ: /)
  })

  it('knows a person by the handle although only the account was named', async () => {
    using place = installation()
    await place.setUp()
    const { code, out } = await place.run('grant', '--role', 'editor', '--person', 'Cedar', '--by', 'amber')
    assert.equal(code, 1)
    assert.match(out, /`Cedar` is an account of `cedar`; name the person so/)
    const newcomer = await place.run('grant', '--role', 'editor', '--person', 'Elm', '--by', 'amber')
    assert.equal(newcomer.code, 0, newcomer.out)
  })

  it('does a command once for each key', async () => {
    using place = installation()
    await place.setUp()
    const words = ['grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber', '--key', 'monday-1']
    const first = await place.json(...words)
    const size = (await place.json('log', 'verify')).value.size
    const second = await place.json(...words)
    assert.deepEqual([second.code, second.value], [first.code, first.value])
    assert.equal((await place.json('log', 'verify')).value.size, size)
    const other = await place.run(...words.slice(0, -1), 'monday-2')
    assert.equal(other.code, 1)
  })
})

describe('what a target did by itself', () => {
  it('is found, listed until it is settled, and left by decision', async () => {
    using place = installation()
    await place.setUp()
    await place.run('adopt', 'wiki')
    await place.run('mode', 'wiki', 'enforce')
    place.tamper('Elm', ['steward'])
    const plan = await place.json('plan', 'wiki')
    assert.deepEqual([plan.value.lines, plan.value.drift.length, plan.value.drift[0].by], [[], 1, null])
    const open = await place.json('drift', 'wiki')
    assert.deepEqual(open.value.drift.map((one: any) => [one.account, one.group, one.change]).flat(), ['wiki:5', 'steward', 'added'])
    const entry = String(open.value.drift[0].entry)
    assert.equal((await place.run('drift', 'wiki', 'leave', entry)).code, 2)
    const left = await place.run('drift', 'wiki', 'leave', entry, '--reason', 'The host did it')
    assert.equal(left.code, 0, left.out)
    assert.match((await place.run('drift', 'wiki')).out, /nothing unsettled on wiki/)
    assert.deepEqual((await place.json('plan', 'wiki')).value.drift, [])
    assert.deepEqual(place.groupsOf('Elm'), ['steward'], 'it was left')
  })

  it('changes nothing when the file of the target is missing or damaged', async () => {
    using place = installation()
    await place.setUp()
    await place.run('adopt', 'wiki')
    await place.run('mode', 'wiki', 'enforce')
    await place.run('grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber')
    const kept = readFileSync(place.wikiFile, 'utf8')
    const { size } = (await place.json('log', 'verify')).value
    for (const [text, reason] of [
      [undefined, /is missing/],
      ['{"groups": [', /is not JSON/],
      ['{"accounts": []}', /is damaged \(groups: /],
    ] as const) {
      if (text === undefined) rmSync(place.wikiFile)
      else place.write('wiki.json', text)
      for (const verb of ['plan', 'apply', 'adopt']) {
        const { code, out, err } = await place.run(verb, 'wiki')
        assert.deepEqual([code, out], [3, ''], verb)
        assert.match(err, reason)
        assert.match(err, /nothing was changed/)
      }
      const doctor = await place.json('doctor')
      assert.equal(doctor.code, 1)
      assert.ok(doctor.value.findings.some((one: any) => one.code === 'simulated/file' && one.severity === 'error'))
    }
    assert.equal((await place.json('log', 'verify')).value.size, size)
    place.write('wiki.json', kept)
    assert.equal((await place.run('apply', 'wiki')).code, 0)
    assert.deepEqual(place.groupsOf('Cedar'), ['editor'])
  })
})
