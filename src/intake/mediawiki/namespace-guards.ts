/**
 * Who may act in which namespace by the settings: told in full and not made into gates. A gate of a charter does more than a line of
 * Lockdown (it also shuts the ways around, for all rights that it names), so what would be rendered is not what was read; whoever keeps the
 * charter writes the gate. https://www.mediawiki.org/wiki/Extension:Lockdown, https://www.mediawiki.org/wiki/Manual:$wgNamespaceProtection
 */
import { PhpArray, text, type Key, type Value } from '../php/value.ts'
import { visible } from '../remark.ts'

/** `read in namespace 4 only for staff, sysop`, a line for each list of groups. */
export function lockedDown(lockdown: PhpArray): readonly string[] {
  const byLimit = new Map<string, Key[]>()
  for (const [namespace, actions] of lockdown.entries) {
    for (const [action, groups] of actions instanceof PhpArray ? actions.entries : []) {
      const limit = `${action === '*' ? 'whatever else is done' : visible(String(action), 40)}\n${namesOf(groups)}`
      byLimit.set(limit, [...(byLimit.get(limit) ?? []), namespace])
    }
  }
  return [...byLimit].map(([limit, namespaces]) => {
    const [action, groups] = limit.split('\n')
    return `${action} ${inNamespaces(namespaces)} only for ${groups}`
  })
}

/** `edit in namespaces 8, 10 only with editinterface`. */
export function protectedNamespaces(protection: PhpArray): readonly string[] {
  const byRights = new Map<string, Key[]>()
  for (const [namespace, rights] of protection.entries) byRights.set(namesOf(rights), [...(byRights.get(namesOf(rights)) ?? []), namespace])
  return [...byRights].map(([rights, namespaces]) => `edit ${inNamespaces(namespaces)} only with ${rights}`)
}

function inNamespaces(namespaces: readonly Key[]): string {
  if (namespaces.includes('*')) return 'in every namespace that has no line of its own'
  return `in namespace${namespaces.length === 1 ? '' : 's'} ${namespaces.map((one) => visible(String(one), 40)).join(', ')}`
}

function namesOf(value: Value): string {
  const one = text(value)
  if (typeof value === 'string' && one !== undefined) return visible(one, 60)
  if (!(value instanceof PhpArray) || value.gaps.length > 0) return 'whom these files do not say'
  const names = [...value.entries.values()].map((each) =>
    typeof each === 'string' ? visible(each, 60) : 'somebody these files do not say',
  )
  return names.length === 0 ? 'nobody' : names.join(', ')
}
