import { HOW } from './how.ts'
import type { Id, RoleBlock } from '../charter/model.ts'
import type { AccountKey, SubjectId } from '../ledger/entry.ts'
import type { Account } from '../ledger/state.ts'
import type { Because, Missing } from './decision.ts'
import { decisiveParts } from './decisive.ts'
import { holds, isGiven } from './holding.ts'
import { handleOf, lacking, type Known } from './question.ts'

/** What keeps a person from holding a role, whoever gives it. */
export interface Obstacles {
  readonly because: readonly Because[]
  readonly missing: readonly Missing[]
}

/** Looks at the person concerned: departed or suspended, account of the right kind, conditions, other roles, seats, separation of duties. */
export function obstaclesTo(known: Known, roleId: Id, role: RoleBlock, subject: SubjectId, account: AccountKey | undefined): Obstacles {
  const checks = [
    standing(known, subject),
    accounts(known, roleId, role, subject, account),
    conditions(known, roleId, role, subject),
    otherRoles(known, roleId, role, subject),
    seats(known, roleId, role),
    separation(known, roleId, subject),
  ]
  return { because: checks.flatMap((check) => check.because), missing: checks.flatMap((check) => check.missing) }
}

const none: Obstacles = { because: [], missing: [] }

function standing({ state }: Known, subject: SubjectId): Obstacles {
  const person = state.person(subject)
  if (person === undefined)
    return {
      because: [{ clause: 'accounts', text: 'nobody by this name is known here' }],
      missing: [lacking('account', 'a registered person')],
    }
  if (person.departed !== undefined) return { because: [{ clause: 'accounts', text: `${handleOf(state, subject)} has left` }], missing: [] }
  if (state.suspensionOf(subject) !== undefined)
    return { because: [{ clause: 'suspension', text: 'this person cannot be given a role at present' }], missing: [] }
  return none
}

/** Accounts a role may take effect on: of an allowed kind, not locked, the named one if one is named. */
export function suitableAccounts(
  { state }: Known,
  role: RoleBlock,
  subject: SubjectId,
  target: Id,
  account: AccountKey | undefined,
): readonly Account[] {
  const named = account === undefined ? undefined : state.account(account)
  return state
    .accountsOf(subject)
    .filter(
      (one) =>
        one.target === target &&
        !one.locked &&
        isAllowedKind(role, one) &&
        (named === undefined || named.target !== target || named.key === one.key),
    )
}

function isAllowedKind(role: RoleBlock, account: Account): boolean {
  return role.account === 'any' || role.account.some((kind) => kind === account.kind)
}

function accounts(known: Known, roleId: Id, role: RoleBlock, subject: SubjectId, account: AccountKey | undefined): Obstacles {
  const clause = `roles.${roleId}.account`
  const kinds = role.account === 'any' ? '' : `${role.account.join(' or ')} `
  const named = account === undefined ? undefined : known.state.account(account)
  if (account !== undefined && named?.subject !== subject)
    return {
      because: [{ clause, text: 'the named account is not this person’s' }],
      missing: [lacking('account', `a ${kinds}account of this person`)],
    }
  if (named !== undefined && !isAllowedKind(role, named))
    return {
      because: [{ clause, text: `only ${kinds}accounts may hold this role; \`${named.name}\` is ${named.kind}` }],
      missing: [lacking('account', `a ${kinds}account`)],
    }
  const targets = [...role.gives.keys()].filter((target) => target !== 'writ')
  const suitable = targets.map((target) => suitableAccounts(known, role, subject, target, account))
  if (targets.length > 0 && suitable.every((list) => list.length === 0))
    return {
      because: [{ clause, text: `${handleOf(known.state, subject)} has no ${kinds}account on ${targets.join(' or ')}` }],
      missing: [lacking('account', `a ${kinds}account on ${targets.join(' or ')}`)],
    }
  const unclear = suitable.find((list) => list.length > 1)
  if (unclear !== undefined)
    return {
      because: [{ clause, text: `several accounts fit (${unclear.map((one) => one.name).join(', ')}); ${HOW.whichAccount}` }],
      missing: [lacking('account', 'the account meant')],
    }
  const kindsInUse = new Set(suitable.flat().map((one) => one.kind))
  const required = [...known.charter.accounts]
    .filter(([kind]) => kindsInUse.has(kind))
    .flatMap(([kind, block]) => block.requires.map(({ condition }) => ({ condition, clause: `accounts.${kind}.requires` })))
  return tested(known, subject, required)
}

function conditions(known: Known, roleId: Id, role: RoleBlock, subject: SubjectId): Obstacles {
  return tested(
    known,
    subject,
    role.requires.map(({ condition }) => ({ condition, clause: `roles.${roleId}.requires` })),
  )
}

/** False beats unknown: with a proven violation the unknown ones are not asked for. */
function tested(known: Known, subject: SubjectId, required: readonly { readonly condition: Id; readonly clause: string }[]): Obstacles {
  const results = required.map((one) => ({ ...one, truth: known.test(one.condition, subject) }))
  const failed = results.filter(({ truth }) => truth === false)
  const whole = failed.length > 0 ? failed : results.filter(({ truth }) => truth === 'unknown')
  const open = whole.flatMap(({ condition, clause, truth }) =>
    decisiveParts(known, condition, subject, truth).map((part) => ({
      clause: part === condition ? clause : `conditions.${part}`,
      truth,
      text: known.charter.conditions.get(part)?.text ?? part,
    })),
  )
  return {
    because: open.map(({ clause, text, truth }) => ({
      clause,
      text: truth === false ? `not fulfilled: ${text}` : `not known now: ${text}`,
    })),
    missing: open.map(({ text, truth }) => lacking('condition', text, truth === 'unknown')),
  }
}

function otherRoles(known: Known, roleId: Id, role: RoleBlock, subject: SubjectId): Obstacles {
  if (role.needsRole.length === 0 || role.needsRole.some((other) => holds(known.charter, known.state, subject, other, known.now)))
    return none
  return {
    because: [{ clause: `roles.${roleId}.needs_role`, text: `only holders of ${role.needsRole.join(' or ')} may hold it` }],
    missing: [lacking('role', role.needsRole.join(' or '))],
  }
}

function seats(known: Known, roleId: Id, role: RoleBlock): Obstacles {
  if (role.seats === undefined) return none
  const taken = [...known.state.grantsOfRole(roleId)].filter(
    (grant) => grant.ended === undefined && (grant.until === undefined || known.now < grant.until),
  ).length
  if (taken < role.seats.limit) return none
  return {
    because: [{ clause: `roles.${roleId}.seats`, text: `all ${role.seats.limit} seats are taken` }],
    missing: [lacking('seat', 'a free seat')],
  }
}

function separation(known: Known, roleId: Id, subject: SubjectId): Obstacles {
  const broken = known.charter.separation.flatMap((rule, index) => {
    if (rule.then !== 'enforce' || !rule.roles.includes(roleId)) return []
    const others = new Set(
      known.state
        .grantsOf(subject)
        .filter((grant) => isGiven(grant, known.now) && grant.role !== roleId && rule.roles.includes(grant.role))
        .map((grant) => grant.role),
    )
    return others.size + 1 > rule.atMost
      ? [
          {
            clause: `separation[${index}]`,
            text: `${rule.text}: ${handleOf(known.state, subject)} already holds ${[...others].join(', ')}`,
          },
        ]
      : []
  })
  return { because: broken, missing: [] }
}
