import type { Id } from '../charter/model.ts'
import type { Board } from './board.ts'
import { judgeOne, roguesOf, type Judged } from './judged.ts'
import { bitsOf, emptyBits, hasBit, members, without, type Bits } from './bits.ts'
import { countFor, isPossible } from './fixpoint.ts'
import { CHARTER } from './item.ts'
import { planFor } from './plan.ts'
import type { PlanStep } from './plan-step.ts'
import { compileFor, type CompiledRule } from './policy.ts'
import type { PromiseAnswer } from './promise-verdict.ts'
import { indexOf } from './game.ts'
import { recover } from './recovery.ts'

/**
 * A holder of a role can be removed by holders of others, even if the holder acts first with all that can be reached. The others may be helped
 * back by anybody honest before they remove; amending the charter does not count.
 */
export function checkRemovable(role: Id, by: readonly Id[], board: Board): PromiseAnswer {
  const item = indexOf(board.policy, role)
  const who = by.map((id) => `\`${id}\``).join(' or ')
  const removing = board.policy.defence.filter(({ rule, items }) => rule.effect === 'remove' && hasBit(items, item))
  const theirs = removing.filter(({ rule }) => rule.actors.some((actor) => by.includes(actor)))
  if (theirs.length === 0) return { kept: false, why: `nothing lets ${who} take \`${role}\` from its holder`, because: [`roles.${role}`] }
  const rogues = roguesOf(board, role)
  if (rogues.length === 0) return { kept: null, why: `not known: nobody of the roster holds \`${role}\``, because: [`roles.${role}`] }
  const present = by.filter((id) => board.holders.some((holder) => holder.roles.includes(id)))
  if (present.length === 0) return { kept: false, why: `nobody of the roster holds ${who}`, because: by.map((id) => `roles.${id}`) }
  for (const rogue of rogues) {
    const judged = judgeOne(board, rogue)
    if (!judged.judgement.rewrites && canRemove(judged, theirs, present, judged.judgement.survivors)) continue
    return counterExample(judged, theirs, role, present)
  }
  const [first] = theirs
  return {
    kept: true,
    why: `whatever ${a(role)} does first, ${who} can still take it away (\`${first?.rule.clause ?? ''}\`)`,
    because: first === undefined ? [] : [first.rule.clause],
  }
}

/** Whether holders of the named roles can apply any of the rules to somebody, once the honest have helped each other up from what is left to them. */
function canRemove({ game, judgement }: Judged, rules: readonly CompiledRule[], by: readonly Id[], left: readonly Bits[]): boolean {
  const { parties } = recover(game, left, judgement.most)
  const holds = parties.map((party) => party.holds)
  return rules.some(({ rule }) => {
    const actors = rule.actors.filter((actor) => by.includes(actor))
    const narrowed = compileFor(game.policy, { ...rule, actors })
    return actors.length > 0 && isPossible(narrowed, countFor(narrowed, parties, holds), emptyBits(game.policy.items.length))
  })
}

/** The shortest reason: too few of them from the start, or what the holder does first. */
function counterExample(judged: Judged, rules: readonly CompiledRule[], role: Id, by: readonly Id[]): PromiseAnswer {
  const start = judged.game.honest.map(({ holds }) => holds)
  if (!canRemove(judged, rules, by, start)) {
    const needs = rules.map(({ rule }) => `\`${rule.clause}\` needs ${rule.approvals.reduce((sum, { count }) => sum + count, 1)} people`)
    return {
      kept: false,
      why: `without the holder too few are left to agree: ${needs.join(', ')}`,
      because: rules.map(({ rule }) => rule.clause),
    }
  }
  const [shortest] = [...openings(judged, rules, by), ...rewriting(judged)].toSorted((left, right) => left.plan.length - right.plan.length)
  if (shortest === undefined) throw new Error(`\`${role}\` cannot be removed and no step says why`)
  const steps = [...shortest.plan.slice(0, -1).map((step) => gaining(step, judged.rogue?.name)), shortest.last]
  return { kept: false, why: `${a(role)} can first ${steps.join(', then ')}`, because: shortest.plan.map(({ clause }) => clause) }
}

interface Opening {
  readonly plan: readonly PlanStep[]
  /** What the last step does, in words. */
  readonly last: string
}

/** What the holder takes from the others so that they can no longer remove: as few roles as can be, of those whom the promise names at first. */
function openings(judged: Judged, rules: readonly CompiledRule[], by: readonly Id[]): readonly Opening[] {
  const { game, cast, judgement } = judged
  const size = game.policy.items.length
  const helpless = (items: readonly number[]) => {
    const left = game.honest.map(({ holds }) => without(holds, bitsOf(size, items)))
    return !canRemove(judged, rules, by, left)
  }
  let items: readonly number[] = members(judgement.strips).filter((item) => game.honest.some(({ holds }) => hasBit(holds, item)))
  if (!helpless(items)) return []
  const named = new Set(by.map((id) => indexOf(game.policy, id)))
  for (const item of items.toSorted((left, right) => Number(named.has(left)) - Number(named.has(right)))) {
    const fewer = items.filter((other) => other !== item)
    if (fewer.length > 0 && helpless(fewer)) items = fewer
  }
  const plan = planFor(game, cast, { captures: emptyBits(size), strips: bitsOf(size, items) })
  const removals = plan.filter(({ effect }) => effect === 'remove')
  const ways = [...new Set(removals.map(means))]
  const texts = ways.map((way) => {
    const lost = removals.filter((step) => means(step) === way).flatMap((step) => step.items.map((item) => `every \`${item}\``))
    return `remove ${[...new Set(lost)].join(' and ')} by ${way}`
  })
  return [{ plan: [...plan.filter(({ effect }) => effect === 'add'), ...removals.slice(0, 1)], last: texts.join(' and ') }]
}

function rewriting({ game, cast, judgement, rogue }: Judged): readonly Opening[] {
  if (!judgement.rewrites) return []
  const size = game.policy.items.length
  const plan = planFor(game, cast, { captures: bitsOf(size, [indexOf(game.policy, CHARTER)]), strips: emptyBits(size) })
  const last = plan.at(-1)
  return last === undefined ? [] : [{ plan, last: gaining(last, rogue?.name) }]
}

/** A role with its article. */
function a(role: Id): string {
  return `${/^[aeiou]/.test(role) ? 'an' : 'a'} \`${role}\``
}

function gaining(step: PlanStep, rogue: string | undefined): string {
  const whom = step.subjects[0] === rogue ? 'become' : 'make a new account'
  return `${whom} ${step.items.map((item) => (item.startsWith(':') ? 'the author of the charter' : `\`${item}\``)).join(' and ')} by ${means(step)}`
}

function means({ door, clause }: PlanStep): string {
  switch (door) {
    case 'right':
      return `the right \`${clause.split('.').slice(2).join('.')}\` (\`${clause}\`)`
    case 'request':
      return `a request (\`${clause}\`)`
    case 'amendment':
      return `amending the charter (\`${clause}\`)`
    case 'automatic':
      return `what the charter gives by itself (\`${clause}\`)`
    default:
      return `a power (\`${clause}\`)`
  }
}
