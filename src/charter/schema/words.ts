/** The small words of the grammar: ids, names, lengths of time, people. Each says in words what is allowed: messages and the JSON Schema use the same text. */
import { z } from 'zod'
import { parseDay } from '../../kernel/day.ts'
import type { Json } from '../../kernel/json.ts'
import { markableCodes, type Code } from '../codes.ts'

/** What a name refers to. `right` and `group` belong to the target of their block, `target-right` is written `TARGET.NAME`. */
export type Reference =
  | 'role'
  | 'condition'
  | 'statement'
  | 'date'
  | 'fact'
  | 'target'
  | 'class'
  | 'ladder'
  | 'people'
  | 'right'
  | 'group'
  | 'target-right'

export interface Word {
  /** What is allowed, to stand after "must be". */
  readonly what: string
  readonly code: Code
  readonly refersTo?: Reference
}

/** Filled once while the schema is built; read by messages, by the resolver and by the JSON Schema. */
export const words = z.registry<Word>()

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const PEOPLE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$|^subject\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const QUESTION = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/
const NAME = /^\S(?:[^\n\t]*\S)?$/
const DURATION = /^(?:0|[1-9]\d{0,5}) (?:minute|hour|day|week|month|year)s?$/
const DAY = /^\d{4}-\d\d-\d\d$/
const RIGHT = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.\S(?:[^\n\t]*\S)?$/
const URL = /^(?:https?:\/\/|mailto:)\S+$/

const ID_TEXT = 'an id: lower-case letters, digits and single hyphens, beginning with a letter'

function word<T extends z.ZodType>(schema: T, entry: Word): T {
  words.add(schema, entry)
  return schema
}

export const newId = () => word(z.string().regex(ID), { what: ID_TEXT, code: 'charter/bad-id' })
export const questionId = () =>
  word(z.string().regex(QUESTION), {
    what: 'the id of a question: lower-case letters, digits, hyphens and underscores',
    code: 'charter/bad-id',
  })
export const ref = (refersTo: 'role' | 'condition' | 'statement' | 'date' | 'fact' | 'target' | 'class' | 'ladder') =>
  word(z.string().regex(ID), { what: `the id of a ${refersTo}`, code: 'charter/bad-id', refersTo })

const NAME_TEXT = 'exactly as the target writes it'
export const newName = (of: 'right' | 'group') =>
  word(z.string().max(255).regex(NAME), { what: `the name of a ${of}, ${NAME_TEXT}`, code: 'charter/bad-name' })
export const nameRef = (of: 'right' | 'group') =>
  word(z.string().max(255).regex(NAME), {
    what: `the name of a ${of} of this target, ${NAME_TEXT}`,
    code: 'charter/bad-name',
    refersTo: of,
  })
export const targetRight = () =>
  word(z.string().regex(RIGHT), { what: 'a right written TARGET.NAME', code: 'charter/bad-right', refersTo: 'target-right' })

export const text = () => word(z.string().regex(/\S/), { what: 'a text', code: 'charter/bad-value' })
/** A name in the world that the charter does not look into: a property, a source, an environment, a connector. */
export const label = () => word(z.string().max(255).regex(NAME), { what: 'a name', code: 'charter/bad-value' })
export const url = () =>
  word(z.string().regex(URL), { what: 'an address that begins with https://, http:// or mailto:', code: 'charter/bad-value' })
export const duration = () =>
  word(z.string().regex(DURATION), {
    what: 'a length of time in words, as in `30 days` (minute, hour, day, week, month, year)',
    code: 'charter/bad-duration',
  })
export const day = () =>
  word(
    z
      .string()
      .regex(DAY)
      .refine((value) => parseDay(value).ok),
    { what: 'a day, as in `2026-10-01`', code: 'charter/bad-date' },
  )
export const flag = () => word(z.boolean(), { what: '`true` or `false`', code: 'charter/wrong-type' })
export const whole = (least: number, most?: number) => {
  const schema = most === undefined ? z.int().min(least) : z.int().min(least).max(most)
  return word(schema, {
    what: most === undefined ? `a whole number of at least ${least}` : `a whole number from ${least} to ${most}`,
    code: 'charter/bad-value',
  })
}
export const number = () => word(z.number(), { what: 'a number', code: 'charter/wrong-type' })
export const literal = <T extends string>(value: T) => word(z.literal(value), { what: `\`${value}\``, code: 'charter/not-allowed' })
export const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) =>
  word(z.enum(values), { what: values.map((value) => `\`${value}\``).join(', '), code: 'charter/not-allowed' })
export const markable = () =>
  word(z.enum(markableCodes), {
    what: 'the code of a warning or a note (docs/spec/lint.md); errors are never meant',
    code: 'charter/not-allowed',
  })
export const scalar = () => z.union([word(z.string(), { what: 'a text', code: 'charter/wrong-type' }), number(), flag()])

/** One may stand without brackets. */
export const many = <T extends z.ZodType>(one: T) => z.union([one, z.array(one)])
/** One or more; an empty list is refused. */
export const some = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1)])

export const person = () =>
  word(z.string().regex(PEOPLE), {
    what: 'a role, `registered`, `everyone`, `subject` or `subject.FACT`',
    code: 'charter/person-named',
    refersTo: 'people',
  })
export const people = () => some(person())
export const conditions = () => some(ref('condition'))
export const accountKind = () => oneOf('staff', 'personal', 'bot', 'service')
export const publicField = () => oneOf('account', 'role', 'rights', 'target', 'from', 'until', 'use_case', 'clause', 'decided_by')
export const ids = (refersTo: 'role' | 'statement') => many(ref(refersTo))
/** Built once: the package's own `json()` builds itself anew whenever it is asked. */
const json: z.ZodType<Json> = z.lazy((): z.ZodType<Json> => jsonValue).meta({ id: 'json' })
const jsonValue: z.ZodType<Json> = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)])

export const settings = () => z.record(label(), json)
