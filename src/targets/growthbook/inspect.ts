import type { Result } from '../../kernel/result.ts'
import type { Inspection, TargetFailure } from '../../reconcile/target.ts'
import type { Member } from './answers.ts'
import { NO_ACCESS, type Level } from './levels.ts'

/** What an operator should know of the connection; the harmful things first. */
export function inspectGrowthBook(
  host: string,
  levels: ReadonlyMap<string, Level>,
  members: Result<readonly Member[], TargetFailure>,
  projects: Result<ReadonlyMap<string, string>, TargetFailure>,
): readonly Inspection[] {
  const failed = members.ok ? (projects.ok ? undefined : projects.error) : members.error
  if (!members.ok || !projects.ok)
    return [{ severity: 'error', code: 'growthbook/connection', message: failed?.message ?? '', remedy: 'check the address and the key' }]
  const missing = [...levels].filter(([, { project }]) => project !== undefined && !projects.value.has(project))
  const ours = new Set([...levels.values()].filter(({ project }) => project === undefined).map(({ role }) => role))
  const wide = members.value.filter(({ globalRole }) => globalRole !== NO_ACCESS && !ours.has(globalRole))
  const scim = members.value.filter(({ managedbyIdp }) => managedbyIdp)
  return [
    ...missing.map(([group, { project = '' }]): Inspection => ({
      severity: 'error',
      code: 'growthbook/project',
      message: `there is no project \`${project}\`, which group \`${group}\` counts in`,
      remedy: 'say under `projects` in writ.config.yaml which project of GrowthBook is meant',
    })),
    ...(wide.length === 0
      ? []
      : [
          {
            severity: 'error' as const,
            code: 'growthbook/default-role',
            message: `${wide.length} members have a role in the whole organisation that no group of the charter gives (${[...new Set(wide.map(({ globalRole }) => globalRole))].toSorted().join(', ')}): they reach every project, and so may whoever logs in for the first time`,
            remedy: `set the role of new members to \`${NO_ACCESS}\` in GrowthBook, and that of these members too`,
          },
        ]),
    ...(scim.length === 0
      ? []
      : [
          {
            severity: 'warning' as const,
            code: 'growthbook/scim',
            message: `${scim.length} members are managed by SCIM: their roles cannot be changed here`,
            remedy: 'provision by SCIM or by Writ, never both',
          },
        ]),
    {
      severity: 'note',
      code: 'growthbook/key',
      message: `connected to ${host}, ${members.value.length} members; the key can make administrators, as every key that changes roles can`,
      remedy: 'keep it as safe as an administrator’s password, and count whoever can read it among the administrators',
    },
  ]
}
