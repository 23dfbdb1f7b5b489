/** A charter as it is written down for the first time: blocks of the grammar, with comments. */
import { formatCharter } from '../charter/format/format.ts'
import { WIDEST } from '../charter/format/layout.ts'
import type { Finding } from '../charter/finding.ts'
import type { Json } from '../kernel/json.ts'
import type { Result } from '../kernel/result.ts'
import { visible } from './remark.ts'

export type Block = { readonly [key: string]: Json }

export interface Section {
  readonly name: string
  /** A section by targets (`rights`, `groups`) has one more level. */
  readonly target?: string
  readonly blocks: readonly { readonly id: string; readonly block: Block; readonly comments: readonly string[] }[]
}

export interface Draft {
  readonly comments: readonly string[]
  readonly title: string
  readonly sections: readonly Section[]
}

/** The canonical text of a draft. What fits on a line is written as JSON, which is YAML; the formatter does the rest. */
export function writeDraft(draft: Draft): Result<string, readonly Finding[]> {
  const lines = [...draft.comments.map(comment), 'writ: 1', `title: ${json(draft.title)}`]
  for (const [name, parts] of Map.groupBy(
    draft.sections.filter(({ blocks }) => blocks.length > 0),
    (section) => section.name,
  )) {
    lines.push(`${name}:`)
    for (const { target, blocks } of parts) {
      const indent = target === undefined ? '  ' : '    '
      if (target !== undefined) lines.push(`  ${json(target)}:`)
      for (const { id, block, comments } of blocks)
        lines.push(...comments.map((text) => `${indent}${comment(text)}`), ...written(json(id), block, indent))
    }
  }
  lines.push('amendments: {"by": "none"}')
  return formatCharter({ name: 'charter.yaml', text: `${lines.join('\n')}\n` })
}

/** A key with its value, opened where the formatter would open it: then it has less to do. */
function written(key: string, value: Json, indent: string): readonly string[] {
  if (value === null || typeof value !== 'object' || indent.length + key.length + 2 + width(value) <= WIDEST)
    return [`${indent}${key}: ${json(value)}`]
  if (Array.isArray(value)) return [`${indent}${key}:`, ...(value as readonly Json[]).map((one) => `${indent}  - ${json(one)}`)]
  return [`${indent}${key}:`, ...Object.entries(value).flatMap(([name, one]) => written(json(name), one, `${indent}  `))]
}

/** Columns that a value takes on one line in canonical form. */
function width(value: Json): number {
  if (typeof value === 'string') return /^[\w./:@+-]+$/.test(value) ? value.length : value.length + 2
  if (value === null || typeof value !== 'object') return String(value).length
  if (Array.isArray(value)) return (value as readonly Json[]).reduce<number>((sum, one) => sum + width(one) + 2, 0)
  return Object.entries(value).reduce((sum, [key, one]) => sum + key.length + 2 + width(one) + 2, 2)
}

function comment(text: string): string {
  return `# ${visible(text, 2000)}`
}

function json(value: Json): string {
  return JSON.stringify(value)
}
