import { valuesOf, withDirectory, type DirectoryAccess } from '../../ldap/connection.ts'
import { mappingOf, readGroups } from '../../ldap/people.ts'
import type { Inspection } from '../../reconcile/target.ts'

/** What `writ doctor` says of a directory server: whether it can be reached safely, and whether the managed groups are there. Writes nothing. */
export async function inspectDirectory(access: DirectoryAccess, managed: readonly string[]): Promise<readonly Inspection[]> {
  const { settings, url } = access
  const found: Inspection[] = []
  const say = (severity: Inspection['severity'], code: string, message: string, remedy: string) =>
    found.push({ severity, code, message, remedy })
  const read = await withDirectory(access, 'its groups', async (directory) => ({
    groups: await readGroups(directory, settings),
    csn: valuesOf((await directory.entry(settings.base, ['contextCSN'])) ?? { dn: '' }, 'contextCSN'),
  }))
  if (!read.ok) {
    say('error', `ldap/${read.error.code}`, read.error.message, 'nothing is read or written there until then')
    return found
  }
  const names = new Set(read.value.groups.map(({ name }) => name))
  const missing = managed.filter((group) => !names.has(group))
  if (missing.length > 0 && settings.makes_groups)
    say(
      'note',
      'ldap/group-not-yet',
      `the directory has no ${mappingOf(settings).objectClass} called ${missing.map((group) => `\`${group}\``).join(', ')} yet: each is made when its first member comes`,
      'nothing to do, if the names are right',
    )
  else if (missing.length > 0)
    say(
      'error',
      'ldap/missing-group',
      `the directory has no ${mappingOf(settings).objectClass} called ${missing.map((group) => `\`${group}\``).join(', ')} below \`${settings.groups}\``,
      'correct the name in the charter, or make the group; until then nothing is given there',
    )
  if (!url.startsWith('ldaps:') && !settings.start_tls)
    say(
      'warning',
      'ldap/unencrypted',
      'the password of writ and the names of people cross the network in the clear',
      'use `ldaps:` or `start_tls: true`',
    )
  if (read.value.csn.length === 0 && settings.kind !== 'active-directory')
    say(
      'note',
      'ldap/no-change-number',
      'the server tells no `contextCSN`: it is read whole each time',
      'load the overlay `syncprov` and let writ read it',
    )
  say('note', 'ldap/groups', `${read.value.groups.length} groups can be read`, 'nothing to do')
  return found
}
