import type { Decision } from '../decide/decision.ts'
import { sourceJob } from '../decide/due/sources.ts'
import { hasWritRight } from '../decide/grant.ts'
import { lacking, refused } from '../decide/question.ts'
import { draft } from '../ledger/entry.ts'
import { json } from './answer.ts'
import { originOf, type Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { record } from './record.ts'

export interface BelieveCommand {
  readonly key: string
  readonly caller: Caller
  readonly source: string
  readonly reason: string
}

const CLAUSE = 'writ.manage-sources'

/**
 * A person says that what a source lost it lost rightly: from now on it is believed again. Allowed to the operator and to holders of `manage-sources`
 * on `writ`. The caller then forgets what the source was compared with.
 */
export async function believeSource(instance: Instance, command: BelieveCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const { actor } = command.caller
    if (actor.kind === 'person' && !hasWritRight(known, actor.subject, 'manage-sources')) {
      const because = [{ clause: CLAUSE, text: 'only holders of the right `manage-sources` on `writ` may' }]
      return { drafts: [], answer: json(refused(because, [lacking('authority', 'the right `writ.manage-sources`')])) }
    }
    const believed: Decision = {
      outcome: 'allowed',
      allowed: true,
      because: [{ clause: CLAUSE, text: `\`${command.source}\` is believed again as it is` }],
      missing: [],
      whoCanHelp: [],
    }
    return {
      drafts: [draft('job.switched', { job: sourceJob(command.source), running: true, reason: command.reason })],
      answer: json(believed),
    }
  })
  return answer as unknown as Decision
}
