import type { Hono } from 'hono'
import { hasWritRight } from '../../decide/grant.ts'
import { addDuration } from '../../kernel/duration.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { newFeedPage, newTokenPage, ownTokensPage, type NewFeedView, type OwnTokensView } from '../../web/pages/own-tokens.ts'
import { SCOPES } from '../../workflow/check-token.ts'
import { LONGEST_TOKEN } from '../../workflow/make-token.ts'
import { makeOwnToken } from '../api/tokens/make.ts'
import { makeFeed } from '../api/tokens/feed.ts'
import { revoke } from '../api/tokens/revoke.ts'
import { action, type Forms } from '../forms/action.ts'
import { memberPage, type Looking } from '../forms/member-page.ts'
import { readerIn } from '../language.ts'
import { withScene, type Serving } from '../serving.ts'
import { isoOrNull } from '../views/json-shapes.ts'
import { siteView } from '../views/site.ts'

const PAGE = '/me/tokens'
const USUAL = { count: 90, unit: 'day' } as const

/** One's own tokens, making one, and ending them. */
export function ownTokensRoutes(app: Hono, forms: Forms): void {
  const { serving } = forms.api
  memberPage(app, serving, PAGE, (looking) => {
    const view = viewOf(looking, serving)
    return Promise.resolve({ view, html: (reader) => ownTokensPage(reader, siteView(looking.scene), view) })
  })

  action(app, forms, {
    path: PAGE,
    route: makeOwnToken,
    what: 'writ-login-token-make',
    body: (form) => ({ scopes: form.all('scopes'), until: form.text('until') }),
    back: () => PAGE,
    show: (done, context) => {
      const { id, token } = done as unknown as { readonly id: string; readonly token?: string }
      return withScene(serving, async (scene) => {
        context.header('Cache-Control', 'private, no-store')
        return context.html((await newTokenPage(readerIn(context), siteView(scene), { id, token: token ?? null })).toString())
      })
    },
  })

  action(app, forms, {
    path: '/me/feeds',
    route: makeFeed,
    what: 'writ-login-feed-make',
    params: () => ({}),
    body: () => ({}),
    back: () => PAGE,
    show: (done, context) =>
      withScene(serving, async (scene) => {
        context.header('Cache-Control', 'private, no-store')
        return context.html((await newFeedPage(readerIn(context), siteView(scene), done as unknown as NewFeedView)).toString())
      }),
  })

  action(app, forms, {
    path: `${PAGE}/:token/revoke`,
    route: revoke,
    what: 'writ-login-token-revoke',
    body: () => ({}),
    back: () => PAGE,
  })
}

function viewOf({ scene: { now }, known, viewer }: Looking, { tokenUses }: Serving): OwnTokensView {
  const tokens = [...known.state.tokens()]
    // a login code that was used is no token any more
    .filter(({ owner, scopes, revoked }) => owner === viewer.subject && !(revoked && scopes.every((scope) => scope === 'login')))
    .map(({ id, scopes, until, revoked }) => {
      const state = revoked ? ('revoked' as const) : until <= now ? ('ended' as const) : ('in-force' as const)
      return { id, scopes, until: formatInstant(until), state, lastUsed: isoOrNull(tokenUses?.of(id)) }
    })
  const makes = !viewer.suspended && hasWritRight(known, viewer.subject, 'make-token')
  const day = (moment: Instant) => formatInstant(moment).slice(0, 10)
  return {
    tokens,
    suspended: viewer.suspended,
    offered: makes ? SCOPES : [],
    usual: day(addDuration(now, USUAL)),
    longest: day(addDuration(now, LONGEST_TOKEN)),
  }
}
