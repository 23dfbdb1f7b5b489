import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { isTileWithin, parseTile } from '../../ledger/tile.ts'
import { send } from '../answer.ts'
import { missing, refuse } from '../errors.ts'
import type { Scene } from '../scene.ts'
import { withScene, type Serving } from '../serving.ts'
import { signedCheckpoint } from '../views/signed-log.ts'
import { worded } from '../../web/worded.ts'

const PLACE = '/log/tile/'
const A_YEAR = 365 * 86_400

/** The log for programs that check it: the signed checkpoint, and the tree in tiles (https://c2sp.org/tlog-tiles). */
export function logTileRoutes(app: Hono, serving: Serving): void {
  app.get('/log/checkpoint', (context) =>
    withScene(serving, async (scene) => {
      const { head } = await scene.signedLog()
      return head === undefined ? missing(scene, context) : send(context, 'text/plain; charset=utf-8', head.note)
    }),
  )
  app.get(`${PLACE}*`, (context) => {
    const path = new URL(context.req.url).pathname.slice(PLACE.length)
    if (path.startsWith('entries/')) return refuse(context, 'not-found', worded('writ-public-tile-entries'))
    return withScene(serving, (scene) => tile(scene, context, path))
  })
}

/** Tiles of what was signed, and of nothing after it: those never change. */
async function tile(scene: Scene, context: Context, path: string): Promise<Response> {
  const asked = parseTile(path)
  const signed = asked === undefined ? undefined : await signedCheckpoint(scene)
  const size = Math.min(signed?.size ?? 0, scene.moment.size)
  if (asked === undefined || !isTileWithin(asked, size)) return missing(scene, context)
  const bytes = Buffer.concat(await scene.moment.proofs.tile(asked))
  const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  // what contradicts the signature is shown, for it is the proof, and nobody should keep it as the log’s
  context.header('Cache-Control', signed?.stands === true ? `public, max-age=${A_YEAR}, immutable` : 'no-store')
  context.header('ETag', tag)
  if (context.req.header('if-none-match') === tag) return context.body(null, 304)
  context.header('Content-Type', 'application/octet-stream')
  return context.body(Uint8Array.from(bytes))
}
