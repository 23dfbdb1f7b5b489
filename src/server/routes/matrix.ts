import type { Hono } from 'hono'
import { matrixPage } from '../../web/pages/matrix.ts'
import { twinned } from '../answer.ts'
import { numberOf, textOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { comparedWith } from '../views/charter.ts'
import { matrixView } from '../views/matrix.ts'
import { siteView } from '../views/site.ts'

export function matrixRoute(app: Hono, serving: Serving): void {
  twinned(app, serving, '/matrix', async (scene, context) => {
    const compared = await comparedWith(scene, numberOf(context, 'since'))
    const view = matrixView(scene.source, textOf(context, 'target'), textOf(context, 'q'), textOf(context, 'as'), compared)
    return { view, html: (reader) => matrixPage(reader, siteView(scene), view) }
  })
}
