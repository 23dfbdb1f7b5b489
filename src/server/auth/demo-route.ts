import type { Context, Hono } from 'hono'
import { clientAddress, isHandedOn } from '../client-address.ts'
import { refuse } from '../errors.ts'
import { readForm } from '../forms/read-form.ts'
import { isLoopback } from '../hosts.ts'
import type { Scene } from '../scene.ts'
import { withScene, type Serving } from '../serving.ts'
import { logIn, nextPage } from './viewer.ts'
import { worded } from '../../web/worded.ts'

/** How many people a page shows at a time. */
const SHOWN = 60

export interface DemoPerson {
  readonly handle: string
  readonly roles: readonly string[]
}

/** Whether anybody may be anybody: the data are a demonstration's, and nothing but this machine can reach the server. */
export function isDemo(context: Context, { loopback = false, sessions }: Serving, { state }: Scene): boolean {
  if (!state.demo || !loopback || sessions === undefined || isHandedOn(context)) return false
  const address = clientAddress(context, undefined)
  return address === 'unknown' || isLoopback(address)
}

/** Invented people to become, those with roles first. */
export function demoPeople({ state, charter, now }: Scene, filter: string): readonly DemoPerson[] {
  const wanted = filter.toLowerCase()
  const people: DemoPerson[] = []
  for (const { subject, handle, departed } of state.people()) {
    if (handle === undefined || departed !== undefined) continue
    const roles = state
      .grantsOf(subject)
      .filter((grant) => grant.ended === undefined && grant.from <= now)
      .map(({ role }) => charter.roles.get(role)?.title ?? role)
    if ([handle, ...roles].some((text) => text.toLowerCase().includes(wanted))) people.push({ handle, roles: [...new Set(roles)] })
  }
  return people
    .toSorted((one, other) => Number(other.roles.length > 0) - Number(one.roles.length > 0) || one.handle.localeCompare(other.handle, 'en'))
    .slice(0, SHOWN)
}

export function demoRoute(app: Hono, serving: Serving): void {
  app.post('/login/demo', async (context) => {
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    const handle = form.value.text('person') ?? ''
    const subject = await withScene(serving, (scene) =>
      Promise.resolve(isDemo(context, serving, scene) ? scene.state.personByHandle(handle) : undefined),
    )
    if (subject === undefined || subject.departed !== undefined) return refuse(context, 'not-allowed', worded('writ-login-not-a-demo'))
    logIn(context, serving, subject.subject, { method: 'demo', identity: undefined, providerSession: undefined })
    return context.redirect(nextPage(form.value.text('next')), 303)
  })
}
