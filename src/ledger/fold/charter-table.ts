import type { Instant } from '../../kernel/instant.ts'
import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import type { CharterRevision } from '../state.ts'

/** Revisions of the charter; the genesis is revision 1. */
export class CharterTable implements Part {
  readonly bytes = 0
  demo = false
  #revisions: readonly CharterRevision[] = []

  adopt(revision: { readonly seq: number; readonly hash: string; readonly from: Instant; readonly decidedBy?: readonly string[] }): void {
    this.#revisions = [...this.#revisions, { number: this.#revisions.length + 1, ...revision }]
  }

  get revisions(): readonly CharterRevision[] {
    return this.#revisions
  }

  get current(): CharterRevision | undefined {
    return this.#revisions.at(-1)
  }

  save(writer: BytesWriter): void {
    writer.json([this.demo, this.#revisions])
  }

  restore(reader: BytesReader): void {
    const [demo, revisions] = reader.json() as [boolean, readonly CharterRevision[]]
    this.demo = demo
    this.#revisions = revisions
  }
}
