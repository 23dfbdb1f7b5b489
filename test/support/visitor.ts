/** Somebody with a browser as far as pages without scripts need one: cookies, links, forms as the page has them. */
import assert from 'node:assert/strict'
import type { Hono } from 'hono'

export interface Visited {
  readonly status: number
  readonly text: string
  readonly location: string | null
  readonly headers: Headers
}

export class Visitor {
  readonly #cookies = new Map<string, string>()
  readonly #app: Hono
  readonly #host: string

  constructor(app: Hono, host = 'rights.example') {
    this.#app = app
    this.#host = host
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies
  }

  plant(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  get(path: string): Promise<Visited> {
    return this.#send(path, { method: 'GET' })
  }

  /** Sends a form as a page of this server does. */
  post(
    path: string,
    fields: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Visited> {
    const entries: readonly (readonly [string, string])[] = isList(fields) ? fields : Object.entries(fields)
    return this.#send(path, {
      method: 'POST',
      body: new URLSearchParams(entries.map(([name, value]): [string, string] => [name, value])).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
    })
  }

  /** Sends a form with files as a page of this server does. */
  async postParts(path: string, parts: FormData): Promise<Visited> {
    const encoded = new Response(parts)
    const type = encoded.headers.get('content-type') ?? ''
    const body = await encoded.arrayBuffer()
    return this.#send(path, { method: 'POST', body, headers: { 'content-type': type, 'sec-fetch-site': 'same-origin' } })
  }

  /** Opens a page and sends its form with this action, filled in where something is given; what stands in it goes along. */
  async submit(path: string, action: string, fields: Readonly<Record<string, string>> = {}, pick?: string): Promise<Visited> {
    const page = await this.get(path)
    assert.equal(page.status, 200, `${path}: ${page.status} ${page.text}`)
    return this.send(page, action, fields, pick)
  }

  /** The same with the form of a page that was opened. */
  send({ text }: Visited, action: string, fields: Readonly<Record<string, string>> = {}, pick?: string): Promise<Visited> {
    const forms = [...text.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form)
    const found = forms.find((form) => form.includes(`action="${action}"`) && (pick === undefined || form.includes(pick)))
    assert.ok(found !== undefined, `there is no form for ${action}${pick === undefined ? '' : ` with ${pick}`}`)
    return this.post(action, { ...standing(found), ...fields })
  }

  /** Goes where an answer leads, within this server. */
  async follow(visited: Visited): Promise<Visited> {
    assert.ok(visited.location !== null, `${visited.status} ${visited.text}`)
    return this.get(visited.location)
  }

  async #send(path: string, init: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> }): Promise<Visited> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { host: this.#host, ...init.headers, ...(cookie === '' ? {} : { cookie }) }
    const response = await this.#app.request(`https://${this.#host}${path}`, { ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '' || /max-age=0/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return { status: response.status, text: await response.text(), location: response.headers.get('location'), headers: response.headers }
  }
}

/** The fields of a form as the page filled them in. */
function standing(form: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const [name, value = '', type = 'text'] = ['name', 'value', 'type'].map((one) => new RegExp(`\\b${one}="([^"]*)"`).exec(tag)?.[1])
    if (name !== undefined && (type !== 'checkbox' || /\bchecked\b/.test(tag))) fields[name] = unescaped(value)
  }
  for (const [, name = '', value = ''] of form.matchAll(/<textarea\b[^>]*\bname="([^"]*)"[^>]*>\n?([^<]*)<\/textarea/g))
    fields[name] = unescaped(value)
  for (const [, name = '', options = ''] of form.matchAll(/<select\b[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option value="([^"]*)"([^>]*)>/g)]
    fields[name] = unescaped((all.find(([, , rest = '']) => rest.includes('selected')) ?? all[0])?.[1] ?? '')
  }
  return fields
}

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function isList(fields: object): fields is readonly (readonly [string, string])[] {
  return Array.isArray(fields)
}
