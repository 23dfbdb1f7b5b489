import type { Charter, Clause } from './model.ts'
import type { Finding, Place } from './finding.ts'

/** One YAML file of a charter. */
export interface CharterFile {
  readonly name: string
  readonly text: string
}

/** A parsed charter with the way back to its text. */
export interface CharterSource {
  readonly charter: Charter
  /** Findings that are no errors: notes and warnings of the parser. */
  readonly findings: readonly Finding[]
  /** The place of a clause, or of the nearest clause that encloses it. */
  place(clause: Clause): Place
  /** Whether the text has such a clause; what `defaults` and `like` supply counts. */
  stands(clause: Clause): boolean
}
