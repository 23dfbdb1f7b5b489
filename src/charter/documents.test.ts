import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { z } from 'zod'
import { codes } from './codes.ts'
import { charterJsonSchema } from './json-schema.ts'
import { charterSchema } from './schema/charter.ts'
import { optionsOf } from './check/schema-parts.ts'

const read = (name: string) => readFileSync(new URL(`../../docs/spec/${name}`, import.meta.url), 'utf8')

/** Every key of the grammar, however deep. */
function keysOf(schema: z.ZodType, seen = new Set<z.ZodType>()): ReadonlySet<string> {
  const keys = new Set<string>()
  const visit = (inner: z.ZodType): void => {
    for (const option of optionsOf(inner)) {
      if (seen.has(option)) continue
      seen.add(option)
      if (option instanceof z.ZodArray) visit(option.element as z.ZodType)
      if (option instanceof z.ZodRecord) visit(option.valueType as z.ZodType)
      if (!(option instanceof z.ZodObject)) continue
      for (const [name, value] of Object.entries(option.shape)) {
        keys.add(name)
        visit(value as z.ZodType)
      }
    }
  }
  visit(schema)
  return keys
}

describe('the documents about the charter language', () => {
  it('hold the JSON Schema that the code prints (`writ check --schema > docs/spec/charter.schema.json`)', () => {
    assert.equal(read('charter.schema.json'), `${JSON.stringify(charterJsonSchema(), undefined, 2)}\n`)
  })

  it('list every finding with its severity, and no other', () => {
    const table = [
      ...read('findings.md').matchAll(/^\| `([a-z/0-9-]+)` \| (error|warning|note) \|/gm),
      ...read('lint.md').matchAll(/^### `([a-z/0-9-]+)` \((error|warning|note)\)$/gm),
    ].map(([, code, severity]) => [code, severity])
    assert.deepEqual(Object.fromEntries(table), { ...codes })
    assert.equal(table.length, Object.keys(codes).length)
  })

  it('explain every key of the grammar', () => {
    const text = read('charter.md')
    const keys = keysOf(charterSchema)
    assert.ok(keys.size > 120, `only ${keys.size} keys found`)
    assert.deepEqual(
      [...keys].filter((key) => !new RegExp(`\`[^\`\n]*\\b${key}\\b[^\`\n]*\``).test(text)),
      [],
    )
  })
})
