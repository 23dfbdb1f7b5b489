import type { Context, Hono } from 'hono'
import { worded } from '../../web/worded.ts'
import { refuse } from '../errors.ts'

/** What is left of setting up where there is a ledger: whoever comes late, or again, is told that it is over. */
export function setupOverRoutes(app: Hono): void {
  const over = (context: Context) => refuse(context, 'not-found', worded('writ-setup-why-over'))
  for (const path of ['/setup', '/setup/:step']) {
    app.get(path, over)
    app.post(path, over)
  }
}
