import { HOW } from '../decide/how.ts'
import type { Charter, Id } from '../charter/model.ts'
import { isInForce } from '../decide/holding.ts'
import { needsStepUp, stepUpClause } from '../decide/power-use.ts'
import type { Because, Decision, WhoCanHelp } from '../decide/decision.ts'
import { handleOf, lacking, refused, type Actor, type Known } from '../decide/question.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { setUp, type Board } from './board.ts'
import { bitsOf, common, emptyBits, isWithin, meets, without, type Bits } from './bits.ts'
import { closure, type Party } from './fixpoint.ts'
import { indexOf } from './game.ts'
import { ANYBODY, ATTESTED, held } from './item.ts'
import { liveRoster } from './live-roster.ts'
import { outsiders, removableBy } from './recovery.ts'
import { isEmptyRestore, type RestorePlan } from './restore-plan.ts'

export interface RestoreRuling extends Decision {
  /** Persons whose word is in it with this one. */
  readonly by: readonly SubjectId[]
}

/**
 * May this person, with those who asked for the same before, put grants back? Those may whom the safety analysis credits with undoing it: people who
 * together, by the rules honest people can rely on, could take each thing and give each thing. Only persons; a second factor where giving any of it
 * would need one. `pending` waits for the others that are needed.
 */
export function decideRestore(known: Known, plan: RestorePlan, actor: Actor, asked: readonly SubjectId[]): RestoreRuling {
  const not = (decision: Decision): RestoreRuling => ({ ...decision, by: [] })
  const clause = 'amendments'
  if (isEmptyRestore(plan)) return not(refused([{ clause: 'roles', text: nothingText(plan) }]))
  if (actor.kind === 'operator')
    return not(
      refused(
        [{ clause: 'roles', text: `only persons put rights back; ${HOW.inOwnName}` }],
        [lacking('authority', 'an authenticated person')],
      ),
    )
  const { state } = known
  const person = state.person(actor.subject)
  if (person === undefined || person.departed !== undefined || state.suspensionOf(actor.subject) !== undefined)
    return not(refused([{ clause: 'roles', text: 'this person decides nothing at present' }]))
  const stage = restoreStage(known, plan)
  if (!stage.matters(actor.subject))
    return not(
      refused(
        [{ clause: 'roles', text: `${handleOf(state, actor.subject)} holds nothing that could undo any of it` }],
        [],
        helpers(known, stage, []),
      ),
    )
  const stepUp = stepUpFor(known, plan, actor)
  if (stepUp !== undefined) return not(refused([stepUp], [lacking('step-up', 'a fresh second factor')]))
  const by = [...new Set([...asked.filter((one) => stage.matters(one)), actor.subject])]
  if (stage.suffices(by)) {
    const text = by.length === 1 ? 'one such holder can undo it alone' : `these ${by.length} together can undo it`
    return { outcome: 'allowed', allowed: true, because: [{ clause: 'roles', text }], missing: [], whoCanHelp: [], by }
  }
  if (!stage.suffices(stage.everybody))
    return not(
      refused([
        { clause, text: 'not even all who hold roles now could undo it together: it takes whoever runs the server, or another charter' },
      ]),
    )
  return {
    outcome: 'pending',
    allowed: false,
    because: [{ clause: 'roles', text: 'others must ask for the same, with the same command' }],
    missing: [lacking('stage', 'further persons who ask for the same')],
    whoCanHelp: helpers(known, stage, by),
    by,
  }
}

function nothingText({ left }: RestorePlan): string {
  return left.length === 0 ? 'everything is as it was: there is nothing to put back' : 'there is nothing to put back but what is left out'
}

function stepUpFor(known: Known, plan: RestorePlan, actor: Actor): Because | undefined {
  return rolesGiven(plan)
    .map((role) => needsStepUp(known, role, actor))
    .find((one) => one !== undefined)
}

/** Whether carrying out a plan takes a second factor: it gives, or gives for longer, a role whose class asks for one. */
export function restoreNeedsStepUp(known: Known, plan: RestorePlan): boolean {
  return rolesGiven(plan).some((role) => stepUpClause(known, role) !== undefined)
}

function rolesGiven({ makes, renews }: RestorePlan): readonly Id[] {
  return [...new Set([...makes.map(({ then }) => then.role), ...renews.filter(isLonger).map(({ grant }) => grant.role)])]
}

/** A later end is something given, an earlier one something taken. */
function isLonger({ grant, until }: RestorePlan['renews'][number]): boolean {
  return grant.until !== undefined && (until === undefined || until > grant.until)
}

/** Who could carry out a restore. */
interface RestoreStage {
  /** Everybody who holds something now. */
  readonly everybody: readonly SubjectId[]
  /** Whether somebody holds what lets people give or take at all. */
  matters(person: SubjectId): boolean
  suffices(people: readonly SubjectId[]): boolean
}

function restoreStage(known: Known, plan: RestorePlan): RestoreStage {
  const board = setUp(known.charter, liveRoster(known), {})
  const extended = plan.renews.filter(isLonger).map(({ grant }) => grant)
  const shortened = plan.renews.filter((one) => !isLonger(one)).map(({ grant }) => grant)
  const lost = rolesBy([...plan.ends, ...shortened])
  const regained = rolesBy([...plan.makes.map(({ then }) => then), ...extended])
  const atStake = new Set(extended.map(({ id }) => id))
  const now = new Map<SubjectId, readonly Id[]>()
  for (const grant of known.state.runningGrants())
    if (!atStake.has(grant.id) && isInForce(known.charter, known.state, grant, known.now))
      now.set(grant.subject, [...(now.get(grant.subject) ?? []), grant.role])
  const { policy } = board
  const acting = policy.defence.map(({ rule, actors, approvals }) => ({ rule, sets: [actors, ...approvals.map(({ by }) => by)] }))
  const anybody = bitsOf(policy.items.length, [indexOf(policy, ANYBODY)])
  const holdsNow = (person: SubjectId) => bitsFor(board, known.charter, now.get(person) ?? [], regained.get(person) ?? [])
  return {
    everybody: [...now.keys()],
    matters: (person) => {
      const own = without(holdsNow(person), anybody)
      return acting.some(({ rule, sets }) => rule.door !== 'amendment' && sets.some((set) => meets(set, own)))
    },
    suffices: (people) => suffices(board, people, { holdsNow, lost, regained, anybody }),
  }
}

interface Stakes {
  readonly holdsNow: (person: SubjectId) => Bits
  readonly lost: ReadonlyMap<SubjectId, readonly Id[]>
  readonly regained: ReadonlyMap<SubjectId, readonly Id[]>
  readonly anybody: Bits
}

/** Everybody concerned stands by and takes what is given; only `people` act and approve. Whoever asks gives up what it takes from them. */
function suffices(board: Board, people: readonly SubjectId[], { holdsNow, lost, regained, anybody }: Stakes): boolean {
  const { policy } = board
  const bits = (roles: readonly Id[]) => common(bitsFor(board, board.charter, roles, []), policy.changeable)
  const concerned = [...regained.keys()]
  const others = concerned.filter((person) => !people.includes(person))
  const actors = people.map((person): Party => ({ holds: holdsNow(person), count: 1 }))
  const bystanders = others.map((person): Party => ({ holds: holdsNow(person), count: 1, counted: anybody }))
  const parties = [...actors, ...bystanders, outsiders(policy)]
  const grown = closure(policy.defence, parties)
  const reached = parties.map((party, at) => ({ ...party, holds: grown[at] ?? party.holds }))
  const given = [...people, ...others].every((person, at) =>
    isWithin(bits(regained.get(person) ?? []), grown[at] ?? emptyBits(policy.items.length)),
  )
  if (!given) return false
  const takers = reached.filter((_, at) => at < people.length || at === parties.length - 1)
  const removable = removableBy(policy, takers)
  return [...lost].every(([person, roles]) => people.includes(person) || isWithin(bits(roles), removable))
}

function bitsFor({ policy }: Board, charter: Charter, roles: readonly Id[], before: readonly Id[]): Bits {
  const known = [...roles, ...before].filter((role) => charter.roles.has(role)).map(held)
  const items = [ANYBODY, ATTESTED, ...roles.filter((role) => charter.roles.has(role)), ...known.filter((item) => policy.index.has(item))]
  return bitsOf(
    policy.items.length,
    items.map((item) => indexOf(policy, item)),
  )
}

function rolesBy(grants: readonly { readonly subject: SubjectId; readonly role: Id }[]): ReadonlyMap<SubjectId, readonly Id[]> {
  const roles = new Map<SubjectId, readonly Id[]>()
  for (const { subject, role } of grants) roles.set(subject, [...(roles.get(subject) ?? []), role])
  return roles
}

/** People of whom one more is enough, else all who matter. */
function helpers(known: Known, stage: RestoreStage, by: readonly SubjectId[]): readonly WhoCanHelp[] {
  const others = stage.everybody.filter((person) => !by.includes(person) && stage.matters(person))
  const enough = others.filter((person) => stage.suffices([...by, person]))
  const chosen = enough.length > 0 ? enough : others
  const roles = new Map<Id, SubjectId[]>()
  for (const person of chosen)
    for (const grant of known.state.grantsOf(person))
      if (isInForce(known.charter, known.state, grant, known.now)) roles.set(grant.role, [...(roles.get(grant.role) ?? []), person])
  return [...roles].map(([role, people]) => ({
    role,
    holders: [...new Set(people)].map((person) => handleOf(known.state, person)),
    clause: `roles.${role}`,
    how: enough.length > 0 ? 'asks for the same, which is enough' : 'can undo part of it',
  }))
}
