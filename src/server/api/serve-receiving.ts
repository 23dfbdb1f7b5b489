import type { Context } from 'hono'
import { clientAddress } from '../client-address.ts'
import { createAttempts } from './attempts.ts'
import { fingerprint, keyIn, refuseWith, shaped, type Api } from './exchange.ts'
import { readJson } from './read-json.ts'
import type { Receiving } from './route.ts'

/** So many from one address in an hour. Behind a proxy that is not trusted everybody has one address. */
const LIMIT = { most: 20, span: 3_600_000 }

/**
 * Serves a route for whoever is not to be known: no token and no cookie is looked at, nothing of who sent it is kept. Only so many come from one
 * address in an hour; the count is in memory alone, apart from what was sent.
 */
export function servesReceiving({ serving }: Api, route: Receiving): (context: Context) => Promise<Response> {
  const received = createAttempts(LIMIT)
  return async (context) => {
    const key = keyIn(context)
    if (!key.ok) return refuseWith(context, key.error)
    const { write } = serving
    if (write === undefined) return refuseWith(context, { code: 'read-only', detail: 'this server takes nothing in' })
    const wait = received.failed(clientAddress(context, serving.proxies), serving.clock.now())
    if (wait > 0) return refuseWith(context, { code: 'too-many', detail: 'too many came from this address; try again later', wait })
    const body = await readJson(context, route.body)
    if (!body.ok) return refuseWith(context, body.error)
    // the content is part of the key: whoever guesses the key of another keeps nothing from arriving
    const mark = fingerprint(serving, route.path, body.value)
    const done = await write(async (instance) => route.run({ instance, key: `received/${mark}/${key.value}` }, { body: body.value }))
    if (!done.ok) return refuseWith(context, done.error)
    context.header('Cache-Control', 'no-store')
    return context.json(shaped(route, done.value), 200)
  }
}
