import type { Hono } from 'hono'
import { logFeed } from '../../web/feed.ts'
import { send } from '../answer.ts'
import { withScene, type Serving } from '../serving.ts'
import { lastTold } from '../views/log.ts'

const ENTRIES = 50

export function logFeedRoute(app: Hono, serving: Serving): void {
  app.get('/log.atom', (context) =>
    withScene(serving, async (scene) => {
      const feed = await logFeed(scene.charter.title, serving.base(), scene.moment.origin, await lastTold(scene, ENTRIES))
      return send(context, 'application/atom+xml; charset=utf-8', feed.toString())
    }),
  )
}
