import type { Hono } from 'hono'
import { ICON } from '../../web/icon.ts'
import { send } from '../answer.ts'
import { versionsOf } from '../assets.ts'
import type { Serving } from '../serving.ts'

const HOUR = 3600
const YEAR = 365 * 24 * HOUR

export function assetsRoute(app: Hono, { assets }: Pick<Serving, 'assets'>): void {
  const versions = versionsOf(assets)
  for (const [name, text] of assets) {
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript'
    app.get(`/assets/${name}`, (context) =>
      // under the address of its version it never changes
      send(context, `${type}; charset=utf-8`, text, context.req.query('v') === versions.get(name) ? YEAR : HOUR),
    )
  }
  app.get('/assets/icon.svg', (context) => send(context, 'image/svg+xml', ICON, HOUR))
}
