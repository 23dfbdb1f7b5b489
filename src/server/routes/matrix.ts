import type { Hono } from 'hono'
import { matrixPage } from '../../web/pages/matrix.ts'
import { twinned } from '../answer.ts'
import { textOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { matrixView } from '../views/matrix.ts'
import { siteView } from '../views/site.ts'

export function matrixRoute(app: Hono, serving: Serving): void {
  twinned(app, serving, '/matrix', async (scene, context) => {
    const view = matrixView(scene.source, textOf(context, 'target'), textOf(context, 'q'), textOf(context, 'as'))
    return { view, html: (reader) => matrixPage(reader, siteView(scene), view) }
  })
}
