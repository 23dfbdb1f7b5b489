import { z } from 'zod'
import { nearest } from '../../kernel/nearest.ts'
import type { Code } from '../codes.ts'
import type { Finding } from '../finding.ts'
import { alternatives, problem, quoted } from '../problem.ts'
import { words } from '../schema/words.ts'
import type { ScalarTree } from '../yaml/tree.ts'

const TRUE_WORDS = /^(?:y|yes|on)$/i
const FALSE_WORDS = /^(?:n|no|off)$/i
const ISO_DURATION = /^P(?:(\d+)([DWMY])|T(\d+)([HM]))$/
const UNITS: Readonly<Record<string, string>> = {
  D: 'days',
  W: 'weeks',
  M: 'months',
  Y: 'years',
  TH: 'hours',
  TM: 'minutes',
  d: 'days',
  w: 'weeks',
  h: 'hours',
  m: 'minutes',
  min: 'minutes',
  y: 'years',
}

/** Why a single value fits none of the alternatives of its place, and what to write. `where` is the key, already in backticks. */
export function explainScalar(leaves: readonly z.ZodType[], tree: ScalarTree, where: string): Finding {
  const wanted = leaves.map((leaf) => words.get(leaf)?.what ?? 'another value').join(' or ')
  if (tree.value === null || tree.value === '')
    return problem('charter/empty-value', tree.place, `${where} has no value`, `write ${wanted}, or remove it`)
  const says = `${where} is ${quoted(tree.text)}; it must be ${wanted}`
  if (leaves.some((leaf) => leaf instanceof z.ZodBoolean) && typeof tree.value === 'string') {
    const meant = TRUE_WORDS.test(tree.value) ? 'true' : FALSE_WORDS.test(tree.value) ? 'false' : undefined
    if (meant !== undefined) return problem('charter/yaml-1-1-word', tree.place, says, `write \`${meant}\``)
  }
  if (typeof tree.value !== 'string' && leaves.some((leaf) => leaf instanceof z.ZodString)) {
    return problem(
      'charter/wrong-type',
      tree.place,
      `${where} must be a text; ${quoted(tree.text)} is read as a ${typeof tree.value === 'number' ? 'number' : 'truth value'}`,
      `quote it: "${tree.text}"`,
    )
  }
  const values = leaves.flatMap((leaf) =>
    leaf instanceof z.ZodEnum ? leaf.options.map(String) : leaf instanceof z.ZodLiteral ? [...leaf.values].map(String) : [],
  )
  const code = codeOf(leaves)
  const meant =
    code === 'charter/bad-duration' ? durationMeant(tree.text) : code === 'charter/bad-id' ? idMeant(tree.text) : nearest(tree.text, values)
  if (meant !== undefined) return problem(code, tree.place, says, `write \`${meant}\``)
  return problem(code, tree.place, says, values.length > 0 ? `write ${alternatives(values)}` : `write ${wanted}`)
}

function codeOf(leaves: readonly z.ZodType[]): Code {
  const found = leaves.map((leaf) => words.get(leaf)?.code ?? 'charter/bad-value')
  return found.find((code) => code !== 'charter/not-allowed') ?? found[0] ?? 'charter/bad-value'
}

/** `P30D`, `30d` and `30 Days` are what people write first. */
function durationMeant(text: string): string | undefined {
  const iso = ISO_DURATION.exec(text)
  const [count, unit] = iso === null ? (/^(\d{1,6}) ?([a-zA-Z]+)$/.exec(text)?.slice(1) ?? []) : [iso[1] ?? iso[3], iso[2] ?? `T${iso[4]}`]
  if (count === undefined || unit === undefined) return undefined
  const word = UNITS[unit] ?? nearest(unit.toLowerCase(), ['minutes', 'hours', 'days', 'weeks', 'months', 'years'])
  return word === undefined ? undefined : `${Number(count)} ${Number(count) === 1 ? word.slice(0, -1) : word}`
}

/** The id that was probably meant by a text that is none. */
export function idMeant(text: string): string | undefined {
  const slug = text
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')
  return slug === '' ? undefined : slug
}
