import type { InactiveRule } from '../../charter/model.ts'
import { addDuration } from '../../kernel/duration.ts'
import { formatInstant, instant, type Instant } from '../../kernel/instant.ts'
import { draft, type SubjectId } from '../../ledger/entry.ts'
import type { Grant, InactivityNotice } from '../../ledger/state.ts'
import { candidatesAmong } from '../approver.ts'
import { holdersOf } from '../holding.ts'
import { powersReaching } from '../power.ts'
import { handleOf, type Known } from '../question.ts'
import { CLOCK, duty, givenGrants, told, untold, type Duty, type KnownForDue } from './duty.ts'

/**
 * Roles that lie unused (`inactive`): by the target’s own evidence, and not before the holder has had the role for a while, the holder is asked;
 * without an answer within the notice the grant ends or pauses, or whoever reviews it is told. An answer that it is needed starts the time anew. Of
 * whom nothing is known, nothing is asked.
 */
export function* inactivity(known: KnownForDue): Iterable<Duty> {
  for (const { grant, role } of givenGrants(known)) {
    const rule = role.inactive
    if (rule === undefined || grant.door === 'found') continue
    const asked = known.state.inactivityOf(grant.id)
    const resumed = resume(known, grant, asked)
    if (resumed !== undefined) {
      yield resumed
      continue
    }
    if (grant.paused) continue
    const idle = idleSince(known, grant, rule, asked)
    const due = asked?.answer?.keep === false || (idle !== undefined && known.now >= addDuration(idle, rule.after))
    if (!due || known.now < addDuration(grant.from, rule.grace ?? rule.after)) continue
    yield* unused(known, grant, rule, asked !== undefined && asked.at >= (idle ?? asked.at) ? asked : undefined)
  }
}

/** The last sign of use, or the beginning; undefined = not known. */
function idleSince(known: KnownForDue, grant: Grant, { by }: InactiveRule, asked: InactivityNotice | undefined): Instant | undefined {
  const found = known.fact(by, grant.subject)
  if (found.kind === 'unknown') return undefined
  const used = found.kind === 'value' && typeof found.value === 'string' ? Date.parse(found.value) : Number.NEGATIVE_INFINITY
  if (Number.isNaN(used)) return undefined
  const kept = asked?.answer?.keep === true ? asked.answer.at : Number.NEGATIVE_INFINITY
  return instant(Math.max(used, kept, grant.from))
}

function* unused(known: Known, grant: Grant, rule: InactiveRule, asked: InactivityNotice | undefined): Iterable<Duty> {
  const { state, now } = known
  const clause = `roles.${grant.role}.inactive`
  const text = `${handleOf(state, grant.subject)} does not use \`${grant.role}\``
  const waits = rule.notice !== undefined && rule.notice.count > 0
  if (waits && asked === undefined && rule.notice !== undefined) {
    const until = formatInstant(addDuration(now, rule.notice))
    yield duty('inactivity', clause, `${text}; asked whether it is still needed`, [
      draft('inactivity.noticed', { subject: grant.subject, grant: grant.id, until, clause }),
    ])
    return
  }
  if (asked !== undefined && asked.answer === undefined && now < asked.until) return
  if (rule.then === 'report') {
    const template = `inactive/${asked?.id ?? 0}`
    const people = untold(known, reviewersOf(known, grant.role, grant.subject), grant.id, template)
    if (people.length > 0)
      yield duty(
        'inactivity',
        clause,
        text,
        people.map((one) => told(one, grant.id, template)),
      )
    return
  }
  const { subject, id } = grant
  const result =
    rule.then === 'pause'
      ? draft('grant.paused', { subject, grant: id, condition: 'inactive', clause })
      : draft('grant.ended', {
          subject,
          grant: id,
          from: formatInstant(now),
          clause,
          decided_by: deciders(grant, asked),
          cause: 'inactive',
        })
  yield duty('inactivity', clause, text, [result], true)
}

function deciders({ subject }: Grant, asked: InactivityNotice | undefined): string[] {
  return asked?.answer?.keep === false ? [`subject:${subject}`] : [CLOCK]
}

/** What was paused for lying unused comes back when the holder says that it is needed. */
function resume({ state }: Known, grant: Grant, asked: InactivityNotice | undefined): Duty | undefined {
  if (!grant.paused || asked?.answer?.keep !== true || asked.clause !== `roles.${grant.role}.inactive`) return undefined
  return duty('inactivity', asked.clause, `${handleOf(state, grant.subject)} needs \`${grant.role}\` again`, [
    draft('grant.resumed', { subject: grant.subject, grant: grant.id, clause: asked.clause }),
  ])
}

/** Who looks after a role: its reviewers, else whoever may remove it. Never the person concerned. */
export function reviewersOf(known: Known, role: string, except: SubjectId): readonly SubjectId[] {
  const { charter, state, now } = known
  const by = charter.roles.get(role)?.review?.by ?? []
  const people =
    by.length > 0
      ? [...candidatesAmong(known, by, except)]
      : powersReaching(charter, 'remove', role).flatMap(({ role: holder }) => holdersOf(charter, state, holder, now))
  return [...new Set(people.flatMap((one) => (one === except ? [] : (one ?? []))))]
}
