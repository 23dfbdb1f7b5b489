/** The namespaces that a charter can speak of. Conditions name them, MediaWiki counts them. */
import { STOCK_NAMESPACES } from '../../../charter/mediawiki/namespaces.ts'
import type { Charter, Clause, Id } from '../../../charter/model.ts'
import type { Json } from '../../../kernel/json.ts'
import type { RenderProblem } from '../../rendered-file.ts'

export interface Namespace {
  readonly number: number
  /** As the charter calls it; the main namespace is `Main`. */
  readonly name: string
  /** The core's own name where the charter has another one for it. */
  readonly stockName: string | undefined
}

export const SPECIAL = -1

/**
 * Stock namespaces and those of `settings.namespaces` (name -> number), sorted by number. The talk namespace of an extra one comes with it
 * as `NAME talk`; a stock number may be given another name, as a wiki's project namespace has one.
 */
export function namespacesOf(
  charter: Charter,
  target: Id,
): { readonly known: readonly Namespace[]; readonly problems: readonly RenderProblem[] } {
  const clause: Clause = `targets.${target}.settings.namespaces`
  const declared = charter.targets.get(target)?.settings['namespaces']
  const named = new Map<number, string>()
  const problems: RenderProblem[] = []
  const wrong = (message: string, remedy: string) => void problems.push({ code: 'target-settings', clause, message, remedy })
  if (declared !== undefined && !isMap(declared)) wrong('`namespaces` is not a map', 'write { NAME: number }')
  for (const [name, number] of isMap(declared) ? Object.entries(declared) : []) {
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 0)
      wrong(`\`${name}\` has no number of a namespace`, 'write { NAME: number }, as the wiki counts it')
    else if (named.has(number))
      wrong(`\`${name}\` and \`${named.get(number)}\` have the same number`, 'each namespace has one number and one name')
    else named.set(number, name.replaceAll('_', ' '))
  }
  // the core names the talk namespace after its subject; the one of Main is just Talk
  for (const [number, name] of named) if (number > 0 && number % 2 === 0 && !named.has(number + 1)) named.set(number + 1, `${name} talk`)
  const numbers = [...new Set([...STOCK_NAMESPACES.keys(), ...named.keys()])].toSorted((left, right) => left - right)
  const known = numbers.map((number): Namespace => {
    const [stock, own] = [STOCK_NAMESPACES.get(number), named.get(number)]
    return { number, name: own ?? stock ?? String(number), stockName: own === undefined || own === stock ? undefined : stock }
  })
  return { known, problems }
}

export function isMap(value: Json | undefined): value is { readonly [name: string]: Json } {
  return value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value)
}
