import type { Inspection } from '../../reconcile/target.ts'
import { configuration, groupName, page } from './answers.ts'
import type { ScimClient } from './client.ts'

/** What an operator should know of the connection; the harmful things first. */
export async function inspectScim(
  client: ScimClient,
  host: string,
  managed: readonly string[],
  makes: boolean,
): Promise<readonly Inspection[]> {
  const groups = await client.list(page(groupName), '/Groups?excludedAttributes=members')
  if (!groups.ok)
    return [{ severity: 'error', code: 'scim/connection', message: groups.error.message, remedy: 'check the address and the token' }]
  const findings: Inspection[] = []
  const can = await client.get(configuration, '/ServiceProviderConfig')
  if (can.ok && can.value.patch?.supported === false)
    findings.push({
      severity: 'error',
      code: 'scim/no-patch',
      message: `${host} says that it takes no PATCH: members cannot be changed one by one`,
      remedy: 'keep it by hand (`connector: manual`)',
    })
  for (const name of managed) {
    const count = groups.value.filter(({ displayName }) => displayName === name).length
    if (count === 0 && makes)
      findings.push({
        severity: 'note',
        code: 'scim/group-not-yet',
        message: `there is no group \`${name}\` yet: it is made when its first member comes`,
        remedy: 'nothing to do, if the name is right',
      })
    else if (count !== 1)
      findings.push({
        severity: 'error',
        code: count === 0 ? 'scim/no-group' : 'scim/group-twice',
        message:
          count === 0 ? `there is no group \`${name}\`` : `${count} groups are called \`${name}\`: nothing is changed in any of them`,
        remedy: count === 0 ? 'make it there, or let Writ make it (`provision.groups`)' : 'give each a name of its own',
      })
  }
  if (can.ok && can.value.etag?.supported !== true)
    findings.push({
      severity: 'warning',
      code: 'scim/no-etag',
      message: `${host} keeps no versions: what another writer changes in the same moment may be lost, and is found at the next comparison`,
      remedy: 'let Writ alone write to these groups',
    })
  findings.push({
    severity: 'note',
    code: 'scim/token',
    message: `connected to ${host}, ${groups.value.length} groups; whoever has the token can change every user and group there`,
    remedy: 'keep it as safe as an administrator’s password, and count whoever can read it among the administrators',
  })
  return findings
}
