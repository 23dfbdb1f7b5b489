import type { Id } from '../../charter/model.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Grant, State } from '../../ledger/state.ts'
import type { Because, Decision } from '../decision.ts'
import { actingPerson, lacking, refused, type Actor, type Known } from '../question.ts'
import { allowed, helpersOf, isActingAmong } from './ruling.ts'

/** May this actor mark a change (a grant or its end), so that only some may reverse it? Those whom `marks.ID.by` names. */
export function decideMark(known: Known, actor: Actor, entry: number, mark: Id): Decision {
  const { charter, state } = known
  const clause = `marks.${mark}`
  const rule = charter.marks.get(mark)
  if (rule === undefined) {
    const names = [...charter.marks.keys()].join(', ')
    return refused([{ clause: 'marks', text: `the charter has no mark \`${mark}\`; it has ${names === '' ? 'none' : names}` }])
  }
  const grant = grantAt(state, entry)
  if (grant === undefined) return refused([{ clause, text: `entry ${entry} neither gives a role nor takes one` }])
  if (state.marksOn(entry).includes(mark)) return refused([{ clause, text: `entry ${entry} is marked so already` }])
  const person = actingPerson(actor)
  if (person !== undefined && isActingAmong(known, rule.by, person, grant.subject)) return allowed(clause, rule.text)
  return refused(
    [{ clause, text: 'it is not yours to mark a change so' }],
    [lacking('authority', `a place in \`marks.${mark}.by\``)],
    helpersOf(known, rule.by, clause, 'may mark it'),
  )
}

/** The grant that an entry made or ended. */
function grantAt(state: State, entry: number): Grant | undefined {
  const made = state.grant(entry)
  if (made !== undefined) return made
  for (const { subject } of state.people()) for (const grant of state.grantsOf(subject)) if (grant.ended?.seq === entry) return grant
  return undefined
}

/** The marks that keep a grant as it is: set on the entry that made it, or changed its end. */
export function marksKeeping(state: State, grant: Grant): readonly Id[] {
  return [grant.id, ...grant.renewals].flatMap((entry) => state.marksOn(entry))
}

/** The marks that keep a role taken: set on the end of the last grant of it. */
export function marksBarring(state: State, subject: SubjectId, role: Id): readonly Id[] {
  const last = state.grantsOf(subject).findLast((grant) => grant.role === role)
  return last?.ended === undefined ? [] : state.marksOn(last.ended.seq)
}

/** Why a marked change may not be reversed by this person: only those whom `marks.ID.reversed_by` names may. */
export function hindranceByMark(
  known: Known,
  marks: readonly Id[],
  person: SubjectId | undefined,
  subject: SubjectId,
): Because | undefined {
  for (const mark of marks) {
    const rule = known.charter.marks.get(mark)
    if (rule === undefined || (person !== undefined && isActingAmong(known, rule.reversedBy, person, subject))) continue
    const who = rule.reversedBy
      .map((one) => (one.kind === 'role' ? (known.charter.roles.get(one.role)?.title ?? one.role) : one.kind))
      .join(' or ')
    return { clause: `marks.${mark}.reversed_by`, text: `marked: ${rule.text}; only ${who} may reverse it` }
  }
  return undefined
}
