import type { Clause } from '../charter/model.ts'

/** A file for another system. Made from a charter alone: the same charter gives the same bytes. */
export interface RenderedFile {
  /** File name without a folder. */
  readonly name: string
  readonly text: string
  /** What whoever puts the file to use should know; each also stands in the file as a comment where the format has comments. */
  readonly remarks: readonly string[]
}

/** Why a charter cannot be written in the other system's language. */
export interface RenderProblem {
  readonly code: string
  /** Where in the charter; `CharterSource.place` turns it into a line. */
  readonly clause: Clause
  /** Lower case, no final stop, user input in backticks. */
  readonly message: string
  readonly remedy: string
}
