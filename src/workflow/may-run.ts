import { hasWritRight } from '../decide/grant.ts'
import type { Origin } from '../ledger/entry.ts'
import type { TargetFailure } from '../reconcile/target.ts'
import { readFacts } from './facts.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'

/** Why this identity may not record plans or change targets: a person needs the right `apply` on `writ`; the operator and jobs run Writ. */
export async function refusalToRun(instance: Instance, { identity }: Origin): Promise<TargetFailure | undefined> {
  if (!identity.startsWith('subject:')) return undefined
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const facts = await readFacts(instance)
  const known = knownNow(charter, instance.journal.state, instance.outside.clock.now(), facts)
  if (hasWritRight(known, identity.slice('subject:'.length), 'apply')) return undefined
  return { kind: 'denied', code: 'writ.apply', message: 'only the operator and holders of the right `apply` on `writ` may do this' }
}
