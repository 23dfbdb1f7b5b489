import type { Context, Hono } from 'hono'
import type { KnownForDue } from '../../decide/due/duty.ts'
import type { Facts } from '../../workflow/facts.ts'
import { hashText } from '../../workflow/ids.ts'
import { knownNow } from '../../workflow/known.ts'
import { sendHtml, sendJson, type Shown } from '../answer.ts'
import { viewerIn, type Viewer } from '../auth/viewer.ts'
import { missing } from '../errors.ts'
import { readerIn } from '../language.ts'
import type { Scene } from '../scene.ts'
import { withScene, type Serving } from '../serving.ts'

/** What a page for one person is made from: besides what is public, everything that is recorded. Show what concerns them, or what they may read. */
export interface Looking {
  readonly scene: Scene
  readonly known: KnownForDue
  readonly viewer: Viewer
}

/** Everything that is recorded, at the moment of a look. */
export function knownOf({ hashing }: Serving, { charter, state, now }: Scene, facts: Facts): KnownForDue {
  return { ...knownNow(charter, state, now, facts), versionOf: hashText(hashing) }
}

/** To the login, and back to a page of ours afterwards. */
export function toLogin(context: Context, next: string): Response {
  return context.redirect(`/login?next=${encodeURIComponent(next)}`, 303)
}

/** Answers whoever is logged in; others are sent to the login and come back. undefined = there is no such thing for them. */
async function forMember(context: Context, serving: Serving, show: (looking: Looking) => Promise<Response | undefined>): Promise<Response> {
  const viewer = viewerIn(context)
  const { pathname, search } = new URL(context.req.url)
  if (viewer === undefined) return toLogin(context, pathname.replace(/\.json$/, '') + search)
  const facts = await serving.facts()
  return withScene(serving, async (scene) => {
    return (await show({ scene, known: knownOf(serving, scene, facts), viewer })) ?? missing(scene, context)
  })
}

/** Serves a file for whoever is logged in, as a page. */
export function memberFile(
  app: Hono,
  serving: Serving,
  path: string,
  show: (looking: Looking, context: Context) => Promise<Response | undefined>,
): void {
  app.get(path, (context) => forMember(context, serving, (looking) => show(looking, context)))
}

/** Serves a page for whoever is logged in, with its twin; others are sent to the login and come back. undefined = there is no such thing for them. */
export function memberPage(
  app: Hono,
  serving: Serving,
  path: string,
  show: (looking: Looking, context: Context) => Promise<Shown | undefined>,
): void {
  const answer = (context: Context, form: 'html' | 'json') =>
    forMember(context, serving, async (looking) => {
      const shown = await show(looking, context)
      if (shown === undefined) return undefined
      return form === 'json' ? sendJson(context, shown.view) : sendHtml(context, await shown.html(readerIn(context)))
    })
  // a last part of the path that is a name takes the ending of the twin with it
  if (path.slice(path.lastIndexOf('/')).includes(':'))
    app.get(path, (context) => answer(context, new URL(context.req.url).pathname.endsWith('.json') ? 'json' : 'html'))
  else {
    app.get(`${path}.json`, (context) => answer(context, 'json'))
    app.get(path, (context) => answer(context, 'html'))
  }
}
