import type { z } from 'zod'
import type { FollowUpRule, Power, PowerVerb, RequestRule, ReviewRule, RoleBlock, TermRule } from '../model.ts'
import type { defaults, role } from '../schema/roles.ts'
import {
  list,
  maybeSpan,
  normalActivation,
  normalEscalation,
  normalInactive,
  normalRequirements,
  normalSeats,
  normalStages,
  people,
  span,
} from './parts.ts'

type RawRole = z.infer<typeof role>
type RawDefaults = z.infer<typeof defaults>
type RawPower = NonNullable<RawRole['may']>[number]
type Present<T> = Exclude<T, 'none' | undefined>

/** A role with the charter's defaults: a key of the role replaces the whole key, `none` cancels it. */
export function normalRole(own: RawRole, usual: RawDefaults): RoleBlock {
  const takesDefaults = own.defaults === undefined
  const raw: RawDefaults = takesDefaults ? { ...usual, ...withoutAbsent(own) } : own
  const account = present(raw.account)
  const objection = present(raw.objection)
  return {
    title: own.title,
    purpose: own.purpose,
    document: own.document,
    contact: raw.contact === 'none' ? undefined : raw.contact,
    alsoCalled: list(own.also_called),
    gives: new Map(Object.entries(own.gives ?? {}).map(([target, groups]) => [target, list(groups)])),
    may: (own.may ?? []).map(normalPower),
    seats: normalSeats(own.seats),
    activation: normalActivation(own.activation),
    takesDefaults,
    account: account === undefined || account === 'any' ? 'any' : list(account),
    requires: normalRequirements(present(raw.requires), 'pause'),
    automatic: present(raw.automatic) ?? 'never',
    request: normalRequest(present(raw.request)),
    delay: maybeSpan(present(raw.delay)),
    term: normalTerm(present(raw.term)),
    inactive: normalInactive(present(raw.inactive)),
    review: normalReview(present(raw.review)),
    followUp: normalFollowUp(present(raw.follow_up)),
    objection: objection === undefined ? undefined : { by: people(objection.by), within: span(objection.within) },
    deputiesOf: own.deputies_of,
    needsRole: list(present(raw.needs_role)),
    reportsTo: present(raw.reports_to),
  }
}

/** `none` cancels. */
function present<T>(value: T): Present<T> | undefined {
  return value === 'none' ? undefined : (value as Present<T> | undefined)
}

function withoutAbsent(raw: RawRole): Partial<RawDefaults> {
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined)) as Partial<RawDefaults>
}

function normalPower(raw: RawPower): Power {
  const [verb, roles] = verbOf(raw)
  return {
    verb,
    roles: roles === 'all' ? 'all' : list(roles),
    but: list(raw.but),
    scope: raw.scope ?? 'others',
    when: list(raw.when),
    stages: normalStages(raw.stages),
    causes: list(raw.causes),
    notice: maybeSpan(raw.notice),
    direct: raw.direct,
    limit: raw.limit === undefined ? undefined : { count: raw.limit.count, per: span(raw.limit.per) },
  }
}

function verbOf(raw: RawPower): readonly [PowerVerb, string | string[]] {
  if ('add' in raw) return ['add', raw.add]
  if ('remove' in raw) return ['remove', raw.remove]
  return 'change' in raw ? ['change', raw.change] : ['suspend', raw.suspend]
}

function normalRequest(raw: Present<RawDefaults['request']> | undefined): RequestRule | undefined {
  if (raw === undefined) return undefined
  return {
    by: raw.by === undefined ? [{ kind: 'registered' }] : people(raw.by),
    for: raw.for ?? 'self',
    asks: new Map(Object.entries(raw.asks ?? {})),
    states: list(raw.states),
    stages: normalStages(raw.stages),
    lapses: raw.lapses === undefined ? { count: 30, unit: 'day' } : span(raw.lapses),
    appeals: raw.appeals ?? 0,
    scopes: list(raw.scopes),
  }
}

function normalTerm(raw: Present<RawDefaults['term']> | undefined): TermRule | undefined {
  if (raw === undefined) return undefined
  return { lasts: maybeSpan(raw.lasts), longest: maybeSpan(raw.longest), ongoing: raw.ongoing ?? false, ends: raw.ends }
}

function normalReview(raw: Present<RawDefaults['review']> | undefined): ReviewRule | undefined {
  if (raw === undefined) return undefined
  const rest = { by: people(raw.by), unanswered: raw.unanswered ?? 'report' }
  if ('every' in raw) return { every: span(raw.every), before: undefined, opens: undefined, closes: undefined, ...rest }
  return { every: undefined, before: raw.before, opens: span(raw.opens), closes: maybeSpan(raw.closes), ...rest }
}

function normalFollowUp(raw: Present<RawDefaults['follow_up']> | undefined): FollowUpRule | undefined {
  if (raw === undefined) return undefined
  return {
    after: span(raw.after),
    by: people(raw.by),
    text: raw.text,
    doneWhen: raw.done_when,
    terms: raw.terms,
    escalate: normalEscalation(raw.escalate),
  }
}
