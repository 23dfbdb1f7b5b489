import type { Grant } from '../../ledger/state.ts'
import { candidatesAmong } from '../approver.ts'
import { mayConfirmTarget, trialsOf } from '../confirm-target.ts'
import type { Known } from '../question.ts'
import { roleTitle, toHolder, type Telling, type TellingRule } from './telling.ts'

export const granted: TellingRule<'grant.made'> = (known, { seq }) => {
  const grant = known.state.grant(seq)
  return grant === undefined || grant.door === 'found' || grant.door === 'founding' ? [] : [toHolder(known, grant, 'granted')]
}

/** Of one’s own resignation one need not hear. */
export const ended: TellingRule<'grant.ended'> = (known, { fields: { grant: id, cause, decided_by: decidedBy } }) => {
  const grant = id === undefined ? undefined : known.state.grant(id)
  if (grant === undefined || cause === 'resigned' || decidedBy?.every((one) => one === `subject:${grant.subject}`) === true) return []
  return [toHolder(known, grant, 'ended')]
}

export const ending: TellingRule<'grant.ending'> = (known, { seq, fields: { grant: id, until } }) => {
  const grant = id === undefined ? undefined : known.state.grant(id)
  return grant === undefined ? [] : [toHolder(known, grant, 'ending', { until: until?.slice(0, 10) ?? '', entry: String(seq) })]
}

export const renewed: TellingRule<'grant.renewed'> = (known, { fields: { grant: id } }) => {
  const grant = id === undefined ? undefined : known.state.grant(id)
  return grant === undefined ? [] : [toHolder(known, grant, 'renewed')]
}

export const paused: TellingRule<'grant.paused'> = (known, { fields: { grant: id } }) => {
  const grant = id === undefined ? undefined : known.state.grant(id)
  return grant === undefined ? [] : [toHolder(known, grant, 'paused')]
}

export const resumed: TellingRule<'grant.resumed'> = (known, { fields: { grant: id } }) => {
  const grant = id === undefined ? undefined : known.state.grant(id)
  return grant === undefined ? [] : [toHolder(known, grant, 'resumed')]
}

/** Everybody whom the charter names for it (`activation.tells`) hears that an emergency role is in use. */
export const activated: TellingRule<'grant.activated'> = (known, { fields: { grant: id, until } }) => {
  const grant = id === undefined ? undefined : known.state.grant(id)
  if (grant === undefined) return []
  const names = { role: roleTitle(known, grant.role), until: until?.slice(0, 16).replace('T', ' ') ?? '' }
  const others = [...candidatesAmong(known, known.charter.roles.get(grant.role)?.activation?.tells ?? [], grant.subject)]
  const tellings = others.flatMap((to): readonly Telling[] =>
    to === undefined || to === grant.subject ? [] : [{ to, template: 'activated', why: 'follows', thread: grant.id, names }],
  )
  return [toHolder(known, grant, 'activated', names), ...tellings]
}

export const stillNeeded: TellingRule<'inactivity.noticed'> = (known, { seq, fields: { grant: id, until } }) => {
  const grant = id === undefined ? undefined : known.state.grant(id)
  return grant === undefined ? [] : [toHolder(known, grant, 'still-needed', { until: until?.slice(0, 10) ?? '', entry: String(seq) })]
}

const BY_TEMPLATE: readonly (readonly [RegExp, Telling['template'], Telling['why']])[] = [
  [/^ends\//, 'ends-soon', 'concerned'],
  [/^requires\/.*\/violated$/, 'condition-violated', 'concerned'],
  [/^requires\/.*\/met$/, 'condition-met', 'concerned'],
  [/^effective$/, 'effective', 'concerned'],
  [/^follow-up/, 'follow-up', 'asked'],
  [/^terms\//, 'terms', 'concerned'],
  [/^inactive\//, 'unused-report', 'decides'],
  [/^target\/works/, 'target-works', 'asked'],
  [/^vacant\//, 'vacant', 'decides'],
  [/^review\//, 'review-waits', 'decides'],
  [/^request\/waits\//, 'request-reminder', 'decides'],
  [/^charter\/(?:escalated|waits)\//, 'charter-waits', 'decides'],
  [/^charter-held$/, 'charter-held', 'decides'],
  [/^activation-review$/, 'activation-review', 'decides'],
  [/^activation-review\/late$/, 'activation-review-late', 'follows'],
  [/^limit\//, 'limit-report', 'decides'],
]

/** Whoever reached a limit hears it in other words than those who oversee them. */
const LIMIT_OF_ONES_OWN = [undefined, 'limit-reached', 'concerned'] as const

/** The grant of a dormant role that was used by an entry. */
function usedIn({ charter, state }: Known, entry: number): Grant | undefined {
  for (const [id, role] of charter.roles)
    if (role.activation !== undefined)
      for (const grant of state.grantsOfRole(id)) if (state.activationsOf(grant.id).some(({ seq }) => seq === entry)) return grant
  return undefined
}

/** What the clock says to somebody. */
export const noticed: TellingRule<'notice.sent'> = (known, { fields: { subject, about, template = '' } }) => {
  const found = BY_TEMPLATE.find(([pattern]) => pattern.test(template))
  if (found === undefined || subject === undefined || about === undefined) return []
  const grant = known.state.grant(about) ?? usedIn(known, about)
  const [, text, why] = found[1] === 'limit-report' && grant?.subject === subject ? LIMIT_OF_ONES_OWN : found
  const condition = known.charter.conditions.get(template.split('/')[1] ?? '')?.text
  const role = grant?.role ?? known.state.review(about)?.role ?? known.state.request(about)?.role
  const names = {
    ...(text === 'target-works' ? { target: trialAsked(known, subject) } : { role: roleTitle(known, role) }),
    entry: String(about),
    ...(grant?.until === undefined ? {} : { until: new Date(grant.until).toISOString().slice(0, 10) }),
    ...(condition === undefined ? {} : { condition }),
  }
  return [{ to: subject, template: text, why, thread: about, names }]
}

/** The targets at which a person is to look, by name. */
function trialAsked(known: Known, person: string): string {
  const { charter } = known
  const asked = trialsOf(charter).filter((trial) => mayConfirmTarget(known, trial, person))
  return [...new Set(asked.map(({ target }) => charter.targets.get(target)?.title ?? target))].join(', ')
}
