import { targetTitle } from '../../charter/writ-target.ts'
import { answerersOf } from '../../decide/correction.ts'
import { hasWritRight } from '../../decide/grant.ts'
import { holds } from '../../decide/holding.ts'
import { approversOf, isWaiting, standingOf } from '../../decide/request/standing.ts'
import { hearingEnds } from '../../decide/trouble/suspension.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { RoleRequest, Suspension } from '../../ledger/state.ts'
import type { OwnSuspension } from '../../web/pages/member/suspended.ts'
import type { MeView, RequestRow } from '../../web/pages/member/view.ts'
import { caseWork, rolesAmong } from './cases.ts'
import type { Looking } from '../forms/member-page.ts'
import { isoOrNull } from './json-shapes.ts'

const DAY_MS = 86_400_000

/** Everything that is kept of whoever looks: what they hold, what they asked for, what waits for them. */
export function meView(looking: Looking, said: OwnSuspension['said'] = []): Omit<MeView, 'unread'> {
  const { known, viewer } = looking
  const { state, charter, now } = known
  const { subject, handle } = viewer
  const titleOf = (role: string) => charter.roles.get(role)?.title ?? role
  const grants = state.grantsOf(subject).map((grant) => ({
    entry: grant.id,
    role: { id: grant.role, title: titleOf(grant.role) },
    from: formatInstant(grant.from),
    until: grant.until === undefined ? null : formatInstant(grant.until),
    daysLeft: grant.until === undefined || grant.ended !== undefined ? null : Math.max(0, Math.ceil((grant.until - now) / DAY_MS)),
    useCase: grant.useCase ?? null,
    inForce: grant.ended === undefined && holds(charter, state, subject, grant.role, now),
    askable: charter.roles.get(grant.role)?.request !== undefined,
    targets: (grant.targets ?? [...(charter.roles.get(grant.role)?.gives.keys() ?? [])]).map((id) => targetTitle(charter, id)),
    ended: grant.ended === undefined ? null : formatInstant(grant.ended.at),
  }))
  const open = [...state.corrections()].filter((one) => one.answer === undefined && answerersOf(known, one.subject).includes(subject))
  const answers = open.length > 0 || answerersOf(known, '').includes(subject)
  const waiting = [...state.requests()].filter((request) => isWaiting(known, request))
  const own = state.requestsOf(subject).filter((one) => one.closed !== undefined || isWaiting(known, one))
  const suspension = state.suspensionOf(subject)
  const work = caseWork(looking)
  const asked = waiting.filter((one) => one.by === subject && one.subject !== subject)
  return {
    handle,
    suspended: viewer.suspended,
    suspension: suspension === undefined ? null : ownSuspension(looking, suspension, said),
    holding: grants.filter(({ ended }) => ended === null),
    past: grants.filter(({ ended }) => ended !== null).toReversed(),
    requests: [...asked, ...own.toReversed()].map((one) => requestRow(known, one)),
    decides: waiting.filter((one) => decides(known, one, subject)).length,
    accounts: state
      .accountsOf(subject)
      .map(({ target, name, kind }) => ({ target: charter.targets.get(target)?.title ?? target, name, kind })),
    runsWrit: hasWritRight(known, subject, 'apply'),
    audits: hasWritRight(known, subject, 'read-private'),
    cases: work.looksInto ? work.open : null,
    corrections: answers ? open.length : null,
  }
}

function ownSuspension(looking: Looking, one: Suspension, said: OwnSuspension['said']): OwnSuspension {
  const { known } = looking
  const { decidedBy = [], referTo = [] } = known.charter.suspension ?? {}
  const [watches] = rolesAmong(looking, referTo)
  return {
    said,
    deciders: rolesAmong(looking, decidedBy),
    appealsTo: watches ?? null,
    from: formatInstant(one.from),
    until: isoOrNull(one.until),
    answerBy: formatInstant(hearingEnds(known, one)),
    heard: isoOrNull(one.heard),
  }
}

/** Whether a request waits for this very person. */
export function decides(known: Looking['known'], request: RoleRequest, person: string): boolean {
  const standing = standingOf(known, request)
  if (standing === undefined || standing.unstated.length > 0) return false
  return approversOf(known, request, standing, 10_000).includes(person)
}

export function requestRow({ state, charter }: Looking['known'], one: RoleRequest): RequestRow {
  const nameOf = (subject: string) => state.person(subject)?.handle ?? subject
  return {
    request: one.id,
    role: { id: one.role, title: charter.roles.get(one.role)?.title ?? one.role },
    person: nameOf(one.subject),
    by: nameOf(one.by),
    filed: formatInstant(one.filedAt),
    outcome: one.closed?.outcome ?? null,
  }
}
