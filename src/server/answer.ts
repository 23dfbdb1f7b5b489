import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { Html, Reader } from '../web/reader.ts'
import { readerIn } from './language.ts'
import type { Scene } from './scene.ts'
import { withScene, type Serving } from './serving.ts'
import { missing } from './errors.ts'
import { segmentOf } from './query.ts'

/** A page: the view it shows, which is also its JSON twin, and how it is printed. */
export interface Shown {
  readonly view: object
  html(reader: Reader): Html
}

/** Looks up what a request asks for; undefined = there is no such thing. */
export type Show = (scene: Scene, context: Context) => Promise<Shown | undefined>

/** Serves a path as a page and, with `.json` behind it, the view of the page. */
export function twinned(app: Hono, serving: Serving, path: string, show: Show): void {
  const answer = (context: Context, form: 'html' | 'json') =>
    withScene(serving, async (scene) => {
      const shown = await show(scene, context)
      if (shown === undefined) return missing(scene, context)
      return form === 'json' ? sendJson(context, shown.view) : sendHtml(context, await shown.html(readerIn(context)))
    })
  app.get(path, (context) => answer(context, 'html'))
  app.get(path === '/' ? '/index.json' : `${path}.json`, (context) => answer(context, 'json'))
}

/**
 * Serves what has a name under a path, `/people/NAME`, with its twin. A name that itself ends in `.json` is served as the page it is; its
 * twin has the ending twice.
 */
export function named(
  app: Hono,
  serving: Serving,
  path: string,
  show: (scene: Scene, name: string, context: Context) => Promise<Shown | undefined>,
): void {
  app.get(`${path}/:name`, (context) =>
    withScene(serving, async (scene) => {
      const name = segmentOf(context, path.split('/').length)
      const exact = await show(scene, name, context)
      if (exact !== undefined) return sendHtml(context, await exact.html(readerIn(context)))
      const twin = name.endsWith('.json') ? await show(scene, name.slice(0, -'.json'.length), context) : undefined
      return twin === undefined ? missing(scene, context) : sendJson(context, twin.view)
    }),
  )
}

export function sendHtml(context: Context, html: { toString(): string }): Response {
  return send(context, 'text/html; charset=utf-8', html.toString())
}

export function sendJson(context: Context, view: object): Response {
  return send(context, 'application/json; charset=utf-8', `${JSON.stringify(view)}\n`)
}

/** A body with its entity tag; 304 without one if the reader has it. Always revalidated unless `keep` seconds are given: a log must not look older than it is; `private`: for the asker alone. */
export function send(context: Context, type: string, body: string, keep?: number | 'private'): Response {
  const tag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  context.header('ETag', tag)
  const caching = keep === 'private' ? 'private, no-cache' : keep === undefined ? 'public, no-cache' : `public, max-age=${keep}`
  context.header('Cache-Control', caching)
  context.header('Vary', type.startsWith('text/html') ? 'Accept-Encoding, Accept-Language' : 'Accept-Encoding')
  if (hasTag(context.req.header('if-none-match'), tag)) return context.body(null, 304)
  context.header('Content-Type', type)
  return context.body(body)
}

/** RFC 9110 section 13.1.2: `*` or one of a list, compared weakly. */
function hasTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag.slice(2))
}
