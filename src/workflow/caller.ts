import type { Actor } from '../decide/question.ts'
import type { Channel, Identity, Origin } from '../ledger/entry.ts'

/** Who uses a command, and through what. */
export interface Caller {
  readonly actor: Actor
  readonly channel: Channel
}

/** What is recorded with every entry the command makes. */
export function originOf(caller: Caller): Origin {
  const { actor, channel } = caller
  if (actor.kind === 'person') return { channel, identity: `subject:${actor.subject}` }
  return { channel, identity: `operator:${actor.name}`, ...(actor.for === undefined ? {} : { actedFor: actor.for }) }
}

/** Who decided, as the ledger names it: an operator never stands as the person acted for. */
export function deciderOf(caller: Caller): string {
  const { actor } = caller
  if (actor.kind === 'person') return `subject:${actor.subject}`
  return actor.for === undefined ? `operator:${actor.name}` : `operator:${actor.name} for subject:${actor.for}`
}

/** What proves that a person meant their act, as its entry keeps it; nothing where they gave no second factor, or none was `due`. */
export function evidenceOf({ actor }: Caller, due = true): { readonly evidence?: string } {
  return due && actor.kind === 'person' && actor.stepUp !== undefined ? { evidence: actor.stepUp } : {}
}

export function jobOrigin(job: string): Origin {
  return { channel: 'job', identity: `writ:job:${job}` satisfies Identity }
}
