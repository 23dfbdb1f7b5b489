import type { Charter, Id } from '../charter/model.ts'
import { judgeOne, type Board } from './analyse.ts'
import { bitsOf } from './bits.ts'
import { planFor } from './plan.ts'
import type { PromiseAnswer } from './promise-verdict.ts'
import { stepText } from './replay.ts'
import { indexOf, namesOf } from './game.ts'

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

function detour(order: readonly Id[], board: Board): PromiseAnswer | undefined {
  for (const [rank, role] of order.entries()) {
    const forbidden = order.slice(0, rank + 1)
    const { game, cast, judgement } = judgeOne(board, { name: `a ${role}`, roles: [role], standsFor: role })
    const size = game.policy.items.length
    const captured = namesOf(game.policy, judgement.gained).filter((item) => forbidden.includes(item))
    const stripped = namesOf(game.policy, judgement.strips).filter((item) => forbidden.includes(item))
    const [item] = [...captured, ...stripped]
    if (item === undefined) continue
    const one = bitsOf(size, [indexOf(game.policy, item)])
    const none = bitsOf(size, [])
    const plan = planFor(game, cast, captured.includes(item) ? { captures: one, strips: none } : { captures: none, strips: one })
    return {
      kept: false,
      why: `a \`${role}\` reaches \`${item}\` by a detour: ${plan.map(stepText).join('; then ')}`,
      because: plan.map(({ clause }) => clause),
    }
  }
  return undefined
}
