import type { z } from 'zod'
import type { ConditionBlock, ConditionItem, ConditionTest, DateBlock, FactBlock, StatementBlock, TestOperators } from '../model.ts'
import type { condition, date, fact, RawItem, RawOperators, RawTest, statement } from '../schema/conditions.ts'
import { asDay, list, maybeSpan, people } from './parts.ts'

export function normalFact(raw: z.infer<typeof fact>): FactBlock {
  return {
    text: raw.text,
    source: raw.source,
    type: raw.type,
    about: raw.about ?? 'person',
    fresh: maybeSpan(raw.fresh),
    setBy: raw.set_by ?? 'self',
    staleAfter: maybeSpan(raw.stale_after),
  }
}

export function normalStatement(raw: z.infer<typeof statement>): StatementBlock {
  return { text: raw.text, lasts: maybeSpan(raw.lasts) }
}

export function normalDate(raw: z.infer<typeof date>): DateBlock {
  return { text: raw.text, day: asDay(raw.day), repeats: maybeSpan(raw.repeats) }
}

export function normalCondition(raw: z.infer<typeof condition>): ConditionBlock {
  const { except } = raw
  return {
    text: raw.text,
    test: normalTest(raw),
    except: except === undefined ? undefined : { by: people(except.by), longest: maybeSpan(except.longest), states: list(except.states) },
  }
}

function normalItem(raw: RawItem): ConditionItem {
  return typeof raw === 'string' ? { kind: 'named', condition: raw } : normalTest(raw)
}

function normalTest(raw: RawTest): ConditionTest {
  if ('all' in raw) return { kind: 'all', items: list(raw.all).map(normalItem) }
  if ('any' in raw) return { kind: 'any', items: list(raw.any).map(normalItem) }
  if ('not' in raw) return { kind: 'not', item: normalItem(raw.not) }
  if ('role' in raw) return { kind: 'role', roles: list(raw.role) }
  if ('statement' in raw) return { kind: 'statement', statement: raw.statement, by: people(raw.by) }
  if ('fact' in raw) return { kind: 'test', of: 'fact', name: raw.fact, operators: operators(raw) }
  if ('resource' in raw) return { kind: 'test', of: 'resource', name: raw.resource, operators: operators(raw) }
  if ('action' in raw) return { kind: 'test', of: 'action', name: raw.action, operators: operators(raw) }
  return { kind: 'test', of: 'context', name: raw.context, operators: operators(raw) }
}

/** Only the operators that are there: absent ones leave no key. */
function operators(raw: RawOperators): TestOperators {
  return {
    ...(raw.is === undefined ? {} : { is: raw.is }),
    ...(raw.in === undefined ? {} : { in: list(raw.in) }),
    ...(raw.has_any === undefined ? {} : { has_any: list(raw.has_any) }),
    ...(raw.has_all === undefined ? {} : { has_all: list(raw.has_all) }),
    ...(raw.at_least === undefined ? {} : { at_least: raw.at_least }),
    ...(raw.at_most === undefined ? {} : { at_most: raw.at_most }),
    ...withSpan('older_than', raw.older_than),
    ...withSpan('within', raw.within),
    ...(raw.domain === undefined ? {} : { domain: list(raw.domain) }),
    ...(raw.ends_with === undefined ? {} : { ends_with: raw.ends_with }),
    ...(raw.exists === undefined ? {} : { exists: raw.exists }),
    ...(raw.is_subject === undefined ? {} : { is_subject: raw.is_subject }),
  }
}

function withSpan(name: 'older_than' | 'within', text: string | undefined): TestOperators {
  const value = maybeSpan(text)
  return value === undefined ? {} : { [name]: value }
}
