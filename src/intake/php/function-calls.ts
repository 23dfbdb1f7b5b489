/** Calls by name: who answers, and what a call that is not followed may have changed. */
import { assignTo } from './assign.ts'
import { blurAll } from './blur.ts'
import { callClosure, callUser } from './calls.ts'
import { loadExtensions } from './extensions.ts'
import { HARMLESS, KEYS_ONLY, PURE } from './functions.ts'
import type { Machine, Scope } from './machine.ts'
import { placeOf, write, type PlaceOf } from './place.ts'
import { nodes, part, type Node } from './syntax.ts'
import { PhpArray, PhpClosure, Unknown, unknownIn, type Value } from './value.ts'

/** A call: of what the files define, of a function of constants, or of what is not followed. */
export function call(machine: Machine, scope: Scope, node: Node): Value {
  const what = part(node, 'what')
  const given = nodes(node['arguments'])
  if (what.kind !== 'name') {
    const callee =
      what.kind === 'variable' || what.kind === 'offsetlookup' || what.kind === 'closure' ? machine.evaluate(scope, what) : undefined
    if (callee instanceof PhpClosure) return callClosure(machine, scope, node, callee, given)
    return unfollowed(machine, scope, node, undefined)
  }
  const name = String(what['name']).replace(/^\\/, '').toLowerCase()
  const user = machine.functions.get(name)
  if (user !== undefined) return callUser(machine, scope, node, user, given)
  if (given.some((one) => ['namedargument', 'variadicplaceholder', 'variadic'].includes(one.kind)))
    return unfollowed(machine, scope, node, name)
  const special = SPECIAL.get(name)
  if (special !== undefined) return special(machine, scope, node)
  const args = given.map((one) => machine.evaluate(scope, one))
  if (HARMLESS.has(name)) return machine.unknown(node, `\`${name}()\``)
  const pure = PURE.get(name)
  if (pure === undefined) return unfollowed(machine, scope, node, name)
  const unknown = args.map((one) => (KEYS_ONLY.has(name) ? shallow(one) : unknownIn(one))).find((one) => one !== undefined)
  if (unknown !== undefined) return unknown
  machine.spend(args.reduce<number>((sum, one) => sum + (one instanceof PhpArray ? one.size : 1), 0))
  const answer = pure(args, (callee, values) => applied(machine, scope, node, callee, values))
  return answer === undefined ? machine.unknown(node, `\`${name}()\` with these arguments`) : machine.measured(answer)
}

function shallow(value: Value): Unknown | undefined {
  return value instanceof Unknown ? value : value instanceof PhpArray ? value.gaps[0] : undefined
}

/** Calls a closure, or a function by its name, with values. */
function applied(machine: Machine, scope: Scope, node: Node, callee: Value, values: readonly Value[]): Value | undefined {
  if (callee instanceof PhpClosure) return callClosure(machine, scope, node, callee, values)
  if (typeof callee !== 'string') return undefined
  const name = callee.toLowerCase()
  const user = machine.functions.get(name)
  if (user !== undefined) return callUser(machine, scope, node, user, values)
  return PURE.get(name)?.(values, () => undefined)
}

/** A call that is not followed may change what it is given, and rights besides. `name` is undefined for methods and the like. */
function unfollowed(machine: Machine, scope: Scope, node: Node, name: string | undefined): Value {
  const shown = name === undefined ? 'the call' : `\`${name.slice(0, 60)}()\``
  const why = machine.unknown(node, `${shown} is not evaluated`)
  for (const one of nodes(node['arguments'])) {
    const place: PlaceOf | undefined = one.kind === 'variable' || one.kind === 'offsetlookup' ? placeOf(machine, scope, one) : undefined
    if (place === undefined) machine.evaluate(scope, one)
    else if (name === undefined || !READERS.has(name))
      blurAll(machine, scope, [{ kind: 'assign', left: one, right: { kind: 'nullkeyword' }, operator: '=', loc: node['loc'] }], why)
  }
  if (name === undefined || !(READERS.has(name) || MATCHERS.has(name)))
    machine.remark('call-not-followed', node, `what ${shown} does is not known; it may change rights`)
  return why
}

/** Functions that change what they are given and nothing else. */
const MATCHERS: ReadonlySet<string> = new Set([
  'preg_match',
  'preg_match_all',
  'sscanf',
  'array_walk_recursive',
  'settype',
  'sort',
  'rsort',
  'ksort',
  'krsort',
  'asort',
  'arsort',
  'usort',
  'uasort',
  'uksort',
  'shuffle',
  'array_splice',
])

/** Functions that only read what they are given, with answers that depend on the machine or the moment. */
const READERS: ReadonlySet<string> = new Set(
  'getenv file_exists is_file is_dir is_readable file_get_contents json_decode json_encode function_exists class_exists extension_loaded php_uname php_sapi_name phpversion version_compare gethostname time date microtime mt_rand rand random_int md5 sha1 hash dirname basename realpath parse_url str_pad sprintf number_format preg_replace ucwords mb_strtolower mb_strtoupper is_object is_numeric is_scalar constant filter_var ip2long strtr substr_count array_rand array_flip array_column array_pad array_chunk array_product array_count_values'.split(
    ' ',
  ),
)

type Special = (machine: Machine, scope: Scope, node: Node) => Value

/** Functions that change what they are given, or need more than values. */
const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['wfloadextension', (machine, scope, node) => loadExtensions(machine, scope, node, false)],
  ['wfloadextensions', (machine, scope, node) => loadExtensions(machine, scope, node, true)],
  ['define', define],
  [
    'defined',
    (machine, scope, node) => {
      const name = machine.evaluate(scope, nodes(node['arguments'])[0] ?? node)
      return typeof name === 'string' && machine.constants.has(name) ? true : machine.unknown(node, 'whether a constant is defined')
    },
  ],
  [
    'compact',
    (machine, scope, node) => {
      const names = nodes(node['arguments']).map((one) => machine.evaluate(scope, one))
      if (!names.every((one) => typeof one === 'string')) return machine.unknown(node, '`compact()`')
      return PhpArray.of(
        names.flatMap((name) => (scope.get(name)?.value === undefined ? [] : [[name, scope.get(name)?.value ?? null] as const])),
      )
    },
  ],
  ['array_push', (machine, scope, node) => pushed(machine, scope, node)],
  [
    'array_unshift',
    (machine, scope, node) => changed(machine, scope, node, (array, args) => [array.size + args.length, renumbered(args, array)]),
  ],
  ['array_pop', (machine, scope, node) => changed(machine, scope, node, (array) => cut(array, -1))],
  ['array_shift', (machine, scope, node) => changed(machine, scope, node, (array) => cut(array, 0))],
  [
    'call_user_func',
    (machine, scope, node) => {
      const [callee, ...values] = nodes(node['arguments']).map((one) => machine.evaluate(scope, one))
      return (
        (callee === undefined ? undefined : applied(machine, scope, node, callee, values)) ??
        unfollowed(machine, scope, node, 'call_user_func')
      )
    },
  ],
  ['func_get_args', (machine, _, node) => machine.unknown(node, '`func_get_args()`')],
  [
    'extract',
    (machine, scope, node) => {
      machine.lose(node, '`extract()` sets variables by names that are not known')
      return unfollowed(machine, scope, node, 'extract')
    },
  ],
])

function define(machine: Machine, scope: Scope, node: Node): Value {
  const [name, value] = nodes(node['arguments']).map((one) => machine.evaluate(scope, one))
  if (typeof name !== 'string' || value === undefined) return machine.unknown(node, '`define()`')
  if (machine.constants.has(name)) return false
  machine.constants.set(name, value)
  return true
}

function pushed(machine: Machine, scope: Scope, node: Node): Value {
  const [first, ...more] = nodes(node['arguments'])
  if (first === undefined) return machine.unknown(node, '`array_push()`')
  const target: Node = { kind: 'offsetlookup', what: first, offset: false, loc: node['loc'] }
  for (const one of more) assignTo(machine, scope, target, machine.evaluate(scope, one))
  const after = machine.evaluate(scope, first)
  return after instanceof PhpArray ? after.size : machine.unknown(node, '`array_push()`')
}

function changed(
  machine: Machine,
  scope: Scope,
  node: Node,
  change: (array: PhpArray, args: readonly Value[]) => readonly [answer: Value, array: PhpArray],
): Value {
  const [first, ...more] = nodes(node['arguments'])
  const place = first === undefined ? undefined : placeOf(machine, scope, first)
  const before = first === undefined ? null : machine.evaluate(scope, first)
  if (place === undefined || !(before instanceof PhpArray) || before.gaps.length > 0) return unfollowed(machine, scope, node, undefined)
  const [answer, after] = change(
    before,
    more.map((one) => machine.evaluate(scope, one)),
  )
  write(machine, place, node, after)
  return answer
}

function renumbered(first: readonly Value[], array: PhpArray): PhpArray {
  let next = 0
  return PhpArray.of([
    ...first.map((value) => [next++, value] as const),
    ...[...array.entries].map(([key, value]) => [typeof key === 'number' ? next++ : key, value] as const),
  ])
}

function cut(array: PhpArray, at: 0 | -1): readonly [Value, PhpArray] {
  const all = [...array.entries]
  const [key, taken] = all.at(at) ?? [undefined, null]
  if (at === 0) return [taken, renumbered([], PhpArray.of(all.slice(1)))]
  const next = typeof key === 'number' && key + 1 === array.next ? key : array.next
  return [taken, new PhpArray(new Map(all.slice(0, -1)), next, [])]
}
