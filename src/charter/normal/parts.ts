/** Blocks that several sections share, from the text's shape into normal form. */
import type { z } from 'zod'
import type { Day } from '../../kernel/day.ts'
import { parseDuration, type Duration } from '../../kernel/duration.ts'
import type { ActivationRule, AmendmentBlock, InactiveRule, People, Requirement, SeatsRule, Stage } from '../model.ts'
import type { activation, amendments, escalation, inactive, requirements, seats, stage } from '../schema/stages.ts'

type Many<T> = T | readonly T[] | undefined

/** One may stand without brackets; absent is empty. */
export function list<T extends string | number | boolean | object>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T]
}

/** A length of time that the schema has checked. */
export function span(text: string): Duration {
  const parsed = parseDuration(text)
  if (!parsed.ok) throw new TypeError(`unchecked length of time ${text}`)
  return parsed.value
}

export function maybeSpan(text: string | undefined): Duration | undefined {
  return text === undefined ? undefined : span(text)
}

export const asDay = (text: string): Day => text as Day

export function person(text: string): People {
  if (text === 'registered' || text === 'everyone' || text === 'subject') return { kind: text }
  return text.startsWith('subject.') ? { kind: 'relation', fact: text.slice('subject.'.length) } : { kind: 'role', role: text }
}

export function people(value: Many<string>): readonly People[] {
  return list(value).map(person)
}

function normalStage(raw: z.infer<typeof stage>): Stage {
  return {
    text: raw.text,
    by: people(raw.by),
    count: raw.count ?? 1,
    states: list(raw.states),
    mayAsk: list(raw.may_ask),
    countsEarlier: raw.counts_earlier ?? false,
    refusals: raw.refusals ?? 1,
    consult: raw.consult ?? false,
    ifVacant: raw.if_vacant ?? 'wait',
    fallback: raw.fallback === undefined ? undefined : { by: people(raw.fallback.by), states: list(raw.fallback.states) },
    escalate: normalEscalation(raw.escalate),
  }
}

export function normalStages(raw: readonly z.infer<typeof stage>[] | undefined): readonly Stage[] {
  return (raw ?? []).map(normalStage)
}

export function normalEscalation(raw: z.infer<typeof escalation> | undefined): Stage['escalate'] {
  return raw === undefined ? undefined : { after: span(raw.after), to: people(raw.to) }
}

/** What happens on a violation if the charter does not say: a role pauses, a target's member is removed, an account's grants end. */
export function normalRequirements(raw: z.infer<typeof requirements> | undefined, usual: Requirement['then']): readonly Requirement[] {
  return list(raw).map((one) =>
    typeof one === 'string'
      ? { condition: one, then: usual, notice: undefined }
      : { condition: one.condition, then: one.then ?? usual, notice: maybeSpan(one.notice) },
  )
}

export function normalInactive(raw: z.infer<typeof inactive> | undefined): InactiveRule | undefined {
  if (raw === undefined) return undefined
  return { after: span(raw.after), by: raw.by, notice: maybeSpan(raw.notice), then: raw.then ?? 'end', grace: maybeSpan(raw.grace) }
}

export function normalSeats(raw: z.infer<typeof seats> | undefined): SeatsRule | undefined {
  return raw === undefined ? undefined : { limit: raw.limit, warn: list(raw.warn) }
}

export function normalAmendments(raw: z.infer<typeof amendments>): AmendmentBlock {
  return {
    by: raw.by === 'none' ? [] : people(raw.by),
    stages: normalStages(raw.stages),
    delay: maybeSpan(raw.delay),
    documents: raw.documents,
    feedback: maybeSpan(raw.feedback),
  }
}

export function normalActivation(raw: z.infer<typeof activation> | undefined): ActivationRule | undefined {
  if (raw === undefined) return undefined
  return {
    by: raw.by === undefined ? [{ kind: 'subject' }] : people(raw.by),
    states: list(raw.states),
    stages: normalStages(raw.stages),
    longest: maybeSpan(raw.longest),
    tells: people(raw.tells),
    review: raw.review === undefined ? undefined : { by: people(raw.review.by), within: span(raw.review.within) },
    trigger: list(raw.trigger),
    perMonth: raw.per_month,
  }
}
