import { stagesOfRequest } from '../doors.ts'
import { classOfRole, rolesOf } from '../members.ts'
import type { Charter, Clause, Id, Stage } from '../model.ts'
import { alternatives, quoted } from '../problem.ts'
import type { Checking } from './sayer.ts'

/** Somebody must be able to decide, and enough of them. */
export function approvers({ charter, say }: Checking): void {
  for (const [id, role] of charter.roles) {
    if (role.request === undefined) continue
    const stages = stagesOfRequest(charter, id)
    if (role.automatic === 'never' && stages.every((stage) => stage.consult)) {
      const why = stages.length === 0 ? 'has no stages' : 'has only stages that advise (`consult: true`)'
      say(
        'charter/undecided-request',
        `roles.${id}.request`,
        `the request for ${quoted(id)} ${why}: nobody decides it`,
        'add a stage with `by`, or write `automatic: on-request`',
      )
    }
    enoughSeats({ charter, say }, `roles.${id}.request`, stages, undefined)
  }
  for (const [id, role] of charter.roles) {
    for (const [index, power] of role.may.entries()) enoughSeats({ charter, say }, `roles.${id}.may[${index}]`, power.stages, id)
    enoughSeats({ charter, say }, `roles.${id}.activation`, role.activation?.stages ?? [], undefined)
    const ruled = charter.classes.get(classOfRole(charter, role) ?? '')
    if (ruled?.automatic === 'never' && role.automatic !== 'never') {
      say(
        'charter/automatic-against-class',
        `roles.${id}.automatic`,
        `${quoted(id)} is of class ${quoted(classOfRole(charter, role) ?? '')}, which a machine never grants`,
        'write `automatic: never`',
      )
    }
  }
  enoughSeats({ charter, say }, 'amendments', charter.amendments.stages, undefined)
}

/**
 * Persons of different stages differ: the stages that only certain roles can fill need no more persons than those roles have seats.
 * `actor` is the role whose power is used: the one who acts does not count.
 */
function enoughSeats({ charter, say }: Checking, clause: Clause, stages: readonly Stage[], actor: Id | undefined): void {
  for (const [index, stage] of stages.entries()) {
    const pool = seatPool(charter, stage)
    if (pool === undefined) continue
    const competing = stages.filter(
      (other) => !other.countsEarlier && seatPool(charter, other)?.roles.every((role) => pool.roles.includes(role)) === true,
    )
    const needed = competing.reduce((sum, other) => sum + other.count, 0) + (actor !== undefined && pool.roles.includes(actor) ? 1 : 0)
    if (competing.at(-1) !== stage || needed <= pool.seats) continue
    say(
      'charter/too-many-approvers',
      `${clause}.stages[${index}]`,
      `${needed} different persons of ${alternatives(pool.roles)} are needed, and there are seats for ${pool.seats}`,
      'lower `count`, raise `seats.limit`, or name further roles in `by`',
    )
    return
  }
}

/** The roles that alone can fill a stage and their seats together; undefined if there is no such limit. */
function seatPool(charter: Charter, stage: Stage): { readonly roles: readonly Id[]; readonly seats: number } | undefined {
  const roles = rolesOf(stage.by)
  if (roles.length < stage.by.length) return undefined
  const limits = roles.map((role) => charter.roles.get(role)?.seats?.limit)
  return limits.some((limit) => limit === undefined)
    ? undefined
    : { roles, seats: limits.reduce((sum: number, limit) => sum + (limit ?? 0), 0) }
}
