import type { Hono } from 'hono'
import { policyPage } from '../../web/pages/policy.ts'
import { named } from '../answer.ts'
import type { Engines } from '../authzen/engines.ts'
import { textOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { policyView } from '../views/policy.ts'
import { siteView } from '../views/site.ts'

export function policyRoute(app: Hono, serving: Serving, engines: Engines): void {
  named(app, serving, '/policy', async (scene, right, context) => {
    const engine = await engines(scene, 'public', await serving.facts())
    const view = policyView(scene, engine, right, textOf(context, 'target'), textOf(context, 'after'))
    return view === undefined ? undefined : { view, html: (reader) => policyPage(reader, siteView(scene), view) }
  })
}
