import type { Context, Hono } from 'hono'
import { isAdmitted } from '../../workflow/login/sessions.ts'
import { addPasskey, retirePasskey } from '../../workflow/login/passkeys.ts'
import type { Decision } from '../../decide/decision.ts'
import { evidenceOver } from '../../ledger/second-factor.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { passkeysPage } from '../../web/pages/passkeys.ts'
import { hexOf } from '../../workflow/ids.ts'
import type { Caller } from '../../workflow/caller.ts'
import { refuse } from '../errors.ts'
import type { Forms } from '../forms/action.ts'
import { memberPage, toLogin } from '../forms/member-page.ts'
import { readForm, type Form } from '../forms/read-form.ts'
import { readerIn } from '../language.ts'
import { withScene } from '../serving.ts'
import { siteView } from '../views/site.ts'
import type { Challenges } from './challenges.ts'
import { ownKeys } from './own-keys.ts'
import { challengeOf, claimedBy, isSignedBy, offerKey, passkeySite, takeKey, type Site } from './passkeys.ts'
import { freshEvidence, logIn, nextPage, viewerIn, type Viewer } from './viewer.ts'
import { worded } from '../../web/worded.ts'

/** Logging in by a passkey, and the page of one's passkeys. */
export function passkeyRoutes(app: Hono, { api, pendings }: Forms, challenges: Challenges): void {
  const { serving } = api
  const siteOf = (title: string): Site | undefined => (serving.passkeys === false ? undefined : passkeySite(serving.base(), title))

  app.post('/login/passkey', async (context) => {
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    const now = serving.clock.now()
    const answer = answerIn(form.value)
    const [claim, challenge, site] = [claimedBy(answer), challengeOf(answer), siteOf('')]
    const known = claim !== undefined && challenge !== undefined && site !== undefined && challenges.take(challenge, now)
    const subject = known
      ? await withScene(serving, async ({ state }) => {
          const own = ownKeys(state, claim.subject).find(({ passkey }) => passkey.id === claim.key)
          const signed = own !== undefined && (await isSignedBy(site, own.passkey, challenge, answer))
          return signed && isAdmitted(state, { subject: claim.subject, started: now }) ? claim.subject : undefined
        })
      : undefined
    if (subject === undefined) return refuse(context, 'not-logged-in', worded('writ-login-no-passkey-answered'))
    logIn(context, serving, subject, { method: 'passkey', identity: undefined, providerSession: undefined })
    return context.redirect(nextPage(form.value.text('next')), 303)
  })

  memberPage(app, serving, '/me/passkeys', async ({ scene, viewer }) => {
    const site = siteOf(siteView(scene).title)
    const own = ownKeys(scene.state, viewer.subject)
    const options =
      site === undefined
        ? undefined
        : await offerKey(
            site,
            viewer,
            own.map(({ passkey }) => passkey),
          )
    if (options !== undefined) challenges.keep(options.challenge, scene.now)
    const keys = own.map(({ entry, added }) => ({ entry, added: formatInstant(added) }))
    const logins = scene.state.loginsOf(viewer.subject).map(({ target, id }) => ({ provider: titleOf(target), id }))
    const others = (serving.logins ?? []).map(({ provider: { id, title } }) => ({ id, title }))
    return { view: { keys, logins }, html: (reader) => passkeysPage(reader, siteView(scene), { keys, logins, others, options }) }
  })

  const titleOf = (target: string) => serving.logins?.find(({ provider }) => `login.${provider.id}` === target)?.provider.title ?? target

  app.post('/me/passkeys', async (context) => {
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    const viewer = viewerIn(context)
    if (viewer === undefined) return toLogin(context, '/me/passkeys')
    const now = serving.clock.now()
    const [answer, site] = [answerIn(form.value), siteOf('')]
    const challenge = challengeOf(answer)
    const passkey =
      site !== undefined && challenge !== undefined && challenges.take(challenge, now) ? await takeKey(site, challenge, answer) : undefined
    if (passkey === undefined) return refuse(context, 'bad-body', worded('writ-login-no-passkey-made'))
    const text = JSON.stringify(passkey)
    const add = (again: Context, stepUp: string | undefined) =>
      decided(
        again,
        viewer,
        (caller) => serving.write?.((instance) => addPasskey(instance, { key: `passkey/${passkey.id}`, caller, passkey: text })),
        stepUp,
      )
    const has = await withScene(serving, ({ state }) => Promise.resolve(ownKeys(state, viewer.subject).length > 0))
    if (!has) return add(context, undefined)
    const asked = `add passkey ${text} ${viewer.subject}`
    const hash = hexOf(serving.hashing.sha256(serving.hashing.utf8(asked)))
    const confirmed = (again: Context) => {
      const proof = freshEvidence(serving, viewer.session, hash, serving.clock.now())
      return add(again, proof === undefined ? undefined : evidenceOver(proof, asked))
    }
    const what = readerIn(context).say('writ-login-add-passkey')
    const name = pendings.add({ session: viewer.session.id, hash, what, back: '/me/passkeys', run: confirmed }, now)
    return context.redirect(`/confirm?of=${name}`, 303)
  })

  app.post('/me/passkeys/retire', async (context) => {
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    const viewer = viewerIn(context)
    if (viewer === undefined) return toLogin(context, '/me/passkeys')
    const passkey = Number(form.value.text('key') ?? Number.NaN)
    if (!Number.isSafeInteger(passkey)) return refuse(context, 'bad-body', worded('writ-login-which-passkey'))
    return decided(context, viewer, (caller) =>
      serving.write?.((instance) =>
        retirePasskey(instance, { key: `retire/${form.value.text('once') ?? serving.requestId()}`, caller, passkey, reason: undefined }),
      ),
    )
  })
}

async function decided(
  context: Context,
  viewer: Viewer,
  run: (caller: Caller) => Promise<Decision> | undefined,
  stepUp?: string,
): Promise<Response> {
  const caller: Caller = { actor: { kind: 'person', subject: viewer.subject, stepUp }, channel: 'web' }
  const decision = await run(caller)
  if (decision === undefined) return refuse(context, 'read-only', worded('writ-common-why-only-shows'))
  if (!decision.allowed) return refuse(context, 'refused', decision.because.map(({ text }) => text).join('; '))
  return context.redirect('/me/passkeys', 303)
}

/** What the browser's key said, as the form carries it. */
export function answerIn(form: Form): unknown {
  try {
    return JSON.parse(form.text('answer') ?? '')
  } catch {
    return undefined
  }
}
