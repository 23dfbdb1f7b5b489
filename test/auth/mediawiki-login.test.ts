/** Logging in with a wiki's account: by its central number, never by a name; whom the wiki blocks, Writ does not let in. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import { mediaWikiProvider } from '../../src/server/auth/mediawiki.ts'
import { NotIdentifiedError, ProviderFailedError, type LoginProvider } from '../../src/server/auth/provider.ts'
import { startWikiLogin, type FakeWikiLogin } from '../services/fake-mediawiki-login.ts'

const CALLBACK = 'http://127.0.0.1:9/auth/wiki/callback'
const logIn = { kind: 'log-in' } as const
const now = instant(Date.parse('2026-05-03T10:00:00Z'))

describe('login with a wiki’s account', () => {
  let wiki: FakeWikiLogin
  let provider: LoginProvider
  before(async () => {
    wiki = await startWikiLogin({ sub: 7, username: 'Plain Editor' })
    provider = mediaWikiProvider({
      id: 'wiki',
      title: 'The wiki',
      rest: new URL(wiki.rest),
      clientId: wiki.client.id,
      clientSecret: wiki.client.secret,
    })
  })
  beforeEach(() => {
    wiki.user = { sub: 7, username: 'Plain Editor' }
    wiki.fault = 'none'
  })
  after(() => wiki.close())

  async function walk() {
    const { url, kept } = await provider.begin(CALLBACK, logIn)
    const sent = await fetch(url, { redirect: 'manual' })
    return { back: new URL(sent.headers.get('location') ?? ''), kept }
  }

  it('says who came back, by their number', async () => {
    const { back, kept } = await walk()
    const who = await provider.finish(back, kept, logIn, now)
    assert.deepEqual([who.id, who.name, who.evidence], ['7', 'Plain Editor', undefined])
    assert.equal(provider.confirms, false, 'a wiki cannot be told to ask for the password anew')
  })

  it('is the same person after a renaming', async () => {
    wiki.user = { sub: 7, username: 'Renamed Editor' }
    const { back, kept } = await walk()
    assert.equal((await provider.finish(back, kept, logIn, now)).id, '7')
  })

  for (const [what, flags] of [
    ['blocked', { blocked: true }],
    ['hidden', { hidden: true }],
  ] as const)
    it(`refuses a ${what} account`, async () => {
      wiki.user = { sub: 8, username: 'Barred Editor', ...flags }
      const { back, kept } = await walk()
      await assert.rejects(provider.finish(back, kept, logIn, now), /blocked/)
    })

  it('refuses a code twice, another login’s verifier and a forged state', async () => {
    const [one, two] = [await walk(), await walk()]
    await assert.rejects(provider.finish(one.back, { ...one.kept, verifier: two.kept.verifier }, logIn, now), NotIdentifiedError)
    await assert.rejects(provider.finish(two.back, one.kept, logIn, now), NotIdentifiedError)
    const three = await walk()
    await provider.finish(three.back, three.kept, logIn, now)
    await assert.rejects(provider.finish(three.back, three.kept, logIn, now), NotIdentifiedError)
  })

  it('does not take an error page for a profile, nor a wiki that is down for a stranger', async () => {
    const { back, kept } = await walk()
    wiki.fault = 'html'
    await assert.rejects(provider.finish(back, kept, logIn, now), ProviderFailedError)
    const again = await walk().catch(() => undefined)
    wiki.fault = 'down'
    if (again !== undefined) await assert.rejects(provider.finish(again.back, again.kept, logIn, now), ProviderFailedError)
  })
})
