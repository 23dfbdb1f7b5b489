import type { Charter } from '../charter/model.ts'
import type { CharterSource } from '../charter/source.ts'
import type { KnownForDue } from '../decide/due/duty.ts'
import type { Known } from '../decide/question.ts'
import type { Json } from '../kernel/json.ts'
import type { Origin } from '../ledger/entry.ts'
import type { Instance } from './instance.ts'
import type { CommandOutcome } from './journal.ts'
import { knownNow } from './known.ts'
import { readFacts } from './facts.ts'
import { textHash } from './observe-target.ts'

/** What a decision sees besides what is known: the number its first entry will have, and the charter's text. */
export interface Deciding extends KnownForDue {
  readonly next: number
  readonly source: CharterSource
  /** The same knowledge under another charter. */
  readonly under: (charter: Charter) => Known
}

/**
 * Load, decide, append: the one way in which a use case changes something. The decision runs on the state that its entries follow, under the
 * charter in force there; if the charter changed between reading it and deciding, it is read again.
 */
export async function record(instance: Instance, key: string, origin: Origin, decide: (known: Deciding) => CommandOutcome): Promise<Json> {
  const facts = await readFacts(instance)
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const source = await instance.charters.inForce(instance.journal.state)
    const hash = instance.journal.state.charter?.hash
    const answer = await instance.journal.command(key, origin, (state, now, next) => {
      if (state.charter?.hash !== hash) return { drafts: [], answer: CHANGED }
      const under = (charter: Charter) => knownNow(charter, state, now, facts)
      return decide({ ...under(source.charter), versionOf: textHash(instance), next, source, under })
    })
    if (answer !== CHANGED) return answer
  }
  throw new Error('the charter changed three times while deciding; try again')
}

const CHANGED = 'charter-changed'
