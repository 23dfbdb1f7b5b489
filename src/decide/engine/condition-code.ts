/**
 * Conditions made ready to be tried many times. The common tests of what was asked are closures over what they compare; everything else goes the
 * way of `charter/conditions.ts`, whose answers these must always equal.
 */
import type { Lookup } from '../../charter/condition-env.ts'
import type { ConditionItem, ConditionTest, Id, Scalar } from '../../charter/model.ts'
import { testValue } from '../../charter/operators.ts'
import type { Json } from '../../kernel/json.ts'
import type { FactForm, PolicyForm } from './form.ts'
import type { Properties, Question } from './question.ts'
import { both, either, NO, opposite, triOf, UNKNOWN, YES, type Tri } from './tri.ts'
import type { Who } from './who.ts'

/** One condition, ready to be tried. */
export type Trial = (question: Question, who: Who) => Tri

/** Makes conditions of a policy ready; each named one once. A name that is not declared, or that rests on itself, is unknown. */
export class ConditionCode {
  readonly #conditions: ReadonlyMap<Id, ConditionTest>
  readonly #facts: ReadonlyMap<Id, FactForm>
  readonly #roles: ReadonlyMap<Id, number>
  readonly #known = new Map<Id, Trial>()
  readonly #open = new Set<Id>()

  constructor(form: PolicyForm) {
    this.#conditions = new Map(form.conditions.map(({ id, test }) => [id, test]))
    this.#facts = new Map(form.facts.map((fact) => [fact.id, fact]))
    this.#roles = new Map(form.roles.map(({ id }, index) => [id, index]))
  }

  /** A list of conditions means all of them; an empty list is always true. */
  all(conditions: readonly Id[]): Trial {
    return together(
      conditions.map((id) => this.#named(id)),
      both,
      YES,
    )
  }

  /** Whether the answer may differ between two askers who hold the same. */
  isPersonal(conditions: readonly Id[], seen = new Set<Id>()): boolean {
    return conditions.some((id) => {
      if (seen.has(id)) return false
      seen.add(id)
      const test = this.#conditions.get(id)
      return test !== undefined && this.#personal(test, seen)
    })
  }

  /** The roles that conditions ask for, at any depth. */
  rolesAsked(conditions: readonly Id[], seen = new Set<Id>()): readonly number[] {
    return conditions.flatMap((id) => {
      const test = seen.has(id) ? undefined : this.#conditions.get(id)
      seen.add(id)
      return test === undefined ? [] : this.#rolesIn(test, seen)
    })
  }

  #rolesIn(item: ConditionItem, seen: Set<Id>): readonly number[] {
    if (item.kind === 'named') return this.rolesAsked([item.condition], seen)
    if (item.kind === 'all' || item.kind === 'any') return item.items.flatMap((one) => this.#rolesIn(one, seen))
    if (item.kind === 'not') return this.#rolesIn(item.item, seen)
    return item.kind === 'role' ? item.roles.flatMap((role) => this.#roles.get(role) ?? []) : []
  }

  #personal(item: ConditionItem, seen: Set<Id>): boolean {
    switch (item.kind) {
      case 'named':
        return this.isPersonal([item.condition], seen)
      case 'all':
      case 'any':
        return item.items.some((one) => this.#personal(one, seen))
      case 'not':
        return this.#personal(item.item, seen)
      case 'role':
        return false
      case 'statement':
        return true
    }
    return item.of === 'fact' || item.operators.is_subject !== undefined
  }

  #named(id: Id): Trial {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const test = this.#conditions.get(id)
    if (test === undefined || this.#open.has(id)) return unknown
    this.#open.add(id)
    const trial = this.#item(test)
    this.#open.delete(id)
    this.#known.set(id, trial)
    return trial
  }

  #item(item: ConditionItem): Trial {
    switch (item.kind) {
      case 'named':
        return this.#named(item.condition)
      case 'all':
      case 'any': {
        const parts = item.items.map((one) => this.#item(one))
        return item.kind === 'all' ? together(parts, both, YES) : together(parts, either, NO)
      }
      case 'not': {
        const inner = this.#item(item.item)
        return (question, who) => opposite(inner(question, who))
      }
      case 'role': {
        const roles = item.roles.flatMap((role) => this.#roles.get(role) ?? [])
        return (_question, who) => (roles.some((role) => who.holds(role)) ? YES : NO)
      }
      case 'statement': {
        const { statement, by } = item
        return (question, who) => triOf(who.statement(statement, by, question.now))
      }
    }
    return item.of === 'fact' ? this.#ofFact(item) : ofDeed(item)
  }

  #ofFact(test: Test): Trial {
    const fact = this.#facts.get(test.name)
    if (fact === undefined) return unknown
    const rule = { fresh: fact.fresh ?? undefined }
    return (question, who) => triOf(testValue(test, who.fact(fact, question), who.environment(question), rule).truth)
  }
}

type Test = Extract<ConditionTest, { kind: 'test' }>

const unknown: Trial = () => UNKNOWN

function together(parts: readonly Trial[], join: (left: Tri, right: Tri) => Tri, empty: Tri): Trial {
  const [first, ...rest] = parts
  if (first === undefined) return () => empty
  if (rest.length === 0) return first
  const settled = opposite(empty)
  return (question, who) => {
    let value = first(question, who)
    for (const part of rest) {
      if (value === settled) return value
      value = join(value, part(question, who))
    }
    return value
  }
}

/** A test of a property of the resource, the action or the context. */
function ofDeed(test: Test): Trial {
  const { name } = test
  const of = test.of as 'resource' | 'action' | 'context'
  const names = Object.entries(test.operators).flatMap(([operator, value]) => (value === undefined ? [] : [operator]))
  const quick = names.length === 1 ? quickTest(test, readerOf(of, name)) : undefined
  return quick ?? ((question, who) => triOf(testValue(test, lookUp(question[of], name), who.environment(question), undefined).truth))
}

type Reader = (question: Question) => Json | undefined

/** Reads a property that was sent. Names that every object has are looked for more slowly. */
function readerOf(of: 'resource' | 'action' | 'context', name: string): Reader {
  if (name in Object.prototype) return (question) => ownValue(question[of], name)
  if (of === 'resource') return ({ resource }) => (resource === undefined ? undefined : resource[name])
  if (of === 'action') return ({ action }) => (action === undefined ? undefined : action[name])
  return ({ context }) => (context === undefined ? undefined : context[name])
}

function quickTest({ operators, of, name }: Test, read: Reader): Trial | undefined {
  const { is, in: among, exists, is_subject: own } = operators
  if (of === 'resource' && !(name in Object.prototype)) return quickTestOfResource(operators, name)
  if (exists !== undefined) return (question) => (isThere(read(question)) === exists ? YES : NO)
  if (is !== undefined) return onScalar(read, (value) => value === is)
  if (among !== undefined) {
    const values = new Set<Scalar>(among)
    return onScalar(read, (value) => values.has(value))
  }
  if (own !== undefined)
    return (question, who) => {
      const value = read(question)
      if (value === undefined || typeof value === 'object' || !who.isNamed) return UNKNOWN
      return who.isCalled(String(value)) === own ? YES : NO
    }
  return undefined
}

/**
 * What most charters test. Each reads the property itself, though the same is said above: a line of code that is met with one name only is read
 * several times as fast as one shared by all.
 */
function quickTestOfResource({ is, in: among, exists, is_subject: own }: Test['operators'], name: string): Trial | undefined {
  if (exists !== undefined) return ({ resource }) => (isThere(resource === undefined ? undefined : resource[name]) === exists ? YES : NO)
  if (is !== undefined)
    return ({ resource }) => {
      const value = resource === undefined ? undefined : resource[name]
      if (value === undefined || typeof value === 'object') return UNKNOWN
      return value === is ? YES : NO
    }
  if (among !== undefined) {
    const values = new Set<Scalar>(among)
    return ({ resource }) => {
      const value = resource === undefined ? undefined : resource[name]
      if (value === undefined || typeof value === 'object') return UNKNOWN
      return values.has(value) ? YES : NO
    }
  }
  if (own !== undefined)
    return ({ resource }, who) => {
      const value = resource === undefined ? undefined : resource[name]
      if (value === undefined || typeof value === 'object' || !who.isNamed) return UNKNOWN
      return who.isCalled(String(value)) === own ? YES : NO
    }
  return undefined
}

function onScalar(read: Reader, judge: (value: Scalar) => boolean): Trial {
  return (question) => {
    const value = read(question)
    if (value === undefined || typeof value === 'object') return UNKNOWN
    return judge(value) ? YES : NO
  }
}

function isThere(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** What was sent under a name, never what every object has. */
export function ownValue(properties: Properties | undefined, name: string): Json | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined
}

/** What was sent under a name. What was not sent is absent. */
export function lookUp(properties: Properties | undefined, name: string): Lookup {
  const value = ownValue(properties, name)
  return value === undefined ? { kind: 'absent' } : { kind: 'value', value }
}
