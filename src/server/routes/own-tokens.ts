import type { Hono } from 'hono'
import { formatInstant } from '../../kernel/instant.ts'
import { ownTokensPage } from '../../web/pages/own-tokens.ts'
import { revoke } from '../api/tokens/revoke.ts'
import { action, type Forms } from '../forms/action.ts'
import { memberPage } from '../forms/member-page.ts'
import { siteView } from '../views/site.ts'

const PAGE = '/me/tokens'

/** One's own tokens, and ending them. */
export function ownTokensRoutes(app: Hono, forms: Forms): void {
  memberPage(app, forms.api.serving, PAGE, ({ scene, known, viewer }) => {
    const tokens = [...known.state.tokens()]
      // a login code that was used is no token any more
      .filter(({ owner, scopes, revoked }) => owner === viewer.subject && !(revoked && scopes.every((scope) => scope === 'login')))
      .map(({ id, scopes, until, revoked }) => {
        const state = revoked ? ('revoked' as const) : until <= scene.now ? ('ended' as const) : ('in-force' as const)
        return { id, scopes, until: formatInstant(until), state }
      })
    return Promise.resolve({ view: { tokens }, html: (reader) => ownTokensPage(reader, siteView(scene), { tokens }) })
  })

  action(app, forms, {
    path: `${PAGE}/:token/revoke`,
    route: revoke,
    what: 'writ-login-token-revoke',
    body: () => ({}),
    back: () => PAGE,
  })
}
