import { decideCorrection, decideCorrectionAnswer } from '../decide/correction.ts'
import type { Decision } from '../decide/decision.ts'
import { refused } from '../decide/question.ts'
import { draft, type SubjectId } from '../ledger/entry.ts'
import { json } from './answer.ts'
import { originOf, type Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { record } from './record.ts'

export interface CorrectionCommand {
  readonly key: string
  readonly caller: Caller
  readonly person: SubjectId
}

export interface CorrectionAnswer {
  readonly decision: Decision
  /** The entry that says the fact is wrong. */
  readonly correction: number | undefined
}

/** Somebody says that a fact about them is wrong: a task for those who answer for the sources. The fact itself stays what the source says. */
export async function correctFact(
  instance: Instance,
  command: CorrectionCommand & { readonly fact: string; readonly text: string },
): Promise<CorrectionAnswer> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const { person: subject, fact, text } = command
    const decision = decideCorrection(known, subject, fact)
    if (!decision.allowed) return { drafts: [], answer: json({ decision, correction: undefined }) }
    return { drafts: [draft('fact.corrected', { subject, fact, text })], answer: json({ decision, correction: known.next }) }
  })
  return answer as unknown as CorrectionAnswer
}

/** Who answers for the sources says what became of it: it was mended at its source, or it stands and why. */
export async function answerCorrection(
  instance: Instance,
  command: CorrectionCommand & { readonly correction: number; readonly outcome: 'mended' | 'stands'; readonly text: string },
): Promise<CorrectionAnswer> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const { person: by, correction: id, outcome, text } = command
    const correction = known.state.correction(id)
    const decision =
      correction === undefined
        ? refused([{ clause: 'facts', text: `entry ${id} is no word about a wrong fact` }])
        : decideCorrectionAnswer(known, by, correction)
    if (!decision.allowed) return { drafts: [], answer: json({ decision, correction: undefined }) }
    return { drafts: [draft('fact.answered', { correction: id, by, outcome, text })], answer: json({ decision, correction: id }) }
  })
  return answer as unknown as CorrectionAnswer
}
