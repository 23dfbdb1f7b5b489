/** PHP's syntax, by the package `php-parser`. Nothing is evaluated here. */
import { Engine } from 'php-parser'
import { err, ok, type Result } from '../../kernel/result.ts'

/** A node of the syntax tree; the package documents its kinds at https://php-parser.glayzzle.com/. */
export interface Node {
  readonly kind: string
  readonly [name: string]: unknown
}

export interface SyntaxProblem {
  readonly line: number
  readonly message: string
}

const OPTIONS = {
  parser: { extractDoc: false, suppressErrors: false, php8: true, version: '8.3' },
  ast: { withPositions: true },
  lexer: { all_tokens: false, short_tags: false, asp_tags: false },
}
/** Characters; the settings of the largest farms have some hundred thousand. */
export const LARGEST = 2 * 1024 * 1024

/** The statements of a file. A text without an opening tag is taken for PHP as it stands on wiki pages. Fails with the place of the first error. */
export function parsePhp(source: string): Result<readonly Node[], SyntaxProblem> {
  if (source.length > LARGEST) return err({ line: 1, message: `the file is larger than ${LARGEST} characters` })
  const code = /<\?(?:php\b|=)/i.test(source) ? source : `<?php ${source}`
  try {
    const program: unknown = new Engine(OPTIONS).parseCode(code, 'settings')
    return ok(nodes(isNode(program) ? program['children'] : []))
  } catch (error) {
    return err(problemOf(error))
  }
}

function problemOf(error: unknown): SyntaxProblem {
  if (error instanceof RangeError) return { line: 1, message: 'it is nested too deeply' }
  const line = typeof error === 'object' && error !== null && 'lineNumber' in error ? Number(error.lineNumber) : 1
  return { line: Number.isSafeInteger(line) && line > 0 ? line : 1, message: 'it is no PHP that can be parsed from here on' }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'
}

/** The nodes of a list; what is no node is left out. */
export function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** A part of a node that must be there. A missing one is an empty node that nothing knows how to evaluate. */
export function part(node: Node, name: string): Node {
  const found = node[name]
  return isNode(found) ? found : { kind: 'missing', loc: node['loc'] }
}

export function partOr(node: Node, name: string): Node | undefined {
  const found = node[name]
  return isNode(found) ? found : undefined
}

/** A text of a node: the name of a variable, of a function; undefined if it is written otherwise. */
export function word(node: Node, name: string): string | undefined {
  const found = node[name]
  if (typeof found === 'string') return found
  return isNode(found) && found.kind === 'identifier' ? word(found, 'name') : undefined
}

export function lineOf(node: Node): number {
  const place = node['loc'] as { readonly start?: { readonly line?: unknown } } | null | undefined
  const line = place?.start?.line
  return typeof line === 'number' ? line : 1
}

/** Every node below this one, itself first; stops at the bodies of functions unless told to go in. */
export function* walk(node: Node, intoFunctions: boolean): Generator<Node> {
  const stack: Node[] = [node]
  while (stack.length > 0) {
    const one = stack.pop()
    if (one === undefined) return
    yield one
    if (!intoFunctions && one !== node && ['closure', 'function', 'arrowfunc', 'class'].includes(one.kind)) continue
    for (const [name, value] of Object.entries(one)) {
      if (name === 'loc') continue
      if (isNode(value)) stack.push(value)
      else stack.push(...nodes(value))
    }
  }
}
