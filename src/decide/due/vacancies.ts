import type { Charter, Id, People, Stage } from '../../charter/model.ts'
import { rolesOf } from '../../charter/members.ts'
import { holdersOf, isGiven } from '../holding.ts'
import { powersReaching } from '../power.ts'
import type { Known } from '../question.ts'
import { duty, told, untold, type Duty, type KnownForDue } from './duty.ts'

/** Offices that others depend on and that nobody holds any more: whoever can fill them hears of it. */
export function* vacancies(known: KnownForDue): Iterable<Duty> {
  const { charter, state, now } = known
  for (const role of officesOf(charter)) {
    const last = state.lastEndedOf(role)
    if (last === undefined || [...state.grantsOfRole(role)].some((grant) => isGiven(grant, now))) continue
    const template = `vacant/${role}`
    const news = untold(known, fillers(known, role), last, template)
    if (news.length > 0)
      yield duty(
        'vacancy',
        `roles.${role}`,
        `nobody holds \`${role}\``,
        news.map((one) => told(one, last, template)),
      )
  }
}

/** Roles that decide something: in stages, reviews, suspensions, the charter itself. */
function officesOf(charter: Charter): ReadonlySet<Id> {
  const found = new Set<Id>()
  const add = (people: readonly People[]) => {
    for (const role of rolesOf(people)) found.add(role)
  }
  const addStages = (stages: readonly Stage[]) => {
    for (const stage of stages) add([...stage.by, ...(stage.escalate?.to ?? []), ...(stage.fallback?.by ?? [])])
  }
  for (const role of charter.roles.values()) {
    addStages(role.request?.stages ?? [])
    for (const power of role.may) addStages(power.stages)
    addStages(role.activation?.stages ?? [])
    add(role.activation?.review?.by ?? [])
    add(role.review?.by ?? [])
    add([...(role.followUp?.by ?? []), ...(role.followUp?.escalate?.to ?? [])])
  }
  for (const target of charter.targets.values()) add(target.after?.confirmedBy ?? [])
  for (const block of charter.classes.values()) addStages(block.stages)
  addStages(charter.amendments.stages)
  add(charter.amendments.by)
  add(charter.suspension?.decidedBy ?? [])
  return found
}

function fillers({ charter, state, now }: Known, role: Id): readonly string[] {
  const powers = powersReaching(charter, 'add', role).map(({ role: holder }) => holder)
  const deciders = (charter.roles.get(role)?.request?.stages ?? []).flatMap((stage) => rolesOf(stage.by))
  return [...new Set([...powers, ...deciders])].flatMap((holder) => holdersOf(charter, state, holder, now))
}
