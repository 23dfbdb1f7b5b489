import type { Known } from '../decide/question.ts'
import { handleOf } from '../decide/question.ts'
import { checksOf, experienceOf, type ConditionCheck } from '../decide/request/evidence.ts'
import { approversOf, standingOf } from '../decide/request/standing.ts'
import { formatInstant } from '../kernel/instant.ts'
import type { RoleRequest } from '../ledger/state.ts'
import { terminalText } from '../render/terminal.ts'

/** A condition in words, with what says so or what is missing. */
export function checkLine({ text, truth, clause, evidence, missing }: ConditionCheck): string {
  const why = [...evidence, ...missing].join('; ')
  return `  ${truth === true ? 'fulfilled' : truth === false ? 'not fulfilled' : 'not known'}: ${terminalText(text, 200)} (${clause}${why === '' ? '' : `; ${terminalText(why, 400)}`})`
}

/** A request in words: what is asked for, how far it is, who can decide it now. */
export function requestLines(known: Known, request: RoleRequest): readonly string[] {
  const who = (subject: string) => terminalText(handleOf(known.state, subject))
  const asker = request.by === request.subject ? '' : `, asked for by ${who(request.by)}`
  const end = request.until === undefined ? 'without end' : `until ${formatInstant(request.until)}`
  const lines = [
    `request ${request.id}: ${terminalText(request.role)} for ${who(request.subject)}${asker}, ${end}: ${terminalText(request.useCase ?? '(erased)', 400)}`,
  ]
  if (request.closed !== undefined) {
    const why = request.closed.reason === undefined ? '' : `: ${terminalText(request.closed.reason, 400)}`
    return [...lines, `  ${request.closed.outcome}${why}`]
  }
  const standing = standingOf(known, request)
  if (standing === undefined) return [...lines, '  the charter no longer lets anybody ask for this role']
  const { open, lacking } = standing.progress
  for (const [index, { stage, clause }] of standing.stages.entries()) {
    const mark =
      open === undefined || index < open
        ? 'done'
        : index === open
          ? `waits for ${lacking === 1 ? 'one person' : `${lacking} persons`}`
          : 'later'
    lines.push(`  stage ${index + 1} (${clause}): ${terminalText(stage.text ?? 'approval', 200)}: ${mark}`)
  }
  for (const check of checksOf(known, request.role, request.subject, request.account)) lines.push(checkLine(check))
  const { held } = experienceOf(known, request.subject)
  const past = held.slice(-5).map(({ role, from, cause }) => `${role} from ${from.slice(0, 10)}${cause === undefined ? '' : ` (${cause})`}`)
  lines.push(past.length === 0 ? '  held nothing before' : `  held before or now: ${past.join(', ')}`)
  for (const [id, answer] of Object.entries(request.answers ?? {}))
    lines.push(`  ${terminalText(id)}: ${terminalText(typeof answer === 'string' ? answer : JSON.stringify(answer), 300)}`)
  for (const question of request.questions)
    lines.push(
      `  ${who(question.by)} asks${question.statement === undefined ? '' : ` for \`${question.statement}\``}: ${terminalText(question.text ?? '(erased)', 300)}${question.answer === undefined ? ' (not answered)' : `; ${who(question.answer.by)}: ${terminalText(question.answer.text ?? '(erased)', 300)}`}`,
    )
  for (const comment of request.comments) lines.push(`  ${who(comment.by)}: ${terminalText(comment.text ?? '(erased)', 300)}`)
  if (standing.unstated.length > 0) lines.push(`  ${who(request.subject)} must state first: ${standing.unstated.join(', ')}`)
  const approvers = approversOf(known, request, standing, 6)
  if (standing.progress.complete) lines.push('  all approvals are given: whoever has a place in it grants it with `writ approve`')
  lines.push(
    approvers.length === 0
      ? '  alarm: nobody can decide it now'
      : `  can decide it now: ${approvers.slice(0, 5).map(who).join(', ')}${approvers.length > 5 ? ' and others' : ''}`,
    `  lapses undecided at ${formatInstant(standing.lapses)}`,
  )
  return lines
}
