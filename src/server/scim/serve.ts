/**
 * SCIM 2.0 under `/scim/v2`: identity providers say who there is, in which groups, and who is active. These are facts; nothing here grants a role or
 * ends one by itself.
 */
import type { Context, Hono } from 'hono'
import { hasWritRight } from '../../decide/grant.ts'
import { knownNow } from '../../workflow/known.ts'
import { createAttempts } from '../api/attempts.ts'
import { askerOf } from '../api/asker.ts'
import { STATUS } from '../errors.ts'
import { withScene, type Serving } from '../serving.ts'
import { BASE, sendProblem } from './answers.ts'
import { lossText } from '../../sources/scim/losses.ts'
import { discoveryRoutes } from './discovery.ts'
import { resourceRoutes } from './resource-routes.ts'

/** Registers the routes where a source of facts is filled by SCIM; elsewhere there is nothing under this path. */
export function scimRoutes(app: Hono, serving: Serving): void {
  const { scim } = serving
  if (scim === undefined) return
  const attempts = createAttempts()

  const refused = (context: Context): Promise<Response | undefined> =>
    withScene(serving, async ({ state, now, charter }) => {
      const asker = askerOf(context, serving, attempts, 'scim', state, now)
      if (!asker.ok) {
        const { code, detail, wait } = asker.error
        if (wait !== undefined) context.header('Retry-After', String(wait))
        if (code === 'not-logged-in') context.header('WWW-Authenticate', 'Bearer')
        return sendProblem(context, { status: STATUS[code], scimType: undefined, detail })
      }
      const known = knownNow(charter, state, now, await serving.facts())
      if (asker.value !== undefined && hasWritRight(known, asker.value.owner, 'manage-sources')) return undefined
      const detail =
        'only holders of the right `manage-sources` on `writ` may say where facts come from; the owner of this token holds none'
      return sendProblem(context, { status: STATUS['not-allowed'], scimType: undefined, detail })
    })

  const serve =
    (work: (context: Context) => Response | Promise<Response>) =>
    async (context: Context): Promise<Response> => {
      const refusal = await refused(context)
      if (refusal !== undefined) return refusal
      const { directory } = scim
      directory.hear(serving.clock.now())
      const before = directory.losses.tripped()
      const answer = await work(context)
      const after = directory.losses.tripped()
      if (before === undefined && after !== undefined)
        serving.warn(
          `SCIM: ${after.count} ${lossText(after.kind)} within a day; what was sent is not believed until a person says so (\`writ doctor\`)`,
        )
      return answer
    }

  discoveryRoutes(app, serving.base, serve)
  resourceRoutes(app, serving, scim, serve)
  for (const path of ['Me', 'Bulk'])
    app.all(
      `${BASE}/${path}`,
      serve((context) => sendProblem(context, { status: 501, scimType: undefined, detail: `\`/${path}\` is not supported` })),
    )
  app.all(
    `${BASE}/*`,
    serve((context) => sendProblem(context, { status: 404, scimType: undefined, detail: 'there is nothing here' })),
  )
}
