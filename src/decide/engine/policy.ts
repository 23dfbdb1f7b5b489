import type { Id } from '../../charter/model.ts'
import type { ConditionTexts } from '../../charter/conditions.ts'
import { ConditionCode, type Trial } from './condition-code.ts'
import type { PolicyForm } from './form.ts'

/** Facts of this source are what the asking system says of the asker. */
const REQUEST = 'request'

const none: ReadonlyMap<string, number> = new Map()

/** A compiled charter with everything that can be known before anybody asks. */
export class Policy {
  readonly form: PolicyForm
  /** 32-bit words that a set of rights takes. */
  readonly words: number
  readonly gatesOf: readonly (readonly number[])[]
  /** right -> the rights that narrow it. */
  readonly narrowersOf: readonly (readonly number[])[]
  /** right -> groups. */
  readonly giversOf: readonly (readonly number[])[]
  readonly deniersOf: readonly (readonly number[])[]
  /** right -> it and all that it needs, at any depth. */
  readonly needsOf: readonly (readonly number[])[]
  /** Rights that only groups give and take of which a set tells whether somebody is in them. */
  readonly isByMembership: readonly boolean[]
  /** Rights that what somebody holds decides alone: no narrowing, no promoted group is involved. Gates are another matter. */
  readonly isPlain: readonly boolean[]
  /** Rights whose answer may differ between two askers who hold the same. */
  readonly isPersonal: readonly boolean[]
  readonly gateWhen: readonly Trial[]
  readonly rightWhen: readonly Trial[]
  readonly promoteWhen: readonly (Trial | undefined)[]
  /** target -> its groups of everybody, and of everybody who is logged in. */
  readonly everyone: readonly number[]
  readonly registered: ReadonlyMap<number, number>
  /** The conditions in words, with what they rest on. */
  readonly texts: ConditionTexts
  readonly #targets: ReadonlyMap<Id, number>
  readonly #rights: ReadonlyMap<Id, ReadonlyMap<string, number>>
  readonly #groups: ReadonlyMap<Id, ReadonlyMap<string, number>>
  readonly #groupsOn: readonly ReadonlyMap<string, number>[]
  readonly #roles: ReadonlyMap<Id, number>
  #lastTarget: Id | undefined
  #lastRights: ReadonlyMap<string, number> | undefined
  readonly #code: ConditionCode
  readonly #related: (readonly number[] | undefined)[] = []

  constructor(form: PolicyForm) {
    this.form = form
    const { targets, rights, groups, gates, roles } = form
    this.words = Math.ceil(rights.length / 32)
    this.#targets = new Map(targets.map(({ id }, index) => [id, index]))
    this.#rights = byTarget(form, rights)
    this.#groups = byTarget(form, groups)
    this.#groupsOn = targets.map(({ id }) => this.#groups.get(id) ?? new Map<string, number>())
    this.#roles = new Map(roles.map(({ id }, index) => [id, index]))
    this.#code = new ConditionCode(form)
    this.gatesOf = rights.map((_, right) => numbersWhere(gates, (gate) => gate.rights.includes(right)))
    this.narrowersOf = rights.map((_, right) => numbersWhere(rights, (other) => other.narrows === right))
    this.giversOf = rights.map((_, right) => numbersWhere(groups, (group) => group.gives.includes(right)))
    this.deniersOf = rights.map((_, right) => numbersWhere(groups, (group) => group.denies.includes(right)))
    this.needsOf = rights.map((_, right) => reached([right], (one) => rights[one]?.needs ?? []))
    const isPromoted = (group: number) => groups[group]?.promote !== null
    this.isByMembership = rights.map((_, right) => ![...(this.giversOf[right] ?? []), ...(this.deniersOf[right] ?? [])].some(isPromoted))
    this.isPlain = this.needsOf.map((needed) => needed.every((right) => this.#isSimple(right)))
    this.gateWhen = gates.map(({ when }) => this.#code.all(when))
    this.rightWhen = rights.map(({ when }) => this.#code.all(when))
    this.promoteWhen = groups.map(({ promote }) => (promote === null ? undefined : this.#code.all(promote.when)))
    this.everyone = numbersWhere(groups, ({ implicit }) => implicit === 'everyone')
    this.registered = new Map(
      groups.flatMap(({ implicit, target }, index) => (implicit === 'registered' ? [[target, index] as const] : [])),
    )
    this.isPersonal = rights.map((_, right) => this.#conditionsOf(right).some((conditions) => this.#code.isPersonal(conditions)))
    this.texts = {
      conditions: new Map(form.conditions.map((one) => [one.id, one])),
      facts: new Map(form.facts.map(({ id, text, fresh }) => [id, { text, fresh: fresh ?? undefined }])),
      statements: new Map(form.statements.map((one) => [one.id, one])),
    }
  }

  target(id: Id): number | undefined {
    return this.#targets.get(id)
  }

  /** The rights of a target by name, in the order of the charter. */
  rightsOn(target: Id): ReadonlyMap<string, number> {
    return this.#rights.get(target) ?? none
  }

  right(target: Id, name: string): number | undefined {
    // one question after the other is about the same target
    if (target !== this.#lastTarget) {
      this.#lastTarget = target
      this.#lastRights = this.#rights.get(target)
    }
    return this.#lastRights?.get(name)
  }

  /** The groups of a target by name. */
  groupsOn(target: number): ReadonlyMap<string, number> {
    return this.#groupsOn[target] as ReadonlyMap<string, number>
  }

  group(target: Id, name: string): number | undefined {
    return this.#groups.get(target)?.get(name)
  }

  role(id: Id): number | undefined {
    return this.#roles.get(id)
  }

  /** The number under which a role stands in sets, after all groups. */
  roleAtom(role: number): number {
    return this.form.groups.length + role
  }

  /** Whether what a target sends counts for facts of a source. */
  speaksFor(target: Id, source: Id): boolean {
    if (source === REQUEST) return true
    const number = this.#targets.get(target)
    return number !== undefined && this.form.targets[number]?.sources.includes(source) === true
  }

  /** The rights whose truth may enter into that of a right: what it needs, what narrows it, and so on. */
  related(right: number): readonly number[] {
    return (this.#related[right] ??= reached([right], (one) => [...(this.form.rights[one]?.needs ?? []), ...(this.narrowersOf[one] ?? [])]))
  }

  /** Whether holding more could take a right away: a group denies it or what it rests on, or a condition asks who holds what. */
  isTaking(right: number): boolean {
    return this.related(right).some((one) => (this.deniersOf[one]?.length ?? 0) > 0) || this.rolesAsked(right).size > 0
  }

  /** The roles that conditions on the way to a right ask for. */
  rolesAsked(right: number): ReadonlySet<number> {
    return new Set(this.#conditionsOf(right).flatMap((conditions) => this.#code.rolesAsked(conditions)))
  }

  #isSimple(right: number): boolean {
    return this.form.rights[right]?.narrows === null && this.narrowersOf[right]?.length === 0 && this.isByMembership[right] === true
  }

  /** The lists of conditions that may enter into the answer about a right. */
  #conditionsOf(right: number): readonly (readonly Id[])[] {
    const { rights, gates, groups } = this.form
    const related = this.related(right)
    const standing = new Set(related.flatMap((one) => this.gatesOf[one] ?? []))
    const promoting = groups.filter(({ promote, target }) => promote !== null && target === rights[right]?.target)
    return [
      ...related.map((one) => rights[one]?.when ?? []),
      ...[...standing].map((gate) => gates[gate]?.when ?? []),
      ...promoting.map(({ promote }) => promote?.when ?? []),
    ]
  }
}

function byTarget(form: PolicyForm, list: readonly { readonly target: number; readonly name: string }[]): Map<Id, Map<string, number>> {
  const found = new Map<Id, Map<string, number>>(form.targets.map(({ id }) => [id, new Map<string, number>()]))
  for (const [index, { target, name }] of list.entries()) found.get(form.targets[target]?.id ?? '')?.set(name, index)
  return found
}

function numbersWhere<T>(list: readonly T[], fits: (one: T) => boolean): readonly number[] {
  return list.flatMap((one, index) => (fits(one) ? [index] : []))
}

function reached(start: readonly number[], next: (one: number) => readonly number[]): readonly number[] {
  const seen = new Set(start)
  for (const one of seen) for (const further of next(one)) seen.add(further)
  return [...seen]
}
