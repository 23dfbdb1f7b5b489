import type { Hono } from 'hono'
import { ICON } from '../../web/icon.ts'
import { send } from '../answer.ts'
import type { Serving } from '../serving.ts'

const HOUR = 3600

export function assetsRoute(app: Hono, { assets }: Pick<Serving, 'assets'>): void {
  for (const [name, text] of assets) {
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript'
    app.get(`/assets/${name}`, (context) => send(context, `${type}; charset=utf-8`, text, HOUR))
  }
  app.get('/assets/icon.svg', (context) => send(context, 'image/svg+xml', ICON, HOUR))
}
