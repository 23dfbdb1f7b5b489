import type { Context, Hono } from 'hono'
import { confirmPage } from '../../web/pages/confirm.ts'
import { refuse } from '../errors.ts'
import type { Forms } from '../forms/action.ts'
import { memberPage, toLogin } from '../forms/member-page.ts'
import { readForm, type Form } from '../forms/read-form.ts'
import { withScene } from '../serving.ts'
import { siteView } from '../views/site.ts'
import { isDemo } from './demo-route.ts'
import { ownKeys } from './own-keys.ts'
import { answerIn } from './passkey-routes.ts'
import { askForKey, claimedBy, isSignedBy, passkeySite } from './passkeys.ts'
import type { Pending } from './pending.ts'
import { freshEvidence, viewerIn, type Viewer } from './viewer.ts'
import { worded } from '../../web/worded.ts'

/** The page where one says once more that it is oneself, over exactly what is about to be done. */
export function confirmRoutes(app: Hono, { api: { serving }, pendings }: Forms): void {
  memberPage(app, serving, '/confirm', async ({ scene, viewer }, context) => {
    const name = context.req.query('of') ?? ''
    const pending = pendings.find(name, viewer.session.id, scene.now)
    if (pending === undefined) return undefined
    const site = serving.passkeys === false ? undefined : passkeySite(serving.base(), siteView(scene).title)
    const own = ownKeys(scene.state, viewer.subject).map(({ passkey }) => passkey)
    const options = site === undefined || own.length === 0 ? undefined : await askForKey(site, own, pending.hash)
    const providers = (serving.logins ?? [])
      .filter(({ provider }) => provider.confirms)
      .map(({ provider: { id, title } }) => ({ id, title }))
    const confirmed = freshEvidence(serving, viewer.session, pending.hash, scene.now) !== undefined
    const { what, back, asked } = pending
    const parts = { what, back, ...(asked === undefined ? {} : { asked }) }
    const ways = { demo: isDemo(context, serving, scene), passkey: options, providers, confirmed }
    return {
      view: parts,
      html: (reader) => confirmPage(reader, siteView(scene), { name, ...parts, handle: viewer.handle, ...ways }),
    }
  })

  app.post('/confirm', async (context) => {
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    const viewer = viewerIn(context)
    if (viewer === undefined) return toLogin(context, '/me')
    const now = serving.clock.now()
    const pending = pendings.find(form.value.text('of'), viewer.session.id, now)
    if (pending === undefined) return refuse(context, 'not-found', worded('writ-login-nothing-waits'))
    // what was proved before is as old as it is: carrying it out makes it no fresher
    if (freshEvidence(serving, viewer.session, pending.hash, now) === undefined) {
      const text = await evidenceFrom(context, form.value, viewer, pending)
      if (text === undefined) return refuse(context, 'not-logged-in', worded('writ-login-not-proved'))
      serving.sessions?.keepEvidence(viewer.session.id, { hash: pending.hash, text, at: now })
    }
    return pending.run(context)
  })

  /** What is kept with the decision: a signature over its hash, or in a demonstration a word that proves nothing and says so. */
  function evidenceFrom(context: Context, form: Form, viewer: Viewer, { hash }: Pending): Promise<string | undefined> {
    return withScene(serving, async (scene) => {
      if (form.text('way') === 'demo') return isDemo(context, serving, scene) ? `demo:${hash}` : undefined
      const site = serving.passkeys === false ? undefined : passkeySite(serving.base(), '')
      const answer = answerIn(form)
      const own = ownKeys(scene.state, viewer.subject).find(({ passkey }) => passkey.id === claimedBy(answer)?.key)
      if (site === undefined || own === undefined) return undefined
      const challenge = Buffer.from(hash, 'hex').toString('base64url')
      return (await isSignedBy(site, own.passkey, challenge, answer)) ? `passkey:${own.entry}:${form.text('answer') ?? ''}` : undefined
    })
  }
}
