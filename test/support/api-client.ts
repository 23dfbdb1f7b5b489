/** The programming interface over a played installation, asked by a client that knows nothing but its document. */
import assert from 'node:assert/strict'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Hono } from 'hono'
import { addDuration } from '../../src/kernel/duration.ts'
import { createApp } from '../../src/server/app.ts'
import { readersOf } from '../../src/server/language.ts'
import { loadMessages } from '../../src/server/messages.ts'
import { createCatalogue } from '../../src/server/authzen/catalogue.ts'
import type { Serving } from '../../src/server/serving.ts'
import { SCOPES, type Scope } from '../../src/workflow/check-token.ts'
import { createCharterReader } from '../../src/workflow/charter-document.ts'
import { readFacts } from '../../src/workflow/facts.ts'
import type { Instance } from '../../src/workflow/instance.ts'
import { followLedger } from '../../src/workflow/ledger-follower.ts'
import { makeToken } from '../../src/workflow/make-token.ts'
import { nodeHashing } from './outside.ts'

const host = 'rights.example'

interface Call {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: unknown
  /** Who asks, by handle; nobody if absent. */
  readonly as?: string
  readonly token?: string
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly body: any
  readonly text: string
}

interface Operation {
  readonly operationId: string
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
}

export interface ApiClient {
  readonly app: Hono
  readonly warnings: string[]
  readonly document: any
  /** Every operation by its id, with method and path. */
  readonly operations: ReadonlyMap<string, { readonly method: string; readonly path: string }>
  /** `operationId status` of every answer so far. */
  readonly seen: Set<string>
  /** Asks; fails where the status is not in the document or the answer is not as it says. */
  call(operation: string, call?: Call): Promise<Answered>
  /** Asks and fails unless the answer has this status; answers the body. */
  ok(operation: string, call?: Call, status?: number): Promise<any>
  /** The same for what takes a second factor, where the server keeps confirmations: asks, confirms as its person would in a browser, and asks again. */
  confirmed(operation: string, call?: Call, status?: number): Promise<any>
  tokenOf(handle: string, scopes?: readonly Scope[]): Promise<string>
}

export async function apiClient(instance: Instance, serving: Partial<Serving> = {}): Promise<ApiClient> {
  const warnings: string[] = []
  const app = createApp({
    ledger: followLedger(instance.store, nodeHashing),
    charters: createCharterReader(instance.store),
    clock: instance.outside.clock,
    base: () => `https://${host}`,
    hosts: () => new Set([host]),
    assets: new Map(),
    readerOf: readersOf(await loadMessages(), instance.outside.clock),
    hashing: nodeHashing,
    facts: () => readFacts(instance),
    resources: createCatalogue(),
    warn: (text) => void warnings.push(text),
    requestId: () => 'r-1',
    write: (work) => work(instance),
    ...serving,
  })
  const send = (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
    app.request(`https://${host}${path}`, { ...init, headers: { host, ...init.headers } })
  const document: any = await (await send('/api/v1/openapi.json')).json()
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajv.addSchema(document, 'document')
  const operations = new Map<string, { method: string; path: string; operation: Operation }>()
  for (const [path, item] of Object.entries<Record<string, Operation>>(document.paths))
    for (const [method, operation] of Object.entries(item)) operations.set(operation.operationId, { method, path, operation })
  const tokens = new Map<string, string>()
  let count = 0
  const tokenOf: ApiClient['tokenOf'] = async (handle, scopes = SCOPES) => {
    const known = tokens.get(`${handle} ${scopes.join()}`)
    if (known !== undefined) return known
    const until = addDuration(instance.outside.clock.now(), { count: 1, unit: 'year' })
    const caller = { actor: { kind: 'operator', name: 'tester', for: undefined }, channel: 'cli' } as const
    const { token } = await makeToken(instance, { key: `token ${(count += 1)} ${instance.journal.size}`, caller, handle, until, scopes })
    assert.ok(token !== undefined, `no token for ${handle}`)
    tokens.set(`${handle} ${scopes.join()}`, token)
    return token
  }
  const validator = (pointer: readonly string[]) => {
    const ref = `document#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
    return ajv.getSchema(ref) ?? ajv.compile({ $ref: ref })
  }
  const seen = new Set<string>()
  const call: ApiClient['call'] = async (id, { params = {}, query = {}, body, as, token, key, headers = {} } = {}) => {
    const { method, path, operation } = operations.get(id) ?? assert.fail(`no operation ${id}`)
    const address = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(params[name] ?? assert.fail(name))))
    const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString()
    const bearer = token ?? (as === undefined ? undefined : await tokenOf(as))
    const needsKey = operation.parameters.some((one) => one.in === 'header' && one.name === 'Idempotency-Key')
    const response = await send(`/api/v1${address}${search === '' ? '' : `?${search}`}`, {
      method: method.toUpperCase(),
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(needsKey ? { 'idempotency-key': key ?? `key-${(count += 1)}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const documented =
      operation.responses[String(response.status)] ?? assert.fail(`${id}: ${response.status} is not in the document: ${text}`)
    const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
    const value: unknown = text === '' ? undefined : JSON.parse(text)
    if (text !== '') {
      assert.ok(documented.content !== undefined && type in documented.content, `${id} ${response.status}: type ${type}`)
      const pointer = ['paths', path, method, 'responses', String(response.status), 'content', type, 'schema']
      const validate = validator(pointer)
      assert.ok(validate(value), `${id} ${response.status}: ${ajv.errorsText(validate.errors)}\n${text}`)
    }
    if (response.ok && body !== undefined && operation.requestBody !== undefined) {
      const pointer = ['paths', path, method, 'requestBody', 'content', 'application/json', 'schema']
      const validate = validator(pointer)
      assert.ok(validate(body), `${id} took what is not in the document: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`)
    }
    seen.add(`${id} ${response.status}`)
    return { status: response.status, headers: response.headers, body: value, text }
  }
  const ok: ApiClient['ok'] = async (id, asked, status = 200) => {
    const answer = await call(id, asked)
    assert.equal(answer.status, status, `${id}: ${answer.text} ${warnings.join('\n')}`)
    return answer.body
  }
  return {
    app,
    warnings,
    document,
    operations,
    seen,
    call,
    tokenOf,
    ok,
    confirmed: async (id, asked, status = 200) => {
      const again = { ...asked, key: asked?.key ?? `key-${(count += 1)}` }
      const { stepUp, missing } = await ok(id, again, 403)
      assert.deepEqual(
        missing.map(({ kind }: any) => kind),
        ['step-up'],
      )
      const now = instance.outside.clock.now()
      assert.ok(serving.confirmations?.give(stepUp.challenge, { text: `demo:${stepUp.hash}`, at: now }, now))
      return ok(id, again, status)
    },
  }
}
