import type { Context } from 'hono'
import { err, ok, type Result } from '../../kernel/result.ts'
import { clientAddress } from '../client-address.ts'
import type { NotAsker } from './asker.ts'
import { fingerprint, keyIn, refuseWith, shaped, type Api } from './exchange.ts'
import { readJson } from './read-json.ts'
import type { Receiving, Refusal } from './route.ts'

/** So many from one address in an hour. Behind a proxy that is not trusted everybody has one address. */
export const RECEIVED = { most: 20, span: 3_600_000 }

/**
 * Serves a route for whoever is not to be known: no token and no cookie is looked at, nothing of who sent it is kept. Only so many come from one
 * address in an hour; the count is in memory alone, apart from what was sent.
 */
export function servesReceiving(api: Api, route: Receiving): (context: Context) => Promise<Response> {
  return async (context) => {
    const key = keyIn(context)
    if (!key.ok) return refuseWith(context, key.error)
    const wait = waitOf(api, context)
    if (!wait.ok) return refuseWith(context, wait.error)
    const body = await readJson(context, route.body)
    if (!body.ok) return refuseWith(context, body.error)
    const done = await receive(api, route, key.value, body.value)
    if (!done.ok) return refuseWith(context, done.error)
    context.header('Cache-Control', 'no-store')
    return context.json(shaped(route, done.value), 200)
  }
}

/** Whether so many came from there that one more has to wait, or nothing is taken in at all. */
export function waitOf({ serving, received }: Api, context: Context): Result<undefined, NotAsker> {
  if (serving.write === undefined) return err({ code: 'read-only', detail: 'this server takes nothing in' })
  const wait = received.failed(clientAddress(context, serving.proxies), serving.clock.now())
  return wait > 0 ? err({ code: 'too-many', detail: 'too many came from this address; try again later', wait }) : ok(undefined)
}

/** Takes something in, once for each key and content. */
export async function receive<B>({ serving }: Api, route: Receiving<B>, key: string, body: B): Promise<Result<object, Refusal>> {
  const { write } = serving
  if (write === undefined) return err({ code: 'read-only', detail: 'this server takes nothing in' })
  // the content is part of the key: whoever guesses the key of another keeps nothing from arriving
  const mark = fingerprint(serving, route.path, body)
  return write(async (instance) => route.run({ instance, key: `received/${mark}/${key}` }, { body }))
}
