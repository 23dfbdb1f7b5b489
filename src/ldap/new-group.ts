/** A group that is not there yet, as the schema of the directory wants it. */
import { DN } from 'ldapts'
import type { Directory } from './connection.ts'
import { mappingOf } from './people.ts'
import type { DirectorySettings } from './settings.ts'

/** GLOBAL and SECURITY_ENABLED: what Active Directory makes of a group when nothing else is said. */
const GLOBAL_SECURITY_GROUP = '-2147483646'

/** The name and the attributes of a new group with these members, at least one. */
export function newGroup(settings: DirectorySettings, name: string, members: readonly string[]) {
  const { objectClass, attribute } = mappingOf(settings)
  const windows: Readonly<Record<string, readonly string[]>> =
    settings.kind === 'active-directory' ? { sAMAccountName: [name], groupType: [GLOBAL_SECURITY_GROUP] } : {}
  return {
    dn: `${new DN().addPairRDN('cn', name).toString()},${settings.groups}`,
    attributes: { objectClass: [objectClass], cn: [name], ...windows, [attribute]: members },
  }
}

export async function makeGroup(
  directory: Directory,
  settings: DirectorySettings,
  name: string,
  members: readonly string[],
): Promise<void> {
  const { dn, attributes } = newGroup(settings, name, members)
  await directory.add(dn, attributes)
}
