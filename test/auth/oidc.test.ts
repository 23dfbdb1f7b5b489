/** Logging in by OpenID Connect against a real provider: who it says somebody is counts only where its answer proves it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import { oidcProvider } from '../../src/server/auth/oidc.ts'
import { NotIdentifiedError, ProviderFailedError, type LoginProvider } from '../../src/server/auth/provider.ts'
import { startIdentityProvider, Walker, type IdentityProvider } from '../services/identity-provider.ts'

const CALLBACK = 'http://127.0.0.1:9/auth/sso/callback'
const logIn = { kind: 'log-in' } as const
const clock = { now: () => instant(Date.now()) }

describe('login by OpenID Connect', () => {
  let server: IdentityProvider
  let provider: LoginProvider
  const settingsOf = (issuer: string) => ({
    id: 'sso',
    title: 'Single sign-on',
    issuer: new URL(issuer),
    clientId: server.client.client_id,
    clientSecret: server.client.client_secret,
    claim: 'sub',
    scopes: ['profile'],
  })
  before(async () => {
    server = await startIdentityProvider([CALLBACK])
    provider = oidcProvider(settingsOf(server.issuer), clock)
  })
  after(() => server.close())

  it('says who came back, by the id that never changes', async () => {
    const { url, kept } = await provider.begin(CALLBACK, logIn)
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
    const back = await new Walker().logIn(url.href, 'member-one', CALLBACK)
    const who = await provider.finish(back, kept, logIn, clock.now())
    assert.equal(who.id, 'member-one')
    assert.equal(who.name, 'member-one by name')
  })

  it('refuses an answer twice, one of another login, and a forged state', async () => {
    const { url, kept } = await provider.begin(CALLBACK, logIn)
    const back = await new Walker().logIn(url.href, 'member-one', CALLBACK)
    const other = await provider.begin(CALLBACK, logIn)
    const forged = new URL(back)
    forged.searchParams.set('state', 'forged')
    await assert.rejects(provider.finish(back, other.kept, logIn, clock.now()), NotIdentifiedError)
    await assert.rejects(provider.finish(forged, kept, logIn, clock.now()), NotIdentifiedError)
    await assert.rejects(provider.finish(back, { ...kept, verifier: other.kept.verifier }, logIn, clock.now()), NotIdentifiedError)
    const again = await provider.begin(CALLBACK, logIn)
    const second = await new Walker().logIn(again.url.href, 'member-one', CALLBACK)
    await provider.finish(second, again.kept, logIn, clock.now())
    await assert.rejects(provider.finish(second, again.kept, logIn, clock.now()), NotIdentifiedError)
  })

  it('tells a cancelled login from a forged one', async () => {
    const { kept } = await provider.begin(CALLBACK, logIn)
    const back = new URL(`${CALLBACK}?error=access_denied&state=${kept.state}&iss=${encodeURIComponent(server.issuer)}`)
    await assert.rejects(provider.finish(back, kept, logIn, clock.now()), {
      name: 'NotIdentifiedError',
      message: 'the login was cancelled',
    })
  })

  it('asks anew to confirm a decision, and has its hash signed', async () => {
    const walker = new Walker()
    const first = await provider.begin(CALLBACK, logIn)
    await walker.logIn(first.url.href, 'decider', CALLBACK)
    const errand = { kind: 'confirm', hash: 'ab'.repeat(32) } as const
    const { url, kept } = await provider.begin(CALLBACK, errand)
    const page = await walker.get(url.href)
    assert.match(page.headers.get('location') ?? '', /interaction/, 'whoever is logged in there is asked all the same')
    const again = await provider.begin(CALLBACK, errand)
    const back = await walker.logIn(again.url.href, 'decider', CALLBACK)
    const who = await provider.finish(back, again.kept, errand, clock.now())
    assert.ok(who.authenticated !== undefined && clock.now() - who.authenticated < 60_000)
    const claims = JSON.parse(Buffer.from(who.evidence?.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
      nonce: string
      sub: string
    }
    assert.ok(claims.nonce.startsWith(`${errand.hash}.`), 'the nonce that the provider signed begins with the hash')
    assert.equal(claims.sub, 'decider')
    assert.notEqual(kept.nonce, again.kept.nonce)
  })

  it('does not take an old login for a confirmation', async () => {
    const errand = { kind: 'confirm', hash: 'cd'.repeat(32) } as const
    const { url, kept } = await provider.begin(CALLBACK, errand)
    const back = await new Walker().logIn(url.href, 'decider', CALLBACK)
    await assert.rejects(provider.finish(back, kept, errand, instant(Date.now() + 6 * 60_000)), /did not ask you anew/)
  })

  it('says that a provider is down, and works when it is back', async () => {
    const down = await startIdentityProvider([CALLBACK])
    const { issuer } = down
    await down.close()
    const dead = oidcProvider(settingsOf(issuer), clock)
    await assert.rejects(dead.begin(CALLBACK, logIn), ProviderFailedError)
    await assert.rejects(dead.begin(CALLBACK, logIn), ProviderFailedError)
  })

  it('refuses as a logout token whatever the provider did not make as one', async () => {
    const { url, kept } = await provider.begin(CALLBACK, logIn)
    const back = await new Walker().logIn(url.href, 'member-one', CALLBACK)
    const { evidence = '' } = await provider.finish(back, kept, logIn, clock.now())
    await assert.rejects(Promise.resolve(provider.loggedOut?.(evidence, clock.now())), /no logout token/)
    await assert.rejects(Promise.resolve(provider.loggedOut?.(`${evidence.slice(0, -4)}AAAA`, clock.now())), /not valid/)
    await assert.rejects(Promise.resolve(provider.loggedOut?.('x', clock.now())), /not valid/)
  })
})
