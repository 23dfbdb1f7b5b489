import type { Hono } from 'hono'
import { useLoginCode } from '../../workflow/login/login-code.ts'
import type { Api } from '../api/exchange.ts'
import { clientAddress } from '../client-address.ts'
import { refuse } from '../errors.ts'
import { readForm } from '../forms/read-form.ts'
import { logIn, nextPage } from './viewer.ts'
import { worded } from '../../web/worded.ts'

/** A code from the operator: it lets its owner in once. */
export function codeRoute(app: Hono, { serving, attempts }: Api): void {
  app.post('/login/code', async (context) => {
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    const { write } = serving
    if (write === undefined || serving.sessions === undefined) return refuse(context, 'read-only', worded('writ-login-only-shows'))
    const key = `login/${serving.hashing.base64url(serving.hashing.sha256(serving.hashing.utf8(form.value.text('code') ?? '')))}/${serving.requestId()}`
    const subject = await write((instance) => useLoginCode(instance, key, form.value.text('code') ?? ''))
    if (subject === undefined) {
      const wait = attempts.failed(clientAddress(context, serving.proxies), serving.clock.now())
      if (wait > 0) {
        context.header('Retry-After', String(wait))
        return refuse(context, 'too-many', worded('writ-login-too-many-codes'))
      }
      return refuse(context, 'not-logged-in', worded('writ-login-code-invalid'))
    }
    logIn(context, serving, subject, { method: 'code', identity: undefined, providerSession: undefined })
    return context.redirect(nextPage(form.value.text('next')), 303)
  })
}
