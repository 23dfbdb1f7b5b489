import type { Instant } from '../../kernel/instant.ts'
import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import type { RequestContent, RoleRequest } from '../state.ts'

/** Requests for roles, open and closed, by the number of the entry that filed them. */
export class RequestTable implements Part {
  readonly bytes = 0
  readonly #requests = new Map<number, RoleRequest>()
  /** Their numbers by the person concerned, oldest first. */
  readonly #bySubject = new Map<string, readonly number[]>()
  /** Numbers of those in which somebody took part: asked, was asked for, or decided. */
  readonly #byParty = new Map<string, Set<number>>()
  /** Numbers of those that are not closed. */
  readonly #open = new Set<number>()

  file(request: RoleRequest): void {
    this.#requests.set(request.id, request)
    this.#bySubject.set(request.subject, [...(this.#bySubject.get(request.subject) ?? []), request.id])
    for (const one of [request.subject, request.by, ...request.votes.map(({ by }) => by)]) this.#takesPart(one, request.id)
    this.#open.add(request.id)
  }

  /** Votes on what the request said before stay on record and no longer count: they were on another content. */
  amend(id: number, seq: number, at: Instant, content: RequestContent): void {
    this.#change(id, (request) => ({ ...request, ...content, changedAt: at, since: seq }))
  }

  comment(id: number, comment: RoleRequest['comments'][number]): void {
    this.#change(id, (request) => ({ ...request, comments: [...request.comments, comment] }))
  }

  ask(id: number, question: RoleRequest['questions'][number]): void {
    this.#change(id, (request) => ({ ...request, questions: [...request.questions, question] }))
  }

  answer(id: number, question: number, answer: NonNullable<RoleRequest['questions'][number]['answer']>): void {
    this.#change(id, (request) => ({
      ...request,
      questions: request.questions.map((one) => (one.id === question ? { ...one, answer } : one)),
    }))
  }

  vote(id: number, vote: RoleRequest['votes'][number]): void {
    if (this.#requests.has(id)) this.#takesPart(vote.by, id)
    this.#change(id, (request) => ({ ...request, votes: [...request.votes, vote] }))
  }

  escalate(id: number, escalation: RoleRequest['escalations'][number]): void {
    this.#change(id, (request) => ({ ...request, escalations: [...request.escalations, escalation] }))
  }

  close(id: number, closed: NonNullable<RoleRequest['closed']>): void {
    this.#change(id, (request) => ({ ...request, closed }))
    this.#open.delete(id)
  }

  /** Decided anew from the first stage on: what was voted before no longer counts. */
  appeal(id: number, appeal: RoleRequest['appeals'][number]): void {
    this.#change(id, (request) => ({
      ...request,
      closed: undefined,
      appeals: [...request.appeals, appeal],
      changedAt: appeal.at,
      since: appeal.id,
    }))
    if (this.#requests.has(id)) this.#open.add(id)
  }

  /** What a person decided in open requests no longer counts: somebody else may have used their account. */
  voidVotesOf(subject: string): void {
    for (const id of this.#open)
      this.#change(id, (request) => ({
        ...request,
        votes: request.votes.map((vote) => (vote.by === subject ? { ...vote, void: true } : vote)),
      }))
  }

  request(id: number): RoleRequest | undefined {
    return this.#requests.get(id)
  }

  *open(): Iterable<RoleRequest> {
    for (const id of this.#open) {
      const request = this.#requests.get(id)
      if (request !== undefined) yield request
    }
  }

  of(subject: string): readonly RoleRequest[] {
    return (this.#bySubject.get(subject) ?? []).flatMap((id) => this.#requests.get(id) ?? [])
  }

  /** Those in which somebody took part, open and closed, oldest first. */
  with(subject: string): readonly RoleRequest[] {
    return [...(this.#byParty.get(subject) ?? [])].toSorted((one, other) => one - other).flatMap((id) => this.#requests.get(id) ?? [])
  }

  #takesPart(subject: string, id: number): void {
    const known = this.#byParty.get(subject)
    if (known === undefined) this.#byParty.set(subject, new Set([id]))
    else known.add(id)
  }

  #change(id: number, change: (request: RoleRequest) => RoleRequest): void {
    const request = this.#requests.get(id)
    if (request !== undefined) this.#requests.set(id, change(request))
  }

  save(writer: BytesWriter): void {
    writer.json([...this.#requests.values()])
  }

  restore(reader: BytesReader): void {
    for (const saved of reader.json() as readonly RoleRequest[]) {
      const request = restored(saved)
      this.file(request)
      if (request.closed !== undefined) this.#open.delete(request.id)
    }
  }
}

/** All keys in the order in which the fold makes them: JSON drops what is undefined, and a snapshot is the same bytes whatever it was made from. */
const KEYS = {
  request: [
    'id',
    'subject',
    'by',
    'role',
    'account',
    'useCase',
    'until',
    'answers',
    'scope',
    'targets',
    'batch',
    'content',
    'filedAt',
    'changedAt',
    'since',
    'votes',
    'questions',
    'comments',
    'escalations',
    'appeals',
    'closed',
  ],
  vote: ['seq', 'at', 'stage', 'by', 'decision', 'content', 'reason', 'evidence', 'states', 'void'],
  words: ['id', 'by', 'at', 'text'],
  question: ['id', 'by', 'at', 'text', 'statement', 'answer'],
  closed: ['seq', 'at', 'outcome', 'grant', 'reason'],
} as const

function restored(saved: RoleRequest): RoleRequest {
  return {
    ...whole(saved, KEYS.request),
    votes: saved.votes.map((vote) => whole(vote, KEYS.vote)),
    questions: saved.questions.map((one) => ({ ...whole(one, KEYS.question), answer: one.answer && whole(one.answer, KEYS.words) })),
    comments: saved.comments.map((one) => whole(one, KEYS.words)),
    appeals: saved.appeals.map((one) => whole(one, KEYS.words)),
    closed: saved.closed && whole(saved.closed, KEYS.closed),
  }
}

function whole<T extends object>(saved: T, keys: readonly string[]): T {
  return Object.fromEntries(keys.map((key) => [key, (saved as Readonly<Record<string, unknown>>)[key]])) as T
}
