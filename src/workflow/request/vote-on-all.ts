import { handleOf } from '../../decide/question.ts'
import type { Instance } from '../instance.ts'
import type { RequestAnswer } from './answer.ts'
import { voteOnRequest, type VoteCommand } from './vote.ts'

/** What became of one of several requests. */
export interface VotedOn extends RequestAnswer {
  readonly person: string
}

/** The open requests that were filed together with this one, itself among them. */
export function filedTogether({ journal }: Instance, request: number): readonly number[] {
  const first = journal.state.request(request)?.batch ?? request
  return [...journal.state.requests()].filter(({ id, batch }) => id === first || batch === first).map(({ id }) => id)
}

/** One decision on all requests that were filed together: each is decided by itself, and one report tells of all. */
export async function voteOnAll(instance: Instance, command: VoteCommand): Promise<readonly VotedOn[]> {
  const answers: VotedOn[] = []
  for (const request of filedTogether(instance, command.request)) {
    const answer = await voteOnRequest(instance, { ...command, request, key: `${command.key}/${request}` })
    const { state } = instance.journal
    const subject = state.request(request)?.subject
    answers.push({ ...answer, request, person: subject === undefined ? '(erased)' : handleOf(state, subject) })
  }
  return answers
}
