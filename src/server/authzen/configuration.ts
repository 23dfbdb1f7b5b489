import type { Hono } from 'hono'
import { sendJson } from '../answer.ts'
import type { Serving } from '../serving.ts'

/** AuthZEN 1.0, PDP metadata: where the endpoints are. The standard wants https addresses: behind a proxy, `url` of the settings gives them. */
export function configurationRoute(app: Hono, serving: Serving): void {
  app.get('/.well-known/authzen-configuration', (context) => {
    const base = serving.base()
    return sendJson(context, {
      policy_decision_point: base,
      access_evaluation_endpoint: `${base}/access/v1/evaluation`,
      access_evaluations_endpoint: `${base}/access/v1/evaluations`,
      search_subject_endpoint: `${base}/access/v1/search/subject`,
      search_resource_endpoint: `${base}/access/v1/search/resource`,
      search_action_endpoint: `${base}/access/v1/search/action`,
    })
  })
}
