/** Who acts: tokens, the operator, demonstrations; and files that only the operator may read. */
import assert from 'node:assert/strict'
import { chmodSync, readFileSync, rmSync, statSync } from 'node:fs'
import { describe, it } from 'node:test'
import { systemOutside } from '../../src/config/outside.ts'
import { instant } from '../../src/kernel/instant.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { newToken } from '../../src/workflow/ids.ts'
import { draft } from '../../src/ledger/entry.ts'
import { installation, type Installation } from './installation.ts'

const propose = ['grant', '--role', 'patroller', '--person', 'cedar', '--reason', 'Watches the queue'] as const

async function tokenOf(place: Installation, handle: string): Promise<string> {
  const file = place.file(`${handle}.token`)
  const { code, out, err } = await place.run('token', 'make', '--person', handle, '--output', file)
  assert.equal(code, 0, out + err)
  return file
}

describe('a token', () => {
  it('lets persons decide what the operator may not', async () => {
    using place = installation()
    await place.setUp()
    const amber = `${place.data}/administrator.token`
    const [birch, cedar] = [await tokenOf(place, 'birch'), await tokenOf(place, 'cedar')]
    assert.equal(statSync(birch).mode & 0o777, 0o600)
    const proposed = await place.json(...propose, '--token-file', amber)
    assert.deepEqual([proposed.code, proposed.value.decision.outcome, proposed.value.grant], [0, 'pending', null])
    const entry = String(proposed.value.proposal)
    for (const [words, why] of [
      [[], /only a person decides/],
      [['--by', 'birch'], /only a person decides/],
      [['--token-file', amber], /this stage is not yours to decide/],
      [['--token-file', cedar], /nobody decides for themselves/],
    ] as const) {
      const { code, out } = await place.run('approve', entry, ...words)
      assert.equal(code, 1, words.join(' '))
      assert.match(out, /^not approved: entry \d+\n/)
      assert.match(out, why)
    }
    assert.equal((await place.run('approve', 'x', '--token-file', birch)).code, 2)
    assert.equal((await place.run('approve', '9999', '--token-file', birch)).code, 1)
    const approved = await place.json('approve', entry, '--token-file', birch)
    assert.deepEqual([approved.code, approved.value.done], [0, true])
    const again = await place.run('approve', entry, '--token-file', birch)
    assert.equal(again.code, 1)
    const { value } = await place.json('at', '2099-01-01', '--person', 'cedar')
    assert.deepEqual(
      value.grants.map((one: any) => [one.role, one.decidedBy]),
      [['patroller', ['amber', 'birch']]],
    )
  })

  it('lets the asked person refuse, which ends the matter', async () => {
    using place = installation()
    await place.setUp()
    const birch = await tokenOf(place, 'birch')
    const { value } = await place.json(...propose, '--token-file', `${place.data}/administrator.token`)
    const refused = await place.json('refuse', String(value.proposal), '--token-file', birch, '--reason', 'Not now')
    assert.equal(refused.code, 0)
    assert.equal((await place.run('approve', String(value.proposal), '--token-file', birch)).code, 1)
    assert.equal((await place.json('at', '2099-01-01', '--person', 'cedar')).value.grants.length, 0)
  })

  it('is refused when it is wrong, revoked, expired, readable by others or its owner’s no more', async () => {
    using place = installation()
    await place.setUp()
    const birch = await tokenOf(place, 'birch')
    const text = readFileSync(birch, 'utf8').trim()
    const [, id = '', secret = ''] = text.split('_')
    const refusedWith = async (file: string, code: number, pattern: RegExp) => {
      const answer = await place.run(...propose, '--token-file', file)
      assert.equal(answer.code, code)
      assert.match(answer.err, pattern)
      assert.ok(!(answer.out + answer.err).includes(secret), 'the secret is not shown')
    }
    await refusedWith(
      place.write(
        'wrong.token',
        text.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')),
      ),
      1,
      /is not valid here/,
    )
    await refusedWith(place.write('noise.token', `${secret}\n`), 1, /is not valid here/)
    await refusedWith(place.file('absent.token'), 2, /cannot be read/)
    chmodSync(birch, 0o640)
    await refusedWith(birch, 2, /others can read .*; `chmod 600` it and make a new token/)
    chmodSync(birch, 0o600)
    await refusedWith(place.write('expired.token', await expiredToken(place)), 1, /is not valid here/)
    assert.equal((await place.run(...propose, '--token-file', birch)).code, 0)
    const revoked = await place.run('token', 'revoke', id, '--reason', 'It was on a slide')
    assert.equal(revoked.code, 0, revoked.out)
    await refusedWith(birch, 1, /is not valid here/)
    assert.equal((await place.run('token', 'revoke', id)).code, 1)
    assert.equal((await place.run('token', 'revoke', 'nothing1')).code, 1)
    const listed = await place.json('token')
    assert.deepEqual(
      listed.value.tokens.map((one: any) => [one.person, one.revoked]),
      [
        ['amber', false],
        ['birch', true],
        ['birch', false],
      ],
    )
    for (const answer of [await place.run('token'), await place.run('log', '--json')]) assert.ok(!answer.out.includes(secret))
    assert.ok(!readFileSync(`${place.data}/writ.sqlite`, 'latin1').includes(secret))
  })

  it('may be part of a secret address, and then is good for nothing else', async () => {
    using place = installation()
    await place.setUp()
    const file = place.file('feed')
    const make = (scope: string, output: string) => place.run('token', 'make', '--person', 'birch', '--output', output, '--scope', scope)
    assert.equal((await make('feed', file)).code, 0)
    assert.match(readFileSync(file, 'utf8'), /^writ_[0-9a-z]{8}_[0-9A-Za-z]{43}\n$/)
    const acted = await place.run(...propose, '--token-file', file)
    assert.equal(acted.code, 1)
    assert.match(acted.err, /is for feed only; acting needs one with `grant`/)
    const both = await make('feed,read', place.file('both'))
    assert.equal(both.code, 1)
    assert.match(both.out, /the address of a feed is for nothing else/)
  })

  it('for programs that ask over HTTP acts for nobody here', async () => {
    using place = installation()
    await place.setUp()
    const file = place.file('asking.token')
    const made = await place.run('token', 'make', '--person', 'birch', '--output', file, '--scope', 'search, evaluate')
    assert.equal(made.code, 0, made.out)
    const answer = await place.run(...propose, '--token-file', file)
    assert.equal(answer.code, 1)
    assert.match(answer.err, /is for evaluate and search only; acting needs one with `grant`/)
    const wrong = await place.run('token', 'make', '--person', 'birch', '--output', place.file('x'), '--scope', 'everything')
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /`everything` is no scope; there are read, request, grant, apply, evaluate, search/)
    const { value } = await place.json('token')
    assert.deepEqual(value.tokens.map((one: any) => one.scopes).at(-1), ['evaluate', 'search'])
  })

  it('is made for oneself only, by those who may, into a new file', async () => {
    using place = installation()
    await place.setUp()
    const amber = ['--token-file', `${place.data}/administrator.token`]
    const cedar = ['--token-file', await tokenOf(place, 'cedar')]
    const make = (handle: string, file: string, words: readonly string[]) =>
      place.run('token', 'make', '--person', handle, '--output', place.file(file), ...words)
    assert.equal((await make('amber', 'own', amber)).code, 0)
    assert.match((await make('birch', 'other', amber)).out, /a person makes their own token only/)
    assert.match((await make('cedar', 'weak', cedar)).out, /only holders of the right `make-token`/)
    assert.match((await make('ambre', 'typo', [])).out, /did you mean `amber`/)
    assert.match((await make('birch', 'past', ['--until', '2020-01-01'])).out, /has passed already/)
    for (const absent of ['other', 'weak', 'typo', 'past']) assert.throws(() => statSync(place.file(absent)), absent)
    const exists = await make('birch', 'own', [])
    assert.equal(exists.code, 2)
    assert.match(exists.err, /exists; a token is written to a new file/)
    assert.equal((await place.run('token', 'make', '--person', 'birch')).code, 2)
    assert.equal((await place.run('token', 'revoke')).code, 2)
    assert.equal((await place.run('token', 'tidy')).code, 2)
  })
})

describe('acting as somebody', () => {
  it('works by name in a demonstration folder only', async () => {
    using live = installation()
    await live.setUp()
    const refused = await live.run(...propose, '--as', 'amber')
    assert.equal(refused.code, 2)
    assert.match(refused.err, /`--as` works in a demonstration folder only/)
    assert.equal((await live.run(...propose, '--as', 'amber', '--by', 'amber')).code, 2)
    using demo = installation()
    await demo.setUp('--demo')
    const { code, value } = await demo.json(...propose, '--as', 'amber')
    assert.deepEqual([code, value.decision.outcome], [0, 'pending'])
    assert.equal((await demo.run('approve', String(value.proposal), '--as', 'birch')).code, 0)
    assert.equal((await demo.run('approve', '1', '--as', 'nobody')).code, 1)
  })
})

describe('an account', () => {
  it('is linked on a word, never by its name', async () => {
    using place = installation()
    await place.setUp()
    const link = (name: string, handle: string, ...words: readonly string[]) =>
      place.run('link', 'wiki', name, '--person', handle, ...words)
    assert.match((await link('Amber', 'cedar')).out, /is linked to `amber`/)
    assert.match((await link('Nobody', 'cedar')).out, /there is no account `Nobody`/)
    assert.match((await link('Elm', 'cedar', '--token-file', `${place.data}/administrator.token`)).out, /^linked\n.*attested/)
    assert.match((await link('Elm', 'cedar')).out, /linked to them already/)
    assert.match((await link('Dill', 'birch', '--token-file', await tokenOf(place, 'birch'))).out, /nobody attests to their own account/)
    assert.match((await link('Dill', 'birch', '--token-file', await tokenOf(place, 'cedar'))).out, /only the operator and holders/)
    assert.equal((await link('Dill', 'birch', '--kind', 'robot')).code, 2)
    assert.equal((await place.run('link', 'wki', 'Dill', '--person', 'birch')).code, 1)
  })
})

describe('a credentials file', () => {
  const secret = 'open-sesame-4711'
  const settings = (file: string) => `targets:\n  wiki: { api: "https://wiki.invalid/w/api.php", credentials: ${file} }\n`

  it('must be the operator’s alone, and what stands in it is never shown', async () => {
    using place = installation()
    await place.setUp()
    const file = place.file('wiki.credentials.json')
    place.write('data/writ.config.yaml', settings(file))
    for (const [text, mode, pattern] of [
      [
        `{"user":"Bot@writ","password":"${secret}"}`,
        0o644,
        /others can read the credentials file .*; `chmod 600` it and change the password/,
      ],
      [`{"user":"Bot@writ","password":"${secret}"`, 0o600, /settings: targets\.wiki: /],
      [secret, 0o600, /settings: targets\.wiki: /],
      [undefined, 0o600, /the credentials file .* cannot be read/],
    ] as const) {
      if (text === undefined) rmSync(file)
      else place.write('wiki.credentials.json', text, mode)
      for (const verb of [['plan', 'wiki'], ['doctor']]) {
        const { code, out, err } = await place.run(...verb)
        assert.equal(code, 2)
        assert.match(err, pattern)
        assert.ok(!(out + err).includes(secret), 'the secret is not shown')
      }
    }
  })

  it('is told together with everything else that is wrong with the settings', async () => {
    using place = installation()
    await place.setUp()
    place.write('data/writ.config.yaml', 'port: 99999\nurl: not an address\ntarget: {}\ntargets:\n  wiki: { conector: simulated }\n')
    const { code, err } = await place.run('plan', 'wiki', '--json')
    assert.equal(code, 2)
    for (const pattern of [/port/, /url/, /target/, /conector/]) assert.match(err, pattern)
    place.write(
      'data/writ.config.yaml',
      `targets:\n  wiki: { api: "https://u:${secret}@wiki.invalid/api.php" }\n  wki: { connector: simulated }\n`,
    )
    const second = await place.run('plan', 'wiki')
    assert.equal(second.code, 2)
    assert.match(second.err, /targets\.wiki: .*`credentials` must name a file/)
    assert.match(second.err, /targets\.wki: the charter has no target of this name/)
    assert.ok(!second.err.includes(secret))
    place.write('data/writ.config.yaml', 'targets: [\n')
    const third = await place.run('plan', 'wiki')
    assert.deepEqual([third.code, third.out], [2, ''])
  })
})

/** A token of birch whose end has come, as the ledger would hold it after a year. */
async function expiredToken(place: Installation): Promise<string> {
  const outside = systemOutside()
  const store = openSqliteStore(`${place.data}/writ.sqlite`)
  const journal = await openJournal({ store, outside })
  const token = newToken(outside.randomness, outside.hashing)
  const owner = journal.state.personByHandle('birch')?.subject ?? ''
  await journal.command('expired', { channel: 'cli', identity: 'operator:test' }, () => ({
    drafts: [
      draft('token.made', {
        token: token.id,
        secret: token.secretHash,
        owner,
        scopes: ['read'],
        until: new Date(instant(outside.clock.now() - 1000)).toISOString(),
      }),
    ],
    answer: null,
  }))
  await journal.close()
  await store.close()
  return token.text
}
