import { readFileSync } from 'node:fs'
import type { Context, Hono } from 'hono'
import { logEntryPage, logProofsPage } from '../../web/pages/log-proof.ts'
import { named, send, twinned } from '../answer.ts'
import { viewerIn } from '../auth/viewer.ts'
import { missing } from '../errors.ts'
import { numberOf, segmentOf } from '../query.ts'
import type { Scene } from '../scene.ts'
import { withScene, type Serving } from '../serving.ts'
import type { LogEntryView } from '../../web/view.ts'
import { keptFactor } from '../views/second-factor.ts'
import { consistencyFile, inclusionFile, logEntryView, logProofsView } from '../views/log-proof.ts'
import { siteView } from '../views/site.ts'

/** The same files that stand in the documents: whoever checks the log needs nothing of Writ. */
const SCRIPTS = new URL('../../../docs/spec/', import.meta.url)
const NUMBER = /^\d{1,15}$/

/** What lets anybody check the log: each entry with its place in the tree, that the log only grew, and how to check both. */
export function logProofRoutes(app: Hono, serving: Serving): void {
  twinned(app, serving, '/log/proofs', async (scene) => {
    const view = await logProofsView(scene)
    return { view, html: (reader) => logProofsPage(reader, siteView(scene), view) }
  })
  script(app, 'verify-proof.mjs')
  script(app, 'watch-log.mjs')
  file(app, serving, '/log/:entry/proof.json', (scene, context) => {
    const entry = segmentOf(context, 2)
    return NUMBER.test(entry) ? inclusionFile(scene, Number(entry), numberOf(context, 'size')) : undefined
  })
  file(app, serving, '/log/consistency/:sizes', (scene, context) => {
    const [, first, second] = /^(\d{1,15})\.\.(\d{1,15})\.json$/.exec(segmentOf(context, 3)) ?? []
    return first === undefined ? undefined : consistencyFile(scene, Number(first), Number(second))
  })
  named(app, serving, '/log', async (scene, name, context) => {
    const found = NUMBER.test(name) ? await logEntryView(scene, Number(name)) : undefined
    if (found === undefined) return undefined
    const viewer = viewerIn(context)
    const kept = viewer === undefined ? undefined : await keptFactor(scene, viewer.subject, Number(name))
    const view: LogEntryView = kept === undefined ? found : { ...found, secondFactor: true }
    return { view, html: (reader) => logEntryPage(reader, siteView(scene), view) }
  })
}

function script(app: Hono, name: string): void {
  const text = readFileSync(new URL(name, SCRIPTS), 'utf8')
  app.get(`/log/proofs/${name}`, (context) => {
    context.header('Content-Disposition', `attachment; filename="${name}"`)
    return send(context, 'text/javascript; charset=utf-8', text)
  })
}

/** A proof as a file to keep. */
function file(
  app: Hono,
  serving: Serving,
  path: string,
  find: (scene: Scene, context: Context) => Promise<object | undefined> | undefined,
): void {
  app.get(path, (context) =>
    withScene(serving, async (scene) => {
      const found = await find(scene, context)
      if (found === undefined) return missing(scene, context)
      const name = new URL(context.req.url).pathname.slice(1).replaceAll(/[^a-z0-9]+/g, '-')
      context.header('Content-Disposition', `attachment; filename="${name.replace(/-json$/, '.json')}"`)
      return send(context, 'application/json; charset=utf-8', `${JSON.stringify(found, undefined, 2)}\n`)
    }),
  )
}
