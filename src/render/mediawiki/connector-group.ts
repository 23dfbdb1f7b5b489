import { isAssigned } from '../../charter/members.ts'
import type { Charter, Id } from '../../charter/model.ts'
import { byCodeUnit } from './group-rights.ts'

/**
 * The group that Writ's own account is in: it changes the managed groups and nothing else. No `userrights`, which would reach every group.
 * Bot passwords cannot carry that right anyway; `$wgAddGroups` asks for the account's groups alone.
 */
export interface ConnectorGroup {
  readonly name: string
  readonly rights: readonly string[]
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

/** @param emptied abolished groups that still exist, out of which members must be moved */
export function connectorGroup(charter: Charter, target: Id, name: string, tags: boolean, emptied: readonly string[]): ConnectorGroup {
  const managed = [...(charter.groups.get(target) ?? [])].flatMap(([group, block]) =>
    isAssigned(block) && block.managed !== 'none' && block.authority !== 'target' ? [group] : [],
  )
  // without these two nothing answers when a charter takes them from everybody
  const rights = ['apihighlimits', 'read', 'writeapi', ...(tags ? ['applychangetags', 'managechangetags'] : [])]
  return { name, rights: rights.toSorted(byCodeUnit), add: managed, remove: [...managed, ...emptied] }
}
