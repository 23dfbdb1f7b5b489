import type { Inspection } from '../../reconcile/target.ts'
import type { ForumGroup } from './answers.ts'
import { placeGroups, type WantedGroup } from './forum-groups.ts'

const ADMINISTRATOR = 1
const LIST = 'Administration Center, Members, Manage Membergroups'

/** What an operator should know, with what a person has to do by hand because no function of the forum does it. */
export function inspectForum(
  host: string,
  version: string,
  wanted: ReadonlyMap<string, WantedGroup>,
  groups: readonly ForumGroup[],
): readonly Inspection[] {
  const placed = placeGroups(wanted, groups)
  const findings = [...wanted].flatMap(([group, { name, id, boards, sameAs }]): readonly Inspection[] => {
    const there = placed.get(group)
    if (there === undefined)
      return [
        {
          severity: 'error',
          code: 'smf/no-group',
          message: `the forum has no group ${id === undefined ? `\`${name}\`` : id} of its own that people can be put into, or several, for \`${group}\``,
          remedy: `by hand: ${LIST}, Add Membergroup; groups that come with a number of posts cannot be given`,
        },
      ]
    return [
      ...(there.allowed
        ? []
        : [
            finding(
              'warning',
              'smf/not-allowed',
              `the shim may not change group \`${group}\``,
              `put ${there.id} under \`groups\` in writ-shim-settings.php`,
            ),
          ]),
      ...(there.name === name
        ? []
        : [
            finding(
              'warning',
              'smf/title',
              `the forum calls group ${there.id} \`${there.name}\`, the charter \`${name}\``,
              `by hand: ${LIST}, Modify, Membergroup name: ${name}`,
            ),
          ]),
      ...(boards.length === 0
        ? []
        : [
            finding(
              'note',
              'smf/boards',
              `\`${name}\` is to see and use the boards ${boards.join(', ')}`,
              `by hand: Administration Center, Forum, Boards and Categories: for each, Modify, Allowed groups: ${name}; what the forum has there cannot be read by Writ`,
            ),
          ]),
      ...(sameAs === undefined || there.id === ADMINISTRATOR
        ? []
        : [
            finding(
              'warning',
              'smf/not-the-same',
              `\`${name}\` cannot be the same as ${sameAs}: in this forum full power comes from being in group 1 itself, and what a group may do is copied once and then goes its own way`,
              `by hand: ${LIST}, Modify permissions, set them as those of ${sameAs}; or give ${sameAs} itself`,
            ),
          ]),
      ...(there.id === ADMINISTRATOR
        ? [
            finding(
              'note',
              'smf/administrator',
              `group \`${group}\` is the forum’s Administrator: its members may do everything, also change this shim’s reach`,
              'count them among those who control Writ',
            ),
          ]
        : []),
    ]
  })
  return [
    ...findings.toSorted((left, right) => RANK[left.severity] - RANK[right.severity]),
    finding(
      'note',
      'smf/shim',
      `connected to ${host}, SMF ${version}; whoever has the secret can change the members of ${groups.filter(({ allowed }) => allowed).length} groups`,
      'keep the secret as safe as the power of the strongest of these groups',
    ),
  ]
}

const RANK: Readonly<Record<Inspection['severity'], number>> = { error: 0, warning: 1, note: 2 }

function finding(severity: Inspection['severity'], code: string, message: string, remedy: string): Inspection {
  return { severity, code, message, remedy }
}
