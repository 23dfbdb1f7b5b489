import type { Clause, Requirement } from '../../charter/model.ts'
import { addDuration, type Duration } from '../../kernel/duration.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import type { Truth } from '../../kernel/truth.ts'
import { draft, type Draft, type SubjectId } from '../../ledger/entry.ts'
import type { Grant } from '../../ledger/state.ts'
import { holdersOf } from '../holding.ts'
import { failingText } from '../decisive.ts'
import { handleOf, type Known } from '../question.ts'
import { CLOCK, duty, givenGrants, told, type Duty, type KnownForDue } from './duty.ts'

/**
 * Conditions that are proven false (charter spec, section 3, meaning 9): the holder is told at once; after the notice the grant is paused or ends
 * if it is still so; what was paused comes back by itself. Unknown changes nothing either way. Found grants are only reported, and the last
 * holder of a role that a target keeps is never taken away.
 */
export function* conditions(known: KnownForDue): Iterable<Duty> {
  for (const { grant, role } of givenGrants(known)) {
    const clause = `roles.${grant.role}.requires`
    const judged = role.requires.map((rule) => ({ rule, truth: truthFor(known, rule, grant.subject) }))
    for (const { rule, truth } of judged) {
      if (truth === false) yield* violated(known, grant, rule, clause)
      else if (truth === true && openSince(known, grant.id, rule, grant.subject) !== undefined)
        yield met(
          known,
          grant,
          rule,
          clause,
          judged.every((one) => one.truth === true || one.rule.then === 'report'),
        )
    }
  }
}

function truthFor({ state, now, test }: Known, { condition }: Requirement, subject: SubjectId): Truth {
  return state.exceptions(subject, condition).some(({ until }) => now < until) ? true : test(condition, subject)
}

/** Since when a violation is known to the person; undefined = there is none open. */
export function openSince({ state }: Known, about: number, { condition }: Requirement, subject: SubjectId): Instant | undefined {
  const last = state.noticeOf(about, `requires/${condition}/violated`, subject)
  const over = state.noticeOf(about, `requires/${condition}/met`, subject)
  return last === undefined || (over !== undefined && over.id > last.id) ? undefined : last.at
}

function* violated(known: Known, grant: Grant, rule: Requirement, clause: Clause): Iterable<Duty> {
  const { state, now } = known
  const since = openSince(known, grant.id, rule, grant.subject)
  const isNews = since === undefined
  const isOver = noticeOver(rule.notice, since, now)
  const acts = isOver && rule.then !== 'report' && rule.then !== 'remove_member' && grant.door !== 'found' && !isKeptLast(known, grant)
  const consequence = acts ? consequenceOf(known, grant, rule, clause) : undefined
  if (!isNews && consequence === undefined) return
  const text = `${handleOf(state, grant.subject)}, \`${grant.role}\`: not fulfilled: ${failingText(known, rule.condition, grant.subject)}`
  const drafts = [
    ...(isNews ? [told(grant.subject, grant.id, `requires/${rule.condition}/violated`)] : []),
    ...(consequence === undefined ? [] : [consequence]),
  ]
  yield duty('condition', clause, text, drafts, consequence !== undefined)
}

/** Whether a notice has run out; without one it has at once. */
export function noticeOver(notice: Duration | undefined, since: Instant | undefined, now: Instant): boolean {
  if (notice === undefined || notice.count === 0) return true
  return since !== undefined && now >= addDuration(since, notice)
}

function consequenceOf({ now }: Known, grant: Grant, { condition, then }: Requirement, clause: Clause): Draft | undefined {
  if (then === 'end')
    return draft('grant.ended', {
      subject: grant.subject,
      grant: grant.id,
      from: formatInstant(now),
      clause,
      decided_by: [CLOCK],
      cause: 'condition',
    })
  return grant.paused ? undefined : draft('grant.paused', { subject: grant.subject, grant: grant.id, condition, clause })
}

function isKeptLast({ charter, state, now }: Known, grant: Grant): boolean {
  const targets = [...(charter.roles.get(grant.role)?.gives.keys() ?? [])]
  const keeps = targets.some((target) => charter.targets.get(target)?.guards.keepLast.includes(grant.role) === true)
  return keeps && holdersOf(charter, state, grant.role, now).every((holder) => holder === grant.subject)
}

function met(known: Known, grant: Grant, { condition }: Requirement, clause: Clause, allMet: boolean): Duty {
  const resumes = grant.paused && allMet
  return duty('condition', clause, `${handleOf(known.state, grant.subject)}, \`${grant.role}\`: fulfilled again`, [
    told(grant.subject, grant.id, `requires/${condition}/met`),
    ...(resumes ? [draft('grant.resumed', { subject: grant.subject, grant: grant.id, clause })] : []),
  ])
}
