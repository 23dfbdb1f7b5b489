import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import { charterSchema } from './schema/charter.ts'
import { words } from './schema/words.ts'

/**
 * The grammar as JSON Schema (draft 2020-12) for editors, printed from the schema that judges charters; docs/spec/charter.schema.json holds
 * the same text. It knows shapes and words, not names: what refers to what is checked by `parseCharter` alone.
 */
export function charterJsonSchema(): { readonly [name: string]: Json } {
  const schema = z.toJSONSchema(charterSchema, {
    io: 'input',
    reused: 'ref',
    override: ({ zodSchema, jsonSchema }) => {
      const word = zodSchema instanceof z.ZodType ? words.get(zodSchema) : undefined
      if (word !== undefined) jsonSchema.description = word.what
    },
  })
  return { ...(schema as { readonly [name: string]: Json }), title: 'Writ charter, grammar version 1' }
}
