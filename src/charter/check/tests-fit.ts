import type { ConditionItem, FactBlock, Scalar, TestOperators } from '../model.ts'
import { alternatives, quoted } from '../problem.ts'
import type { Checking } from './sayer.ts'

type Operator = keyof TestOperators

const FITTING: Readonly<Record<FactBlock['type'], readonly Operator[]>> = {
  'yes-no': ['is', 'in', 'exists'],
  text: ['is', 'in', 'domain', 'ends_with', 'exists'],
  number: ['is', 'in', 'at_least', 'at_most', 'exists'],
  date: ['older_than', 'within', 'exists'],
  list: ['has_any', 'has_all', 'exists'],
  people: ['exists'],
}
/** What `typeof` says of a value of such a fact. */
const VALUE: Readonly<Partial<Record<FactBlock['type'], 'string' | 'number' | 'boolean'>>> = {
  'yes-no': 'boolean',
  text: 'string',
  number: 'number',
  list: 'string',
}

/** Every test has an operator, and operators fit what they look at. */
export function testsFit({ charter, say }: Checking): void {
  const look = (item: ConditionItem, clause: string): void => {
    if (item.kind === 'all' || item.kind === 'any') {
      if (item.items.length === 0)
        say('charter/empty-value', `${clause}.${item.kind}`, `\`${item.kind}\` is an empty list`, 'name at least one condition')
      return item.items.forEach((inner, index) => look(inner, `${clause}.${item.kind}[${index}]`))
    }
    if (item.kind === 'not') return look(item.item, `${clause}.not`)
    if (item.kind !== 'test') return
    const names = Object.keys(item.operators) as Operator[]
    if (names.length === 0)
      say(
        'charter/no-operator',
        clause,
        `\`${item.of}: ${item.name}\` is not tested for anything`,
        'add an operator such as `is`, `in`, `has_any`, `at_least`, `older_than` or `exists`',
      )
    if (item.operators.is_subject !== undefined && item.of !== 'resource')
      say(
        'charter/operator-type',
        `${clause}.is_subject`,
        '`is_subject` compares a property of the resource with the asker',
        `write \`resource:\` instead of \`${item.of}:\``,
      )
    const fact = item.of === 'fact' ? charter.facts.get(item.name) : undefined
    if (fact === undefined) return
    for (const name of names) {
      if (name === 'is_subject') continue
      if (!FITTING[fact.type].includes(name)) {
        say(
          'charter/operator-type',
          `${clause}.${name}`,
          `\`${name}\` does not fit ${quoted(item.name)}, a fact of type \`${fact.type}\``,
          `use ${alternatives(FITTING[fact.type])}`,
        )
        continue
      }
      const wanted = VALUE[fact.type]
      const wrong = ['is', 'in', 'has_any', 'has_all'].includes(name)
        ? scalars(item.operators[name]).find((value) => wanted !== undefined && typeof value !== wanted)
        : undefined
      if (wrong !== undefined)
        say(
          wanted === 'boolean' ? 'charter/yaml-1-1-word' : 'charter/operator-type',
          `${clause}.${name}`,
          `${quoted(String(wrong))} is no value of ${quoted(item.name)}, a fact of type \`${fact.type}\``,
          wanted === 'boolean'
            ? 'write `true` or `false`'
            : wanted === 'number'
              ? 'write a number without quotes'
              : `quote it: "${String(wrong)}"`,
        )
    }
  }
  for (const [id, block] of charter.conditions) look(block.test, `conditions.${id}`)
}

function scalars(value: TestOperators[Operator]): readonly Scalar[] {
  return typeof value === 'object' && Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar]
}
