import type { Context } from 'hono'
import { hasWritRight } from '../../decide/grant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { knownNow } from '../../workflow/known.ts'
import { hashText } from '../../workflow/ids.ts'
import { send } from '../answer.ts'
import type { Scene } from '../scene.ts'
import { notePrivateReading } from '../private-reading.ts'
import { withScene } from '../serving.ts'
import { askerOf, type NotAsker } from './asker.ts'
import { readJson } from './read-json.ts'
import type { Found, Reading } from './route.ts'
import { addressOf, refuseWith, shaped, type Api } from './exchange.ts'

/** How long a request waits for entries that it says exist. */
const PATIENCE_MS = 2000
const POLL_MS = 20

type Looked = Result<
  Found<object> & { readonly size: number; readonly by: SubjectId | undefined; readonly sent: Response | undefined },
  NotAsker
>

/** Serves a route that changes nothing. Only that somebody's private data was read is written down, before it is sent. */
export function servesReading(api: Api, route: Reading): (context: Context) => Promise<Response> {
  const { serving } = api
  return async (context) => {
    const address = addressOf(context, route)
    if (!address.ok) return refuseWith(context, address.error)
    const body = route.method === 'get' ? ok({}) : await readJson(context, route.body)
    if (!body.ok) return refuseWith(context, body.error)
    const { minimum, ...asked } = address.value
    const facts = await serving.facts()
    const look = async (scene: Scene): Promise<Looked | number> => {
      const { moment, state, now, charter } = scene
      const token = askerOf(context, serving, api.attempts, route.scope, state, now)
      if (!token.ok) return token
      if (moment.size < minimum) return moment.size
      const known = { ...knownNow(charter, state, now, facts), versionOf: hashText(serving.hashing) }
      const person = token.value?.owner
      const holds = (right: string) => person !== undefined && hasWritRight(known, person, right)
      if (route.right !== undefined && !holds(route.right))
        return err({ code: 'not-allowed', detail: `only holders of the right \`${route.right}\` on \`writ\` see this` })
      const reader = {
        scene,
        known,
        person,
        token: token.value,
        readsPrivate: holds('read-private'),
        serving,
        jobs: api.jobs,
        inboxes: api.inboxes,
        readings: api.readings,
        archives: api.archives,
        ownRecords: api.ownRecords,
        audits: api.audits,
      }
      const found = await route.run(reader, { ...asked, body: body.value })
      if (!found.ok) return found
      const sent = await found.value.file?.(context)
      if (typeof sent === 'number')
        return err({ code: 'too-many', detail: 'another one is under way, or it was had often: wait', wait: sent })
      return ok({ ...found.value, size: moment.size, by: person, sent })
    }
    const looked = await untilThere(() => withScene(serving, look))
    if (typeof looked === 'number')
      return refuseWith(context, { code: 'not-yet', detail: `${minimum} entries are asked for and there are ${looked}; try again later` })
    if (!looked.ok) return refuseWith(context, looked.error)
    const { body: answer, size, by, sent, concerning = [] } = looked.value
    if (sent !== undefined) return sent
    const text = `${JSON.stringify(shaped(route, answer))}\n`
    const others = [...new Set(concerning)].filter((one) => one !== by)
    if (
      by !== undefined &&
      others.length > 0 &&
      !(await notePrivateReading(serving, {
        what: route.id,
        by,
        subjects: others,
        channel: 'api',
        reason: 'asked over the programming interface',
      }))
    )
      return refuseWith(context, { code: 'read-only', detail: 'reading private data is recorded, and this server only shows' })
    context.header('Writ-Revision', String(size))
    const response = send(context, 'application/json; charset=utf-8', text, by === undefined ? undefined : 'private')
    response.headers.append('Vary', 'Authorization')
    return response
  }
}

async function untilThere(look: () => Promise<Looked | number>): Promise<Looked | number> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const looked = await look()
    if (typeof looked !== 'number' || performance.now() > deadline) return looked
    await new Promise((resolve) => void setTimeout(resolve, POLL_MS))
  }
}
