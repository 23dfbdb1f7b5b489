import type { Clause } from '../../charter/model.ts'
import type { CharterSource } from '../../charter/source.ts'

/** Where a clause stands in the charter's text: `roles.yaml:41`. */
export function lineOf(source: CharterSource, clause: Clause): string {
  const { file, line } = source.place(clause)
  return `${file}:${line}`
}
