import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair } from 'yaml'
import type { Finding, Place } from '../finding.ts'
import { problem, quoted } from '../problem.ts'
import type { Entry, ListTree, MapTree, Tree } from './tree.ts'

/** No block of the grammar is nested deeper than conditions within conditions, and those not deeper than this. */
const DEEPEST = 64
const YAML_1_1_WORDS = /^(?:y|n|yes|no|on|off)$/i
/** Control characters (line feed and tab aside) and the bidirectional overrides that make text look like other text. */
// oxlint-disable-next-line no-control-regex
const HOSTILE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/

export interface Conversion {
  readonly tree: Tree | undefined
  readonly findings: readonly Finding[]
  /** Offsets of aliases: syntax errors there only repeat the finding. */
  readonly aliasAt: ReadonlySet<number>
}

/** Turns a YAML document into our tree, refusing what the language does not have. `asterisks` are offsets where an `A` stands for `*`. */
export function convert(document: Document.Parsed, placeOf: (offset: number) => Place, asterisks: ReadonlySet<number>): Conversion {
  const converter = new Converter(placeOf, asterisks)
  const tree = document.contents === null ? undefined : converter.node(document.contents, 0)
  return {
    tree: tree?.kind === 'scalar' && tree.value === null ? undefined : tree,
    findings: converter.findings,
    aliasAt: converter.aliasAt,
  }
}

class Converter {
  readonly findings: Finding[] = []
  readonly aliasAt = new Set<number>()
  readonly #placeOf: (offset: number) => Place
  readonly #asterisks: ReadonlySet<number>

  constructor(placeOf: (offset: number) => Place, asterisks: ReadonlySet<number>) {
    this.#placeOf = placeOf
    this.#asterisks = asterisks
  }

  node(node: unknown, depth: number, fallback = 0): Tree {
    const start = (node as Node | null)?.range?.[0] ?? fallback
    const place = this.#placeOf(start)
    if (isAlias(node)) {
      this.aliasAt.add(start)
      this.findings.push(
        problem(
          'charter/alias',
          place,
          `${quoted(`*${node.source}`)} is an alias; a charter has none`,
          'quote the text if the asterisk belongs to it, else write the value out',
        ),
      )
      return { kind: 'hole', place }
    }
    if (depth > DEEPEST) {
      this.findings.push(problem('charter/too-deep', place, `nested deeper than ${DEEPEST} levels`, 'give parts of it names of their own'))
      return { kind: 'hole', place }
    }
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return { kind: 'scalar', place, value: null, text: '' }
    if (node.anchor !== undefined)
      this.findings.push(
        problem(
          'charter/anchor',
          place,
          `${quoted(`&${node.anchor}`)} is an anchor; a charter has none`,
          'quote the text if the & belongs to it, else remove the anchor',
        ),
      )
    if (node.tag !== undefined) {
      this.findings.push(
        problem('charter/tag', place, 'a charter has no YAML tags', 'quote the text if the ! belongs to it, else remove the tag'),
      )
      return { kind: 'hole', place }
    }
    if (isMap(node)) return this.#map(node.items, node.flow === true, place, depth)
    if (isSeq(node)) return { kind: 'list', place, items: node.items.map((item) => this.node(item, depth + 1, start)) } satisfies ListTree
    return this.#scalar(node.value, node.source ?? '', place, start)
  }

  #scalar(value: unknown, source: string, place: Place, start: number): Tree {
    if (this.#asterisks.has(start)) return { kind: 'scalar', place, value: '*', text: '*' }
    if (typeof value === 'string' && this.#hostile(value, place)) return { kind: 'hole', place }
    if ((typeof value === 'number' && !isExact(value, source)) || typeof value === 'bigint') {
      const remedy = 'quote it if it is a text, else write a smaller number'
      this.findings.push(problem('charter/bad-value', place, `${quoted(source)} is a number too large to be kept exactly`, remedy))
      return { kind: 'hole', place }
    }
    const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
    return { kind: 'scalar', place, value: known, text: typeof known === 'string' ? known : source }
  }

  #hostile(text: string, place: Place): boolean {
    const hidden = HOSTILE.exec(text)
    if (hidden === null && text.isWellFormed()) return false
    const which =
      hidden === null
        ? 'half of a character pair'
        : `the invisible character U+${hidden[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
    this.findings.push(problem('charter/bad-character', place, `the text holds ${which}`, 'remove it'))
    return true
  }

  #map(pairs: readonly Pair[], flow: boolean, place: Place, depth: number): MapTree {
    const entries = new Map<string, Entry>()
    for (const pair of pairs) {
      const start = (pair.key as Node | null)?.range?.[0] ?? (pair.value as Node | null)?.range?.[0] ?? 0
      const keyPlace = this.#placeOf(start)
      const name = this.#key(pair.key, keyPlace, start)
      if (name === undefined) {
        this.node(pair.value, depth + 1, start)
        continue
      }
      if (pair.value === null) {
        const text = flow ? `${quoted(name)} stands alone after a comma` : `${quoted(name)} has no value`
        this.findings.push(problem('charter/comma-in-text', keyPlace, text, 'quote the text if the comma belongs to it'))
        continue
      }
      const earlier = entries.get(name)
      if (earlier !== undefined) {
        this.findings.push(
          problem(
            'charter/duplicate-key',
            keyPlace,
            `${quoted(name)} stands here a second time, first in line ${earlier.place.line}`,
            'keep one of the two',
          ),
        )
        continue
      }
      entries.set(name, { place: keyPlace, value: this.node(pair.value, depth + 1, start) })
    }
    return { kind: 'map', place, flow, entries }
  }

  /** The name of an entry as written; undefined if it cannot be one. */
  #key(key: unknown, place: Place, start: number): string | undefined {
    if (isAlias(key)) {
      this.node(key, 0)
      return undefined
    }
    if (!isScalar(key)) {
      this.findings.push(
        problem(
          'charter/key-not-text',
          place,
          'a name must be a text',
          'write one name before the colon; quote it if it holds brackets or braces',
        ),
      )
      return undefined
    }
    if (key.anchor !== undefined || key.tag !== undefined) {
      this.node(key, 0)
      return undefined
    }
    if (this.#asterisks.has(start)) return '*'
    const plain = key.type === 'PLAIN' || key.type === undefined
    const name = typeof key.value === 'string' ? key.value : (key.source ?? '')
    if (plain && name === '<<') {
      this.findings.push(
        problem(
          'charter/merge-key',
          place,
          '`<<` is a merge key; a charter has none',
          'use `defaults`, `like` or `includes`, or write the values out',
        ),
      )
      return undefined
    }
    if (name === '' || (plain && key.value === null)) {
      this.findings.push(
        problem(
          'charter/key-not-text',
          place,
          `${quoted(name === '' ? ':' : name)} is no name`,
          'write a name before the colon; quote it if it is meant',
        ),
      )
      return undefined
    }
    if (plain && (YAML_1_1_WORDS.test(name) || typeof key.value === 'boolean')) {
      this.findings.push(
        problem(
          'charter/yaml-1-1-word',
          place,
          `${quoted(name)} is read as true or false by many YAML tools`,
          `quote it if it is a name: "${name}"`,
        ),
      )
    }
    if (name === '__proto__') {
      this.findings.push(problem('charter/bad-name', place, '`__proto__` cannot be a name', 'use another name'))
      return undefined
    }
    if (this.#hostile(name, place)) return undefined
    return name
  }
}

/** Finite, and if its digits are written out, few enough that none is lost. */
function isExact(value: number, source: string): boolean {
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !/^[-+]?(?:\d+|0[xo][\da-f]+)$/i.test(source))
}
