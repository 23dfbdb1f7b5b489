import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import { StringPool } from '../compact/string-pool.ts'

const COMMON = 1024

/** Texts that many records share: roles, clauses, targets, kinds, causes, groups, and lists of them. */
export class Names implements Part {
  readonly #texts = new StringPool()
  /** The first ones again as the platform keeps them: nearly every entry names some of these. */
  readonly #common = new Map<string, number>()

  get bytes(): number {
    return this.#texts.bytes
  }

  /** The number of a text; 0 stands for none. */
  add(text: string | undefined): number {
    if (text === undefined) return 0
    const common = this.#common.get(text)
    if (common !== undefined) return common
    const number = this.#texts.intern(text) + 1
    if (number <= COMMON) this.#common.set(text, number)
    return number
  }

  /** The number of a text that may be here; -1 if it is not. */
  find(text: string): number {
    const number = this.#texts.find(text)
    return number === -1 ? -1 : number + 1
  }

  get(number: number): string | undefined {
    return number === 0 ? undefined : this.#texts.get(number - 1)
  }

  /** A list of names; names hold no line break. An empty list is not none. */
  addList(list: readonly string[] | undefined): number {
    return this.add(list === undefined ? undefined : list.map((name) => `${name}\n`).join(''))
  }

  getList(number: number): readonly string[] | undefined {
    return this.get(number)?.split('\n').slice(0, -1)
  }

  save(writer: BytesWriter): void {
    this.#texts.save(writer)
  }

  restore(reader: BytesReader): void {
    this.#texts.restore(reader)
  }
}
