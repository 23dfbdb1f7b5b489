import type { Id, Mode } from '../charter/model.ts'
import { refused } from '../decide/question.ts'
import type { Decision } from '../decide/decision.ts'
import { hasWritRight } from '../decide/grant.ts'
import { draft } from '../ledger/entry.ts'
import { originOf, type Caller } from './caller.ts'
import { json } from './answer.ts'
import type { Instance } from './instance.ts'
import { record } from './record.ts'

export interface ModeCommand {
  readonly key: string
  readonly caller: Caller
  readonly target: Id
  readonly mode: Mode
  readonly reason: string | undefined
}

const HEIGHT: Readonly<Record<Mode, number>> = { observe: 0, propose: 1, enforce: 2 }

/**
 * Sets what Writ may do to a target. Allowed to the operator and to holders of `apply` on `writ`; the charter's own `mode` stays the ceiling, and
 * nothing is enforced on a target whose holders were never taken in.
 */
export async function setMode(instance: Instance, command: ModeCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const target = known.charter.targets.get(command.target)
    const clause = `targets.${command.target}.mode`
    const no = (text: string) => ({ drafts: [], answer: json(refused([{ clause, text }])) })
    if (target === undefined) return no(`the charter has no target \`${command.target}\``)
    const { actor } = command.caller
    if (actor.kind === 'person' && !hasWritRight(known, actor.subject, 'apply'))
      return no('only holders of the right `apply` on `writ` may set it')
    if (HEIGHT[command.mode] > HEIGHT[target.mode]) return no(`the charter allows at most \`${target.mode}\` here`)
    if (command.mode !== 'observe' && known.state.targetState(command.target).adoptedAt === undefined)
      return no(
        `its present holders are not taken in yet: run \`writ adopt ${command.target}\` first, so that nobody is removed just for being found`,
      )
    const set = draft('target.mode', {
      target: command.target,
      mode: command.mode,
      ...(command.reason === undefined ? {} : { reason: command.reason }),
    })
    return {
      drafts: [set],
      answer: json({
        outcome: 'allowed',
        allowed: true,
        because: [{ clause, text: `\`${command.target}\` is now \`${command.mode}\`` }],
        missing: [],
        whoCanHelp: [],
      }),
    }
  })
  return answer as unknown as Decision
}
