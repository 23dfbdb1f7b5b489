import type { Charter, Id } from '../charter/model.ts'
import type { Board } from './board.ts'
import { judgeOne } from './judged.ts'
import { bitsOf, type Bits } from './bits.ts'
import { planFor } from './plan.ts'
import type { PromiseAnswer } from './promise-verdict.ts'
import { stepText } from './replay.ts'
import { indexOf, namesOf, nothing } from './game.ts'

/**
 * Each rank of a ladder changes lower ranks only: by no power and by no right of a target, alone or with others, and by no detour that one rogue
 * holder can take alone. Roles outside the ladder are not its business.
 */
export function checkLowerOnly(charter: Charter, ladder: Id, board: Board): PromiseAnswer {
  const order = charter.ladders.get(ladder)?.order ?? []
  for (const [rank, role] of order.entries()) {
    const forbidden = order.slice(0, rank + 1)
    for (const { rule } of board.policy.attack) {
      if (rule.effect === 'suspend' || (rule.door !== 'power' && rule.door !== 'right') || !rule.actors.includes(role)) continue
      const reached = rule.items.filter((item) => forbidden.includes(item))
      const [highest] = reached
      if (highest === undefined) continue
      const means = rule.door === 'right' ? `the right \`${rule.clause.split('.').slice(2).join('.')}\`` : 'a power'
      return {
        kept: false,
        why: `a \`${role}\` can ${rule.effect === 'add' ? 'make' : 'unmake'} a \`${highest}\`, which is ${highest === role ? 'no lower rank' : 'a higher rank'}, by ${means} (\`${rule.clause}\`)`,
        because: [rule.clause],
      }
    }
  }
  return (
    detour(order, board) ?? { kept: true, why: `no rank of \`${ladder}\` reaches its own or a higher one`, because: [`ladders.${ladder}`] }
  )
}

/** The shortest detour of any rank. What somebody holds besides the rank is not the rank's doing, so the holder tried holds nothing else. */
function detour(order: readonly Id[], board: Board): PromiseAnswer | undefined {
  const found = order.flatMap((role, rank) => {
    const forbidden = order.slice(0, rank + 1)
    const { game, cast, judgement } = judgeOne(board, { name: `a ${role}`, roles: [role], standsFor: role })
    const one = (item: string) => bitsOf(game.policy.items.length, [indexOf(game.policy, item)])
    const none = nothing(game.policy)
    const reached = (bits: Bits) => namesOf(game.policy, bits).filter((item) => forbidden.includes(item))
    return [
      ...reached(judgement.gained).map((item) => ({ role, item, plan: planFor(game, cast, { captures: one(item), strips: none }) })),
      ...reached(judgement.strips).map((item) => ({ role, item, plan: planFor(game, cast, { captures: none, strips: one(item) }) })),
    ]
  })
  const [shortest] = found.toSorted((left, right) => left.plan.length - right.plan.length)
  if (shortest === undefined) return undefined
  const { role, item, plan } = shortest
  return {
    kept: false,
    why: `a \`${role}\` reaches \`${item}\` by a detour: ${plan.map(stepText).join('; then ')}`,
    because: plan.map(({ clause }) => clause),
  }
}
