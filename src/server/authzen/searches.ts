import type { Hono } from 'hono'
import type { Serving } from '../serving.ts'
import { ask, type Refusal } from './ask.ts'
import type { Engines } from './engines.ts'
import { actionSearchSchema, resourceSearchSchema, subjectSearchSchema, type PageAsked } from './entities.ts'
import { nextToken, windowOf, type Window } from './paging.ts'
import { searchActions, searchResources, searchSubjects, type Found, type Point } from './point.ts'

/** AuthZEN 1.0, the three searches: who may, with which resources, which actions. */
export function searchRoutes(app: Hono, serving: Serving, engines: Engines): void {
  const shared = { scope: 'search', minimum: minimumOf } as const
  ask(app, serving, engines, {
    ...shared,
    path: '/access/v1/search/subject',
    schema: subjectSearchSchema,
    answer: (point, { page, ...asked }) => paged(point, page, asked, (window) => searchSubjects(point, asked, window)),
  })
  ask(app, serving, engines, {
    ...shared,
    path: '/access/v1/search/resource',
    schema: resourceSearchSchema,
    answer: (point, { page, ...asked }) => paged(point, page, asked, (window) => searchResources(point, asked, window)),
  })
  ask(app, serving, engines, {
    ...shared,
    path: '/access/v1/search/action',
    schema: actionSearchSchema,
    answer: (point, { page, ...asked }) => paged(point, page, asked, (window) => searchActions(point, asked, window)),
  })
}

function minimumOf({ context }: { readonly context?: Readonly<Record<string, unknown>> | undefined }): unknown {
  return context?.['min_rev']
}

function paged<T>({ engine, basis }: Point, page: PageAsked, asked: object, find: (window: Window) => Found<T>): object | Refusal {
  const window = windowOf(page, asked)
  if (window === undefined) return { code: 'bad-body', detail: '`page.token` was not made for this search' }
  const { results, total, after } = find(window)
  return {
    results,
    page: { next_token: nextToken(after, asked), count: results.length, total },
    context: { revision: engine.revision, basis },
  }
}
