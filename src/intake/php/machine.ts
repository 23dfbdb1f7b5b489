import { PhpArray, Unknown, type Ref, type Value } from './value.ts'
import { lineOf, type Node } from './syntax.ts'

/** Something that was seen and not followed, or not evaluated. Names of variables and functions only: values may be secrets. */
export interface PhpRemark {
  readonly code:
    | 'syntax'
    | 'included-file'
    | 'not-evaluated'
    | 'condition-not-known'
    | 'ends-early'
    | 'gave-up'
    | 'call-not-followed'
    | 'extension-loaded-perhaps'
    | 'hook-not-run'
    | 'no-opening-tag'
  readonly file: string
  readonly line: number
  readonly text: string
}

/** How a list of statements ended. `lost`: it may have ended here, or not. */
export type End =
  | { readonly kind: 'next' | 'exit' | 'lost' }
  | { readonly kind: 'break' | 'continue'; readonly level: number }
  | { readonly kind: 'return'; readonly value: Value }

/** The two halves of the evaluator, which call each other: `expressions.ts` and `statements.ts`. */
export interface Halves {
  evaluate(machine: Machine, scope: Scope, node: Node): Value
  run(machine: Machine, scope: Scope, statements: readonly Node[], owner: Node | undefined): End
}

/** One set of variables: the global one, or a function's. */
export type Scope = Map<string, Ref>

/** Thrown, and caught by `evaluatePhp` alone, when a file asks for more work than settings ever need. */
export class GaveUp extends Error {
  override name = 'GaveUp'
}

/** How an evaluation may end early. */
export interface Limits {
  /** Statements, expressions and copied array items. */
  readonly steps: number
  /** Characters of a text. */
  readonly longest: number
  /** Items of an array. */
  readonly largest: number
}

export const LIMITS: Limits = { steps: 3_000_000, longest: 1_000_000, largest: 20_000 }
const DEEPEST = 60

/** What evaluating needs to know and to say. One for all files of a wiki. */
export class Machine {
  readonly globals: Scope
  readonly constants: Map<string, Value>
  readonly functions = new Map<string, { readonly file: string; readonly node: Node }>()
  readonly statics = new Map<Node, Map<string, Ref>>()
  readonly remarks: PhpRemark[] = []
  /** Extensions in the order in which they are loaded, with the place. */
  readonly extensions: { readonly name: string; readonly file: string; readonly line: number }[] = []
  /** Names of variables whose values an unknown part of the files may have changed. */
  readonly watched: ReadonlySet<string>
  file = ''
  line = 1
  /** Whether a file was left out: then variables that nobody set may have been set there. */
  leftOut = false
  #steps = 0
  #depth = 0
  readonly #limits: Limits
  readonly #halves: Halves

  constructor(halves: Halves, globals: Scope, constants: ReadonlyMap<string, Value>, watched: ReadonlySet<string>, limits: Limits) {
    this.#halves = halves
    this.globals = globals
    this.constants = new Map(constants)
    this.watched = watched
    this.#limits = limits
  }

  /** The value of an expression. */
  evaluate(scope: Scope, node: Node): Value {
    return this.#halves.evaluate(this, scope, node)
  }

  /** Runs statements; `owner` is the function they stand in. */
  run(scope: Scope, statements: readonly Node[], owner: Node | undefined): End {
    return this.#halves.run(this, scope, statements, owner)
  }

  /** Counts work; throws GaveUp when it is too much. */
  spend(steps = 1): void {
    this.#steps += steps
    if (this.#steps > this.#limits.steps) throw new GaveUp('more steps than settings need')
  }

  /** Refuses texts and arrays that grow without bound. */
  measured(value: Value): Value {
    if (typeof value === 'string' && value.length > this.#limits.longest) throw new GaveUp('a text grows without bound')
    if (value instanceof PhpArray) {
      if (value.size > this.#limits.largest) throw new GaveUp('an array grows without bound')
      this.spend(1 + value.size / 16)
    }
    return value
  }

  deeper<T>(run: () => T): T {
    this.#depth += 1
    if (this.#depth > DEEPEST) throw new GaveUp('functions call each other too deeply')
    try {
      return run()
    } finally {
      this.#depth -= 1
    }
  }

  unknown(node: Node, why: string): Unknown {
    return new Unknown(this.file, lineOf(node), why)
  }

  remark(code: PhpRemark['code'], node: Node | undefined, text: string): void {
    const line = node === undefined ? this.line : lineOf(node)
    if (this.remarks.length >= 500) return
    if (this.remarks.some((one) => one.code === code && one.line === line && one.file === this.file && one.text === text)) return
    this.remarks.push({ code, file: this.file, line, text })
  }

  /** Any variable may have changed here: what matters is not known from here on. */
  lose(node: Node, text: string): void {
    this.remark('not-evaluated', node, text)
    this.blurWatched(this.unknown(node, text))
  }

  /** Makes every variable that matters unknown; of tables what is there stays to be shown, but is not trusted. */
  blurWatched(why: Unknown): void {
    for (const name of this.watched) {
      const ref = this.globals.get(name)
      if (ref === undefined) this.globals.set(name, { value: why })
      else ref.value = ref.value instanceof PhpArray ? ref.value.withGap(why) : why
    }
  }

  /** Runs with another file as the place of remarks. */
  inFile<T>(file: string, run: () => T): T {
    const before = this.file
    this.file = file
    try {
      return run()
    } finally {
      this.file = before
    }
  }

  global(name: string): Ref | undefined {
    return this.globals.get(name)
  }
}

/** A variable of the global scope nobody set in these files. MediaWiki's own may have any value; others are not set. */
export function unsetGlobal(machine: Machine, node: Node, name: string): Value {
  if (machine.leftOut || /^(?:wg|eg|smwg|_|IP$|GLOBALS$|argv$|argc$)/.test(name))
    return machine.unknown(node, `\`$${name}\` is not set in these files`)
  return null
}
