import { STOCK_NAMESPACES } from '../../charter/mediawiki/namespaces.ts'
import type { Charter, ConditionItem, Id } from '../../charter/model.ts'
import type { Properties } from './question.ts'

const KNOWN_EVERYWHERE: readonly string[] = ['Media', ...STOCK_NAMESPACES.values()].filter((name) => name !== 'Main')

/**
 * What the title of a page says of it: `page`, and `namespace` as the charter writes it. What stands before the first colon is a namespace only if it
 * is a common one, stands under `namespaces` in the settings of the target, or is named by a condition; every other page is in `Main`.
 */
export function pageProperties(charter: Charter, target: Id, page: string): Properties {
  const prefix = normal(page.slice(0, Math.max(0, page.indexOf(':'))))
  const namespace = namespacesOf(charter, target).find((name) => normal(name) === prefix)
  return { page, namespace: prefix === '' || namespace === undefined ? 'Main' : namespace }
}

function normal(name: string): string {
  return name.replaceAll('_', ' ').trim().toLowerCase()
}

/** The charter's own spelling comes first. */
function namespacesOf(charter: Charter, target: Id): readonly string[] {
  const settings = charter.targets.get(target)?.settings['namespaces']
  const own = typeof settings === 'object' && settings !== null && !Array.isArray(settings) ? Object.keys(settings) : []
  const tested = [...charter.conditions.values()].flatMap(({ test }) => namespacesIn(test))
  return [...tested, ...own, ...own.map((name) => `${name} talk`), ...KNOWN_EVERYWHERE]
}

function namespacesIn(item: ConditionItem): readonly string[] {
  if (item.kind === 'all' || item.kind === 'any') return item.items.flatMap(namespacesIn)
  if (item.kind === 'not') return namespacesIn(item.item)
  if (item.kind !== 'test' || item.of !== 'resource' || item.name !== 'namespace') return []
  return [item.operators.is, ...(item.operators.in ?? [])].filter((value) => typeof value === 'string')
}
