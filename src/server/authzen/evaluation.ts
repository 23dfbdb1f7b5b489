import type { Hono } from 'hono'
import type { Serving } from '../serving.ts'
import { ask } from './ask.ts'
import type { Engines } from './engines.ts'
import { evaluationSchema } from './entities.ts'
import { evaluate } from './point.ts'

/** AuthZEN 1.0, Access Evaluation: may this subject do this to that resource? */
export function evaluationRoute(app: Hono, serving: Serving, engines: Engines): void {
  ask(app, serving, engines, {
    path: '/access/v1/evaluation',
    schema: evaluationSchema,
    scope: 'evaluate',
    minimum: (body) => body.context?.['min_rev'],
    answer: evaluate,
  })
}
