import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { LONGEST_MS } from '../../workflow/login/sessions.ts'
import type { Serving } from '../serving.ts'

type Address = Pick<Serving, 'base'>

/** Over TLS the name itself keeps other hosts and paths from setting it. */
function nameFor({ base }: Address, name: string): string {
  return base().startsWith('https:') ? `__Host-${name}` : name
}

const SESSION = 'writ-session'
const ERRAND = 'writ-errand'
const SETUP = 'writ-setup'

/** What the browser sent of a session. */
export function sessionSecret(context: Context, address: Address): string | undefined {
  return getCookie(context, nameFor(address, SESSION))
}

export function setSessionSecret(context: Context, address: Address, secret: string): void {
  put(context, address, SESSION, secret, LONGEST_MS / 1000)
}

export function forgetSession(context: Context, address: Address): void {
  drop(context, address, SESSION)
}

/** The name of somebody's way to another server and back. */
export function setErrand(context: Context, address: Address, name: string): void {
  put(context, address, ERRAND, name, 600)
}

export function takeErrand(context: Context, address: Address): string | undefined {
  const name = getCookie(context, nameFor(address, ERRAND))
  drop(context, address, ERRAND)
  return name
}

/** What a browser has to show while it sets Writ up. */
export function setSetupVisit(context: Context, address: Address, secret: string): void {
  put(context, address, SETUP, secret, 86_400)
}

export function setupVisit(context: Context, address: Address): string | undefined {
  return getCookie(context, nameFor(address, SETUP))
}

function put(context: Context, address: Address, name: string, value: string, maxAge: number): void {
  const secure = address.base().startsWith('https:')
  setCookie(context, nameFor(address, name), value, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge })
}

function drop(context: Context, address: Address, name: string): void {
  deleteCookie(context, nameFor(address, name), { path: '/', secure: address.base().startsWith('https:') })
}
