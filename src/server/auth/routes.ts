import type { Hono } from 'hono'
import type { Forms } from '../forms/action.ts'
import { createChallenges } from './challenges.ts'
import { codeRoute } from './code-route.ts'
import { confirmProgramRoutes } from './confirm-program-routes.ts'
import { confirmRoutes } from './confirm-routes.ts'
import { demoRoute } from './demo-route.ts'
import { loginRoute } from './login-route.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { providerRoutes } from './provider-routes.ts'
import { sessionRoutes } from './session-routes.ts'

/** Coming in, going out, and saying once more that it is oneself. */
export function authRoutes(app: Hono, forms: Forms): void {
  const challenges = createChallenges()
  loginRoute(app, forms.api.serving, challenges)
  demoRoute(app, forms.api.serving)
  codeRoute(app, forms.api)
  providerRoutes(app, forms)
  passkeyRoutes(app, forms, challenges)
  confirmRoutes(app, forms)
  confirmProgramRoutes(app, forms)
  sessionRoutes(app, forms.api.serving)
}
