import type { Instant } from '../../kernel/instant.ts'
import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import type { CharterRevision, CharterToCome } from '../state.ts'

/** Revisions of the charter, the genesis is revision 1; and one that is decided and not in force yet. */
export class CharterTable implements Part {
  readonly bytes = 0
  demo = false
  #revisions: readonly CharterRevision[] = []
  #toCome: CharterToCome | undefined

  adopt(revision: { readonly seq: number; readonly hash: string; readonly from: Instant; readonly decidedBy?: readonly string[] }): void {
    this.#revisions = [...this.#revisions, { number: this.#revisions.length + 1, ...revision }]
    // what was decided on top of another charter is to be decided anew
    this.#toCome = undefined
  }

  schedule(revision: CharterToCome): void {
    this.#toCome = revision
  }

  /** What is to come is no longer: its proposal was taken back or refused. */
  withdraw(proposal: number): void {
    if (this.#toCome?.proposal === proposal) this.#toCome = undefined
  }

  /** What somebody decided who may not have been themselves does not come into force. */
  voidWordsOf(subject: string): void {
    if (this.#toCome?.decidedBy.some((identity) => identity.endsWith(`subject:${subject}`)) === true) this.#toCome = undefined
  }

  get toCome(): CharterToCome | undefined {
    return this.#toCome
  }

  get revisions(): readonly CharterRevision[] {
    return this.#revisions
  }

  get current(): CharterRevision | undefined {
    return this.#revisions.at(-1)
  }

  save(writer: BytesWriter): void {
    writer.json([this.demo, this.#revisions, this.#toCome])
  }

  restore(reader: BytesReader): void {
    const [demo, revisions, toCome] = reader.json() as [boolean, readonly CharterRevision[], CharterToCome | undefined]
    this.demo = demo
    this.#revisions = revisions
    this.#toCome = toCome
  }
}
