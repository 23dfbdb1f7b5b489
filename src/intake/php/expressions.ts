import { HARMLESS, KEYS_ONLY, PURE, toWhole } from './functions.ts'
import { callClosure, callUser } from './calls.ts'
import { unsetGlobal, type Machine, type Scope } from './machine.ts'
import { element, nameOf, placeOf, write, type PlaceOf } from './place.ts'
import { blurAll, mayBeAnyVariable } from './blur.ts'
import { isNode, nodes, part, partOr, word, type Node } from './syntax.ts'
import {
  equal,
  identical,
  keyOf,
  numeric,
  PhpArray,
  PhpClosure,
  PhpFloat,
  plain,
  text,
  truth,
  Unknown,
  unknownIn,
  whole,
  type Ref,
  type Value,
} from './value.ts'
import { loadExtensions } from './extensions.ts'

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

/** An operator on two values. */
export function operate(machine: Machine, node: Node, type: string, left: Value, right: Value): Value {
  if (left instanceof Unknown) return left
  if (right instanceof Unknown) return right
  const failed = () => unknownIn(left) ?? unknownIn(right) ?? machine.unknown(node, `\`${type}\` on these values`)
  switch (type) {
    case '.': {
      const [one, other] = [text(left), text(right)]
      return one === undefined || other === undefined ? failed() : machine.measured(one + other)
    }
    case '===':
      return identical(left, right) ?? failed()
    case '!==':
      return not(identical(left, right)) ?? failed()
    case '==':
      return equal(left, right) ?? failed()
    case '!=':
    case '<>':
      return not(equal(left, right)) ?? failed()
    case 'xor': {
      const [one, other] = [truth(left), truth(right)]
      return one === undefined || other === undefined ? failed() : one !== other
    }
    default:
      return arithmetic(machine, type, left, right) ?? failed()
  }
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value
}

function arithmetic(machine: Machine, type: string, left: Value, right: Value): Value | undefined {
  if (left instanceof PhpArray && right instanceof PhpArray && type === '+') {
    if (left.gaps.length > 0 || right.gaps.length > 0) return undefined
    return machine.measured(PhpArray.of([...left.entries, ...[...right.entries].filter(([key]) => !left.entries.has(key))]))
  }
  const [one, other] = [numeric(left), numeric(right)]
  if (one === undefined || other === undefined) return undefined
  const [a, b] = [plain(one), plain(other)]
  if (['<', '>', '<=', '>=', '<=>'].includes(type)) {
    // texts that are numbers compare as numbers, other mixtures differ between versions
    if ([left, right].some((value) => value === null || typeof value === 'boolean')) return undefined
    return type === '<' ? a < b : type === '>' ? a > b : type === '<=' ? a <= b : type === '>=' ? a >= b : Math.sign(a - b)
  }
  if (typeof one !== 'number' || typeof other !== 'number') {
    const value = type === '+' ? a + b : type === '-' ? a - b : type === '*' ? a * b : type === '/' && b !== 0 ? a / b : undefined
    return value === undefined || !Number.isFinite(value) ? undefined : new PhpFloat(value)
  }
  const small = (value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 31
  switch (type) {
    case '+':
      return whole(a + b)
    case '-':
      return whole(a - b)
    case '*':
      return whole(a * b)
    case '/':
      return b === 0 ? undefined : Number.isInteger(a / b) ? whole(a / b) : new PhpFloat(a / b)
    case '%':
      return b === 0 ? undefined : whole(a % b)
    case '**':
      return b >= 0 ? whole(a ** b) : undefined
    case '|':
      return typeof left === 'number' && typeof right === 'number' && small(a) && small(b) ? a | b : undefined
    case '&':
      return typeof left === 'number' && typeof right === 'number' && small(a) && small(b) ? a & b : undefined
    default:
      return undefined
  }
}

function assign(machine: Machine, scope: Scope, node: Node): Value {
  const left = part(node, 'left')
  const operator = String(node['operator'])
  if (left.kind === 'list' || (left.kind === 'array' && operator === '=')) {
    const value = evaluate(machine, scope, part(node, 'right'))
    destructure(machine, scope, left, value)
    return value
  }
  // PHP finds the place's keys before the value
  const place = placeOf(machine, scope, left)
  if (place === undefined) {
    const value = evaluate(machine, scope, part(node, 'right'))
    if (mayBeAnyVariable(machine, scope, left)) machine.lose(left, 'it writes to a variable whose name is not known')
    return value
  }
  const before = operator === '=' ? null : evaluate(machine, scope, left)
  if (operator === '??=') {
    if (before instanceof Unknown) return before
    if (before !== null) return before
  }
  const right = evaluate(machine, scope, part(node, 'right'))
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
    const key = given === undefined ? next++ : evaluate(machine, scope, given)
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

function bind(machine: Machine, scope: Scope, node: Node): Value {
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

function step(machine: Machine, scope: Scope, node: Node, before: boolean): Value {
  const what = part(node, 'what')
  const place = placeOf(machine, scope, what)
  const old = evaluate(machine, scope, what)
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

function call(machine: Machine, scope: Scope, node: Node): Value {
  const what = part(node, 'what')
  const given = nodes(node['arguments'])
  if (what.kind !== 'name') {
    const callee =
      what.kind === 'variable' || what.kind === 'offsetlookup' || what.kind === 'closure' ? evaluate(machine, scope, what) : undefined
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
  const args = given.map((one) => evaluate(machine, scope, one))
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
    if (place === undefined) evaluate(machine, scope, one)
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

const SPECIAL: ReadonlyMap<string, Expression> = new Map<string, Expression>([
  ['wfloadextension', (machine, scope, node) => loadExtensions(machine, scope, node, false)],
  ['wfloadextensions', (machine, scope, node) => loadExtensions(machine, scope, node, true)],
  ['define', define],
  [
    'defined',
    (machine, scope, node) => {
      const name = evaluate(machine, scope, nodes(node['arguments'])[0] ?? node)
      return typeof name === 'string' && machine.constants.has(name) ? true : machine.unknown(node, 'whether a constant is defined')
    },
  ],
  [
    'compact',
    (machine, scope, node) => {
      const names = nodes(node['arguments']).map((one) => evaluate(machine, scope, one))
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
      const [callee, ...values] = nodes(node['arguments']).map((one) => evaluate(machine, scope, one))
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
  const [name, value] = nodes(node['arguments']).map((one) => evaluate(machine, scope, one))
  if (typeof name !== 'string' || value === undefined) return machine.unknown(node, '`define()`')
  if (machine.constants.has(name)) return false
  machine.constants.set(name, value)
  return true
}

function pushed(machine: Machine, scope: Scope, node: Node): Value {
  const [first, ...more] = nodes(node['arguments'])
  if (first === undefined) return machine.unknown(node, '`array_push()`')
  const target: Node = { kind: 'offsetlookup', what: first, offset: false, loc: node['loc'] }
  for (const one of more) assignTo(machine, scope, target, evaluate(machine, scope, one))
  const after = evaluate(machine, scope, first)
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
  const before = first === undefined ? null : evaluate(machine, scope, first)
  if (place === undefined || !(before instanceof PhpArray) || before.gaps.length > 0) return unfollowed(machine, scope, node, undefined)
  const [answer, after] = change(
    before,
    more.map((one) => evaluate(machine, scope, one)),
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
