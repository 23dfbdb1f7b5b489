/** What gives variables and places in arrays their values: assignments, references, counting. */
import { blurAll, mayBeAnyVariable } from './blur.ts'
import type { Machine, Scope } from './machine.ts'
import { operate } from './operators.ts'
import { element, nameOf, placeOf, write } from './place.ts'
import { nodes, part, partOr, type Node } from './syntax.ts'
import { Unknown, whole, type Value } from './value.ts'

export function assign(machine: Machine, scope: Scope, node: Node): Value {
  const left = part(node, 'left')
  const operator = String(node['operator'])
  if (left.kind === 'list' || (left.kind === 'array' && operator === '=')) {
    const value = machine.evaluate(scope, part(node, 'right'))
    destructure(machine, scope, left, value)
    return value
  }
  // PHP finds the place's keys before the value
  const place = placeOf(machine, scope, left)
  if (place === undefined) {
    const value = machine.evaluate(scope, part(node, 'right'))
    if (mayBeAnyVariable(machine, scope, left)) machine.lose(left, 'it writes to a variable whose name is not known')
    return value
  }
  const before = operator === '=' ? null : machine.evaluate(scope, left)
  if (operator === '??=') {
    if (before instanceof Unknown) return before
    if (before !== null) return before
  }
  const right = machine.evaluate(scope, part(node, 'right'))
  const value = operator === '=' || operator === '??=' ? right : operate(machine, node, operator.slice(0, -1), before, right)
  write(machine, place, node, value)
  return value
}

/** `[ $a, 'k' => $b ] = value`. */
export function destructure(machine: Machine, scope: Scope, list: Node, value: Value): void {
  let next = 0
  for (const item of nodes(list['items'])) {
    const entry = item.kind === 'entry' ? item : { kind: 'entry', value: item, key: null }
    const given = partOr(entry, 'key')
    const key = given === undefined ? next++ : machine.evaluate(scope, given)
    const target = part(entry, 'value')
    if (target.kind === 'noop' || target.kind === 'missing') continue
    const one = element(machine, list, value, key) ?? null
    if (target.kind === 'list' || target.kind === 'array') destructure(machine, scope, target, one)
    else assignTo(machine, scope, target, one)
  }
}

export function assignTo(machine: Machine, scope: Scope, target: Node, value: Value): void {
  const place = placeOf(machine, scope, target)
  if (place !== undefined) write(machine, place, target, value)
}

export function bind(machine: Machine, scope: Scope, node: Node): Value {
  const [left, right] = [part(node, 'left'), part(node, 'right')]
  const from = placeOf(machine, scope, right)
  const name = left.kind === 'variable' ? nameOf(machine, scope, left) : undefined
  if (from === undefined || from.steps.length > 0 || name === undefined || from.ref.value instanceof Unknown) {
    const why = machine.unknown(node, 'a reference')
    blurAll(machine, scope, [node, { kind: 'assign', left: right, right: { kind: 'nullkeyword' }, operator: '=', loc: node['loc'] }], why)
    return why
  }
  scope.set(name, from.ref)
  return from.ref.value ?? null
}

export function step(machine: Machine, scope: Scope, node: Node, before: boolean): Value {
  const what = part(node, 'what')
  const place = placeOf(machine, scope, what)
  const old = machine.evaluate(scope, what)
  const value =
    typeof old === 'number'
      ? (whole(node['type'] === '+' ? old + 1 : old - 1) ?? machine.unknown(node, 'a very large number'))
      : old === null
        ? node['type'] === '+'
          ? 1
          : null
        : old instanceof Unknown
          ? old
          : machine.unknown(node, 'counting with what is no number')
  if (place !== undefined) write(machine, place, node, value)
  return before ? value : old
}
