/** Signed calls of the shim beside the forum, one after the other: its changes are told apart by their time. */
import { createHmac } from 'node:crypto'
import type { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import { failure, incomplete, remoteText } from '../mediawiki/failure.ts'
import { connectionFailure, readBody, readRetryAfter } from '../mediawiki/http.ts'
import type { Sleep, TargetClock } from '../outside.ts'
import { errorAnswer } from './answers.ts'
import { patiently } from '../patiently.ts'

export interface ShimClientOptions {
  /** The address of writ-shim.php. */
  readonly api: URL
  /** The secret that the shim has too. */
  readonly secret: string
  readonly clock: TargetClock
  readonly sleep: Sleep
}

export interface ShimClient {
  ask<S extends z.ZodType>(schema: S, body: object): Promise<Result<z.output<S>, TargetFailure>>
}

const TIMEOUT = 60_000
const LARGEST = 16 * 1024 * 1024

export function openShimClient({ api, secret, clock, sleep }: ShimClientOptions): ShimClient {
  let last = 0
  let turn: Promise<unknown> = Promise.resolve()

  async function once<S extends z.ZodType>(schema: S, body: object): Promise<Result<z.output<S>, TargetFailure>> {
    last = Math.max(last + 1, clock.now())
    const text = JSON.stringify(body)
    const headers = new Headers({
      'content-type': 'application/json',
      accept: 'application/json',
      'x-writ-time': String(last),
      'x-writ-signature': createHmac('sha256', secret).update(`${last}\n${text}`).digest('hex'),
    })
    try {
      const signal = AbortSignal.timeout(TIMEOUT)
      const response = await fetch(api, { method: 'POST', headers, body: text, redirect: 'manual', signal })
      const answer = await readBody(response, LARGEST)
      if (answer === undefined) return err(failure('refused', 'answer-too-large', `${api.host} answers with more than ${LARGEST} bytes`))
      const json = parseJson(answer)
      if (!response.ok) return err(refusalOf(response, api, json, clock))
      const content = schema.safeParse(json)
      if (content.success) return ok(content.data)
      return err(incomplete('answer-not-understood', `${api.host} does not answer as the shim of Writ does; is \`api\` its address?`))
    } catch (error) {
      return err(connectionFailure(error, { url: api, timeout: TIMEOUT }))
    }
  }

  async function askOne<S extends z.ZodType>(schema: S, body: object): Promise<Result<z.output<S>, TargetFailure>> {
    return patiently(() => once(schema, body), sleep)
  }

  return {
    ask(schema, body) {
      const run = () => askOne(schema, body)
      const mine = turn.then(run, run)
      turn = mine.catch(() => undefined)
      return mine
    },
  }
}

const CODES: Readonly<Record<string, readonly [TargetFailure['kind'], string]>> = {
  'no-group': ['invalid', 'unknown-group'],
  'no-member': ['invalid', 'no-such-account'],
  'not-allowed': ['denied', 'not-allowed'],
  'last-administrator': ['refused', 'last-admin'],
  'too-many-groups': ['refused', 'too-many-groups'],
  signature: ['denied', 'signature'],
  clock: ['denied', 'clock'],
  settings: ['refused', 'settings'],
  database: ['unavailable', 'database'],
  repeated: ['unavailable', 'repeated'],
}

function refusalOf(response: Response, { host }: URL, json: unknown, clock: TargetClock): TargetFailure {
  const { status, headers } = response
  const said = errorAnswer.safeParse(json)
  const retryAfter = readRetryAfter(headers.get('retry-after'), clock)
  if (said.success) {
    const { code, message } = said.data.error
    const [kind, own] = Object.hasOwn(CODES, code) ? (CODES[code] ?? []) : []
    return failure(kind ?? 'refused', own ?? remoteText(code), `${host}: ${remoteText(message)}`, retryAfter)
  }
  const message = `${host} answers with status ${status}`
  if (status === 429) return failure('busy', 'http-429', message, retryAfter)
  if (status >= 500) return failure('unavailable', `http-${status}`, message, retryAfter)
  if (status === 401 || status === 403) return failure('denied', `http-${status}`, message)
  if (status >= 300 && status < 400) return failure('refused', 'redirected', `${host} redirects; put the final address into the settings`)
  return failure('refused', `http-${status}`, message)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
