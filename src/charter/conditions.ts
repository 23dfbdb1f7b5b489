/**
 * Conditions over what is known of a person, a resource, an action and its circumstances: true, false or unknown, with the evidence for it
 * and with what is missing. Kleene logic: false beats unknown in `all`, true beats it in `any`, not unknown = unknown.
 */
import type { Instant } from '../kernel/instant.ts'
import { allOf, anyOf, not } from '../kernel/truth.ts'
import type { ConditionEnv, Evaluation } from './condition-env.ts'
import type { Clause, ConditionBlock, ConditionItem, FactBlock, Id, StatementBlock } from './model.ts'
import { testValue } from './operators.ts'

/** What an evaluation reads of a charter: whoever keeps these three apart from the rest can evaluate too. */
export interface ConditionTexts {
  readonly conditions: ReadonlyMap<Id, Pick<ConditionBlock, 'text' | 'test'>>
  readonly facts: ReadonlyMap<Id, Pick<FactBlock, 'text' | 'fresh'>>
  readonly statements: ReadonlyMap<Id, Pick<StatementBlock, 'text'>>
}

/** Evaluates a named condition or one written in place. A name that is not declared is unknown. */
export function evaluateCondition(charter: ConditionTexts, condition: Id | ConditionItem, env: ConditionEnv): Evaluation {
  const evaluator = new Evaluator(charter, env)
  return typeof condition === 'string' ? evaluator.named(condition, `conditions.${condition}`) : evaluator.item(condition, 'conditions')
}

/** Evaluates a list of conditions, which means all of them. An empty list is true. */
export function evaluateConditions(charter: ConditionTexts, conditions: readonly Id[], env: ConditionEnv): Evaluation {
  const evaluator = new Evaluator(charter, env)
  return together(
    'all',
    conditions.map((id) => evaluator.named(id, `conditions.${id}`)),
  )
}

class Evaluator {
  readonly #charter: ConditionTexts
  readonly #env: ConditionEnv
  /** Each named condition is evaluated once; undefined while under way. */
  readonly #known = new Map<Id, Evaluation | undefined>()

  constructor(charter: ConditionTexts, env: ConditionEnv) {
    this.#charter = charter
    this.#env = env
  }

  named(id: Id, clause: Clause): Evaluation {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const block = this.#charter.conditions.get(id)
    if (block === undefined) return unknown(clause, `condition ${id}`, 'the charter does not declare it')
    if (this.#known.has(id)) return unknown(clause, `condition ${id}`, 'it depends on itself')
    this.#known.set(id, undefined)
    const result =
      this.#env.waived?.(id) === true ? certain(true, clause, `waived for this person: ${block.text}`) : this.item(block.test, clause)
    this.#known.set(id, result)
    return result
  }

  item(item: ConditionItem, clause: Clause): Evaluation {
    switch (item.kind) {
      case 'named':
        return this.named(item.condition, `conditions.${item.condition}`)
      case 'all':
      case 'any':
        return together(
          item.kind,
          item.items.map((inner, index) => this.item(inner, `${clause}.${item.kind}[${index}]`)),
        )
      case 'not':
        return negated(this.item(item.item, `${clause}.not`))
      case 'role': {
        const held = item.roles.map((role) => ({ role, truth: this.#env.holds(role) }))
        return together(
          'any',
          held.map(({ role, truth }) =>
            truth === 'unknown'
              ? unknown(clause, `role ${role}`, 'it is not known whether it is held')
              : certain(truth, clause, `${truth ? 'holds' : 'does not hold'} ${role}`),
          ),
        )
      }
      case 'statement': {
        const truth = this.#env.statement(item.statement, item.by)
        const text = this.#charter.statements.get(item.statement)?.text ?? item.statement
        return truth === 'unknown'
          ? unknown(clause, `statement ${item.statement}`, 'it is not known whether it was made')
          : certain(truth, clause, `${truth ? 'stated' : 'not stated'}: ${text}`)
      }
    }
    return this.#test(item, clause)
  }

  #test(item: Extract<ConditionItem, { kind: 'test' }>, clause: Clause): Evaluation {
    const fact = item.of === 'fact' ? this.#charter.facts.get(item.name) : undefined
    if (item.of === 'fact' && fact === undefined) return unknown(clause, `fact ${item.name}`, 'the charter does not declare it')
    const found = this.#env[item.of](item.name)
    const { truth, why } = testValue(item, found, this.#env, fact)
    const what = `${item.of} ${item.name}`
    if (truth === 'unknown') return unknown(clause, what, why)
    return certain(truth, clause, `${fact?.text ?? what}: ${why}`, found.kind === 'unknown' ? undefined : found.asOf)
  }
}

function certain(truth: boolean, clause: Clause, text: string, asOf?: Instant): Evaluation {
  return { truth, evidence: [{ clause, text, truth, asOf }], missing: [] }
}

function unknown(clause: Clause, what: string, why: string): Evaluation {
  return { truth: 'unknown', evidence: [], missing: [{ clause, what, why }] }
}

function negated(inner: Evaluation): Evaluation {
  return { ...inner, truth: not(inner.truth) }
}

function together(kind: 'all' | 'any', parts: readonly Evaluation[]): Evaluation {
  const truth = kind === 'all' ? allOf(parts.map((part) => part.truth)) : anyOf(parts.map((part) => part.truth))
  const deciding = truth === 'unknown' ? parts : parts.filter((part) => part.truth === truth)
  return {
    truth,
    evidence: deciding.flatMap((part) => part.evidence),
    missing: truth === 'unknown' ? parts.flatMap((part) => part.missing) : [],
  }
}
