/** Blocks that several sections share, back in the grammar's keys. */
import type { Json } from '../../kernel/json.ts'
import type { ActivationRule, AmendmentBlock, InactiveRule, Requirement, SeatsRule, Stage } from '../model.ts'
import { block, names, people, span, type Style } from './style.ts'

function stagePlain(style: Style, stage: Stage): Json {
  return block(style, {
    text: [stage.text],
    by: [people(style, stage.by)],
    count: [stage.count, 1],
    states: [names(style, stage.states), []],
    may_ask: [names(style, stage.mayAsk), []],
    counts_earlier: [stage.countsEarlier, false],
    refusals: [stage.refusals, 1],
    consult: [stage.consult, false],
    if_vacant: [stage.ifVacant, 'wait'],
    fallback: [
      stage.fallback && block(style, { by: [people(style, stage.fallback.by)], states: [names(style, stage.fallback.states), []] }),
    ],
    escalate: [escalationPlain(style, stage.escalate)],
  })
}

export function stagesPlain(style: Style, stages: readonly Stage[]): Json {
  return stages.map((stage) => stagePlain(style, stage))
}

export function escalationPlain(style: Style, rule: Stage['escalate']): Json | undefined {
  return rule && block(style, { after: [style.span(rule.after)], to: [people(style, rule.to)] })
}

/** `usual` is what a violation leads to where the charter does not say. */
export function requirementsPlain(style: Style, list: readonly Requirement[], usual: Requirement['then']): Json {
  const items = list.map((one) => {
    if (!style.full && one.then === usual && one.notice === undefined) return one.condition
    return block(style, { condition: [one.condition], then: [one.then, usual], notice: [span(style, one.notice)] })
  })
  return names(style, items)
}

export function inactivePlain(style: Style, rule: InactiveRule | undefined): Json | undefined {
  return (
    rule &&
    block(style, {
      after: [style.span(rule.after)],
      by: [rule.by],
      notice: [span(style, rule.notice)],
      then: [rule.then, 'end'],
      grace: [span(style, rule.grace)],
    })
  )
}

export function seatsPlain(style: Style, rule: SeatsRule | undefined): Json | undefined {
  return rule && block(style, { limit: [rule.limit], warn: [rule.warn, []] })
}

export function amendmentsPlain(style: Style, rule: AmendmentBlock): Json {
  return block(style, {
    by: [rule.by.length === 0 ? 'none' : people(style, rule.by)],
    stages: [stagesPlain(style, rule.stages), []],
    delay: [span(style, rule.delay)],
    documents: [rule.documents],
    feedback: [span(style, rule.feedback)],
  })
}

export function activationPlain(style: Style, rule: ActivationRule | undefined): Json | undefined {
  return (
    rule &&
    block(style, {
      by: [people(style, rule.by)],
      states: [names(style, rule.states), []],
      stages: [stagesPlain(style, rule.stages), []],
      longest: [span(style, rule.longest)],
      tells: [people(style, rule.tells), []],
      review: [rule.review && block(style, { by: [people(style, rule.review.by)], within: [style.span(rule.review.within)] })],
      trigger: [names(style, rule.trigger), []],
      per_month: [rule.perMonth],
    })
  )
}
