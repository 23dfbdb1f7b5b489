/** The API as the connector uses it: logged in, asserting who it is, patient with a busy wiki, distrustful of warnings. */
import type { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import type { Sleep, TargetClock } from '../outside.ts'
import { envelope, loginAnswer, loginTokenAnswer, sessionAnswer, type Envelope } from './answers.ts'
import type { WikiCredentials } from './credentials.ts'
import { apiFailure, failure, incomplete, remoteText } from './failure.ts'
import { openHttp } from './http.ts'
import { patiently } from '../patiently.ts'

export interface ClientOptions {
  /** Address of the API, `https://wiki.example/w/api.php`. */
  readonly api: URL
  readonly credentials: WikiCredentials
  readonly clock: TargetClock
  readonly sleep: Sleep
  /** Milliseconds one request may take; 30,000 if absent. */
  readonly timeout?: number
  /** Bytes one answer may have; 16 MiB if absent, twice MediaWiki's own limit. */
  readonly largest?: number
  /** Seconds of replication lag at which the wiki shall refuse; 5 if absent. */
  readonly maxlag?: number
  /** Who runs this Writ: a mail address or page, sent as part of the user agent as Wikimedia's policy asks. */
  readonly contact?: string
}

/** What the connector may do on the wiki, learned at login. */
export interface Session {
  readonly id: number
  readonly name: string
  readonly rights: ReadonlySet<string>
  /** Groups it may add and remove. */
  readonly add: ReadonlySet<string>
  readonly remove: ReadonlySet<string>
  /** Its own groups from which that comes. */
  readonly groups: readonly string[]
  readonly blocked: boolean
  readonly token: string
  /** The right `apihighlimits`: 500 users a call instead of 50. */
  readonly highLimits: boolean
  /** The wiki's time at login minus ours, milliseconds. */
  readonly skew: number
}

export type Parameters = Readonly<Record<string, string | number | undefined>>
export type Answer<T> = T & Envelope

export interface Client {
  /** Logs in if need be. `fresh`: asks the wiki anew. */
  session(fresh?: boolean): Promise<Result<Session, TargetFailure>>
  /** One call as the connector's account; any warning that is not about deprecation is a failure. */
  call<S extends z.ZodType>(schema: S, parameters: Parameters): Promise<Result<Answer<z.output<S>>, TargetFailure>>
  /** The same with the token for changing groups. */
  write<S extends z.ZodType>(schema: S, parameters: Parameters): Promise<Result<Answer<z.output<S>>, TargetFailure>>
}

/** Errors that a new login or token may cure. */
const stale = new Set(['badtoken', 'assertuserfailed', 'assertnameduserfailed', 'notloggedin', 'sessionfailure', 'toomanyvalues'])

export function openClient(options: ClientOptions): Client {
  const { credentials, clock, sleep } = options
  const http = openHttp({
    url: options.api,
    clock,
    timeout: options.timeout ?? 30_000,
    largest: options.largest ?? 16 * 1024 * 1024,
    userAgent: `Writ/0.1 (${remoteText(options.contact ?? 'access governance; contact: the operator of this wiki')})`,
    ...(credentials.kind === 'token' ? { bearer: credentials.token } : {}),
  })
  let current: Promise<Result<Session, TargetFailure>> | undefined

  /** One request without login, tried again while the wiki is busy or away. */
  async function send<S extends z.ZodType>(schema: S, parameters: Parameters): Promise<Result<Answer<z.output<S>>, TargetFailure>> {
    return patiently(() => sendOnce(schema, parameters), sleep, curable)
  }

  async function sendOnce<S extends z.ZodType>(schema: S, parameters: Parameters): Promise<Result<Answer<z.output<S>>, TargetFailure>> {
    const all = {
      format: 'json',
      formatversion: '2',
      errorformat: 'plaintext',
      errorlang: 'en',
      maxlag: options.maxlag ?? 5,
      ...parameters,
    }
    const given = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]))
    const answer = await http.post(new Map(given))
    return answer.ok ? check(schema, answer.value.json, answer.value.retryAfter) : answer
  }

  async function logIn(): Promise<Result<string | undefined, TargetFailure>> {
    if (credentials.kind === 'token') return ok(undefined)
    http.forgetCookies()
    const token = await send(loginTokenAnswer, { action: 'query', meta: 'tokens', type: 'login' })
    if (!token.ok) return token
    const answer = await send(loginAnswer, {
      action: 'login',
      lgname: credentials.user,
      lgpassword: credentials.password,
      lgtoken: token.value.query.tokens.logintoken,
    })
    if (!answer.ok) return answer
    const { result, lgusername, reason } = answer.value.login
    if (result === 'Success' && lgusername !== undefined) return ok(lgusername)
    const said = typeof reason === 'object' ? reason : { code: result, text: reason ?? '' }
    const refused = `the wiki refuses the login with \`${remoteText(said.code)}\`: ${remoteText(said.text)}`
    if (said.code === 'login-throttled') return err(failure('busy', 'login-throttled', refused))
    return err(failure('denied', 'login-failed', `${refused}; check the user and password in the credentials file`))
  }

  async function open(): Promise<Result<Session, TargetFailure>> {
    const name = await logIn()
    if (!name.ok) return name
    const answer = await send(sessionAnswer, {
      action: 'query',
      meta: 'userinfo|tokens|siteinfo',
      uiprop: 'groups|rights|changeablegroups|blockinfo',
      siprop: 'usergroups',
      type: 'userrights',
      curtimestamp: 1,
      assert: 'user',
      assertuser: name.value,
    })
    if (!answer.ok) return answer
    const { userinfo, tokens, usergroups } = answer.value.query
    const rights = new Set(userinfo.rights)
    return ok({
      id: userinfo.id,
      name: userinfo.name,
      rights,
      add: new Set(userinfo.changeablegroups.add),
      remove: new Set(userinfo.changeablegroups.remove),
      groups: changingGroups(userinfo.groups ?? [], usergroups),
      blocked: userinfo.blockid !== undefined && userinfo.blockpartial !== true,
      token: tokens.userrightstoken,
      highLimits: rights.has('apihighlimits'),
      skew: Date.parse(answer.value.curtimestamp) - clock.now(),
    })
  }

  async function session(fresh = false): Promise<Result<Session, TargetFailure>> {
    if (fresh) current = undefined
    current ??= open()
    const opened = await current
    if (!opened.ok) current = undefined
    return opened
  }

  async function callAs<S extends z.ZodType>(
    schema: S,
    parameters: (session: Session) => Parameters,
  ): Promise<Result<Answer<z.output<S>>, TargetFailure>> {
    for (let fresh = false; ; fresh = true) {
      const opened = await session(fresh)
      if (!opened.ok) return opened
      const result = await send(schema, { assert: 'user', assertuser: opened.value.name, ...parameters(opened.value) })
      if (result.ok || fresh || !stale.has(result.error.code)) return result
    }
  }

  return {
    session,
    call: async (schema, parameters) => await callAs(schema, () => parameters),
    write: async (schema, parameters) => await callAs(schema, ({ token }) => ({ ...parameters, token })),
  }
}

/** Those of an account's groups that let it change groups; all of them where the wiki does not tell what its groups may. */
function changingGroups(own: readonly string[], usergroups: z.output<typeof sessionAnswer>['query']['usergroups']): readonly string[] {
  if (usergroups === undefined) return own
  const changing = usergroups.filter(
    ({ rights = [], add = [], remove = [] }) => rights.includes('userrights') || add.length > 0 || remove.length > 0,
  )
  return changing.map(({ name }) => name).filter((name) => own.includes(name))
}

const curable = ({ kind, code }: TargetFailure) => (kind === 'busy' || kind === 'unavailable') && code !== 'readonly'

function check<S extends z.ZodType>(schema: S, json: unknown, retryAfter: number | undefined): Result<Answer<z.output<S>>, TargetFailure> {
  const frame = envelope.safeParse(json)
  if (!frame.success) return err(notUnderstood(frame.error))
  const [error] = frame.data.errors ?? []
  if (error !== undefined) return err(apiFailure(error.code, error.text, retryAfter))
  const warning = frame.data.warnings?.find(({ code }) => !code.startsWith('deprecation') && code !== 'main-account-login')
  if (warning !== undefined) {
    const said = `${warning.module ?? ''} ${warning.text}`
    return err({
      ...incomplete(remoteText(warning.code), `the wiki warned, so its answer is not used: ${remoteText(said)}`),
      kind: kindOfWarning(warning.code),
    })
  }
  const content = schema.safeParse(json)
  return content.success ? ok({ ...(content.data as object), ...frame.data } as Answer<z.output<S>>) : err(notUnderstood(content.error))
}

// An unrecognised value in a filter makes MediaWiki drop the filter: all users come back.
const kindOfWarning = (code: string) => (code === 'unrecognizedvalues' || code === 'unrecognizedparams' ? 'invalid' : 'incomplete')

function notUnderstood({ issues: [issue] }: z.ZodError): TargetFailure {
  const place = issue === undefined ? '' : ` at \`${remoteText(issue.path.join('.'))}\``
  return incomplete('answer-not-understood', `the wiki's answer is not of the expected form${place}; MediaWiki 1.39 or later is needed`)
}
