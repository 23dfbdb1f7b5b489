import { formatInstant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import { jobOrigin } from './caller.ts'
import { json } from './answer.ts'
import type { Instance } from './instance.ts'
import { record } from './record.ts'

/** Ends what has run out: grants, proposals nobody decided in time, suspensions that lasted as long as they may. Due expiry never waits for a fact. Answers how many grants ended; running it again ends none. */
export async function expireGrants(instance: Instance, key: string): Promise<number> {
  const answer = await record(instance, key, jobOrigin('expiry'), (known) => {
    const over = [...known.state.runningGrants()].filter((grant) => grant.until !== undefined && grant.until <= known.now)
    const drafts = over.map((grant) =>
      draft('grant.ended', {
        subject: grant.subject,
        grant: grant.id,
        from: formatInstant(grant.until ?? known.now),
        clause: `roles.${grant.role}.term`,
        decided_by: ['writ:job:expiry'],
        cause: 'expired',
      }),
    )
    const lapsed = [...known.state.proposals()]
      .filter((proposal) => proposal.lapses <= known.now)
      .map((proposal) => draft('proposal.closed', { proposal: proposal.id, outcome: 'lapsed', clause: proposal.clause }))
    const suspensions = [...known.state.suspensions()]
      .filter(({ until }) => until !== undefined && until <= known.now)
      .map(({ id, until }) =>
        draft('suspension.ended', {
          suspension: id,
          outcome: 'lapsed',
          reason: `nobody decided it by ${formatInstant(until ?? known.now)}`,
          decided_by: ['writ:job:expiry'],
        }),
      )
    return { drafts: [...drafts, ...lapsed, ...suspensions], answer: json({ ended: drafts.length }) }
  })
  return (answer as { readonly ended: number }).ended
}
