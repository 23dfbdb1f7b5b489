import type { Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { AccountKey, SubjectId } from '../entry.ts'

/** What an amendment may change. */
export interface RequestContent {
  readonly account: AccountKey | undefined
  readonly useCase: string | undefined
  /** The asked end; undefined = ongoing. */
  readonly until: Instant | undefined
  /** Answers to the questions of the role and its class, by the id of the question. */
  readonly answers: Readonly<Record<string, Json>> | undefined
  /** The hash of exactly what is asked for: any amendment makes another. */
  readonly content: string
}

/** Somebody asks for a role, for themselves or for another person. */
export interface RoleRequest extends RequestContent {
  /** The number of the entry that filed it. */
  readonly id: number
  readonly subject: SubjectId
  /** Who asks. */
  readonly by: SubjectId
  readonly role: string
  readonly scope: string | undefined
  /** Fewer targets than the role gives; undefined = all of them. */
  readonly targets: readonly string[] | undefined
  /** The first of several requests that were filed at once for many persons. */
  readonly batch: number | undefined
  readonly filedAt: Instant
  /** When it was filed, last amended or appealed: it lapses so long after. */
  readonly changedAt: Instant
  /** The entry that did: only what was decided after it counts. */
  readonly since: number
  /** Everything that was ever voted; what counts is for `decide/` to say. */
  readonly votes: readonly RequestVote[]
  readonly questions: readonly RequestQuestion[]
  readonly comments: readonly RequestWords[]
  readonly escalations: readonly { readonly at: Instant; readonly stage: number; readonly to: readonly string[] }[]
  readonly appeals: readonly RequestWords[]
  /** undefined = it is not over. */
  readonly closed:
    | {
        readonly seq: number
        readonly at: Instant
        readonly outcome: 'granted' | 'refused' | 'withdrawn' | 'lapsed'
        readonly grant: number | undefined
        readonly reason: string | undefined
      }
    | undefined
}

export interface RequestVote {
  readonly seq: number
  readonly at: Instant
  /** The number of the stage from 0. */
  readonly stage: number
  readonly by: SubjectId
  readonly decision: 'approved' | 'refused' | 'advised-for' | 'advised-against'
  /** What exactly was decided on. */
  readonly content: string
  readonly reason: string | undefined
  readonly evidence: string | undefined
  /** Statements made with it. */
  readonly states: readonly string[]
  /** Whoever cast it was found to be compromised. */
  readonly void: boolean
}

/** Something said about a request; `text` undefined = erased. */
export interface RequestWords {
  readonly id: number
  readonly by: SubjectId
  readonly at: Instant
  readonly text: string | undefined
}

export interface RequestQuestion extends RequestWords {
  /** The statement that is asked for: a demonstration. */
  readonly statement: string | undefined
  readonly answer: RequestWords | undefined
}
