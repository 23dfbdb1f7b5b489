import { z } from 'zod'
import type { Finding, Place } from '../finding.ts'
import { alternatives, problem, quoted } from '../problem.ts'
import { words, type Reference } from '../schema/words.ts'
import type { ListTree, MapTree, Path, ScalarTree, Tree } from '../yaml/tree.ts'
import { nearest } from '../../kernel/nearest.ts'
import { branchOf, discriminators, isRequired, optionsOf, unwrap } from './schema-parts.ts'
import { explainScalar } from './scalar.ts'

/** A name that must be declared somewhere. */
export interface Mention {
  readonly refersTo: Reference
  readonly text: string
  readonly path: Path
  readonly place: Place
  /** Words of the grammar that may stand here too. */
  readonly literals: readonly string[]
}

export interface Shape {
  readonly findings: readonly Finding[]
  readonly mentions: readonly Mention[]
}

/** Walks schema and tree together: says everything that is wrong in its place, and collects the names to resolve. */
export function checkShape(schema: z.ZodType, tree: MapTree): Shape {
  const walker = new Walker()
  walker.visit(schema, tree, [], tree.place)
  return walker
}

class Walker implements Shape {
  readonly findings: Finding[] = []
  readonly mentions: Mention[] = []

  /** `owner` is where the name of the visited block stands. */
  visit(schema: z.ZodType, tree: Tree, path: Path, owner: Place): void {
    if (tree.kind === 'hole') return
    const options = optionsOf(schema)
    if (tree.kind === 'scalar') return this.#scalar(options, tree, path)
    if (tree.kind === 'list') {
      const list = options.find((option) => option instanceof z.ZodArray)
      if (list === undefined) return this.#wrongShape('a list', options, tree, path)
      return this.#list(list, tree, path)
    }
    const record = options.find((option) => option instanceof z.ZodRecord)
    if (record !== undefined) return this.#record(record, tree, path)
    const objects = options.filter((option) => option instanceof z.ZodObject)
    if (objects.length === 0) return this.#wrongShape('a block', options, tree, path)
    this.#branch(objects, tree, path, owner)
  }

  #wrongShape(found: string, options: readonly z.ZodType[], tree: Tree, path: Path): void {
    const wanted = options.some((option) => option instanceof z.ZodObject || option instanceof z.ZodRecord)
      ? 'a block (`key: value`)'
      : options.some((option) => option instanceof z.ZodArray)
        ? 'a list (`[...]`)'
        : 'one value'
    this.findings.push(problem('charter/wrong-shape', tree.place, `${subject(path)} takes ${wanted}, not ${found}`, `write ${wanted}`))
  }

  #scalar(options: readonly z.ZodType[], tree: ScalarTree, path: Path): void {
    const leaves = options.filter(
      (option) => !(option instanceof z.ZodObject || option instanceof z.ZodRecord || option instanceof z.ZodArray),
    )
    const accepts = (leaf: z.ZodType) => leaf.safeParse(tree.value).success
    const literals = leaves.flatMap(valuesOf)
    if (leaves.some((leaf) => words.get(leaf)?.refersTo === undefined && accepts(leaf))) return
    const refersTo = leaves.map((leaf) => words.get(leaf)?.refersTo).find((kind) => kind !== undefined)
    // what refers to a name is judged by the resolver, which knows the names
    if (refersTo !== undefined && typeof tree.value === 'string' && tree.value !== '') {
      this.mentions.push({ refersTo, text: tree.value, path, place: tree.place, literals })
      return
    }
    if (leaves.length > 0) this.findings.push(explainScalar(leaves, tree, subject(path)))
    else if (tree.value === null)
      this.findings.push(
        problem(
          'charter/empty-value',
          tree.place,
          `${subject(path)} has no value`,
          'write `{}` if it is meant to be empty, else its keys, or remove it',
        ),
      )
    else this.#wrongShape(quoted(tree.text), options, tree, path)
  }

  #list(schema: z.ZodArray, tree: ListTree, path: Path): void {
    const element = schema.element as z.ZodType
    if (tree.items.length === 0 && !schema.safeParse([]).success) {
      this.findings.push(
        problem('charter/empty-value', tree.place, `${subject(path)} is an empty list`, 'name at least one, or remove the key'),
      )
    }
    const seen = new Set<string>()
    for (const [index, item] of tree.items.entries()) {
      this.visit(element, item, [...path, index], item.place)
      // what a connector or a configuration is given may say the same twice
      if (path.includes('settings') || item.kind !== 'scalar' || typeof item.value !== 'string') continue
      if (seen.has(item.value))
        this.findings.push(
          problem('charter/duplicate-item', item.place, `${quoted(item.value)} stands twice in the list`, 'remove one of the two'),
        )
      seen.add(item.value)
    }
  }

  #record(schema: z.ZodRecord, tree: MapTree, path: Path): void {
    const keyType = unwrap(schema.keyType as z.ZodType)
    const word = words.get(keyType)
    for (const [name, entry] of tree.entries) {
      const here = [...path, name]
      if (word?.refersTo !== undefined)
        this.mentions.push({ refersTo: word.refersTo, text: name, path: here, place: entry.place, literals: [] })
      else if (!keyType.safeParse(name).success)
        this.findings.push(explainScalar([keyType], { kind: 'scalar', place: entry.place, value: name, text: name }, subject(here)))
      this.visit(schema.valueType as z.ZodType, entry.value, here, entry.place)
    }
  }

  #branch(options: readonly z.ZodObject[], tree: MapTree, path: Path, owner: Place): void {
    const branch = branchOf(options, tree)
    if (branch.kind === 'one') return this.#object(branch.option, tree, path, owner, new Set())
    if (branch.kind === 'several') {
      for (const extra of branch.extra) {
        const place = tree.entries.get(extra)?.place ?? tree.place
        this.findings.push(
          problem(
            'charter/one-of',
            place,
            `${quoted(extra)} stands beside ${quoted(branch.first)}; ${subject(path)} takes exactly one of ${alternatives(branch.keys)}`,
            'keep one, or make a block for each',
          ),
        )
      }
      return this.#object(branch.option, tree, path, owner, new Set(branch.extra))
    }
    const all = new Set(options.flatMap((option) => Object.keys(option.shape)))
    const unknown = [...tree.entries.keys()].filter((name) => !all.has(name))
    for (const name of unknown) this.#unknownKey(name, tree, [...all], path)
    const meant = unknown.some((name) => discriminators(options).includes(nearest(name, all) ?? ''))
    if (meant) return
    this.findings.push(
      problem('charter/one-of', owner, `${subject(path)} needs exactly one of ${alternatives(branch.keys)}`, `add one of them`),
    )
  }

  #object(schema: z.ZodObject, tree: MapTree, path: Path, owner: Place, skip: ReadonlySet<string>): void {
    const shape = schema.shape as Readonly<Record<string, z.ZodType>>
    const allowed = Object.keys(shape)
    for (const [name, entry] of tree.entries) {
      if (skip.has(name)) continue
      const value = Object.hasOwn(shape, name) ? shape[name] : undefined
      if (value === undefined) this.#unknownKey(name, tree, allowed, path)
      else this.visit(value, entry.value, [...path, name], entry.place)
    }
    for (const name of allowed) {
      const value = shape[name]
      if (value === undefined || !isRequired(value) || tree.entries.has(name)) continue
      const what = words.get(unwrap(value))?.what
      this.findings.push(
        problem(
          'charter/missing-key',
          owner,
          `${subject(path)} lacks ${quoted(name)}`,
          `add \`${name}:\`${what === undefined ? '' : ` with ${what}`}`,
        ),
      )
    }
  }

  #unknownKey(name: string, tree: MapTree, allowed: readonly string[], path: Path): void {
    const place = tree.entries.get(name)?.place ?? tree.place
    const meant = nearest(name, allowed)
    const previous = [...tree.entries.keys()][[...tree.entries.keys()].indexOf(name) - 1]
    const afterText = tree.flow && previous !== undefined && tree.entries.get(previous)?.value.kind === 'scalar'
    const quote = afterText && meant === undefined ? `; if the comma before it belongs to the text of \`${previous}\`, quote the text` : ''
    this.findings.push(
      problem(
        'charter/unknown-key',
        place,
        `${quoted(name)} is no key of ${subject(path)}; allowed are ${alternatives(allowed, 40)}`,
        `${meant === undefined ? 'remove it' : `write \`${meant}\``}${quote}`,
      ),
    )
  }
}

/** What a message talks about: the nearest name on the way. */
function subject(path: Path): string {
  const name = path.findLast((step) => typeof step === 'string')
  return name === undefined ? 'the charter' : quoted(name)
}

function valuesOf(leaf: z.ZodType): string[] {
  if (leaf instanceof z.ZodEnum) return leaf.options.map(String)
  if (leaf instanceof z.ZodLiteral) return [...leaf.values].map(String)
  return []
}
