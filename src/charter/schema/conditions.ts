/** Facts, statements, dates and conditions. */
import { z } from 'zod'
import { day, duration, flag, ids, label, many, newId, number, oneOf, people, ref, scalar, some, text } from './words.ts'

export const fact = z.strictObject({
  text: text(),
  source: newId(),
  type: oneOf('yes-no', 'text', 'number', 'date', 'list', 'people'),
  about: oneOf('person', 'account').optional(),
  fresh: duration().optional(),
  set_by: oneOf('self', 'others').optional(),
  stale_after: duration().optional(),
})
export const statement = z.strictObject({ text: text(), lasts: duration().optional() })
export const date = z.strictObject({ text: text(), day: day(), repeats: duration().optional() })

const operators = {
  is: scalar().optional(),
  in: some(scalar()).optional(),
  has_any: some(scalar()).optional(),
  has_all: some(scalar()).optional(),
  at_least: number().optional(),
  at_most: number().optional(),
  older_than: duration().optional(),
  within: duration().optional(),
  domain: some(label()).optional(),
  ends_with: z.string().min(1).optional(),
  exists: flag().optional(),
  is_subject: flag().optional(),
}

/** What a condition written in place looks like before it is brought into normal form. */
export type RawItem = string | RawTest
export type RawOperators = z.infer<z.ZodObject<typeof operators>>
export type RawTest =
  | { all: RawItem | RawItem[] }
  | { any: RawItem | RawItem[] }
  | { not: RawItem }
  | { role: string | string[] }
  | { statement: string; by?: string | string[] | undefined }
  | ({ fact: string } & RawOperators)
  | ({ resource: string } & RawOperators)
  | ({ action: string } & RawOperators)
  | ({ context: string } & RawOperators)

/** Defined after what it is made of; built once, since a lazy schema may be asked often. */
const item: z.ZodType<RawItem> = z.lazy((): z.ZodType<RawItem> => nestedItem).meta({ id: 'condition-item' })

/** One branch for each discriminating key; `more` are the keys that only a named condition has. */
function tests<M extends z.ZodRawShape>(more: M) {
  return [
    z.strictObject({ all: many(item), ...more }),
    z.strictObject({ any: many(item), ...more }),
    z.strictObject({ not: item, ...more }),
    z.strictObject({ role: ids('role'), ...more }),
    z.strictObject({ statement: ref('statement'), by: people().optional(), ...more }),
    z.strictObject({ fact: ref('fact'), ...operators, ...more }),
    z.strictObject({ resource: label(), ...operators, ...more }),
    z.strictObject({ action: label(), ...operators, ...more }),
    z.strictObject({ context: label(), ...operators, ...more }),
  ] as const
}

const nestedItem: z.ZodType<RawItem> = z.union([ref('condition'), ...tests({})])

export const condition = z.union(
  tests({
    text: text(),
    except: z.strictObject({ by: people(), longest: duration().optional(), states: ids('statement').optional() }).optional(),
  }),
)
