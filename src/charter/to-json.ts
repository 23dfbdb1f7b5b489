import type { Json } from '../kernel/json.ts'
import type { Charter } from './model.ts'
import { charterPlain } from './plain/charter.ts'
import { jsonStyle } from './plain/style.ts'

/**
 * The normal form as JSON, in the grammar's keys: every default written out, lists always lists, `defaults` merged into the roles,
 * lengths of time in ISO 8601 (`P30D`), rights in and out of `like` resolved. The built-in rights of `writ` are not repeated.
 * Keys keep the order of the charter; use `canonicalJson` where order must not matter.
 */
export function charterToJson(charter: Charter): { readonly [name: string]: Json } {
  return charterPlain(jsonStyle, charter)
}
