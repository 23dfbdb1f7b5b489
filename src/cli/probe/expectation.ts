/** What the charter says about one page, for each user type. */
import { closedGates, type ClosedGate, type Resource } from '../../charter/gates.ts'
import type { Charter, Id } from '../../charter/model.ts'
import { STOCK_GROUPS } from '../../charter/mediawiki/stock.ts'
import { rightsOfType, userTypes, type UserType } from '../../charter/user-types.ts'
import { contentAccess, PAGE_ACCESS, type ContentAccess } from '../../render/mediawiki/content/content-access.ts'
import { namespacesOf, type Namespace } from '../../render/mediawiki/content/namespaces.ts'
import { pageAccessLines } from '../../targets/mediawiki/page-access/tag.ts'

export interface Expectation {
  readonly charter: Charter
  readonly target: Id
  readonly types: readonly UserType[]
  readonly namespaces: readonly Namespace[]
  readonly content: ContentAccess | undefined
  /** Whether a type may use a right on a page with these groups named in its lines. */
  may(type: UserType, right: string, namespace: number, listed: readonly string[]): boolean
  /** The gates that keep a type out. */
  gates(type: UserType, right: string, namespace: number, listed: readonly string[]): readonly ClosedGate[]
}

export function expectation(charter: Charter, target: Id): Expectation {
  const { known } = namespacesOf(charter, target)
  const types = userTypes(charter, target)
  const rights = new Map(types.map((type) => [type.id, rightsOnWiki(charter, target, type)]))
  const gates: Expectation['gates'] = (type, right, namespace, listed) =>
    closedGates(charter, target, right, type.groups, resourceOf(known, namespace, listed))
  return {
    charter,
    target,
    types,
    namespaces: known,
    content: contentAccess(charter, target),
    gates,
    may: (type, right, namespace, listed) => rights.get(type.id)?.has(right) === true && gates(type, right, namespace, listed).length === 0,
  }
}

/** A charter need not mention the implicit groups; the wiki then gives them what it gives by itself. */
function rightsOnWiki(charter: Charter, target: Id, type: UserType): ReadonlySet<string> {
  const implicit = type.kind === 'everyone' ? ['*'] : ['*', 'user']
  const stock = implicit.filter((name) => charter.groups.get(target)?.has(name) !== true).flatMap((name) => STOCK_GROUPS.get(name) ?? [])
  return new Set([...rightsOfType(charter, target, type), ...stock])
}

/** Groups that the lines of a page name, joined as the wiki joins them. */
export function listedIn(text: string): readonly string[] {
  return [...new Set(pageAccessLines(text).flat())]
}

function resourceOf(known: readonly Namespace[], namespace: number, listed: readonly string[]): Resource {
  const name = known.find(({ number }) => number === namespace)?.name ?? `namespace ${namespace}`
  return new Map<string, string | readonly string[]>([
    ['namespace', name],
    ...(listed.length === 0 ? [] : ([[PAGE_ACCESS, listed]] as const)),
  ])
}
