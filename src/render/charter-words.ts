/** Parts of a charter in words, for people who do not read it. */
import type { Charter, People, Requirement, ReviewRule, Stage, TermRule } from '../charter/model.ts'
import { formatDuration } from '../kernel/duration.ts'

export function peopleInWords(charter: Charter, people: readonly People[]): string {
  return people.map((one) => personInWords(charter, one)).join(' or ')
}

function personInWords(charter: Charter, one: People): string {
  switch (one.kind) {
    case 'role':
      return charter.roles.get(one.role)?.title ?? one.role
    case 'registered':
      return 'anybody with an account'
    case 'everyone':
      return 'anybody'
    case 'subject':
      return 'the person concerned'
    default:
      return `the person's ${one.fact.replaceAll('-', ' ')}`
  }
}

/** `then Line manager, then two of Legal`. */
export function stagesInWords(charter: Charter, stages: readonly Stage[]): string {
  return stages
    .map(
      (stage) =>
        `${stage.count === 1 ? '' : `${stage.count} of `}${peopleInWords(charter, stage.by)}${stage.consult ? ' (advice only)' : ''}`,
    )
    .join(', then ')
}

export function requirementInWords(charter: Charter, { condition, then, notice }: Requirement): string {
  const text = charter.conditions.get(condition)?.text ?? condition
  const after = notice === undefined ? '' : ` after ${formatDuration(notice)}`
  const consequence = {
    pause: `else it rests${after}`,
    end: `else it ends${after}`,
    report: 'else it is reported',
    remove_member: 'else the account goes',
  }
  return `${text} (${consequence[then]})`
}

export function termInWords(charter: Charter, { lasts, longest, ongoing, ends }: TermRule): string {
  const date = ends === undefined ? undefined : charter.dates.get(ends)
  const parts = [
    ...(date === undefined
      ? []
      : [`until ${date.day}${date.repeats === undefined ? '' : ` and every ${formatDuration(date.repeats)} after it`}: ${date.text}`]),
    ...(lasts === undefined ? [] : [`${formatDuration(lasts)} if nothing else is asked for`]),
    ...(longest === undefined ? [] : [`at most ${formatDuration(longest)}`]),
    ...(ongoing ? ['may have no end'] : []),
  ]
  return parts.length === 0 ? 'may have no end' : parts.join(', ')
}

export function reviewInWords(charter: Charter, { every, before, by, unanswered }: ReviewRule): string {
  const when =
    every === undefined ? `before ${charter.dates.get(before ?? '')?.text ?? before ?? 'a date'}` : `every ${formatDuration(every)}`
  const silence = { report: 'no answer is reported', end: 'no answer ends it', keep: 'no answer keeps it' }
  return `${when}${by.length === 0 ? '' : ` by ${peopleInWords(charter, by)}`}; ${silence[unanswered]}`
}
