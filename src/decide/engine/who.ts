import type { ConditionEnv, Lookup } from '../../charter/condition-env.ts'
import type { Id, People } from '../../charter/model.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Truth } from '../../kernel/truth.ts'
import { lookUp } from './condition-code.ts'
import type { FactForm } from './form.ts'
import type { HeldFact, Holding } from './holding.ts'
import type { PeopleTable } from './people.ts'
import type { Policy } from './policy.ts'
import type { Question } from './question.ts'
import type { SetTable } from './sets.ts'

/** What is stored of a person besides what they hold. Most people have nothing of the kind. */
export interface Details {
  /** All names of the person, the handle too. */
  readonly names: readonly string[]
  readonly facts: ReadonlyMap<Id, HeldFact>
  readonly statements: Holding['statements']
}

/** The asker of the question at hand: one object, filled anew for each question, for making one costs more than most answers. */
export class Who {
  readonly #policy: Policy
  readonly #sets: SetTable
  readonly #people: PeopleTable
  /** Number of the set of what they hold now. */
  set = 0
  anonymous = false
  /** undefined = it is not known who asks. */
  id: string | undefined = undefined
  /** The number of the entry in the table of people; -1 = none. */
  index = -1

  constructor(policy: Policy, sets: SetTable, people: PeopleTable) {
    this.#policy = policy
    this.#sets = sets
    this.#people = people
  }

  get details(): Details | undefined {
    return this.index < 0 ? undefined : this.#people.details(this.index)
  }

  /** Whether it is known who asks. */
  get isNamed(): boolean {
    return this.id !== undefined
  }

  isCalled(name: string): boolean {
    return name === this.id || this.details?.names.includes(name) === true
  }

  isIn(group: number): boolean {
    return this.#sets.has(this.set, group)
  }

  holds(role: number): boolean {
    return this.#sets.has(this.set, this.#policy.form.groups.length + role)
  }

  /** By whom a statement was made is not kept here, so one that must come from certain people cannot be judged. */
  statement(id: Id, by: readonly People[], now: Instant): Truth {
    if (!this.isNamed || this.details === undefined) return 'unknown'
    const stands = this.details.statements.some((one) => one.statement === id && (one.until === null || now < one.until))
    return stands && by.length > 0 ? 'unknown' : stands
  }

  /** A fact as the asked target sends it, else as it is stored. */
  fact(fact: FactForm, question: Question): Lookup {
    const sent = this.#policy.speaksFor(question.target, fact.source) ? lookUp(question.subject, fact.id) : undefined
    if (sent?.kind === 'value') return { ...sent, asOf: question.now }
    const stored = this.details?.facts.get(fact.id)
    if (stored === undefined) return { kind: 'unknown', why: this.anonymous ? 'nobody is logged in' : `\`${fact.source}\` did not tell it` }
    return { kind: 'value', value: stored.value, asOf: stored.asOf ?? undefined }
  }

  /** The same as `charter/conditions.ts` wants it. */
  environment(question: Question): ConditionEnv {
    const { form } = this.#policy
    return {
      now: question.now,
      subject: this.id === undefined ? undefined : [...new Set([this.id, ...(this.details?.names ?? [])])],
      fact: (id) => {
        const fact = form.facts.find((one) => one.id === id)
        return fact === undefined ? { kind: 'unknown', why: 'the charter does not declare it' } : this.fact(fact, question)
      },
      holds: (role) => {
        const number = form.roles.findIndex((one) => one.id === role)
        return number >= 0 && this.holds(number)
      },
      statement: (id, by) => this.statement(id, by, question.now),
      resource: (name) => lookUp(question.resource, name),
      action: (name) => lookUp(question.action, name),
      context: (name) => lookUp(question.context, name),
    }
  }
}
