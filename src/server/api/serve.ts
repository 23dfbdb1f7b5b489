import type { Hono } from 'hono'
import { createAuditIndex } from '../../workflow/audit-index.ts'
import { createInboxes } from '../../workflow/inbox/inbox.ts'
import { createReadings } from '../../workflow/readings.ts'
import { createArchives } from '../archives.ts'
import { refuse } from '../errors.ts'
import { createOwnRecords } from '../own-records.ts'
import type { Serving } from '../serving.ts'
import { createAttempts } from './attempts.ts'
import { openApiText } from './document.ts'
import { BASE, type Api } from './exchange.ts'
import { createJobs } from './jobs/jobs.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'
import { servesReading } from './serve-reading.ts'
import { RECEIVED, servesReceiving } from './serve-receiving.ts'
import { servesWriting } from './serve-writing.ts'

/** What everything that changes something from outside has in common. */
export function createApi(serving: Serving): Api {
  const failed = (error: unknown) => {
    const id = serving.requestId()
    serving.warn(`request ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return `the operator finds the reason under request ${id}`
  }
  return {
    serving,
    attempts: createAttempts(),
    received: createAttempts(RECEIVED),
    jobs: createJobs(serving.clock, failed),
    inboxes: createInboxes(),
    readings: createReadings(),
    audits: createAuditIndex(),
    archives: createArchives(serving),
    ownRecords: createOwnRecords(serving),
  }
}

/** The programming interface under `/api/v1`: its routes, its document, and for each path what it can be asked for. */
export function apiRoutes(app: Hono, api: Api): void {
  const methods = new Map<string, string[]>([[`${BASE}/openapi.json`, ['GET', 'HEAD']]])
  const document = openApiText(routes)
  app.get(`${BASE}/openapi.json`, (context) =>
    context.body(document, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' }),
  )
  for (const route of routes) {
    const path = BASE + route.path.replaceAll(/\{(\w+)\}/g, ':$1')
    methods.set(path, [...(methods.get(path) ?? []), ...(route.method === 'get' ? ['GET', 'HEAD'] : ['POST'])])
    app.on(route.method.toUpperCase(), path, handlerOf(api, route))
  }
  for (const [path, allowed] of methods)
    app.all(path, async (context) => {
      context.header('Allow', [...allowed, 'OPTIONS'].join(', '))
      if (context.req.method === 'OPTIONS') return context.body(null, 204)
      return refuse(context, 'method-not-allowed', `this takes ${allowed.join(' and ')}`)
    })
}

function handlerOf(api: Api, route: Route) {
  if (route.kind === 'reads') return servesReading(api, route)
  return route.kind === 'writes' ? servesWriting(api, route) : servesReceiving(api, route)
}
