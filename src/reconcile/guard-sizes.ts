import { above, allowedOf, CHANGES_ALWAYS_ALLOWED, guardsOf, LOSSES_ALWAYS_ALLOWED, type Guard, type GuardVerdict } from './guard.ts'
import { isLoss, type Plan } from './plan-value.ts'
import type { Observed } from './target.ts'

/** A plan for the allowed number of people has at most so many lines for each on average. */
const LINES_PER_PERSON = 4
/** A group of fewer may lose its last member by a run, and one run may empty so many groups. */
const EMPTIED_ALWAYS_ALLOWED = 2

export const people: Guard = (plan, context) => {
  const changed = new Set(plan.lines.map(({ key }) => context.state.account(key)?.subject ?? key))
  const limit = guardsOf(context, plan.target).people
  return above('people', changed.size, limit, `changes ${changed.size} people; a run may change ${limit}`)
}

export const lines: Guard = (plan, context) => {
  const limit = guardsOf(context, plan.target).people * LINES_PER_PERSON
  return above('lines', plan.lines.length, limit, `has ${plan.lines.length} lines; a run may have ${limit}`)
}

export const targetShare: Guard = (plan, context) => {
  const changed = new Set(plan.lines.map(({ key }) => key)).size
  const holders = holdersIn(context.observed)
  const { share } = guardsOf(context, plan.target)
  const limit = allowedOf(holders, share, CHANGES_ALWAYS_ALLOWED)
  return above('target-share', changed, limit, `changes ${changed} of ${holders} accounts that hold anything; a run may change ${limit}`)
}

export const removalShare: Guard = (plan, context) => {
  const losses = plan.lines.filter(isLoss).length
  const { share } = guardsOf(context, plan.target)
  const limit = allowedOf(plan.counts.memberships, share, LOSSES_ALWAYS_ALLOWED)
  return above('removal-share', losses, limit, `takes ${losses} of ${plan.counts.memberships} memberships; a run may take ${limit}`)
}

export const groupShare: Guard = (plan, context) => {
  const { share } = guardsOf(context, plan.target)
  return [...changesByGroup(plan, context.observed)].flatMap(([group, { members, losses, additions }]) => {
    const mostLost = allowedOf(members, share, LOSSES_ALWAYS_ALLOWED)
    const mostAdded = allowedOf(members, share, CHANGES_ALWAYS_ALLOWED)
    return [
      ...above(
        'group-share',
        losses,
        mostLost,
        `takes \`${group}\` from ${losses} of ${members} members; a run may take it from ${mostLost}`,
      ),
      ...above(
        'group-share',
        additions,
        mostAdded,
        `adds ${additions} to the ${members} members of \`${group}\`; a run may add ${mostAdded}`,
      ),
    ]
  })
}

/** One person loses everything at once: more than an office or two that ends. */
export const person: Guard = (plan, { observed }) => {
  const losses = new Map<string, number>()
  for (const { account, change } of plan.lines) if (change.kind === 'remove') losses.set(account.id, (losses.get(account.id) ?? 0) + 1)
  return [...losses].flatMap(([id, lost]): readonly GuardVerdict[] => {
    const account = observed.accounts.get(id)
    if (account === undefined || lost < account.memberships.size) return []
    return above('person', lost, LOSSES_ALWAYS_ALLOWED, `takes all ${lost} memberships of \`${account.name}\` at once`)
  })
}

export const emptiesGroup: Guard = (plan, context) => {
  const emptied = [...changesByGroup(plan, context.observed)].filter(
    ([, { members, removals, newcomers }]) => removals > 0 && members - removals + newcomers <= 0,
  )
  const large = emptied.filter(([, { members }]) => members > EMPTIED_ALWAYS_ALLOWED)
  const names = emptied.map(([group]) => `\`${group}\``).join(', ')
  if (large.length > 0) return above('empties-group', large.length, 0, `leaves ${names} without any member`)
  return above('empties-group', emptied.length, EMPTIED_ALWAYS_ALLOWED, `leaves ${emptied.length} groups without any member: ${names}`)
}

interface GroupChanges {
  readonly members: number
  losses: number
  removals: number
  additions: number
  newcomers: number
}

function changesByGroup(plan: Plan, { accounts }: Observed): ReadonlyMap<string, GroupChanges> {
  const members = new Map<string, number>()
  if (plan.lines.length > 0)
    for (const { memberships } of accounts.values())
      for (const group of memberships.keys()) members.set(group, (members.get(group) ?? 0) + 1)
  const changes = new Map<string, GroupChanges>()
  for (const line of plan.lines) {
    const { group, kind } = line.change
    const counted = changes.get(group) ?? { members: members.get(group) ?? 0, losses: 0, removals: 0, additions: 0, newcomers: 0 }
    changes.set(group, counted)
    if (isLoss(line)) counted.losses += 1
    if (kind === 'remove') counted.removals += 1
    if (kind === 'add') counted.additions += 1
    if (kind === 'add' && line.before === undefined) counted.newcomers += 1
  }
  return changes
}

function holdersIn({ accounts }: Observed): number {
  let holders = 0
  for (const { memberships } of accounts.values()) if (memberships.size > 0) holders += 1
  return holders
}
