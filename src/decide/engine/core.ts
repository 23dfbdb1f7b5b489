import type { Instant } from '../../kernel/instant.ts'
import { Evaluation } from './evaluation.ts'
import type { PolicyForm } from './form.ts'
import { HolderLists } from './holders.ts'
import { PeopleTable } from './people.ts'
import { Policy } from './policy.ts'
import type { Asker, Question } from './question.ts'
import { Remedies } from './remedies.ts'
import { SetTable } from './sets.ts'
import type { AccountEntry } from './special.ts'
import { NO, UNKNOWN, YES, type Tri } from './tri.ts'
import { Who } from './who.ts'

/** How the asker of a question stands before any right is looked at. */
export type Standing = 'unknown' | 'locked' | 'there' | 'several'

export interface BestAccount {
  readonly value: Tri
  readonly account: AccountEntry | undefined
}

const nobodyElse: readonly AccountEntry[] = []

/** So many sets that were only supposed are kept: the next refusal supposes the same ones. */
const MOST_SUPPOSED = 128

/** The parts of an engine, for those that answer questions with them. */
export class Core {
  readonly policy: Policy
  readonly sets: SetTable
  readonly people: PeopleTable
  readonly evaluation: Evaluation
  readonly remedies = new Remedies()
  readonly holders = new HolderLists()
  /** The asker of the question that is being answered. */
  readonly who: Who
  /** After `several`: the accounts that may be entered one by one. */
  accounts: readonly AccountEntry[] = nobodyElse
  readonly #visitor: number
  readonly #supposed = new Set<number>()

  constructor(form: PolicyForm) {
    this.policy = new Policy(form)
    this.sets = new SetTable(this.policy)
    this.people = new PeopleTable(this.policy, this.sets)
    this.evaluation = new Evaluation(this.policy, this.sets)
    this.who = new Who(this.policy, this.sets, this.people)
    this.#visitor = this.sets.retain(this.policy.everyone)
  }

  /** Makes the asker of a question the one that `who` is. For roles that are only supposed, see `supposing`. */
  enter(question: Question): Standing {
    const { asker, now } = question
    if (asker.kind === 'person') {
      const index = this.people.find(asker.id)
      return index === undefined ? 'unknown' : this.enterPerson(index, asker.id, question.target, now)
    }
    return this.#enterOther(asker, question)
  }

  enterPerson(index: number, id: string, target: string, now: Instant): Standing {
    const plain = this.people.plainSet(index)
    if (plain >= 0) {
      this.#be(index, id, plain, false)
      return 'there'
    }
    const number = this.policy.target(target)
    if (number !== undefined) {
      if (this.people.isLocked(index, number)) return 'locked'
      const accounts = this.people.accountsOn(index, number)
      if (accounts !== undefined) {
        this.accounts = accounts
        return 'several'
      }
    }
    this.#be(index, id, this.people.setOf(index, now), false)
    return 'there'
  }

  /** Enters one of several accounts of a person. */
  enterAccount({ index, name }: AccountEntry, target: string, now: Instant): Standing {
    const number = this.policy.target(target)
    if (number !== undefined && this.people.isLocked(index, number)) return 'locked'
    this.#be(index, name, this.people.setOf(index, now), false)
    return 'there'
  }

  /** What a person may, by their number; of several accounts on the target, by the one that comes farthest. */
  mayPerson(index: number, id: string, right: number, question: Question): Tri {
    const standing = this.enterPerson(index, id, question.target, question.now)
    if (standing === 'there') return this.evaluation.may(right, question, this.who)
    return standing === 'several' ? this.best(right, question, this.accounts).value : NO
  }

  /** The account that comes farthest; undefined if all are locked. */
  best(right: number, question: Question, accounts: readonly AccountEntry[]): BestAccount {
    let best: BestAccount = { value: NO, account: undefined }
    for (const account of accounts) {
      if (this.enterAccount(account, question.target, question.now) !== 'there') continue
      const value = this.evaluation.may(right, question, this.who)
      if (value === YES) return { value, account }
      if (best.account === undefined || (value === UNKNOWN && best.value === NO)) best = { value, account }
    }
    return best
  }

  /** Somebody who is not logged in. */
  enterVisitor(): void {
    this.#be(-1, undefined, this.#visitor, true)
  }

  /** A member of a set of whom nothing else is known. */
  enterSet(set: number): void {
    this.#be(-1, undefined, set, false)
  }

  /** Lets `answer` see the asker as if these atoms were held too. */
  supposing<T>(more: readonly number[], answer: () => T): T {
    const { set } = this.who
    const atoms = [...new Set([...this.sets.atoms(set), ...more])].toSorted((left, right) => left - right)
    const supposed = this.sets.retain(atoms)
    this.#keepSupposed(supposed, atoms)
    this.who.set = supposed
    try {
      return answer()
    } finally {
      this.who.set = set
      this.sets.release(supposed)
    }
  }

  /** What roles give, and the roles themselves. */
  atomsOfRoles(roles: readonly number[]): readonly number[] {
    return roles.flatMap((role) => [this.policy.roleAtom(role), ...(this.policy.form.roles[role]?.groups ?? [])])
  }

  #keepSupposed(set: number, atoms: readonly number[]): void {
    if (this.#supposed.has(set)) return
    if (this.#supposed.size >= MOST_SUPPOSED) {
      for (const one of this.#supposed) this.sets.release(one)
      this.#supposed.clear()
    }
    this.#supposed.add(this.sets.retain(atoms))
  }

  #enterOther(asker: Exclude<Asker, { kind: 'person' }>, question: Question): Standing {
    if (asker.kind === 'account') {
      const index = this.people.findAccount(asker.target, asker.name)
      if (index === undefined) return 'unknown'
      // one of several accounts is an entry of its own, and so never `several` itself
      return this.enterPerson(index, asker.name, question.target, question.now)
    }
    this.#be(-1, undefined, this.#visitor, asker.kind === 'anonymous')
    return 'there'
  }

  #be(index: number, id: string | undefined, set: number, anonymous: boolean): void {
    const { who } = this
    who.index = index
    who.id = id
    who.set = set
    who.anonymous = anonymous
  }
}
