/** PHP's operators on two values, where every version of PHP agrees on the answer. */
import type { Machine } from './machine.ts'
import type { Node } from './syntax.ts'
import { equal, identical, numeric, PhpArray, PhpFloat, plain, text, truth, Unknown, unknownIn, whole, type Value } from './value.ts'

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
