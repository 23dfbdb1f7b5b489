/**
 * The tree that the reader makes of a draft, without the text between: many thousands of random configurations are read, and reading YAML
 * costs as much as everything that is asked of them. `draft-tree.test.ts` holds it against the reader, place for place.
 */
import type { Place } from '../../src/charter/finding.ts'
import type { CharterSource } from '../../src/charter/source.ts'
import { charterOf } from '../../src/charter/parse.ts'
import type { Entry, Tree } from '../../src/charter/yaml/tree.ts'
import { isEmpty, type Draft } from './clean-configuration.ts'

const FILE = 'charter.yaml'

/** As `readYaml` reads what `written` writes: braces and brackets, each name and item on a line of its own, led by a space for each level. */
export function treeOf(draft: Draft): Tree {
  let line = 1
  const place = (column: number): Place => ({ file: FILE, line, column })

  function node(value: unknown, column: number, depth: number): Tree {
    const start = place(column)
    if (Array.isArray(value)) {
      const items = value.map((item: unknown) => {
        line += 1
        return node(isEmpty(item) ? null : item, depth + 2, depth + 1)
      })
      line += 1
      return { kind: 'list', place: start, items }
    }
    if (typeof value === 'object' && value !== null) {
      const entries = new Map<string, Entry>()
      for (const [name, item] of Object.entries(value)) {
        if (item === undefined || isEmpty(item)) continue
        line += 1
        const at = place(depth + 2)
        entries.set(name, { place: at, value: node(item, depth + 2 + JSON.stringify(name).length + 2, depth + 1) })
      }
      // a map of nothing but empty maps is written `{}`
      if (entries.size > 0) line += 1
      return { kind: 'map', place: start, flow: true, entries }
    }
    if (typeof value === 'string') return { kind: 'scalar', place: start, value, text: value }
    if (typeof value === 'number' || typeof value === 'boolean' || value === null)
      return { kind: 'scalar', place: start, value, text: String(value) }
    throw new TypeError(`a draft cannot hold ${typeof value}`)
  }

  return node(draft, 1, 0)
}

/** The draft read as a charter; an error if the reader has anything to say. */
export function sourceOf(draft: Draft): CharterSource {
  const parsed = charterOf([{ tree: treeOf(draft), findings: [] }], { file: FILE, line: 1, column: 1 })
  if (parsed.ok) return parsed.value
  throw new Error(parsed.error.map((one) => `${one.line}:${one.column} ${one.code} ${one.message}`).join('\n'))
}
