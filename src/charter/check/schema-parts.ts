/** What the schema says about itself: its alternatives, and the key by which one alternative is told from the others. */
import { z } from 'zod'
import type { MapTree } from '../yaml/tree.ts'

/** Without the wrappers that only say "may be absent" or "defined later". */
export function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodLazy) inner = inner.unwrap() as z.ZodType
  return inner
}

export function isRequired(schema: z.ZodType): boolean {
  return !(schema instanceof z.ZodOptional)
}

/** The alternatives of a schema, unions within unions flattened. */
export function optionsOf(schema: z.ZodType): readonly z.ZodType[] {
  const inner = unwrap(schema)
  return inner instanceof z.ZodUnion ? inner.options.flatMap((option) => optionsOf(option as z.ZodType)) : [inner]
}

/** For each alternative the first required key that no other alternative knows. */
export function discriminators(options: readonly z.ZodObject[]): readonly string[] {
  return options.map((option) => {
    const others = options.filter((other) => other !== option)
    const own = Object.entries(option.shape as Record<string, z.ZodType>).find(
      ([name, value]) => isRequired(value) && !others.some((other) => Object.hasOwn(other.shape, name)),
    )
    return own?.[0] ?? ''
  })
}

export type Branch =
  | { readonly kind: 'one'; readonly option: z.ZodObject }
  | {
      readonly kind: 'several'
      readonly option: z.ZodObject
      readonly first: string
      readonly extra: readonly string[]
      readonly keys: readonly string[]
    }
  | { readonly kind: 'none'; readonly keys: readonly string[] }

/** Picks the alternative by its discriminating key before anything is validated, so that messages speak of what was meant. */
export function branchOf(options: readonly z.ZodObject[], tree: MapTree): Branch {
  const [only] = options
  if (options.length === 1 && only !== undefined) return { kind: 'one', option: only }
  const keys = discriminators(options)
  const present = [...tree.entries.keys()].filter((name) => keys.includes(name))
  const [first, ...extra] = present
  const option = first === undefined ? undefined : options[keys.indexOf(first)]
  if (first === undefined || option === undefined) return { kind: 'none', keys }
  return extra.length === 0 ? { kind: 'one', option } : { kind: 'several', option, first, extra, keys }
}
