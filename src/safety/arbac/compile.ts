import { csrOf, inverted, type Csr } from './csr.ts'
import type { ArbacApproval, ArbacPolicy, ArbacRule } from './policy.ts'

/** So many approvers from a class. */
export interface Seat {
  readonly class: number
  readonly count: number
}

/** Who takes part in a rule besides the account concerned. */
export interface Seating {
  /** The class of roles of which the acting account holds one; -1 = nobody acts, or the account concerned acts (see `Compiled.self`). */
  readonly actors: number
  /** Whether the acting account must be another than the one concerned. */
  readonly others: boolean
  readonly approvals: readonly Seat[]
}

/** A policy in numbers: roles, rules and classes by their place, conditions as lists behind each other. */
export interface Compiled {
  readonly policy: ArbacPolicy
  readonly roles: ReadonlyMap<string, number>
  /** What each account holds at the start, ascending. */
  readonly accounts: readonly (readonly number[])[]
  /** Per rule: 1 = assign, 0 = revoke; then the role, the place in the policy's list, and whether the account concerned acts itself. */
  readonly assigns: Uint8Array
  readonly role: Int32Array
  readonly source: Int32Array
  readonly self: Uint8Array
  readonly seating: readonly Seating[]
  /** Per rule the class that acts, -1 = none; and whether one account of it is all that the rule asks for. In a row: they are read often. */
  readonly actors: Int32Array
  readonly isPlain: Uint8Array
  readonly needs: Csr
  readonly excludes: Csr
  /** Per class its roles: one of them is enough to act or approve. */
  readonly classes: Csr
  /** Per role: the rules that change it, the rules that need it, the classes it belongs to. Per class: the plain rules that need somebody of it, the others. */
  readonly changing: Csr
  readonly needing: Csr
  readonly classesOf: Csr
  readonly plainOf: Csr
  readonly countingOf: Csr
}

const ALONE: Seating = { actors: -1, others: false, approvals: [] }

/**
 * Numbers a policy. Rules that can never change anything (a role both needed and excluded) are left out. Time and memory grow with the size of the
 * policy. Throws on a role that the policy does not list: whoever builds a policy knows its roles.
 */
export function compileArbac(policy: ArbacPolicy): Compiled {
  const roles = new Map(policy.roles.map((name, at) => [name, at]))
  const numberOf = (name: string): number => {
    const number = roles.get(name)
    if (number === undefined) throw new Error(`the policy has no role \`${name}\``)
    return number
  }
  const classes = new ClassTable()
  const building: Building = { assigns: [], role: [], source: [], self: [], seating: [], needs: [], excludes: [] }
  for (const [at, rule] of policy.rules.entries()) {
    const needs = rule.needs.map(numberOf)
    if (rule.scope === 'self' && rule.by !== undefined) {
      // acting on oneself is a condition on the account concerned; any one of the roles, so one rule for each
      for (const by of rule.by) add(building, rule, at, [...needs, numberOf(by)], numberOf, classes)
    } else add(building, rule, at, needs, numberOf, classes)
  }
  const size = policy.roles.length
  const needs = csrOf(building.needs)
  const classRoles = csrOf(classes.lists)
  const isPlain = ({ others, approvals }: Seating) => !others && approvals.length === 0
  const seatedIf = (plain: boolean) =>
    inverted(csrOf(building.seating.map((one) => (isPlain(one) === plain ? classesIn(one) : []))), classes.lists.length)
  return {
    policy,
    roles,
    accounts: policy.accounts.map((account) => [...new Set(account.roles.map(numberOf))].toSorted((left, right) => left - right)),
    assigns: Uint8Array.from(building.assigns),
    role: Int32Array.from(building.role),
    source: Int32Array.from(building.source),
    self: Uint8Array.from(building.self),
    seating: building.seating,
    actors: Int32Array.from(building.seating, ({ actors }) => actors),
    isPlain: Uint8Array.from(building.seating, (one) => (isPlain(one) ? 1 : 0)),
    needs,
    excludes: csrOf(building.excludes),
    classes: classRoles,
    changing: inverted(csrOf(building.role.map((role) => [role])), size),
    needing: inverted(needs, size),
    classesOf: inverted(classRoles, size),
    plainOf: seatedIf(true),
    countingOf: seatedIf(false),
  }
}

interface Building {
  readonly assigns: number[]
  readonly role: number[]
  readonly source: number[]
  readonly self: number[]
  readonly seating: Seating[]
  readonly needs: number[][]
  readonly excludes: number[][]
}

function add(
  building: Building,
  rule: ArbacRule,
  source: number,
  needed: readonly number[],
  numberOf: (name: string) => number,
  classes: ClassTable,
): void {
  const role = numberOf(rule.role)
  const assigns = rule.effect === 'assign'
  // that the account does not yet hold what it gets, and holds what it loses, goes without saying
  const excludes = distinct(rule.excludes.map(numberOf)).filter((one) => !(assigns && one === role))
  const needs = distinct(needed).filter((one) => assigns || one !== role)
  if (needs.some((one) => excludes.includes(one)) || (assigns ? needs : excludes).includes(role)) return
  const self = rule.scope === 'self' && rule.by !== undefined
  building.assigns.push(assigns ? 1 : 0)
  building.role.push(role)
  building.source.push(source)
  building.self.push(self ? 1 : 0)
  building.needs.push(needs)
  building.excludes.push(excludes)
  const classOf = (by: readonly string[]) => classes.numberOf(by.map(numberOf))
  const approvals = rule.approvals.filter(({ count }) => count > 0)
  building.seating.push(
    (self || rule.by === undefined) && approvals.length === 0
      ? ALONE
      : {
          actors: self || rule.by === undefined ? -1 : classOf(rule.by),
          others: rule.scope === 'others' && rule.by !== undefined,
          approvals: approvals.map(({ by, count }: ArbacApproval) => ({ class: classOf(by), count })),
        },
  )
}

/** Every class that a rule needs somebody of. */
export function classesIn({ actors, approvals }: Seating): number[] {
  if (approvals.length === 0) return actors < 0 ? [] : [actors]
  return distinct([...(actors < 0 ? [] : [actors]), ...approvals.map((seat) => seat.class)])
}

function distinct(numbers: readonly number[]): number[] {
  return numbers.length < 2 ? [...numbers] : [...new Set(numbers)]
}

/** Equal sets of roles are one class. */
class ClassTable {
  readonly lists: number[][] = []
  readonly #single = new Map<number, number>()
  readonly #known = new Map<string, number>()

  numberOf(roles: readonly number[]): number {
    const [only] = roles
    if (roles.length === 1 && only !== undefined) return this.#place(this.#single, only, roles)
    const sorted = distinct(roles).toSorted((left, right) => left - right)
    if (sorted.length === 1) return this.numberOf(sorted)
    return this.#place(this.#known, sorted.join(), sorted)
  }

  #place<K>(known: Map<K, number>, key: K, roles: readonly number[]): number {
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, this.lists.length)
    return this.lists.push([...roles]) - 1
  }
}
