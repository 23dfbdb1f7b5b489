import type { Id } from '../../charter/model.ts'
import type { Instant } from '../../kernel/instant.ts'
import { Core } from './core.ts'
import { explainBare, explainVerdict, type HoldersOf } from './explain.ts'
import type { Explanation } from './explanation.ts'
import type { PolicyForm } from './form.ts'
import type { Holding, Holdings } from './holding.ts'
import type { Ground, Question, Revision, Verdict } from './question.ts'
import { NO, YES, type Tri } from './tri.ts'
import { whoCan, type DeedOfAnybody, type Page, type WhoCan } from './who-can.ts'

/**
 * Who may do what where, in one process: a compiled charter and what everybody holds. Answers depend on the question alone, `now` included;
 * whatever ends by time ends inside. Holdings change by `put` and `drop`, each seen by the next question.
 */
export class Engine {
  readonly #core: Core
  #revision: Revision
  #stale: Instant | null

  constructor(form: PolicyForm, holdings: Holdings = nobody) {
    this.#core = new Core(form)
    this.#revision = { ledger: holdings.ledger, charter: form.charter }
    this.#stale = holdings.stale
    for (const holding of holdings.people) this.#core.people.put(holding)
  }

  /** Stands in every answer. */
  get revision(): Revision {
    return this.#revision
  }

  /** From this moment on the holdings must be made anew; null = never by time alone. */
  get stale(): Instant | null {
    return this.#stale
  }

  /** People known, locked ones too. */
  get size(): number {
    return this.#core.people.size
  }

  /** Whether somebody is known by this handle. */
  knows(id: string): boolean {
    return this.#core.people.find(id) !== undefined
  }

  /** All handles, in the order of their UTF-16 code units. */
  people(): readonly string[] {
    return this.#core.people.order()
  }

  /**
   * Takes in what somebody holds now, in place of what was known of them. `ledger`: the entries this rests on; `stale`: from when what they hold
   * must be made anew.
   */
  put(holding: Holding, ledger?: number, stale: Instant | null = null): void {
    this.#core.people.put(holding)
    if (stale !== null && (this.#stale === null || stale < this.#stale)) this.#stale = stale
    if (ledger !== undefined) this.advance(ledger)
  }

  /** Says that entries up to here changed nothing besides what was put and dropped. */
  advance(ledger: number): void {
    if (ledger !== this.#revision.ledger) this.#revision = { ...this.#revision, ledger }
  }

  /** Forgets somebody; false if nobody is called so. */
  drop(id: string, ledger?: number): boolean {
    if (ledger !== undefined) this.advance(ledger)
    return this.#core.people.drop(id)
  }

  /** Whether it is allowed, and nothing else. An unknown right, target or asker is a no. */
  check(question: Question): boolean {
    const core = this.#core
    const right = core.policy.right(question.target, question.right)
    if (right === undefined) return false
    const { asker } = question
    if (asker.kind === 'person') {
      const index = core.people.find(asker.id)
      return index !== undefined && core.mayPerson(index, asker.id, right, question) === YES
    }
    if (asker.kind === 'roles') return this.decide(question).allowed
    const standing = core.enter(question)
    if (standing === 'there') return core.evaluation.may(right, question, core.who) === YES
    return standing === 'several' && core.best(right, question, core.accounts).value === YES
  }

  /** The answer with the clauses that it rests on. */
  decide(question: Question): Verdict {
    const core = this.#core
    const right = core.policy.right(question.target, question.right)
    if (right !== undefined && question.asker.kind === 'person' && core.enter(question) === 'there')
      return this.#answer(right, question, undefined)
    return this.#within(
      question,
      (verdict) => verdict,
      (verdict) => verdict,
    )
  }

  /** The answer with all that can be said about it. `holders`: how many handles of people who could help are named; 0 = none, and none counted. */
  explain(question: Question, { holders }: { readonly holders: number } = { holders: 5 }): Explanation {
    const helping: HoldersOf | undefined =
      holders <= 0 ? undefined : (role) => this.#core.holders.of(this.#core, role, question.now, holders)
    return this.#within(
      question,
      (verdict, right) => explainVerdict(this.#core, right, question, verdict, helping),
      (verdict) => explainBare(this.#core, question, verdict),
    )
  }

  /** Who may do something: how many, and a page of them. */
  whoCan(deed: DeedOfAnybody, page: Page = { limit: 0 }): WhoCan {
    return whoCan(this.#core, deed, page, this.#revision)
  }

  /** The rights on a target that somebody has in a case, in the order of the charter. */
  whatCan(question: Omit<Question, 'right'>): readonly string[] {
    const core = this.#core
    const { policy } = core
    const asked: Question = { ...question, right: '' }
    const those = (may: (right: number) => Tri) => {
      const names: string[] = []
      for (const [name, right] of policy.rightsOn(question.target)) if (may(right) === YES) names.push(name)
      return names
    }
    const standing = core.enter(asked)
    const here = () => those((right) => core.evaluation.may(right, asked, core.who))
    if (asked.asker.kind === 'roles') return this.#supposed(asked.asker.roles, here)
    if (standing === 'there') return here()
    return standing === 'several' ? those((right) => core.best(right, asked, core.accounts).value) : []
  }

  /** Decides, and hands the verdict on while the core still sees the asker; to `bare` where no right was looked at. */
  #within<T>(question: Question, answer: (verdict: Verdict, right: number) => T, bare: (verdict: Verdict) => T): T {
    const core = this.#core
    const right = core.policy.right(question.target, question.right)
    if (right === undefined) return bare(this.#refused('no-such-right', `rights.${question.target}`))
    const standing = core.enter(question)
    const { asker } = question
    if (asker.kind === 'roles') return this.#supposed(asker.roles, () => answer(this.#answer(right, question, undefined), right))
    if (standing === 'there') return answer(this.#answer(right, question, undefined), right)
    if (standing === 'unknown') return bare(this.#refused('nobody-known', 'accounts'))
    const account = standing === 'several' ? core.best(right, question, core.accounts) : undefined
    if (account?.account === undefined) return bare(this.#refused('locked', 'accounts'))
    core.enterAccount(account.account, question.target, question.now)
    return answer(this.#answer(right, question, account.account.name, account.value), right)
  }

  #answer(right: number, question: Question, account: string | undefined, known?: Tri): Verdict {
    const { evaluation, who, sets } = this.#core
    const value = known ?? evaluation.may(right, question, who)
    const isSettled = account === undefined && evaluation.isSettled(right, who, value === YES)
    const kept = isSettled ? sets.kept(who.set, right) : undefined
    if (kept !== undefined && kept.revision === this.#revision) return kept
    const verdict: Verdict = {
      outcome: value === YES ? 'allowed' : value === NO ? 'refused' : 'unknown',
      allowed: value === YES,
      because: kept?.because ?? evaluation.grounds(right, question, who, value === YES),
      account,
      revision: this.#revision,
    }
    return isSettled ? sets.keep(who.set, right, verdict) : verdict
  }

  #supposed<T>(roles: readonly Id[], answer: () => T): T {
    const { policy } = this.#core
    const known = roles.flatMap((id) => policy.role(id) ?? [])
    return this.#core.supposing([...policy.registered.values(), ...this.#core.atomsOfRoles(known)], answer)
  }

  #refused(code: Ground['code'], clause: string): Verdict {
    return { outcome: 'refused', allowed: false, because: [{ code, clause }], account: undefined, revision: this.#revision }
  }
}

const nobody: Holdings = { ledger: 0, stale: null, people: [] }
