import type { FollowUpRule, People, RoleBlock } from '../../charter/model.ts'
import { addDuration } from '../../kernel/duration.ts'
import type { Instant } from '../../kernel/instant.ts'
import { draft } from '../../ledger/entry.ts'
import type { Grant } from '../../ledger/state.ts'
import { candidatesAmong } from '../approver.ts'
import { suitableAccounts } from '../eligibility.ts'
import { acceptanceOf, ASKED, ESCALATED, isFollowedUp, STARTED, termsOf, type Terms } from '../follow-up.ts'
import { handleOf, type Known } from '../question.ts'
import { duty, givenGrants, told, untold, type Duty, type KnownForDue } from './duty.ts'

/**
 * Somebody looks whether access really works (`follow_up`). The clock starts when every membership was read back from the targets; the holder
 * hears of that. It is done when a named person says so, or the condition that the charter names is true; and, where it names terms, the holder
 * accepted them in their present words. Other words are asked for anew.
 */
export function* followUps(known: KnownForDue): Iterable<Duty> {
  const { state } = known
  for (const { grant, role } of givenGrants(known)) {
    const rule = role.followUp
    if (rule === undefined || grant.door === 'found' || grant.door === 'founding' || isFollowedUp(known, grant, rule)) continue
    const started = state.noticeOf(grant.id, STARTED, grant.subject)
    if (started !== undefined) yield* open(known, grant, rule, started.at)
    else if (hasEffect(known, grant, role)) {
      const text = `${handleOf(state, grant.subject)} hears that \`${grant.role}\` has effect now`
      yield duty('follow-up', clauseOf(grant), text, [told(grant.subject, grant.id, STARTED)])
    }
  }
}

const clauseOf = ({ role }: Grant) => `roles.${role}.follow_up`

function* open(known: KnownForDue, grant: Grant, rule: FollowUpRule, started: Instant): Iterable<Duty> {
  const { charter, state } = known
  const who = handleOf(state, grant.subject)
  const terms = termsOf(known, rule)
  const before = state.followUpOf(grant.id)
  const works = before?.works === true || (rule.doneWhen !== undefined && known.test(rule.doneWhen, grant.subject) === true)
  const accepted = terms === undefined || acceptanceOf(known, terms, grant.subject) !== undefined
  if (works && accepted) {
    const seen =
      before?.works === true || rule.doneWhen === undefined ? '' : `: ${charter.conditions.get(rule.doneWhen)?.text ?? rule.doneWhen}`
    const done = { subject: grant.subject, grant: grant.id, works: true, ...(terms === undefined ? {} : { terms: terms.version }) }
    const text = `\`${grant.role}\` works for ${who}${terms === undefined ? '' : `, who accepted \`${terms.statement}\``}${seen}`
    yield duty('follow-up', clauseOf(grant), text, [draft('grant.followed-up', done)])
    return
  }
  if (terms !== undefined && !accepted) yield* askHolder(known, grant, terms)
  yield* askOthers(known, grant, rule, started, before?.terms === undefined ? undefined : terms)
}

/** Each version of the terms is asked for once. */
const template = ({ version }: Terms) => `terms/${version}`

function* askHolder(known: KnownForDue, grant: Grant, terms: Terms): Iterable<Duty> {
  if (known.state.noticeOf(grant.id, template(terms), grant.subject) !== undefined) return
  const text = `${handleOf(known.state, grant.subject)} is asked to accept \`${terms.statement}\` as it stands now`
  yield duty('follow-up', clauseOf(grant), text, [told(grant.subject, grant.id, template(terms))])
}

/** `changed`: terms that the holder had accepted have other words now; then the time runs from when the holder was asked. */
function* askOthers(known: KnownForDue, grant: Grant, rule: FollowUpRule, started: Instant, changed: Terms | undefined): Iterable<Duty> {
  const begun = changed === undefined ? started : known.state.noticeOf(grant.id, template(changed), grant.subject)?.at
  if (begun === undefined) return
  const suffix = changed === undefined ? '' : `/${changed.version}`
  const asked = addDuration(begun, rule.after)
  const steps: readonly (readonly [Instant, readonly People[], string])[] = [
    [asked, rule.by, ASKED],
    ...(rule.escalate === undefined ? [] : [[addDuration(asked, rule.escalate.after), rule.escalate.to, ESCALATED] as const]),
  ]
  for (const [from, people, says] of steps) {
    if (known.now < from) continue
    const others = [...candidatesAmong(known, people, grant.subject)].flatMap((one) => (one === grant.subject ? [] : (one ?? [])))
    const news = untold(known, others, grant.id, says + suffix)
    if (news.length === 0) continue
    const text = `somebody looks whether \`${grant.role}\` works for ${handleOf(known.state, grant.subject)}`
    yield duty(
      'follow-up',
      clauseOf(grant),
      text,
      news.map((one) => told(one, grant.id, says + suffix)),
    )
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
