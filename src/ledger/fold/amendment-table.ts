import type { Instant } from '../../kernel/instant.ts'
import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import type { CharterComment, CharterProposal, CharterVote } from '../state.ts'

/** Proposed revisions of the charter, and the grace of grants that an adopted one no longer allows. */
export class AmendmentTable implements Part {
  readonly bytes = 0
  #proposals = new Map<number, CharterProposal>()
  #graces = new Map<number, Instant>()

  propose(proposal: CharterProposal): void {
    this.#proposals.set(proposal.id, proposal)
  }

  setStatus(id: number, status: CharterProposal['status'], at: Instant): void {
    const known = this.#proposals.get(id)
    if (known === undefined) return
    this.#proposals.set(id, { ...known, status, openedAt: status === 'open' ? (known.openedAt ?? at) : known.openedAt })
  }

  comment(id: number, comment: CharterComment): void {
    const known = this.#proposals.get(id)
    if (known !== undefined) this.#proposals.set(id, { ...known, comments: [...known.comments, comment] })
  }

  /** A later decision of the same person takes the place of the earlier one. */
  vote(id: number, vote: CharterVote): void {
    const known = this.#proposals.get(id)
    if (known !== undefined) this.#proposals.set(id, { ...known, votes: [...known.votes.filter(({ by }) => by !== vote.by), vote] })
  }

  /** What somebody decided on proposals that are still open no longer counts. */
  voidVotesOf(subject: string): void {
    for (const [id, one] of this.#proposals)
      if ((one.status === 'open' || one.status === 'draft') && one.votes.some(({ by }) => by === subject))
        this.#proposals.set(id, { ...one, votes: one.votes.filter(({ by }) => by !== subject) })
  }

  proposal(id: number): CharterProposal | undefined {
    return this.#proposals.get(id)
  }

  proposals(): Iterable<CharterProposal> {
    return this.#proposals.values()
  }

  giveGrace(grant: number, until: Instant): void {
    this.#graces.set(grant, until)
  }

  endGrace(grant: number): void {
    this.#graces.delete(grant)
  }

  graceOf(grant: number): Instant | undefined {
    return this.#graces.get(grant)
  }

  save(writer: BytesWriter): void {
    writer.json([[...this.#proposals.values()], [...this.#graces]])
  }

  restore(reader: BytesReader): void {
    const [proposals, graces] = reader.json() as [readonly SavedProposal[], readonly (readonly [number, Instant])[]]
    this.#proposals = new Map(proposals.map((saved) => [saved.id, restored(saved)]))
    this.#graces = new Map(graces)
  }
}

type SavedProposal = Omit<CharterProposal, 'reason' | 'openedAt' | 'comments'> & {
  readonly reason?: string
  readonly openedAt?: Instant
  readonly comments: readonly (Omit<CharterComment, 'text' | 'to'> & { readonly text?: string; readonly to?: number })[]
}

/** JSON drops what is undefined. */
function restored(saved: SavedProposal): CharterProposal {
  return {
    ...saved,
    reason: saved.reason,
    openedAt: saved.openedAt,
    comments: saved.comments.map((comment) => ({ ...comment, text: comment.text, to: comment.to })),
  }
}
