import type { RoleBlock } from '../../charter/model.ts'
import { addDuration } from '../../kernel/duration.ts'
import { draft } from '../../ledger/entry.ts'
import type { Grant } from '../../ledger/state.ts'
import { candidatesAmong } from '../approver.ts'
import { suitableAccounts } from '../eligibility.ts'
import { handleOf, type Known } from '../question.ts'
import { duty, givenGrants, told, untold, type Duty, type KnownForDue } from './duty.ts'

const STARTED = 'effective'

/**
 * Somebody looks whether access really works (`follow_up`). The clock starts when every membership was read back from the targets; the holder
 * hears of that. It is done when a named person says so, or the condition that the charter names is true.
 */
export function* followUps(known: KnownForDue): Iterable<Duty> {
  const { charter, state, now } = known
  for (const { grant, role } of givenGrants(known)) {
    const rule = role.followUp
    if (rule === undefined || grant.door === 'found' || grant.door === 'founding' || state.followUpOf(grant.id) !== undefined) continue
    const clause = `roles.${grant.role}.follow_up`
    const who = handleOf(state, grant.subject)
    const started = state.noticeOf(grant.id, STARTED, grant.subject)
    if (started === undefined) {
      if (hasEffect(known, grant, role))
        yield duty('follow-up', clause, `${who} hears that \`${grant.role}\` has effect now`, [told(grant.subject, grant.id, STARTED)])
      continue
    }
    if (rule.doneWhen !== undefined && known.test(rule.doneWhen, grant.subject) === true) {
      yield duty(
        'follow-up',
        clause,
        `\`${grant.role}\` works for ${who}: ${charter.conditions.get(rule.doneWhen)?.text ?? rule.doneWhen}`,
        [draft('grant.followed-up', { subject: grant.subject, grant: grant.id, works: true })],
      )
      continue
    }
    const asked = addDuration(started.at, rule.after)
    const escalated = rule.escalate === undefined ? undefined : addDuration(asked, rule.escalate.after)
    for (const [from, people, template] of [
      [asked, rule.by, 'follow-up'],
      [escalated, rule.escalate?.to ?? [], 'follow-up/escalated'],
    ] as const) {
      if (from === undefined || now < from) continue
      const news = untold(
        known,
        [...candidatesAmong(known, people, grant.subject)].flatMap((one) => (one === grant.subject ? [] : (one ?? []))),
        grant.id,
        template,
      )
      if (news.length > 0)
        yield duty(
          'follow-up',
          clause,
          `somebody looks whether \`${grant.role}\` works for ${who}`,
          news.map((one) => told(one, grant.id, template)),
        )
    }
  }
}

/** Whether all that the role gives stands on its targets, as far as Writ read it back. */
function hasEffect(known: Known, grant: Grant, role: RoleBlock): boolean {
  const reached = [...role.gives].filter(([target]) => target !== 'writ' && grant.targets?.includes(target) !== false)
  return (
    reached.length > 0 &&
    reached.every(([target, groups]) => {
      const there = known.state.targetState(target)
      return suitableAccounts(known, role, grant.subject, target, grant.account).some(({ key }) =>
        groups.every((group) => there.known(key, group)?.present === true),
      )
    })
  )
}
