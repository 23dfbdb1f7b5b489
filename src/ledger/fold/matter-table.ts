import type { Instant } from '../../kernel/instant.ts'
import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import type { Correction, Exception, GrantProposal, RestoreAsked, Statement, Suspension, Token } from '../state.ts'
import { restoreMaps, saveMaps } from './saved-maps.ts'

const pair = (subject: string, name: string) => `${subject}\n${name}`

/** A statement whose words stand elsewhere, under a number. */
interface Stated extends Omit<Statement, 'words'> {
  readonly worded?: number
}

/** Matters of persons of which there are few at a time: proposals, suspensions, statements, exceptions, tokens. */
export class MatterTable implements Part {
  readonly bytes = 0
  readonly #proposals = new Map<number, GrantProposal>()
  /** Open suspensions by subject, oldest first. */
  readonly #suspensions = new Map<string, readonly Suspension[]>()
  /** Of each person the suspension that ended last. */
  readonly #ended = new Map<string, number>()
  readonly #statements = new Map<string, readonly Stated[]>()
  /** Words of statements, each kept once: their number by the words, and the words by their number. */
  readonly #words = new Map<string, number>()
  readonly #wordsOf = new Map<number, string>()
  readonly #exceptions = new Map<string, readonly Exception[]>()
  readonly #tokens = new Map<string, Token>()
  readonly #restores = new Map<string, RestoreAsked>()
  readonly #corrections = new Map<number, Correction>()
  /** Whom an open suspension or exception concerns: its number -> the key above. */
  readonly #keyOf = new Map<number, string>()

  propose(proposal: GrantProposal): void {
    this.#proposals.set(proposal.id, proposal)
  }

  vote(proposal: number, vote: GrantProposal['votes'][number]): void {
    const known = this.#proposals.get(proposal)
    if (known !== undefined) this.#proposals.set(proposal, { ...known, votes: [...known.votes, vote] })
  }

  closeProposal(proposal: number): void {
    this.#proposals.delete(proposal)
  }

  /** The grant is in use, is over, or ends after the notice of a clause: proposals to use or end it, by that clause, are too. */
  closeProposalsAbout(grant: number, clause?: string): void {
    for (const [id, proposal] of this.#proposals)
      if (proposal.verb !== 'add' && proposal.grant === grant && (clause === undefined || proposal.clause === clause))
        this.#proposals.delete(id)
  }

  proposal(id: number): GrantProposal | undefined {
    return this.#proposals.get(id)
  }

  proposals(): Iterable<GrantProposal> {
    return this.#proposals.values()
  }

  /** One word a person: a later one takes the place of the earlier one. */
  askRestore(asked: RestoreAsked): void {
    this.#restores.set(asked.by, asked)
  }

  endRestores(): void {
    this.#restores.clear()
  }

  restoresAsked(): Iterable<RestoreAsked> {
    return this.#restores.values()
  }

  suspend(subject: string, suspension: Suspension): void {
    append(this.#suspensions, subject, suspension)
    this.#keyOf.set(suspension.id, subject)
  }

  endSuspension(id: number): void {
    const subject = this.#keyOf.get(id)
    if (subject === undefined || !this.#suspensions.has(subject)) return
    this.#ended.set(subject, id)
    removeFrom(this.#suspensions, this.#keyOf, id)
  }

  lastSuspendedBy(id: number): string | undefined {
    for (const [subject, ended] of this.#ended) if (ended === id) return subject
    return undefined
  }

  hear(id: number, at: Instant): void {
    const subject = this.#keyOf.get(id)
    const open = subject === undefined ? undefined : this.#suspensions.get(subject)
    if (subject === undefined || open === undefined) return
    this.#suspensions.set(
      subject,
      open.map((one) => (one.id === id && one.heard === undefined ? { ...one, heard: at } : one)),
    )
  }

  suspensionOf(subject: string): Suspension | undefined {
    return this.#suspensions.get(subject)?.at(-1)
  }

  *suspensions(): Iterable<Suspension> {
    for (const open of this.#suspensions.values()) yield* open
  }

  state(subject: string, name: string, statement: Statement, words: string | undefined): void {
    append(this.#statements, pair(subject, name), words === undefined ? statement : { ...statement, worded: this.#numberOf(words) })
  }

  #numberOf(words: string): number {
    const number = this.#words.get(words) ?? this.#words.size
    this.#words.set(words, number)
    this.#wordsOf.set(number, words)
    return number
  }

  statements(subject: string, name: string): readonly Statement[] {
    return (this.#statements.get(pair(subject, name)) ?? []).map(({ worded, ...statement }) => {
      const words = worded === undefined ? undefined : this.#wordsOf.get(worded)
      return words === undefined ? statement : { ...statement, words }
    })
  }

  except(subject: string, condition: string, exception: Exception): void {
    append(this.#exceptions, pair(subject, condition), exception)
    this.#keyOf.set(exception.id, pair(subject, condition))
  }

  endException(id: number): void {
    removeFrom(this.#exceptions, this.#keyOf, id)
  }

  exceptions(subject: string, condition: string): readonly Exception[] {
    return this.#exceptions.get(pair(subject, condition)) ?? []
  }

  /** Somebody says that a fact about them is wrong. */
  doubt(correction: Correction): void {
    this.#corrections.set(correction.id, correction)
  }

  answerDoubt(id: number, answer: NonNullable<Correction['answer']>): void {
    const known = this.#corrections.get(id)
    if (known !== undefined) this.#corrections.set(id, { ...known, answer })
  }

  corrections(): Iterable<Correction> {
    return this.#corrections.values()
  }

  correction(id: number): Correction | undefined {
    return this.#corrections.get(id)
  }

  addToken(token: Token): void {
    this.#tokens.set(token.id, token)
  }

  revokeToken(id: string): void {
    const token = this.#tokens.get(id)
    if (token !== undefined) this.#tokens.set(id, { ...token, revoked: true })
  }

  revokeTokensOf(owner: string): void {
    for (const token of this.#tokens.values()) if (token.owner === owner) this.revokeToken(token.id)
  }

  /** What a person said in matters that are still open no longer counts: their approvals, what they proposed, what they asked for. */
  voidWordsOf(subject: string): void {
    for (const [id, proposal] of this.#proposals)
      if (proposal.by === `subject:${subject}`) this.#proposals.delete(id)
      else if (proposal.votes.some(({ by }) => by === subject))
        this.#proposals.set(id, { ...proposal, votes: proposal.votes.filter(({ by }) => by !== subject) })
    this.#restores.delete(subject)
  }

  token(id: string): Token | undefined {
    return this.#tokens.get(id)
  }

  tokens(): Iterable<Token> {
    return this.#tokens.values()
  }

  /** All maps, to be written and read alike. */
  get #maps(): readonly Map<unknown, unknown>[] {
    const maps: unknown = [
      this.#proposals,
      this.#suspensions,
      this.#ended,
      this.#statements,
      this.#exceptions,
      this.#tokens,
      this.#keyOf,
      this.#restores,
      this.#words,
      this.#wordsOf,
      this.#corrections,
    ]
    return maps as readonly Map<unknown, unknown>[]
  }

  save(writer: BytesWriter): void {
    saveMaps(writer, this.#maps)
  }

  restore(reader: BytesReader): void {
    restoreMaps(reader, this.#maps)
  }
}

function append<T>(lists: Map<string, readonly T[]>, key: string, item: T): void {
  lists.set(key, [...(lists.get(key) ?? []), item])
}

function removeFrom(lists: Map<string, readonly { readonly id: number }[]>, keys: Map<number, string>, id: number): void {
  const key = keys.get(id)
  const rest = key === undefined ? undefined : lists.get(key)?.filter((item) => item.id !== id)
  if (key === undefined || rest === undefined) return
  keys.delete(id)
  if (rest.length === 0) lists.delete(key)
  else lists.set(key, rest)
}
