/** Who is to stay a member of a target where each member takes a seat (charter: `targets.*.members`). */
import type { Clause, InactiveRule, MembersBlock } from '../../charter/model.ts'
import { addDuration } from '../../kernel/duration.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Truth } from '../../kernel/truth.ts'
import type { AccountRef, SeenMember } from '../target.ts'

/** What becomes of a member, and why. */
export interface MemberLine {
  readonly account: AccountRef
  /** `remove` = out of the target; `hold` = something is unknown, nothing is done; `skip` = to be removed, but Writ may not. */
  readonly outcome: 'stay' | 'remove' | 'hold' | 'skip'
  readonly clause: Clause
  /** One sentence with the condition and what is known of it. */
  readonly text: string
}

export interface MembersInput {
  readonly target: string
  readonly block: MembersBlock
  readonly members: readonly SeenMember[]
  readonly now: Instant
  /** Whether a condition holds for whom an account belongs to; undefined = it is linked to nobody. */
  test(condition: string, account: AccountRef): Truth | undefined
  /** Which parts of a condition that asks for several things make it what it is. */
  parts?(condition: string, account: AccountRef, truth: Truth): readonly string[]
  /** Accounts nobody may remove: emergency access, Writ's own, the last holders that a guard keeps. */
  protect(account: AccountRef): boolean
}

/** A login is stamped every twelve hours at most: whoever works all day may look half a day older. Source: GrowthBook 5. */
export const STAMP_SLACK = 12 * 3_600_000

/**
 * Each member by its rules, in this order: a condition that is false removes; one that is unknown holds, so that nobody is removed, for idleness
 * neither, while a source is silent; then idleness. An account that is linked to nobody is unknown too.
 */
export function planMembers(input: MembersInput): readonly MemberLine[] {
  return input.members.map((member) => {
    const line = lineOf(input, member)
    if (line.outcome !== 'remove') return line
    if (input.protect(member.account))
      return { ...line, outcome: 'skip', text: `${line.text}; but this account is protected: decide by hand` }
    if (member.elsewhereManaged) return { ...line, outcome: 'skip', text: `${line.text}; but another system keeps this member` }
    return line
  })
}

function lineOf(input: MembersInput, member: SeenMember): MemberLine {
  const { block, target } = input
  const clause = `targets.${target}.members.requires`
  const say = (outcome: MemberLine['outcome'], text: string, at: Clause = clause): MemberLine => ({
    account: member.account,
    outcome,
    clause: at,
    text: `\`${member.account.name}\` ${text}`,
  })
  const named = (condition: string, truth: Truth) => {
    const parts = input.parts?.(condition, member.account, truth).filter((part) => part !== condition) ?? []
    return `\`${condition}\`${parts.length === 0 ? '' : ` (${parts.map((part) => `\`${part}\``).join(', ')})`}`
  }
  const tested = block.requires
    .filter(({ then }) => then !== 'report')
    .map(({ condition }) => ({ condition, truth: input.test(condition, member.account) }))
  const broken = tested.find(({ truth }) => truth === false)
  if (broken !== undefined) return say('remove', `does not fulfil ${named(broken.condition, false)}`)
  const unknown = tested.find(({ truth }) => truth === 'unknown' || truth === undefined)
  if (unknown !== undefined && unknown.truth === undefined) return say('hold', 'stays: the account is linked to no person')
  if (unknown !== undefined) return say('hold', `stays while it is unknown whether ${named(unknown.condition, 'unknown')} is fulfilled`)
  if (block.inactive === undefined) return say('stay', 'stays')
  return idle(block.inactive, member, input.now)
    ? say('remove', `has not logged in since ${sinceOf(member)}`, `targets.${target}.members.inactive`)
    : say('stay', 'stays')
}

/** Whoever never logged in counts from joining; of whom neither is known, nothing is concluded. */
function idle({ after, grace }: InactiveRule, { lastLogin, joined }: SeenMember, now: Instant): boolean {
  const since = lastLogin ?? joined
  if (since === undefined || now <= addDuration(since, after) + STAMP_SLACK) return false
  return joined === undefined || now > addDuration(joined, grace ?? after) + STAMP_SLACK
}

function sinceOf({ lastLogin, joined }: SeenMember): string {
  const day = (moment: Instant) => new Date(moment).toISOString().slice(0, 10)
  if (lastLogin !== undefined) return day(lastLogin)
  return joined === undefined ? 'joining' : `joining on ${day(joined)}`
}
