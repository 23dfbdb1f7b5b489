/**
 * What may have happened in a part that was not evaluated: every place that it writes to becomes unknown. Keys are followed as far as they are
 * known, so that one unknown condition does not spoil a whole table.
 */
import { type Machine, type Scope } from './machine.ts'
import { blur, nameOf, placeOf, type PlaceOf } from './place.ts'
import { isNode, nodes, part, partOr, word, type Node } from './syntax.ts'
import { PhpArray, type Ref, type Unknown } from './value.ts'

/** Blurs whatever these parts could have written, and notes what they may have loaded or ended. */
export function blurAll(machine: Machine, scope: Scope, parts: readonly Node[], why: Unknown): void {
  const places: Node[] = []
  const called = new Set<string>()
  for (const one of parts) collect(machine, one, places, called)
  // loop variables and what is assigned on the way are not known when keys are looked at
  const plainly = places.filter((place) => place.kind === 'variable')
  for (const place of plainly) blurPlace(machine, scope, place, why)
  for (const place of places) if (place.kind !== 'variable') blurPlace(machine, scope, place, why)
  for (const name of called) {
    const user = machine.functions.get(name)
    if (user !== undefined) blurGlobals(machine, user.node, why)
  }
}

function blurPlace(machine: Machine, scope: Scope, node: Node, why: Unknown): void {
  const place = placeOf(machine, scope, node)
  if (place !== undefined) blur(machine, place, why)
  else if (mayBeAnyVariable(machine, scope, node)) machine.lose(node, 'it may write to a variable whose name is not known')
}

/** `$$name` and `$GLOBALS[$name]` with a name that is not known. */
export function mayBeAnyVariable(machine: Machine, scope: Scope, node: Node): boolean {
  if (node.kind === 'variable') return scope === machine.globals && nameOf(machine, scope, node) === undefined
  if (node.kind !== 'offsetlookup') return false
  const what = part(node, 'what')
  return (what.kind === 'variable' && word(what, 'name') === 'GLOBALS') || mayBeAnyVariable(machine, scope, what)
}

/** A function that may have run: the globals it names are not known afterwards. */
function blurGlobals(machine: Machine, node: Node, why: Unknown): void {
  for (const name of globalsOf(node)) {
    const ref: Ref | undefined = machine.global(name)
    if (ref === undefined) continue
    const place: PlaceOf = { ref, name, steps: [], scope: machine.globals }
    if (ref.value instanceof PhpArray) ref.value = ref.value.withGap(why)
    else blur(machine, place, why)
  }
}

function globalsOf(node: Node): readonly string[] {
  const found: string[] = []
  each(node, (one) => {
    if (one.kind === 'global') for (const item of nodes(one['items'])) found.push(word(item, 'name') ?? '')
    if (one.kind === 'offsetlookup' && word(part(one, 'what'), 'name') === 'GLOBALS') {
      const key = partOr(one, 'offset')
      if (key?.kind === 'string') found.push(String(key['value']))
    }
  })
  return found
}

/** Everything that is written to below a node, functions declared there left out. */
function collect(machine: Machine, node: Node, places: Node[], called: Set<string>): void {
  each(node, (one) => {
    if (one.kind === 'assign' || one.kind === 'assignref') target(part(one, 'left'), places)
    else if (one.kind === 'pre' || one.kind === 'post') places.push(part(one, 'what'))
    else if (one.kind === 'unset') places.push(...nodes(one['variables']))
    else if (one.kind === 'foreach') {
      target(part(one, 'value'), places)
      if (partOr(one, 'key') !== undefined) target(part(one, 'key'), places)
      if (part(one, 'value')['byref'] === true) places.push(part(one, 'source'))
    } else if (one.kind === 'global') places.push(...nodes(one['items']))
    else if (one.kind === 'call') {
      const name = word(part(one, 'what'), 'name')?.replace(/^\\/, '').toLowerCase() ?? ''
      called.add(name)
      // any function may take its arguments by reference
      for (const argument of nodes(one['arguments']))
        if (argument.kind === 'variable' || argument.kind === 'offsetlookup')
          if (BY_REFERENCE.has(name) || machine.functions.has(name)) places.push(argument)
      if (name === 'wfloadextension' || name === 'wfloadextensions')
        machine.remark('extension-loaded-perhaps', one, 'whether an extension is loaded here is not known')
    } else if (one.kind === 'include') {
      machine.leftOut = true
      machine.remark('included-file', one, 'another file is not followed; give it as a further file if it sets rights')
    } else if (one.kind === 'eval') machine.remark('not-evaluated', one, '`eval` is never run')
  })
}

const BY_REFERENCE: ReadonlySet<string> = new Set(
  'array_push array_pop array_shift array_unshift array_splice sort rsort usort uasort uksort ksort krsort asort arsort natsort natcasesort shuffle array_walk array_multisort settype preg_match preg_match_all'.split(
    ' ',
  ),
)

function target(node: Node, places: Node[]): void {
  if (node.kind !== 'list' && node.kind !== 'array') {
    places.push(node)
    return
  }
  for (const item of nodes(node['items'])) target(item.kind === 'entry' ? part(item, 'value') : item, places)
}

function each(node: Node, see: (node: Node) => void): void {
  const stack = [node]
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    see(one)
    if (one !== node && ['closure', 'function', 'arrowfunc', 'class'].includes(one.kind)) continue
    for (const [name, value] of Object.entries(one)) if (name !== 'loc') stack.push(...(isNode(value) ? [value] : nodes(value)))
  }
}
