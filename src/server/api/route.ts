import type { Context } from 'hono'
import { z } from 'zod'
import type { KnownForDue } from '../../decide/due/duty.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Decision } from '../../decide/decision.ts'
import type { Result } from '../../kernel/result.ts'
import type { Token } from '../../ledger/state.ts'
import type { Caller } from '../../workflow/caller.ts'
import type { Scope } from '../../workflow/check-token.ts'
import type { AuditIndex } from '../../workflow/audit-index.ts'
import type { Inboxes } from '../../workflow/inbox/inbox.ts'
import type { Instance } from '../../workflow/instance.ts'
import type { Readings } from '../../workflow/readings.ts'
import type { Archives } from '../archives.ts'
import type { RefusalCode } from '../errors.ts'
import type { OwnRecords } from '../own-records.ts'
import type { Scene } from '../scene.ts'
import type { Serving } from '../serving.ts'
import type { Jobs } from './jobs/jobs.ts'

/** Why a request cannot be served, with the code that the one table of refusals has a status for. */
export interface Refusal {
  readonly code: RefusalCode
  readonly detail: string
}

/** What a reading route sees: the public view of a moment, and who asks. */
export interface Reader {
  readonly scene: Scene
  /** Everything that is recorded: for what concerns the asker, or somebody whose data they may read. */
  readonly known: KnownForDue
  /** Who asks; undefined = anybody. */
  readonly person: SubjectId | undefined
  readonly token: Token | undefined
  /** Holds `read-private` on `writ`. */
  readonly readsPrivate: boolean
  readonly serving: Serving
  readonly jobs: Jobs
  readonly inboxes: Inboxes
  readonly readings: Readings
  readonly archives: Archives
  readonly ownRecords: OwnRecords
  readonly audits: AuditIndex
}

export interface Found<A> {
  readonly body: A
  /** Persons other than the asker whose private data stands in it: that they were read is recorded before it is sent. */
  readonly concerning?: readonly SubjectId[]
  /** The file that is sent in place of the body; or how many seconds to wait. */
  readonly file?: (context: Context) => Promise<Response | number>
}

/** What a writing route has: the ledger to write to and who acts. */
export interface Doer {
  readonly instance: Instance
  readonly caller: Caller
  /** Idempotency key of the command: the caller's own, divided from those of others. */
  readonly key: string
  readonly person: SubjectId
  /** What they may do by what they came with, and until when. */
  readonly token: Pick<Token, 'scopes' | 'until'>
  readonly jobs: Jobs
  readonly serving: Serving
}

export interface Asked<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
}

interface Described {
  /** `operationId` of the document. */
  readonly id: string
  readonly method: 'get' | 'post'
  /** Below `/api/v1`, as OpenAPI writes it: `/grants/{grant}`. */
  readonly path: string
  readonly summary: string
  /** What the token must be for; undefined = everybody may. */
  readonly scope: Scope | undefined
  /** The right on `writ` that its owner must hold. */
  readonly right?: 'apply' | 'read-private'
  readonly answer: z.ZodType
  /** It is answered with a file of this type, which is made while it is sent. */
  readonly sends?: 'application/gzip' | 'application/json'
  /** Refusals of its own, besides those that every route of its kind has. */
  readonly refusals?: readonly RefusalCode[]
}

type Answer<T> = Promise<Result<T, Refusal>> | Result<T, Refusal>
const nothing = z.strictObject({})

export interface Reading<P = unknown, Q = unknown, B = unknown> extends Described {
  readonly kind: 'reads'
  readonly params: z.ZodType<P>
  readonly query: z.ZodType<Q>
  readonly body: z.ZodType<B>
  run(reader: Reader, asked: Asked<P, Q, B>): Answer<Found<object>>
}

/** The body that a writing route answers with; of a decision that was refused or held a problem is made. */
export type Done = object & { readonly decision?: Decision }

export interface Writing<P = unknown, B = unknown> extends Described {
  readonly kind: 'writes'
  readonly method: 'post'
  readonly scope: Scope
  readonly params: z.ZodType<P>
  readonly query: z.ZodType
  readonly body: z.ZodType<B>
  /** 202: it goes on after the answer. */
  readonly accepted?: boolean
  /** Whoever does it gives a second factor over exactly this request, whatever the charter says. */
  readonly confirms?: boolean
  run(doer: Doer, asked: Asked<P, unknown, B>): Answer<Done>
}

/** A route for whoever is not to be known: nobody is asked who they are, and nothing of it is kept. */
export interface Receiving<B = unknown> extends Described {
  readonly kind: 'receives'
  readonly method: 'post'
  readonly scope: undefined
  readonly params: z.ZodType
  readonly query: z.ZodType
  readonly body: z.ZodType<B>
  run(doer: Pick<Doer, 'instance' | 'key'>, asked: Pick<Asked<unknown, unknown, B>, 'body'>): Answer<object>
}

export type Route = Reading | Writing | Receiving

type Optional<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>

/** A route that changes nothing. What it asks for and answers is said by its schemas alone. */
export function reads<P = object, Q = object, B = object>(
  route: Optional<Omit<Reading<P, Q, B>, 'kind'>, 'params' | 'query' | 'body' | 'method'>,
): Route {
  return { method: 'get', params: nothing, query: nothing, body: nothing, ...route, kind: 'reads' } as unknown as Route
}

/** A route by which a person does something: authenticated, and done once for each idempotency key. */
export function writes<P = object, B = object>(
  route: Optional<Omit<Writing<P, B>, 'kind' | 'query' | 'method'>, 'params' | 'body'>,
): Route {
  return { method: 'post', params: nothing, query: nothing, body: nothing, ...route, kind: 'writes' } as unknown as Route
}

/** A route by which something arrives from nobody in particular, once for each content and idempotency key. */
export function receives<B>(route: Pick<Receiving<B>, 'id' | 'path' | 'summary' | 'body' | 'answer' | 'run'>): Route {
  return { method: 'post', scope: undefined, params: nothing, query: nothing, ...route, kind: 'receives' } as unknown as Route
}
