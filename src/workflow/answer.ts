import type { Decision } from '../decide/decision.ts'
import type { Json } from '../kernel/json.ts'

/** An answer as the journal keeps it for repetitions of the command: what is undefined is left out. */
export function json(answer: object): Json {
  return JSON.parse(JSON.stringify(answer)) as Json
}

/** What became of a command about one grant. */
export interface GrantAnswer {
  readonly decision: Decision
  /** The grant, or undefined while it is pending or refused. */
  readonly grant: number | undefined
  readonly proposal: number | undefined
  readonly from: string | undefined
  readonly until: string | undefined
  readonly person: string
  readonly role: string
  readonly remarks: readonly string[]
}

/** The answer of a command that changed nothing. */
export function nothingDone(command: { readonly handle: string; readonly role: string }, decision: Decision): GrantAnswer {
  return {
    decision,
    grant: undefined,
    proposal: undefined,
    from: undefined,
    until: undefined,
    person: command.handle,
    role: command.role,
    remarks: [],
  }
}

/** What to tell somebody whose proposal waits. */
export function waitingRemark(stages: number, entry: number): string {
  return `waits for ${stages === 1 ? 'one stage' : `${stages} stages`}; \`writ approve ${entry}\` decides it`
}
