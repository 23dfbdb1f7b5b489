import { runChecks } from '../check/sayer.ts'
import type { Finding } from '../finding.ts'
import { inOrder, quoted } from '../problem.ts'
import type { Id } from '../model.ts'
import { withMeant } from './meant.ts'
import type { CharterSource } from '../source.ts'

/** The one question that only a count of members answers. */
export const askedOfMembers = 'unset-group-with-members'

/**
 * Groups that will be gone, or that the charter does not know, and still have members. Once a wiki has forgotten a group no call of its API
 * takes anybody out of it, and whoever is in it has it again when the name comes back.
 * @param members group -> accounts in it, as the target counts them
 */
export function lintMembers(source: CharterSource, target: Id, members: ReadonlyMap<string, number>): readonly Finding[] {
  const declared = source.charter.groups.get(target)
  const findings = runChecks(
    [
      ({ say }) => {
        for (const [name, count] of members) {
          const block = declared?.get(name)
          if (count === 0 || (block !== undefined && block.abolished === undefined)) continue
          say(
            askedOfMembers,
            block === undefined ? `groups.${target}` : `groups.${target}.${name}`,
            `${count === 1 ? 'one account is' : `${count} accounts are`} in ${quoted(name)}, ${block === undefined ? 'which the charter does not mention' : 'which is to be gone'}`,
            block === undefined
              ? 'declare the group, or say with `abolished` where its members go'
              : 'move them, read back, and only then load settings without the group (`writ render --keep-abolished`)',
          )
        }
      },
    ],
    source.charter,
    (clause) => source.place(clause),
  )
  return withMeant(
    source,
    inOrder(findings),
    (code, at) => code === askedOfMembers && (at === `groups.${target}` || at.startsWith(`groups.${target}.`)),
  )
}
