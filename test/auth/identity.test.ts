/** Who a login is: by ids that never change, joined by proof from both sides or somebody's word, never by a name. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { addDuration } from '../../src/kernel/duration.ts'
import { draft } from '../../src/ledger/entry.ts'
import { publicView } from '../../src/ledger/public-view.ts'
import type { Caller } from '../../src/workflow/caller.ts'
import { LOGIN_CODE } from '../../src/workflow/check-token.ts'
import { linkAccount } from '../../src/workflow/link-account.ts'
import { admit, type LoginIdentity } from '../../src/workflow/login/identity.ts'
import { joinLogin, registerByLogin } from '../../src/workflow/login/join-login.ts'
import { useLoginCode } from '../../src/workflow/login/login-code.ts'
import { addPasskey, retirePasskey } from '../../src/workflow/login/passkeys.ts'
import { makeToken } from '../../src/workflow/make-token.ts'
import { apiStage } from '../support/api-stage.ts'
import type { Played } from '../support/played.ts'

const operator: Caller = { actor: { kind: 'operator', name: 'tester', for: undefined }, channel: 'cli' }
const sso = (id: string, handle = 'anybody'): LoginIdentity => ({ provider: 'sso', target: undefined, id, name: id, handle })

describe('who a login is', () => {
  let played: Played
  let keys = 0
  const key = () => `key ${(keys += 1)}`
  const subjectOf = (handle: string) => played.instance.journal.state.personByHandle(handle)?.subject ?? ''
  const as = (handle: string, stepUp?: string): Caller => ({
    actor: { kind: 'person', subject: subjectOf(handle), stepUp },
    channel: 'web',
  })
  beforeEach(async () => {
    played = await apiStage()
  })

  it('is nobody before somebody vouched, whatever the account is called', () => {
    assert.deepEqual(admit(played.instance.journal.state, sso('x-1', 'ash')), { kind: 'unknown' })
  })

  it('is the person who joined it while logged in by another way, and nobody else’s then', async () => {
    const { instance } = played
    assert.equal((await joinLogin(instance, { key: key(), caller: as('elm'), identity: sso('x-1') })).allowed, true)
    assert.deepEqual(admit(instance.journal.state, sso('x-1')), { kind: 'known', subject: subjectOf('elm') })
    const stolen = await joinLogin(instance, { key: key(), caller: as('fir'), identity: sso('x-1') })
    assert.equal(stolen.allowed, false)
    assert.match(stolen.because[0]?.text ?? '', /somebody else/)
  })

  it('is the person whom the operator says; a holder of the right to link would be anybody else with an account of their own', async () => {
    const { instance } = played
    const link = (caller: Caller, handle: string, account: string) =>
      linkAccount(instance, { key: key(), caller, handle, target: 'login.sso', account, kind: undefined })
    assert.equal((await link(operator, 'elm', 'x-1')).allowed, true)
    assert.equal((await link(as('ash'), 'fir', 'x-2')).allowed, false)
    assert.equal((await link(as('ash'), 'ash', 'x-3')).allowed, false)
    assert.equal((await link(as('elm'), 'fir', 'x-3')).allowed, false)
    assert.equal((await link(operator, 'fir', 'x-1')).allowed, false, 'one account is one person’s')
    assert.deepEqual(
      played.instance.journal.state.loginsOf(subjectOf('elm')).map(({ key: account, target, kind }) => [account, target, kind]),
      [['login.sso:x-1', 'login.sso', 'login']],
    )
  })

  it('is no account on any target: no plan, no list of accounts, no public page knows it', async () => {
    const { instance } = played
    await joinLogin(instance, { key: key(), caller: as('elm'), identity: sso('x-1') })
    assert.deepEqual(
      instance.journal.state.accountsOf(subjectOf('elm')).map(({ target }) => target),
      ['wiki'],
    )
    const { charter } = await instance.charters.inForce(instance.journal.state)
    const open: typeof charter = { ...charter, log: undefined }
    const [entry] = await instance.journal.entries(instance.journal.size - 1, 1)
    assert.ok(entry?.type === 'account.linked')
    const seen = publicView(entry, { charterAt: () => open, roleOf: () => undefined })
    assert.ok(!JSON.stringify(seen).includes('x-1') && !JSON.stringify(seen).includes(subjectOf('elm')))
  })

  it('lets in whoever has a linked account on the target that the server speaks for', async () => {
    const { instance } = played
    const account = instance.journal.state.accountsOf(subjectOf('elm'))[0]
    const identity = { provider: 'wiki', target: 'wiki', id: account?.id ?? '', name: 'Elm', handle: 'Elm' }
    assert.deepEqual(admit(instance.journal.state, identity), { kind: 'known', subject: subjectOf('elm') })
  })

  it('is nobody by an account that somebody else attested, until its owner proves it', async () => {
    const { instance } = played
    const account = instance.journal.state.accountsOf(subjectOf('elm'))[0]
    const [target = '', id = ''] = account?.key.split(':') ?? []
    const identity: LoginIdentity = { provider: 'wiki', target, id, name: 'Elm', handle: 'Elm' }
    const [elm, birch] = [subjectOf('elm'), subjectOf('birch')]
    await instance.journal.command(key(), { channel: 'cli', identity: 'operator:tester' }, () => ({
      drafts: [
        draft('account.unlinked', { subject: elm, account: `${target}:${id}` }),
        draft('account.linked', {
          subject: birch,
          account: `${target}:${id}`,
          name: 'Elm',
          target,
          kind: 'personal',
          proof: 'attested',
        }),
      ],
      answer: null,
    }))
    assert.deepEqual(admit(instance.journal.state, identity), { kind: 'unknown' })
    assert.equal((await registerByLogin(instance, { key: key(), identity })).subject, undefined)
    assert.equal((await joinLogin(instance, { key: key(), caller: as('fir'), identity })).allowed, false)
    assert.equal((await joinLogin(instance, { key: key(), caller: as('birch'), identity })).allowed, true)
    assert.deepEqual(admit(instance.journal.state, identity), { kind: 'known', subject: birch })
  })

  it('makes a newcomer a person who holds nothing, once', async () => {
    const { instance } = played
    const first = await registerByLogin(instance, { key: key(), identity: sso('x-9', 'elm') })
    const again = await registerByLogin(instance, { key: key(), identity: sso('x-9', 'elm') })
    assert.equal(first.subject, again.subject)
    assert.equal(instance.journal.state.person(first.subject ?? '')?.handle, 'elm 2', 'a handle that is taken gets a number')
    assert.deepEqual(instance.journal.state.grantsOf(first.subject ?? ''), [])
  })
})

describe('a login code', () => {
  let played: Played
  const hour = { count: 1, unit: 'hour' } as const
  const make = (
    caller: Caller,
    scopes: readonly (typeof LOGIN_CODE | 'read')[],
    duration: { count: number; unit: 'hour' | 'day' } = hour,
  ) =>
    makeToken(played.instance, {
      key: `make ${played.instance.journal.size}`,
      caller,
      handle: 'ash',
      until: addDuration(played.instance.outside.clock.now(), duration),
      scopes,
    })
  beforeEach(async () => {
    played = await apiStage()
  })

  it('logs its owner in once', async () => {
    const { token = '' } = await make(operator, [LOGIN_CODE])
    const ash = played.instance.journal.state.personByHandle('ash')?.subject
    assert.equal(await useLoginCode(played.instance, 'one', token), ash)
    assert.equal(await useLoginCode(played.instance, 'two', token), undefined)
  })

  it('logs in one of two who use it at the same moment', async () => {
    const { token = '' } = await make(operator, [LOGIN_CODE])
    const both = await Promise.all(['one', 'two'].map((key) => useLoginCode(played.instance, key, token)))
    assert.equal(both.filter((subject) => subject !== undefined).length, 1)
  })

  it('is handed out by the operator alone, for a day at most, and for nothing else', async () => {
    const ash: Caller = {
      actor: { kind: 'person', subject: played.instance.journal.state.personByHandle('ash')?.subject ?? '', stepUp: undefined },
      channel: 'api',
    }
    assert.equal((await make(ash, [LOGIN_CODE])).decision.allowed, false)
    assert.equal((await make(operator, [LOGIN_CODE, 'read'])).decision.allowed, false)
    assert.equal((await make(operator, [LOGIN_CODE], { count: 2, unit: 'day' })).decision.allowed, false)
    const { token = '' } = await make(operator, ['read'])
    assert.equal(await useLoginCode(played.instance, 'one', token), undefined, 'a token of another scope is no login')
  })
})

describe('passkeys', () => {
  it('are added by their owner, the second only after confirming with the first, and retired at once', async () => {
    const { instance } = await apiStage()
    const subject = instance.journal.state.personByHandle('ash')?.subject ?? ''
    const caller: Caller = { actor: { kind: 'person', subject, stepUp: undefined }, channel: 'web' }
    const add = (key: string, passkey: string, confirmed: boolean) =>
      addPasskey(instance, {
        key,
        caller: confirmed ? { ...caller, actor: { kind: 'person', subject, stepUp: 'passkey:1:signed' } } : caller,
        passkey,
      })
    assert.equal((await add('one', '{"id":"k1","publicKey":"p1"}', false)).allowed, true)
    assert.equal((await add('two', '{"id":"k2","publicKey":"p2"}', false)).allowed, false)
    assert.equal((await add('three', '{"id":"k2","publicKey":"p2"}', true)).allowed, true)
    const [first] = instance.journal.state.keysOf(subject)
    assert.equal(first?.key, '{"id":"k1","publicKey":"p1"}')
    const birch: Caller = {
      actor: { kind: 'person', subject: instance.journal.state.personByHandle('birch')?.subject ?? '', stepUp: undefined },
      channel: 'web',
    }
    const retire = (key: string, who: Caller) => retirePasskey(instance, { key, caller: who, passkey: first?.id ?? -1, reason: undefined })
    assert.equal((await retire('four', birch)).allowed, false)
    assert.equal((await retire('five', caller)).allowed, true)
    assert.deepEqual(
      instance.journal.state.keysOf(subject).map(({ key }) => key),
      ['{"id":"k2","publicKey":"p2"}'],
    )
  })
})
