import { assign, bind, step } from './assign.ts'
import { blurAll } from './blur.ts'
import { call } from './function-calls.ts'
import { toWhole } from './functions.ts'
import { unsetGlobal, type Machine, type Scope } from './machine.ts'
import { operate } from './operators.ts'
import { element, nameOf } from './place.ts'
import { isNode, nodes, part, partOr, word, type Node } from './syntax.ts'
import { identical, keyOf, PhpArray, PhpClosure, PhpFloat, text, truth, Unknown, unknownIn, whole, type Ref, type Value } from './value.ts'

/** The value of an expression. What is not foreseen here is unknown, with its line; assignments inside it are blurred. */
export function evaluate(machine: Machine, scope: Scope, node: Node): Value {
  machine.spend()
  return (EXPRESSIONS.get(node.kind) ?? notEvaluated)(machine, scope, node)
}

type Expression = (machine: Machine, scope: Scope, node: Node) => Value

function notEvaluated(machine: Machine, scope: Scope, node: Node): Value {
  const why = machine.unknown(node, `\`${node.kind}\` is not evaluated`)
  blurAll(machine, scope, [node], why)
  return why
}

const EXPRESSIONS: ReadonlyMap<string, Expression> = new Map<string, Expression>([
  ['number', (machine, _, node) => number(machine, node)],
  ['boolean', (_machine, _scope, node) => node['value'] === true],
  ['nullkeyword', () => null],
  ['string', (machine, _, node) => string(machine, node, String(node['value']), rawOf(node))],
  ['nowdoc', (_machine, _scope, node) => String(node['value'])],
  ['encapsed', encapsed],
  [
    'magic',
    (machine, _, node) =>
      node['value'] === '__LINE__'
        ? machine.unknown(node, '`__LINE__`')
        : machine.unknown(node, `\`${String(node['value'])}\` depends on where the file lies`),
  ],
  ['array', arrayOf],
  ['variable', variable],
  ['offsetlookup', lookup],
  ['name', (machine, _, node) => constant(machine, node)],
  ['bin', binary],
  ['unary', unary],
  ['cast', cast],
  ['retif', conditional],
  ['isset', (machine, scope, node) => isset(machine, scope, nodes(node['variables']))],
  ['empty', (machine, scope, node) => negated(truthOf(machine, node, quiet(machine, scope, part(node, 'expression'))))],
  ['silent', (machine, scope, node) => evaluate(machine, scope, part(node, 'expr'))],
  ['assign', assign],
  ['assignref', bind],
  ['pre', (machine, scope, node) => step(machine, scope, node, true)],
  ['post', (machine, scope, node) => step(machine, scope, node, false)],
  ['call', call],
  ['closure', (machine, scope, node) => closure(machine, scope, node)],
  [
    'arrowfunc',
    (machine, scope, node) => new PhpClosure(machine.file, node, new Map([...scope].map(([name, ref]) => [name, { value: ref.value }]))),
  ],
  ['match', match],
  ['include', include],
  ['print', (machine, scope, node) => (evaluate(machine, scope, part(node, 'expression')), 1)],
])

function number(machine: Machine, node: Node): Value {
  const raw = String(node['value']).replaceAll('_', '').toLowerCase()
  if (/^0o?[0-7]+$/.test(raw)) return whole(Number.parseInt(raw.replace(/^0o?/, ''), 8)) ?? machine.unknown(node, 'a very large number')
  if (/^(?:0x[0-9a-f]+|0b[01]+|0|[1-9]\d*)$/.test(raw)) return whole(Number(raw)) ?? machine.unknown(node, 'a very large number')
  const value = Number(raw)
  return Number.isFinite(value) ? new PhpFloat(value) : machine.unknown(node, 'a number')
}

function rawOf(node: Node): string {
  const raw = node['raw']
  return typeof raw === 'string' ? raw : ''
}

/** PHP's texts are bytes: what an escape writes beyond ASCII is no character that we could compare. */
function string(machine: Machine, node: Node, value: string, raw: string): Value {
  if (node['isDoubleQuote'] !== true) return value
  return /\\x[89a-f][0-9a-f]|\\[2-7][0-7]{2}/i.test(raw.replaceAll('\\\\', '')) ? machine.unknown(node, 'a text of bytes') : value
}

function encapsed(machine: Machine, scope: Scope, node: Node): Value {
  if (node['type'] === 'shell') return notEvaluated(machine, scope, node)
  let made = ''
  for (const one of nodes(node['value'])) {
    const expression = part(one, 'expression')
    const value =
      expression.kind === 'string'
        ? string(machine, { ...expression, isDoubleQuote: true }, String(expression['value']), rawOf(expression))
        : evaluate(machine, scope, expression)
    if (value instanceof Unknown) return value
    const shown = text(value)
    if (shown === undefined) return machine.unknown(node, 'a value inside a text')
    made += shown
  }
  return machine.measured(made)
}

function arrayOf(machine: Machine, scope: Scope, node: Node): Value {
  let made = PhpArray.EMPTY
  const entries = new Map<number | string, Value>()
  let next: number | undefined = 0
  for (const item of nodes(node['items'])) {
    const entry = item.kind === 'entry' ? item : { kind: 'entry', value: item, key: null, loc: item['loc'] }
    if (entry['byRef'] === true) return notEvaluated(machine, scope, node)
    const given = partOr(entry, 'key')
    const key = given === undefined ? undefined : evaluate(machine, scope, given)
    const value = evaluate(machine, scope, part(entry, 'value'))
    if (entry['unpack'] === true) {
      if (!(value instanceof PhpArray) || value.gaps.length > 0 || next === undefined)
        return value instanceof Unknown ? value : machine.unknown(node, 'what is unpacked')
      for (const [name, one] of value.entries) entries.set(typeof name === 'number' ? next++ : name, one)
      continue
    }
    if (key instanceof Unknown) return key
    const name: number | string | undefined = key === undefined ? next : keyOf(key)
    if (name === undefined) return machine.unknown(node, 'a key that is not known')
    entries.set(name, value)
    if (typeof name === 'number')
      next =
        name >= 0
          ? Math.max(next ?? 0, name + 1)
          : next === 0 && ![...entries.keys()].some((one) => typeof one === 'number' && one >= 0)
            ? undefined
            : next
  }
  made = new PhpArray(entries, next, [])
  return machine.measured(made)
}

function variable(machine: Machine, scope: Scope, node: Node): Value {
  const name = nameOf(machine, scope, node)
  if (name === undefined) return machine.unknown(node, 'a variable whose name is not known')
  if (name === 'GLOBALS') return machine.unknown(node, '`$GLOBALS` as a whole')
  const ref = scope.get(name)
  if (ref !== undefined) return ref.value ?? null
  return scope === machine.globals ? unsetGlobal(machine, node, name) : null
}

function lookup(machine: Machine, scope: Scope, node: Node): Value {
  const what = part(node, 'what')
  if (what.kind === 'variable' && word(what, 'name') === 'GLOBALS') {
    const name = evaluate(machine, scope, part(node, 'offset'))
    if (typeof name !== 'string') return machine.unknown(node, 'a global whose name is not known')
    return machine.global(name) === undefined ? unsetGlobal(machine, node, name) : (machine.global(name)?.value ?? null)
  }
  if (!isNode(node['offset'])) return machine.unknown(node, '`[]` is read')
  return element(machine, node, evaluate(machine, scope, what), evaluate(machine, scope, part(node, 'offset'))) ?? null
}

function constant(machine: Machine, node: Node): Value {
  const name = String(node['name']).replace(/^\\/, '')
  const value = machine.constants.get(name)
  return value ?? (machine.constants.has(name) ? null : machine.unknown(node, `the constant \`${name.slice(0, 60)}\` is not known`))
}

/** A value, without anything being made of what is not set. */
function quiet(machine: Machine, scope: Scope, node: Node): Value {
  return evaluate(machine, scope, node)
}

function truthOf(machine: Machine, node: Node, value: Value): boolean | Unknown {
  const known = truth(value)
  return known ?? (value instanceof Unknown ? value : (unknownIn(value) ?? machine.unknown(node, 'a condition')))
}

function negated(value: boolean | Unknown): boolean | Unknown {
  return value instanceof Unknown ? value : !value
}

function isset(machine: Machine, scope: Scope, all: readonly Node[]): Value {
  for (const one of all) {
    const value = evaluate(machine, scope, one)
    if (value instanceof Unknown) return value
    if (value === null) return false
  }
  return true
}

function conditional(machine: Machine, scope: Scope, node: Node): Value {
  const test = evaluate(machine, scope, part(node, 'test'))
  const holds = truthOf(machine, node, test)
  if (holds instanceof Unknown) {
    blurAll(machine, scope, [part(node, 'trueExpr'), part(node, 'falseExpr')], holds)
    return holds
  }
  if (!holds) return evaluate(machine, scope, part(node, 'falseExpr'))
  const then = partOr(node, 'trueExpr')
  return then === undefined ? test : evaluate(machine, scope, then)
}

function unary(machine: Machine, scope: Scope, node: Node): Value {
  const value = evaluate(machine, scope, part(node, 'what'))
  if (node['type'] === '!') return negated(truthOf(machine, node, value))
  if (value instanceof Unknown) return value
  if (value instanceof PhpFloat && node['type'] === '-') return new PhpFloat(-value.value)
  if (typeof value !== 'number') return machine.unknown(node, 'a sign before what is no number')
  if (node['type'] === '-') return whole(-value) ?? machine.unknown(node, 'a very large number')
  return node['type'] === '+' ? value : machine.unknown(node, `\`${String(node['type'])}\``)
}

function cast(machine: Machine, scope: Scope, node: Node): Value {
  const value = evaluate(machine, scope, part(node, 'expr'))
  if (value instanceof Unknown) return value
  const type = String(node['type'])
  if (type === 'bool' || type === 'boolean') return truthOf(machine, node, value)
  if (type === 'string') return text(value) ?? machine.unknown(node, 'a text made of another value')
  if (type === 'int' || type === 'integer') return toWhole(value) ?? machine.unknown(node, 'a number made of another value')
  if (type === 'array') return value instanceof PhpArray ? value : value === null ? PhpArray.EMPTY : PhpArray.list([value])
  return machine.unknown(node, `a cast to \`${type}\``)
}

function binary(machine: Machine, scope: Scope, node: Node): Value {
  const type = String(node['type']).toLowerCase()
  const [left, right] = [part(node, 'left'), part(node, 'right')]
  if (type === '??') {
    const value = evaluate(machine, scope, left)
    if (value === null) return evaluate(machine, scope, right)
    if (value instanceof Unknown) blurAll(machine, scope, [right], value)
    return value
  }
  if (['&&', 'and', '||', 'or'].includes(type)) return shortCircuit(machine, scope, node, type === '&&' || type === 'and')
  return operate(machine, node, type, evaluate(machine, scope, left), evaluate(machine, scope, right))
}

function shortCircuit(machine: Machine, scope: Scope, node: Node, both: boolean): Value {
  const first = truthOf(machine, node, evaluate(machine, scope, part(node, 'left')))
  if (first === !both) return first
  if (!(first instanceof Unknown)) return truthOf(machine, node, evaluate(machine, scope, part(node, 'right')))
  const right = part(node, 'right')
  if (!changesAnything(right)) {
    // false and unknown is false; true or unknown is true
    const second = truthOf(machine, node, evaluate(machine, scope, right))
    if (second === !both) return second
  } else blurAll(machine, scope, [right], first)
  return first
}

const CHANGING: readonly string[] = ['assign', 'assignref', 'pre', 'post', 'call', 'include', 'eval', 'exit', 'new', 'yield', 'throw']

function changesAnything(node: Node): boolean {
  const stack = [node]
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    if (CHANGING.includes(one.kind)) return true
    for (const [name, value] of Object.entries(one)) if (name !== 'loc') stack.push(...(isNode(value) ? [value] : nodes(value)))
  }
  return false
}

function closure(machine: Machine, scope: Scope, node: Node): Value {
  const bound = new Map<string, Ref>()
  for (const one of nodes(node['uses'])) {
    const name = word(one, 'name')
    if (name === undefined) continue
    const ref = scope.get(name) ?? { value: scope === machine.globals ? unsetGlobal(machine, node, name) : undefined }
    if (one['byref'] === true) scope.set(name, ref)
    bound.set(name, one['byref'] === true ? ref : { value: ref.value })
  }
  return new PhpClosure(machine.file, node, bound)
}

function match(machine: Machine, scope: Scope, node: Node): Value {
  const value = evaluate(machine, scope, part(node, 'cond'))
  for (const arm of nodes(node['arms'])) {
    const conditions = arm['conds'] === null ? undefined : nodes(arm['conds'])
    if (conditions === undefined) return evaluate(machine, scope, part(arm, 'body'))
    for (const one of conditions) {
      const same = identical(value, evaluate(machine, scope, one))
      if (same === undefined) return notEvaluated(machine, scope, node)
      if (same) return evaluate(machine, scope, part(arm, 'body'))
    }
  }
  return machine.unknown(node, '`match` without a fitting arm')
}

function include(machine: Machine, scope: Scope, node: Node): Value {
  const target = part(node, 'target')
  const path = evaluate(machine, scope, target)
  const shown = typeof path === 'string' ? path : lastText(target)
  machine.remark(
    'included-file',
    node,
    `${shown === undefined ? 'another file' : `\`${shown.slice(-80)}\``} is not followed; give it as a further file if it sets rights`,
  )
  machine.leftOut = true
  return machine.unknown(node, 'another file')
}

/** The written end of a path such as `"$IP/extensions/X/X.php"`. */
function lastText(node: Node): string | undefined {
  if (node.kind === 'string') return String(node['value'])
  if (node.kind === 'encapsed') {
    const last = nodes(node['value']).at(-1)
    return last === undefined ? undefined : lastText(part(last, 'expression'))
  }
  return node.kind === 'bin' ? lastText(part(node, 'right')) : undefined
}
