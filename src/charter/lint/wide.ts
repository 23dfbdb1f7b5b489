import type { Checking } from '../check/sayer.ts'
import { rightsOfGroup } from '../members.ts'
import { quoted } from '../problem.ts'
import { WRIT } from '../writ-target.ts'

/** What concerns the charter as a whole: who carries out plans, who changes the charter, scales that do not order. */
export function charterWide({ charter, say }: Checking): void {
  const applies = [...charter.roles.values()].some((role) =>
    (role.gives.get(WRIT) ?? []).some((group) => rightsOfGroup(charter, WRIT, group).has('apply')),
  )
  if (!applies) {
    say(
      'no-writ-apply',
      'roles',
      'no role gives the right `apply` of `writ`: nobody may carry out a plan',
      'declare `groups: { writ: { keeper: { rights: [apply] } } }` and let a role say `gives: { writ: keeper }`',
    )
  }
  if (charter.amendments.by.length === 0) {
    say(
      'amendments-by-none',
      'amendments.by',
      'nobody may change the charter by its own rules; only the operator can, outside of it',
      'name the roles that may change it',
    )
  }
  const levels = new Map<number, string>()
  for (const [id, block] of charter.classes) {
    const other = levels.get(block.level)
    if (other !== undefined)
      say(
        'same-class-level',
        `classes.${id}.level`,
        `${quoted(id)} and ${quoted(other)} have the same level: which of them is the higher class is left open`,
        'give each class a level of its own',
      )
    levels.set(block.level, id)
    const { except } = block
    if (except !== undefined && ![...charter.targets.values()].some((target) => target.environment === except.environment)) {
      say(
        'exception-without-target',
        `classes.${id}.except.environment`,
        `no target has \`environment: ${except.environment}\``,
        'give the target that is meant this `environment`, or remove the exception',
      )
    }
  }
  const highest = new Map<string, string>()
  for (const [id, ladder] of charter.ladders) {
    if (ladder.counts !== 'highest') continue
    for (const [index, role] of ladder.order.entries()) {
      const other = highest.get(role)
      if (other !== undefined)
        say(
          'two-highest-ladders',
          `ladders.${id}.order[${index}]`,
          `${quoted(role)} stands in two ladders that count the highest, here and in ${quoted(other)}`,
          'leave it in one of them',
        )
      highest.set(role, id)
    }
  }
  for (const [index, rule] of charter.separation.entries()) {
    if (rule.atMost >= rule.roles.length)
      say(
        'separation-never-binds',
        `separation[${index}]`,
        `nobody can hold more than ${rule.atMost} of ${rule.roles.length} roles: the rule never binds`,
        'lower `at_most`, or name more roles',
      )
  }
}
