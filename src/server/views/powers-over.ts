import type { People } from '../../charter/model.ts'
import { isGiven } from '../../decide/holding.ts'
import { powersReaching, stagesOfRole } from '../../decide/power.ts'
import { isWaiting } from '../../decide/request/standing.ts'
import { rightsOfRoles } from '../../safety/change-people.ts'
import type { PowerOverView, PowersView } from '../../web/pages/member/powers.ts'
import type { Looking } from '../forms/member-page.ts'
import { lineOf } from './place.ts'

/** What the holders of each role can do to whoever looks, as the charter in force has it, and the roles that can do nothing to them. */
export function powersView({ known, viewer, scene }: Looking): PowersView {
  const { charter, state, now } = known
  const title = (role: string) => charter.roles.get(role)?.title ?? role
  const held = [...new Set(state.grantsOf(viewer.subject).flatMap((grant) => (isGiven(grant, now) ? [grant.role] : [])))]
  const asked = [...new Set(state.requestsOf(viewer.subject).flatMap((one) => (isWaiting(known, one) ? [one.role] : [])))]
  const roles = [...charter.roles].map(([role, { title: name }]) => {
    const can: PowerOverView[] = []
    const put = (kind: PowerOverView['kind'], about: readonly string[], clause: string, further = 0) => {
      if (about.length > 0) can.push({ kind, about: about.map(title), further, line: lineOf(scene.source, clause) })
    }
    for (const verb of ['remove', 'suspend'] as const)
      for (const [clause, { about, further }] of reached(verb, role)) put(verb, about, clause, further)
    for (const one of held) {
      const review = charter.roles.get(one)?.review
      if (names(review?.by, role)) put('review', [one], `roles.${one}.review`)
    }
    for (const one of asked)
      for (const { clause, stage } of stagesOfRole(charter, one, false)) if (names(stage.by, role)) put('decide', [one], clause)
    const rights = rightsOfRoles(charter, [role])
    if (rights.has('writ.read-private'))
      can.push({ kind: 'read', about: [], further: 0, line: lineOf(scene.source, `roles.${role}.gives`) })
    if (rights.has('writ.link-accounts'))
      can.push({ kind: 'accounts', about: [], further: 0, line: lineOf(scene.source, `roles.${role}.gives`) })
    return { role: { id: role, title: name }, mine: held.includes(role), can }
  })
  return {
    roles: roles.filter(({ can }) => can.length > 0),
    powerless: roles.filter(({ can }) => can.length === 0).map(({ role }) => role),
  }

  /** The lines of `may` by which a role reaches roles of theirs, each with these. */
  function reached(verb: 'remove' | 'suspend', by: string) {
    const lines = new Map<string, { readonly about: string[]; readonly further: number }>()
    for (const one of held)
      for (const { role, clause, power } of powersReaching(charter, verb, one)) {
        if (role !== by || power.scope === 'self') continue
        const line = lines.get(clause) ?? { about: [], further: power.stages.length }
        line.about.push(one)
        lines.set(clause, line)
      }
    return lines
  }
}

function names(people: readonly People[] | undefined, role: string): boolean {
  return people?.some((one) => one.kind === 'role' && one.role === role) === true
}
