import { rightsOfGroup } from '../../charter/members.ts'
import { WRIT } from '../../charter/writ-target.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { GrantProposal } from '../../ledger/state.ts'
import { candidatesAmong, placeIn } from '../approver.ts'
import { stagesOf } from '../confirmation.ts'
import { holdersOf } from '../holding.ts'
import { personBehind, type Known } from '../question.ts'
import { roleTitle, toHolder, type Telling, type TellingRule } from './telling.ts'

/** So many are told at most of one stage. */
const MOST = 20

/** Whoever can confirm a stage of a proposal and has not decided yet. */
function toConfirmers(known: Known, proposal: GrantProposal | undefined): readonly Telling[] {
  const user = proposal === undefined ? undefined : personBehind(proposal.by)
  if (proposal === undefined || user === undefined) return []
  const decided = new Set(proposal.votes.map(({ by }) => by))
  const names = { role: roleTitle(known, proposal.role), entry: String(proposal.id) }
  const people = (stagesOf(known, proposal) ?? []).flatMap((needed) =>
    [...candidatesAmong(known, [...needed.stage.by, ...(needed.stage.escalate?.to ?? [])], proposal.subject)]
      .flatMap((one) => one ?? [])
      .filter((one) => one !== user && !decided.has(one) && placeIn(known, needed, one, user, proposal.subject) !== undefined)
      .slice(0, MOST),
  )
  const template = proposal.verb === 'activate' ? 'activation-waits' : 'proposal-waits'
  return [...new Set(people)].map((to) => ({ to, template, why: 'decides', thread: proposal.id, names }))
}

export const proposed: TellingRule<'grant.proposed'> = (known, { seq }) => toConfirmers(known, known.state.proposal(seq))

/** With a decision the next stage may open. */
export const confirmed: TellingRule<'grant.confirmed'> = (known, { fields: { proposal, decision } }) =>
  proposal === undefined || decision !== 'approved' ? [] : toConfirmers(known, known.state.proposal(proposal))

/** The holder of an announced grant, and those who decided it, hear of an objection. */
export const objected: TellingRule<'grant.objected'> = (known, { fields: { grant: id, by } }) => {
  const grant = id === undefined ? undefined : known.state.grant(id)
  if (grant === undefined) return []
  const deciders = new Set(grant.decidedBy.map(personBehind))
  const names = { role: roleTitle(known, grant.role) }
  const others = [...deciders].flatMap((to): readonly Telling[] =>
    to === undefined || to === grant.subject || to === by ? [] : [{ to, template: 'objected', why: 'decides', thread: grant.id, names }],
  )
  return [toHolder(known, grant, 'objected'), ...others]
}

/** Whoever may let a stopped plan through. */
export const planStopped: TellingRule<'plan.made'> = (known, { seq, fields: { state: status, target = '' } }) =>
  status !== 'stopped'
    ? []
    : holdersOfRight(known, 'override-guard').map((to) => ({
        to,
        template: 'plan-stopped',
        why: 'decides',
        thread: seq,
        names: { entry: String(seq), target },
      }))

/** Whoever may say that what a source lost it lost rightly; that it is believed again nobody needs to hear. */
export const sourceDoubted: TellingRule<'job.switched'> = (known, { seq, fields: { job = '', running } }) => {
  const [, source] = /^source:(.+)$/s.exec(job) ?? []
  if (source === undefined || running !== false) return []
  const names = { source }
  return holdersOfRight(known, 'manage-sources').map((to) => ({ to, template: 'source-doubted', why: 'decides', thread: seq, names }))
}

/** Whoever runs Writ besides: if it was not meant to be, each hour counts. */
export const everythingTaken: TellingRule<'data.exported'> = (known, { seq, fields: { by } }) =>
  holdersOfRight(known, 'apply').flatMap((to) =>
    to === by ? [] : [{ to, template: 'data-exported', why: 'decides', thread: seq, names: { entry: String(seq) } }],
  )

/** Those who hold a role that gives a right on Writ itself. */
function holdersOfRight({ charter, state, now }: Known, right: string): readonly SubjectId[] {
  const roles = [...charter.roles].filter(([, block]) =>
    (block.gives.get(WRIT) ?? []).some((group) => rightsOfGroup(charter, WRIT, group).has(right)),
  )
  return [...new Set(roles.flatMap(([role]) => holdersOf(charter, state, role, now)))]
}
