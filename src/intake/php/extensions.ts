import { type Machine, type Scope } from './machine.ts'
import { lineOf, nodes, type Node } from './syntax.ts'
import { PhpArray, type Value } from './value.ts'

/** `wfLoadExtension( 'X' )`, `wfLoadExtensions( [ ... ] )`: noted, in order; what they bring is merged when the files are read. */
export function loadExtensions(machine: Machine, scope: Scope, node: Node, several: boolean): Value {
  const [first, ...more] = nodes(node['arguments']).map((one) => machine.evaluate(scope, one))
  const names = several && first instanceof PhpArray && first.gaps.length === 0 ? [...first.entries.values()] : [first]
  for (const name of names) {
    if (typeof name !== 'string' || (several && !(first instanceof PhpArray)))
      machine.remark('extension-loaded-perhaps', node, 'which extension is loaded here is not known')
    else if (!machine.extensions.some((one) => one.name === name)) machine.extensions.push({ name, file: machine.file, line: lineOf(node) })
  }
  if (more.length > 1) machine.remark('not-evaluated', node, 'an extension is loaded in a way that is not known')
  return null
}
