/** Calls of a SCIM server: bounded in time and size, never redirected, patient where it says how long to wait. */
import type { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import { failure, incomplete, remoteText } from '../mediawiki/failure.ts'
import { connectionFailure, readBody, readRetryAfter } from '../mediawiki/http.ts'
import type { Sleep, TargetClock } from '../outside.ts'
import { anything, errorAnswer } from './answers.ts'
import { patiently } from '../patiently.ts'

export interface ScimClientOptions {
  /** The address that `/Users` stands under. */
  readonly api: URL
  /** The bearer token. */
  readonly token: string
  readonly clock: TargetClock
  readonly sleep: Sleep
}

export interface ScimClient {
  get<S extends z.ZodType>(schema: S, path: string): Promise<Result<z.output<S>, TargetFailure>>
  /** Makes a resource; the answer is the resource as the server says it is. */
  post<S extends z.ZodType>(schema: S, path: string, body: object): Promise<Result<z.output<S>, TargetFailure>>
  /** Changes a resource where it still has this version; without one whatever stands. */
  patch(path: string, version: string | undefined, operations: readonly object[]): Promise<Result<void, TargetFailure>>
  /** All resources of a listing, read again from its start if it changed meanwhile. */
  list<Row extends { readonly id: string }>(schema: Page<Row>, path: string): Promise<Result<readonly Row[], TargetFailure>>
}

type Page<Row> = z.ZodType<{ readonly rows: Row[]; readonly total: number }>

export const GONE = 'not-found'
export const CHANGED = 'changed-meanwhile'
/** A resource of this name is there already. */
export const TAKEN = 'name-taken'

const PAGE = 100
const READINGS = 3
const TIMEOUT = 30_000
const LARGEST = 32 * 1024 * 1024

export function openScimClient({ api, token, clock, sleep }: ScimClientOptions): ScimClient {
  async function once<S extends z.ZodType>(
    schema: S,
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body: object | undefined,
    version: string | undefined,
  ): Promise<Result<z.output<S>, TargetFailure>> {
    const url = new URL(`${api.href.replace(/\/$/, '')}${path}`)
    const headers = new Headers({ authorization: `Bearer ${token}`, accept: 'application/scim+json, application/json' })
    if (body !== undefined) headers.set('content-type', 'application/scim+json')
    if (version !== undefined) headers.set('if-match', version)
    try {
      const signal = AbortSignal.timeout(TIMEOUT)
      const sent = { method, headers, redirect: 'manual' as const, signal, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
      const response = await fetch(url, sent)
      const text = await readBody(response, LARGEST)
      if (text === undefined) return err(failure('refused', 'answer-too-large', `${url.host} answers with more than ${LARGEST} bytes`))
      const json = parseJson(text)
      if (!response.ok) return err(refusalOf(response, url, json, clock))
      const content = schema.safeParse(json)
      if (content.success) return ok(content.data)
      const place = content.error.issues[0]?.path.join('.') ?? ''
      return err(
        incomplete(
          'answer-not-understood',
          `the answer of ${url.host}${url.pathname} is not of the form of SCIM at \`${remoteText(place)}\``,
        ),
      )
    } catch (error) {
      return err(connectionFailure(error, { url, timeout: TIMEOUT }))
    }
  }

  async function call<S extends z.ZodType>(schema: S, method: 'GET' | 'POST' | 'PATCH', path: string, body?: object, version?: string) {
    return patiently(() => once(schema, method, path, body, version), sleep)
  }

  /** undefined = it contradicted itself. */
  async function pages<Row extends { readonly id: string }>(
    schema: Page<Row>,
    path: string,
  ): Promise<Result<readonly Row[] | undefined, TargetFailure>> {
    const rows = new Map<string, Row>()
    let [total, seen]: [number | undefined, number] = [undefined, 0]
    for (;;) {
      const page = await call(schema, 'GET', `${path}${path.includes('?') ? '&' : '?'}startIndex=${seen + 1}&count=${PAGE}`)
      if (!page.ok) return page
      if (total !== undefined && total !== page.value.total) return ok(undefined)
      total = page.value.total
      seen += page.value.rows.length
      for (const row of page.value.rows) rows.set(row.id, row)
      if (seen >= total) return ok(rows.size === total && seen === total ? [...rows.values()] : undefined)
      if (page.value.rows.length === 0) return ok(undefined)
    }
  }

  return {
    get: (schema, path) => call(schema, 'GET', path),
    post: (schema, path, body) => call(schema, 'POST', path, body),
    patch: async (path, version, operations) => {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']
      const done = await call(anything, 'PATCH', path, { schemas, Operations: operations }, version)
      return done.ok ? ok(undefined) : done
    },
    list: async (schema, path) => {
      for (let reading = 0; reading < READINGS; reading += 1) {
        const rows = await pages(schema, path)
        if (!rows.ok) return rows
        if (rows.value !== undefined) return ok(rows.value)
      }
      return err(
        incomplete('listing-moves', `the listing ${path} of ${api.host} contradicted itself ${READINGS} times; nothing of it was used`),
      )
    },
  }
}

function refusalOf(response: Response, url: URL, json: unknown, clock: TargetClock): TargetFailure {
  const { status, headers } = response
  const said = errorAnswer.safeParse(json)
  const { detail = '', scimType = '' } = said.success ? said.data : {}
  const text = remoteText([scimType, detail].filter((one) => one !== '').join(', '))
  const message = `${url.host} answers with status ${status}${text === '' ? '' : `: ${text}`}`
  const retryAfter = readRetryAfter(headers.get('retry-after'), clock)
  if (status === 429) return failure('busy', 'http-429', message, retryAfter)
  if (status >= 500 && status !== 501) return failure('unavailable', `http-${status}`, message, retryAfter)
  if (status === 401 || status === 403) return failure('denied', `http-${status}`, message)
  if (status === 404) return failure('invalid', GONE, message)
  if (status === 409) return failure('refused', TAKEN, message)
  if (status === 412) return failure('refused', CHANGED, message)
  if (status >= 300 && status < 400)
    return failure('refused', 'redirected', `${url.host} redirects; put the final address into the settings`)
  return failure(status === 501 ? 'refused' : 'invalid', `http-${status}`, message)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
