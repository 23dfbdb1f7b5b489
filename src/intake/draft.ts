/** A charter as it is written down for the first time: blocks of the grammar, with comments. */
import { formatCharter } from '../charter/format/format.ts'
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

/** The canonical text of a draft. JSON is YAML, so every block is written as JSON and the formatter does the rest. */
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
        lines.push(...comments.map((text) => `${indent}${comment(text)}`), `${indent}${json(id)}: ${json(block)}`)
    }
  }
  lines.push('amendments: {"by": "none"}')
  return formatCharter({ name: 'charter.yaml', text: `${lines.join('\n')}\n` })
}

function comment(text: string): string {
  return `# ${visible(text, 2000)}`
}

function json(value: Json): string {
  return JSON.stringify(value)
}
