/** Calls of functions and closures that the files themselves define. */
import { type Machine, type Scope } from './machine.ts'
import { placeOf, refOf } from './place.ts'
import { isNode, nodes, part, partOr, word, type Node } from './syntax.ts'
import { PhpArray, Unknown, type PhpClosure, type Ref, type Value } from './value.ts'

type Given = readonly (Node | Value)[]

/** Runs a closure with arguments: expressions of the caller's scope, or values. */
export function callClosure(machine: Machine, scope: Scope, node: Node, callee: PhpClosure, given: Given): Value {
  return invoke(machine, scope, node, { file: callee.file, node: callee.node }, given, callee.bound)
}

/** Runs a function that a file declares. */
export function callUser(
  machine: Machine,
  scope: Scope,
  node: Node,
  callee: { readonly file: string; readonly node: Node },
  given: Given,
): Value {
  return invoke(machine, scope, node, callee, given, new Map())
}

function invoke(
  machine: Machine,
  scope: Scope,
  node: Node,
  callee: { readonly file: string; readonly node: Node },
  given: Given,
  bound: ReadonlyMap<string, Ref>,
): Value {
  const local: Scope = new Map()
  for (const [name, ref] of bound) local.set(name, byReference(callee.node, name) ? ref : { value: ref.value })
  const values = given.map((one) => (isNode(one) ? argument(machine, scope, one) : { value: one, ref: undefined }))
  if (values.some((one) => one === undefined)) return machine.unknown(node, 'arguments by name or unpacked')
  for (const [index, parameter] of nodes(callee.node['arguments']).entries()) {
    const name = word(parameter, 'name')
    if (name === undefined) continue
    if (parameter['variadic'] === true) {
      local.set(name, { value: PhpArray.list(values.slice(index).flatMap((one) => (one === undefined ? [] : [one.value]))) })
      break
    }
    const one = values[index]
    const usual = partOr(parameter, 'value')
    if (one === undefined && usual === undefined) return machine.unknown(node, 'an argument that is missing')
    if (parameter['byref'] === true) {
      if (one?.ref === undefined) return machine.unknown(node, 'an argument by reference')
      local.set(name, one.ref)
    } else local.set(name, { value: one === undefined ? machine.evaluate(local, usual ?? node) : coerced(machine, parameter, one.value) })
  }
  return machine.deeper(() => machine.inFile(callee.file, () => body(machine, local, callee.node)))
}

/** `use ( &$x )` shares the variable; a closure's own copy is taken anew for each call. */
function byReference(node: Node, name: string): boolean {
  return nodes(node['uses']).some((one) => one['byref'] === true && word(one, 'name') === name)
}

function argument(machine: Machine, scope: Scope, node: Node): { readonly value: Value; readonly ref: Ref | undefined } | undefined {
  if (['namedargument', 'variadic', 'variadicplaceholder'].includes(node.kind)) return undefined
  const place = node.kind === 'variable' ? placeOf(machine, scope, node) : undefined
  return { value: machine.evaluate(scope, node), ref: place === undefined ? undefined : refOf(machine, scope, node, place.name) }
}

/** A declared type turns `1` into `'1'` and the like: left alone only where it cannot. */
function coerced(machine: Machine, parameter: Node, value: Value): Value {
  const type = parameter['type']
  const name = isNode(type) && typeof type['name'] === 'string' ? type['name'].toLowerCase() : undefined
  if (value instanceof Unknown || name === undefined || name === 'mixed') return value
  const fits = {
    string: typeof value === 'string',
    int: typeof value === 'number',
    bool: typeof value === 'boolean',
    array: value instanceof PhpArray,
  }
  return fits[name as keyof typeof fits] ? value : machine.unknown(parameter, 'an argument of another type')
}

function body(machine: Machine, local: Scope, node: Node): Value {
  if (node.kind === 'arrowfunc') return machine.evaluate(local, part(node, 'body'))
  const end = machine.run(local, nodes(part(node, 'body')['children']), node)
  if (end.kind === 'return') return end.value
  return end.kind === 'lost' ? machine.unknown(node, 'a function that may end early') : null
}
