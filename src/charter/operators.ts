/** The operators of a test, one value at a time. */
import { parseDay, startOfDay } from '../kernel/day.ts'
import { addDuration, formatDuration, type Duration } from '../kernel/duration.ts'
import { parseInstant, type Instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import { allOf, not, type Truth } from '../kernel/truth.ts'
import type { ConditionEnv, Lookup } from './condition-env.ts'
import type { ConditionTest, FactBlock, Scalar, TestOperators } from './model.ts'

/** What a test reads of the fact it looks at. */
type FactRule = Pick<FactBlock, 'fresh'>

type Test = Extract<ConditionTest, { kind: 'test' }>

export interface Tested {
  readonly truth: Truth
  /** What was found, or why nothing can be said. The value itself is not repeated: it may be private. */
  readonly why: string
}

/** All operators of a test on what was found; a fact that is older than `fresh` is as good as unknown. */
export function testValue(test: Test, found: Lookup, env: ConditionEnv, fact: FactRule | undefined): Tested {
  if (found.kind === 'unknown') return { truth: 'unknown', why: found.why }
  if (fact?.fresh !== undefined && (found.asOf === undefined || found.asOf < addDuration(env.now, fact.fresh, -1))) {
    return { truth: 'unknown', why: `the last reading is older than ${formatDuration(fact.fresh)}` }
  }
  const results = operatorsOf(test.operators).map((operator) => operator(found, test, env, fact))
  const truth = allOf(results.map((result) => result.truth))
  return {
    truth,
    why:
      results
        .filter((result) => result.truth === truth)
        .map((result) => result.why)
        .join(', ') || 'nothing is tested',
  }
}

type Operator = (found: Exclude<Lookup, { kind: 'unknown' }>, test: Test, env: ConditionEnv, fact: FactRule | undefined) => Tested

function operatorsOf(operators: TestOperators): Operator[] {
  const { is, at_least: least, at_most: most, older_than: older, within, domain, ends_with: ending, exists, is_subject: own } = operators
  const list: Operator[] = []
  if (exists !== undefined)
    list.push((found) => ({ truth: isPresent(found) === exists, why: isPresent(found) ? 'is there' : 'is not there' }))
  if (is !== undefined) list.push(onScalar((value) => value === is, `is ${is}`, [is]))
  if (operators.in !== undefined)
    list.push(onScalar((value) => operators.in?.includes(value) === true, `is one of ${operators.in.join(', ')}`, operators.in))
  if (operators.has_any !== undefined) list.push(onList('any', operators.has_any))
  if (operators.has_all !== undefined) list.push(onList('all', operators.has_all))
  if (least !== undefined) list.push(onNumber((value) => value >= least, `at least ${least}`))
  if (most !== undefined) list.push(onNumber((value) => value <= most, `at most ${most}`))
  if (older !== undefined) list.push(onDate(older, (value, limit) => value < limit, 'longer ago than'))
  if (within !== undefined) list.push(onDate(within, (value, limit) => value >= limit, 'not longer ago than'))
  if (domain !== undefined)
    list.push(onText((value) => domain.some((one) => one.toLowerCase() === domainOf(value)), `address at ${domain.join(' or ')}`))
  if (ending !== undefined) list.push(onText((value) => value.endsWith(ending), `ends with ${JSON.stringify(ending)}`))
  if (own !== undefined) list.push(onSubject(own))
  return list
}

function isPresent(found: Lookup): boolean {
  if (found.kind !== 'value' || found.value === null || found.value === '') return false
  return !(Array.isArray(found.value) && found.value.length === 0)
}

/** The exact domain after the last `@`, lower-cased; undefined without one. */
function domainOf(text: string): string | undefined {
  const sign = text.lastIndexOf('@')
  return sign < 0 ? undefined : text.slice(sign + 1).toLowerCase()
}

/** An operator on values of one type; anything else in its place is unknown, never false. */
function onType<T>(
  accept: (value: Json) => T | undefined,
  what: string,
  judge: (value: T, env: ConditionEnv, test: Test) => Tested,
): Operator {
  return (found, test, env) => {
    if (found.kind === 'absent') return { truth: 'unknown', why: 'it has no value' }
    const value = accept(found.value)
    return value === undefined ? { truth: 'unknown', why: `what was found is not ${what}` } : judge(value, env, test)
  }
}

const plainly = (truth: boolean, why: string): Tested => ({ truth, why: truth ? why : `not: ${why}` })
const asText = (value: Json) => (typeof value === 'string' ? value : undefined)
const asNumber = (value: Json) => (typeof value === 'number' ? value : undefined)
const asScalar = (value: Json): Scalar | undefined => (typeof value === 'object' ? undefined : value)
const asList = (value: Json) => (Array.isArray(value) ? value : undefined)

function asMoment(value: Json): Instant | undefined {
  if (typeof value !== 'string') return undefined
  const moment = parseInstant(value)
  if (moment.ok) return moment.value
  const day = parseDay(value)
  return day.ok ? startOfDay(day.value) : undefined
}

function onText(judge: (value: string) => boolean, why: string): Operator {
  return onType(asText, 'a text', (value) => plainly(judge(value), why))
}

function onNumber(judge: (value: number) => boolean, why: string): Operator {
  return onType(asNumber, 'a number', (value) => plainly(judge(value), why))
}

function onDate(length: Duration, judge: (value: Instant, limit: Instant) => boolean, words: string): Operator {
  return onType(asMoment, 'a date', (value, env) =>
    plainly(judge(value, addDuration(env.now, length, -1)), `${words} ${formatDuration(length)}`),
  )
}

/** A value that the source does not know cannot be told from one that nobody has: then the answer is unknown instead of false. */
function unheardOf(test: Test, env: ConditionEnv, values: readonly Scalar[]): Scalar | undefined {
  return test.of === 'fact' ? values.find((value) => env.knows?.(test.name, value) === false) : undefined
}

function onScalar(judge: (value: Scalar) => boolean, why: string, named: readonly Scalar[]): Operator {
  return onType(asScalar, 'a single value', (value, env, test) => {
    const strange = judge(value) ? undefined : unheardOf(test, env, named)
    return strange === undefined ? plainly(judge(value), why) : { truth: 'unknown', why: `the source does not know ${strange}` }
  })
}

function onList(kind: 'any' | 'all', wanted: readonly Scalar[]): Operator {
  return onType(asList, 'a list', (value, env, test) => {
    const held = wanted.filter((one) => value.includes(one))
    const why = `has ${kind === 'any' ? 'one' : 'all'} of ${wanted.join(', ')}`
    if (kind === 'any' ? held.length > 0 : held.length === wanted.length) return plainly(true, why)
    const lacking = wanted.filter((one) => !value.includes(one))
    const strange = lacking.filter((one) => unheardOf(test, env, [one]) !== undefined)
    // has_all: a known value that is lacking makes it false whatever the unknown ones are
    const open = kind === 'any' ? strange.length > 0 : strange.length === lacking.length
    return open ? { truth: 'unknown', why: `the source does not know ${strange.join(', ')}` } : plainly(false, why)
  })
}

function onSubject(own: boolean): Operator {
  return onType(asScalar, 'a single value', (value, env) => {
    if (env.subject === undefined) return { truth: 'unknown', why: 'it is not known who asks' }
    const same: Truth = env.subject.includes(String(value))
    return { truth: own ? same : not(same), why: same ? 'is the asker' : 'is not the asker' }
  })
}
