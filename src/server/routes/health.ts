import type { Hono } from 'hono'
import { withScene, type Serving } from '../serving.ts'

/** For whoever watches the server: 200 as long as the ledger and its charter can be read. */
export function healthRoute(app: Hono, serving: Serving): void {
  app.get('/healthz', async (context) => {
    await withScene(serving, async () => undefined)
    context.header('Cache-Control', 'no-store')
    return context.text('ok\n')
  })
}
