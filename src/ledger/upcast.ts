import type { Json } from '../kernel/json.ts'
import type { EntryType } from './catalogue/catalogue.ts'

export type Fields = Readonly<Record<string, Json>>
/** From version n to n + 1 of one type. Pure, and content with absent fields: any of them may have been erased. */
export type Upcast = (fields: Fields) => Fields
/** By type: the step from version 1 stands first. */
export type Upcasts = Readonly<Record<string, readonly Upcast[]>>

/** Stored bytes are never rewritten: entries of older versions become the newest one when they are read. */
export const upcasts: { readonly [T in EntryType]?: readonly Upcast[] } = {
  // Version 1 knew new proposals alone.
  'charter.proposed': [(fields) => fields],
  // Version 1 did not say what a reply replies to.
  'charter.commented': [(fields) => fields],
  // Version 1 named one person alone.
  'request.filed': [(fields) => fields],
  // Version 1 named no targets: all of the role were meant. Version 2 knew no use of dormant roles, version 3 kept no evidence of a second factor.
  'grant.proposed': [(fields) => fields, (fields) => fields, (fields) => fields],
  // Version 1 knew no terms.
  'grant.followed-up': [(fields) => fields],
  // Version 1 kept no evidence of a second factor.
  'restore.asked': [(fields) => fields],
  'charter.adopted': [(fields) => fields],
  'charter.decided': [(fields) => fields],
  'data.exported': [(fields) => fields],
  'grant.confirmed': [(fields) => fields],
  'grant.made': [(fields) => fields],
  'grant.renewed': [(fields) => fields],
  'key.added': [(fields) => fields],
  'person.departed': [(fields) => fields],
  'plan.approved-once': [(fields) => fields],
  'suspension.ended': [(fields) => fields],
  'token.made': [(fields) => fields],
  // Version 1 retired passkeys alone.
  'key.retired': [(fields) => fields],
}

/** Fields of version `from` of a type as version `to` has them. Throws if a step is missing: then the catalogue was changed without one. */
export function upcast(steps: Upcasts, type: string, from: number, to: number, fields: Fields): Fields {
  let current = fields
  for (let v = from; v < to; v += 1) {
    const step = steps[type]?.[v - 1]
    if (step === undefined) throw new TypeError(`no step from version ${v} to ${v + 1} of \`${type}\``)
    current = step(current)
  }
  return current
}
