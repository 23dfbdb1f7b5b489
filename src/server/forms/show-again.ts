import type { Context, Hono } from 'hono'
import { Returned, type ReturnedParts } from '../../web/returned.ts'
import { notDonePage } from '../../web/pages/not-done.ts'
import { readerIn, withReturned } from '../language.ts'
import { withScene, type Serving } from '../serving.ts'
import { siteView } from '../views/site.ts'

export interface Again {
  /** The page of the form, with its query. */
  readonly back: string
  readonly status: number
  readonly parts: ReturnedParts
}

/**
 * Shows the page of a form again with what was typed into it, and above it why it was not done. The page is made as for anybody who opens it: it
 * is asked for within this server, with the same cookie and language. Where it cannot be shown, a page of its own says the same.
 */
export async function showAgain(app: Hono, serving: Serving, context: Context, { back, status, parts }: Again): Promise<Response> {
  const { req, env } = context
  const headers = new Headers()
  for (const name of ['host', 'cookie', 'accept-language']) {
    const value = req.header(name)
    if (value !== undefined) headers.set(name, value)
  }
  context.header('Cache-Control', 'private, no-store')
  const answer = await app.fetch(new Request(new URL(back, req.url), { headers }), withReturned(env as object | undefined, parts))
  if (answer.status === 200) return context.html(await answer.text(), status as 422)
  await answer.body?.cancel()
  const reader = { ...readerIn(context), returned: new Returned(parts) }
  return withScene(serving, async (scene) =>
    context.html((await notDonePage(reader, siteView(scene), parts.what, back)).toString(), status as 422),
  )
}
