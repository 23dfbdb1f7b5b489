import type { Hono } from 'hono'
import { mePage } from '../../web/pages/member/me.ts'
import { powersPage } from '../../web/pages/member/powers.ts'
import { resignGrant } from '../api/grants/resign.ts'
import { answerSuspension } from '../api/suspensions/answer.ts'
import { suspensionFile } from '../../workflow/trouble/read-suspension.ts'
import { action, type Forms } from '../forms/action.ts'
import { memberPage } from '../forms/member-page.ts'
import { meView } from '../views/me.ts'
import { powersView } from '../views/powers-over.ts'
import { siteView } from '../views/site.ts'

/** What is kept of whoever looks, and giving up a role in one click. */
export function meRoutes(app: Hono, forms: Forms): void {
  memberPage(app, forms.api.serving, '/me', async (looking) => {
    const { scene, known, viewer } = looking
    const { unread } = await forms.api.inboxes.of(scene.moment, known, viewer.subject)
    const suspension = known.state.suspensionOf(viewer.subject)
    const file = suspension === undefined ? undefined : await suspensionFile(scene.moment, known.state, suspension.id)
    const said = file?.lines.flatMap(({ what, at, text }) => (what === 'heard' ? [{ at, text: text ?? null }] : [])) ?? []
    const view = { ...meView(looking, said), unread }
    return { view, html: (reader) => mePage(reader, siteView(scene), view) }
  })
  memberPage(app, forms.api.serving, '/me/powers', (looking) => {
    const view = powersView(looking)
    return Promise.resolve({ view, html: (reader) => powersPage(reader, siteView(looking.scene), view) })
  })
  action(app, forms, {
    path: '/me/suspension',
    route: answerSuspension,
    what: 'writ-member-own-side',
    whileSuspended: true,
    params: () => ({}),
    body: (form) => ({ text: form.text('text') }),
    back: () => '/me',
  })
  action(app, forms, {
    path: '/me/resign',
    route: resignGrant,
    what: 'writ-member-resign',
    params: () => ({}),
    body: (form) => ({ role: form.text('role'), reason: form.text('reason') }),
    back: () => '/me',
  })
}
