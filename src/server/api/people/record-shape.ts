import { z } from 'zod'
import { handleOf, type Known } from '../../../decide/question.ts'
import { holds } from '../../../decide/holding.ts'
import { formatInstant } from '../../../kernel/instant.ts'
import type { SubjectId } from '../../../ledger/entry.ts'
import type { Grant } from '../../../ledger/state.ts'
import { withNames } from '../../../ledger/subject.ts'
import { isoOrNull } from '../../views/json-shapes.ts'
import { entry, moment, named, texts } from '../shapes.ts'

export const fullGrant = z.object({
  entry,
  role: z.string(),
  account: z.string().nullable(),
  targets: texts.nullable(),
  from: moment,
  until: moment.nullable(),
  useCase: z.string().nullable(),
  clause: z.string(),
  decidedBy: texts,
  door: z.string(),
  inForce: z.boolean(),
  ended: z.object({ at: moment, entry }).nullable(),
})

/** Everything that is recorded of a person's grants. */
export const record = named(
  'PersonRecord',
  z.object({
    handle: z.string(),
    since: moment,
    departed: moment.nullable(),
    accounts: z.array(z.object({ key: z.string(), target: z.string(), name: z.string(), kind: z.string() })),
    grants: z.array(fullGrant),
  }),
)

export function recordOf(known: Known, subject: SubjectId): object {
  const { state } = known
  const person = state.person(subject)
  return {
    handle: handleOf(state, subject),
    since: isoOrNull(person?.since),
    departed: isoOrNull(person?.departed),
    accounts: state.accountsOf(subject).map(({ key, target, name, kind }) => ({ key, target, name, kind })),
    grants: state.grantsOf(subject).map((grant) => grantRecord(known, grant)),
  }
}

export function grantRecord({ state, charter, now }: Known, grant: Grant): object {
  return {
    entry: grant.id,
    role: grant.role,
    account: grant.account === undefined ? null : (state.account(grant.account)?.name ?? grant.account),
    targets: grant.targets ?? null,
    from: formatInstant(grant.from),
    until: isoOrNull(grant.until),
    useCase: grant.useCase ?? null,
    clause: grant.clause,
    decidedBy: grant.decidedBy.map((one) => withNames(one, (who) => handleOf(state, who))),
    door: grant.door,
    inForce: grant.ended === undefined && holds(charter, state, grant.subject, grant.role, now),
    ended: grant.ended === undefined ? null : { at: formatInstant(grant.ended.at), entry: grant.ended.seq },
  }
}
