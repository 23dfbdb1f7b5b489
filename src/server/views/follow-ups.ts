import { givenGrants, type KnownForDue } from '../../decide/due/duty.ts'
import { acceptanceOf, isFollowedUp, mayFollowUp, STARTED, termsOf } from '../../decide/follow-up.ts'
import { handleOf } from '../../decide/question.ts'
import { addDuration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { FollowUpRow } from '../../web/pages/member/duties-view.ts'
import { isoOrNull } from './json-shapes.ts'

/** Follow-ups that wait for a person: terms of their own to accept, and access of others that they are to look at by now. */
export function followUpsFor(known: KnownForDue, person: SubjectId): readonly FollowUpRow[] {
  const { state, now } = known
  const rows: FollowUpRow[] = []
  for (const { grant, role } of givenGrants(known)) {
    const { followUp: rule } = role
    const started = rule === undefined ? undefined : state.noticeOf(grant.id, STARTED, grant.subject)?.at
    if (rule === undefined || started === undefined || isFollowedUp(known, grant, rule)) continue
    const own = grant.subject === person
    const terms = termsOf(known, rule)
    const accepted = terms === undefined ? undefined : acceptanceOf(known, terms, grant.subject)
    const asked = addDuration(started, rule.after)
    const works = state.followUpOf(grant.id)?.works ?? null
    const waits = own
      ? terms !== undefined && accepted === undefined
      : works !== true && asked <= now && mayFollowUp(known, grant, rule, person)
    if (!waits) continue
    rows.push({
      grant: grant.id,
      role: { id: grant.role, title: role.title },
      person: handleOf(state, grant.subject),
      own,
      asked: formatInstant(asked),
      text: rule.text ?? null,
      works,
      terms: terms === undefined ? null : { ...terms, accepted: isoOrNull(accepted?.at) },
    })
  }
  return rows
}
