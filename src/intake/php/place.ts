/** Places that values are written to: a variable and the keys below it. */
import { unsetGlobal, type Machine, type Scope } from './machine.ts'
import { part, word, type Node } from './syntax.ts'
import { keyOf, PhpArray, Unknown, type Key, type Ref, type Value } from './value.ts'

/** `[]`. */
const APPEND = Symbol('append')
/** A key of a path; an unknown one is somewhere. */
type Step = Key | typeof APPEND | Unknown
export interface PlaceOf {
  readonly ref: Ref
  readonly name: string
  readonly steps: readonly { readonly key: Step }[]
  /** Where the name stands. */
  readonly scope: Scope
}

/** The place that an expression names; undefined if it is none of a plain variable (a property, a variable's variable). */
export function placeOf(machine: Machine, scope: Scope, node: Node): PlaceOf | undefined {
  if (node.kind === 'variable') {
    const name = nameOf(machine, scope, node)
    if (name === undefined || name === 'this' || name === 'GLOBALS') return undefined
    return { ref: refOf(machine, scope, node, name), name, steps: [], scope }
  }
  if (node.kind !== 'offsetlookup') return undefined
  const [what, offset] = [part(node, 'what'), node['offset']]
  if (what.kind === 'variable' && word(what, 'name') === 'GLOBALS') {
    const key = machine.evaluate(scope, part(node, 'offset'))
    const scoped = machine.globals
    return typeof key === 'string' ? { ref: refOf(machine, scoped, node, key), name: key, steps: [], scope: scoped } : undefined
  }
  const inner = placeOf(machine, scope, what)
  if (inner === undefined) return undefined
  if (offset === false || offset === null || offset === undefined) return { ...inner, steps: [...inner.steps, { key: APPEND }] }
  const value = machine.evaluate(scope, part(node, 'offset'))
  const key = value instanceof Unknown ? value : (keyOf(value) ?? machine.unknown(node, 'a key that is none'))
  return { ...inner, steps: [...inner.steps, { key }] }
}

/** The name of a variable, also of `$$name` and `${'name'}` where the name is known. */
export function nameOf(machine: Machine, scope: Scope, node: Node): string | undefined {
  const name = node['name']
  if (typeof name === 'string') return name
  const value = machine.evaluate(scope, part(node, 'name'))
  return typeof value === 'string' ? value : undefined
}

/** The variable of this name, made if it is not there. */
export function refOf(machine: Machine, scope: Scope, node: Node, name: string): Ref {
  const found = scope.get(name)
  if (found !== undefined) return found
  const value = scope === machine.globals ? unsetGlobal(machine, node, name) : null
  const ref: Ref = { value: value === null ? undefined : value }
  scope.set(name, ref)
  return ref
}

/** Writes a value to a place. */
export function write(machine: Machine, place: PlaceOf, node: Node, value: Value): void {
  place.ref.value = machine.measured(written(machine, node, place.ref.value, place.steps, value))
}

function written(machine: Machine, node: Node, base: Value | undefined, steps: PlaceOf['steps'], value: Value): Value {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (base instanceof Unknown) return base
  if (base !== undefined && base !== null && base !== false && !(base instanceof PhpArray))
    return machine.unknown(node, 'a key of what is no array')
  const array = base instanceof PhpArray ? base : PhpArray.EMPTY
  machine.spend(1 + array.size / 16)
  const { key } = step
  if (key instanceof Unknown) return array.withGap(key)
  if (key === APPEND) {
    if (array.next === undefined || array.gaps.length > 0) return array.withGap(machine.unknown(node, 'the next key is not known'))
    return array.with(array.next, written(machine, node, undefined, rest, value))
  }
  return array.with(key, written(machine, node, array.entries.get(key), rest, value))
}

/** Takes a place out of its array, or unsets the variable. */
export function erase(machine: Machine, place: PlaceOf): void {
  if (place.steps.length === 0) {
    // the name is unbound; other names of the same variable keep its value
    place.scope.set(place.name, { value: undefined })
    return
  }
  if (place.ref.value !== undefined) place.ref.value = erased(machine, place.ref.value, place.steps)
}

function erased(machine: Machine, base: Value, steps: PlaceOf['steps']): Value {
  const [step, ...rest] = steps
  if (step === undefined || !(base instanceof PhpArray)) return base
  machine.spend(1 + base.size / 16)
  const { key } = step
  if (key instanceof Unknown) return base.withGap(key)
  if (key === APPEND) return base
  if (rest.length === 0) return base.without(key)
  const inner = base.entries.get(key)
  return inner === undefined ? base : base.with(key, erased(machine, inner, rest))
}

/** Marks a place as not known: everything there may have changed. */
export function blur(machine: Machine, place: PlaceOf, why: Unknown): void {
  const last = place.steps.at(-1)
  if (last !== undefined && (last.key === APPEND || last.key instanceof Unknown)) {
    const outer = place.steps.slice(0, -1)
    place.ref.value = machine.measured(gapAt(place.ref.value, outer, why))
  } else place.ref.value = machine.measured(blurred(place.ref.value, place.steps, why))
}

function blurred(base: Value | undefined, steps: PlaceOf['steps'], why: Unknown): Value {
  const [step, ...rest] = steps
  if (step === undefined) return why
  if (base instanceof Unknown) return base
  if (base !== undefined && base !== null && !(base instanceof PhpArray)) return why
  const array = base instanceof PhpArray ? base : PhpArray.EMPTY
  if (step.key === APPEND || step.key instanceof Unknown) return array.withGap(why)
  return array.with(step.key, blurred(array.entries.get(step.key), rest, why))
}

function gapAt(base: Value | undefined, steps: PlaceOf['steps'], why: Unknown): Value {
  const [step, ...rest] = steps
  if (base instanceof Unknown) return base
  if (base !== undefined && base !== null && !(base instanceof PhpArray)) return why
  const array = base instanceof PhpArray ? base : PhpArray.EMPTY
  if (step === undefined) return array.withGap(why)
  if (step.key === APPEND || step.key instanceof Unknown) return array.withGap(why)
  return array.with(step.key, gapAt(array.entries.get(step.key), rest, why))
}

/** Reads a key of a value. */
export function element(machine: Machine, node: Node, base: Value, offset: Value): Value | undefined {
  if (base instanceof Unknown) return base
  if (offset instanceof Unknown) return offset
  if (base === null) return undefined
  if (!(base instanceof PhpArray)) return machine.unknown(node, 'a key of what is no array')
  if (base.gaps[0] !== undefined) return base.gaps[0]
  const key = keyOf(offset)
  return key === undefined ? machine.unknown(node, 'a key that is none') : base.entries.get(key)
}
