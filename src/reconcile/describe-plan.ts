import { formatInstant, type Instant } from '../kernel/instant.ts'
import type { DriftFinding, Plan, PlanLine } from './plan-value.ts'

/**
 * A plan for people, one sentence a line. Names of the target stand in it as they are: escape each line for the terminal or page. `more`: what is to
 * stand under a change.
 */
export function describePlan(plan: Plan, more: (line: PlanLine) => readonly string[] = () => []): readonly string[] {
  const { counts } = plan
  const left = counts.untouched
  const parts = [
    `plan for \`${plan.target}\`${plan.urgency === 'urgent' ? ', urgent' : ''}: ${count(plan.lines.length, 'change')}`,
    `${counts.matching} memberships as they should be`,
  ]
  return [
    parts.join(', '),
    ...plan.issues.map(({ text }) => `! ${text}`),
    ...plan.lines.flatMap((line) => [describeLine(line), ...more(line)]),
    ...plan.drift.map((finding) => driftLine(plan.target, finding)),
    ...plan.skipped.map(({ kind, key, group, text }) => `! \`${key}\` in \`${group}\` is skipped (${kind}): ${text}`),
    ...remark(left.notAdopted, `stand in groups that were not adopted yet; take them in with \`writ adopt ${plan.target}\``),
    ...remark(left.openDrift, 'are drift that waits for a decision'),
    ...remark(left.left, 'were left as they are by decision'),
    ...remark(left.released, 'were given by Writ in groups that the charter no longer manages; nobody takes them back'),
    ...remark(left.notGiven, 'stand in groups that no role gives'),
    ...remark(left.unmanagedGroup, 'stand in groups that are not managed'),
    ...remark(left.unmanagedAccount, 'belong to kinds of account that are not managed'),
  ]
}

export function describeLine({ account, change, cause, because }: PlanLine): string {
  const who = `\`${account.name}\``
  const what =
    change.kind === 'add'
      ? `+ ${who} to \`${change.group}\` ${ending(change.until)}`
      : change.kind === 'remove'
        ? `- ${who} from \`${change.group}\``
        : `~ ${who} in \`${change.group}\` ${ending(change.until)}`
  return `${what} (${cause}): ${because.text} [${because.clause}]`
}

function driftLine(target: string, { key, account, group, change, policy }: DriftFinding): string {
  const who = account.name === '' ? key : account.name
  const what = { added: 'was added to', removed: 'was removed from', 'end-changed': 'has another end in' }[change]
  const then = {
    ask: 'somebody has to decide',
    revert: 'is reverted',
    adopt: 'is to be adopted',
    found: 'becomes a found grant',
  }[policy]
  return `? \`${who}\` ${what} \`${group}\` on \`${target}\`, not by Writ: ${then}`
}

function ending(until: Instant | undefined): string {
  return until === undefined ? 'without end' : `until ${formatInstant(until)}`
}

function remark(number: number, text: string): readonly string[] {
  return number === 0 ? [] : [`  ${number} memberships ${text}`]
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`
}
