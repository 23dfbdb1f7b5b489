import { blurAll } from './blur.ts'
import { assignTo, destructure } from './assign.ts'
import { evaluate } from './expressions.ts'
import type { End, Machine, Scope } from './machine.ts'
import { erase, placeOf, refOf } from './place.ts'
import { lineOf, nodes, part, partOr, word, type Node } from './syntax.ts'
import { equal, PhpArray, truth, Unknown, unknownIn, type Ref, type Value } from './value.ts'

const NEXT: End = { kind: 'next' }

/** Runs statements one after the other. Functions are known from the start, as in PHP. `owner` is the function they stand in. */
export function run(machine: Machine, scope: Scope, statements: readonly Node[], owner: Node | undefined): End {
  for (const one of statements) if (one.kind === 'function') declare(machine, one)
  for (const one of statements) {
    machine.spend()
    machine.line = lineOf(one)
    const end = statement(machine, scope, one, owner)
    if (end.kind !== 'next') return end
  }
  return NEXT
}

function declare(machine: Machine, node: Node): void {
  const name = word(node, 'name')?.toLowerCase()
  if (name !== undefined && !machine.functions.has(name)) machine.functions.set(name, { file: machine.file, node })
}

function statement(machine: Machine, scope: Scope, node: Node, owner: Node | undefined): End {
  switch (node.kind) {
    case 'expressionstatement':
      return expressionStatement(machine, scope, part(node, 'expression'))
    case 'block':
    case 'namespace':
    case 'declare':
      return run(machine, scope, nodes(node['children']), owner)
    case 'if':
      return branch(machine, scope, node, owner)
    case 'foreach':
      return each(machine, scope, node, owner)
    case 'for':
    case 'while':
    case 'do':
      return loop(machine, scope, node, owner)
    case 'switch':
      return choose(machine, scope, node, owner)
    case 'unset':
      for (const one of nodes(node['variables'])) {
        const place = placeOf(machine, scope, one)
        if (place === undefined) machine.lose(node, 'what is unset here is not known')
        else erase(machine, place)
      }
      return NEXT
    case 'global':
      for (const one of nodes(node['items'])) {
        const name = word(one, 'name')
        if (name !== undefined) scope.set(name, refOf(machine, machine.globals, one, name))
      }
      return NEXT
    case 'static':
      statics(machine, scope, node, owner)
      return NEXT
    case 'echo':
      for (const one of nodes(node['expressions'])) evaluate(machine, scope, one)
      return NEXT
    case 'return':
      return { kind: 'return', value: partOr(node, 'expr') === undefined ? null : evaluate(machine, scope, part(node, 'expr')) }
    case 'break':
    case 'continue': {
      const level = partOr(node, 'level')
      const count = level === undefined ? 1 : evaluate(machine, scope, level)
      return { kind: node.kind, level: typeof count === 'number' && count > 0 ? count : 1 }
    }
    case 'constantstatement':
      for (const one of nodes(node['constants'])) {
        const name = word(one, 'name')
        if (name !== undefined && !machine.constants.has(name)) machine.constants.set(name, evaluate(machine, scope, part(one, 'value')))
      }
      return NEXT
    case 'try':
      return attempt(machine, scope, node, owner)
    case 'halt':
      return { kind: 'exit' }
    case 'function':
    case 'class':
    case 'interface':
    case 'trait':
    case 'enum':
    case 'usegroup':
    case 'inline':
    case 'noop':
    case 'label':
      return NEXT
    default: {
      const why = machine.unknown(node, `\`${node.kind}\` is not evaluated`)
      machine.remark('not-evaluated', node, `\`${node.kind}\` is not evaluated`)
      blurAll(machine, scope, [node], why)
      return node.kind === 'throw' || node.kind === 'goto' ? { kind: 'lost' } : NEXT
    }
  }
}

function expressionStatement(machine: Machine, scope: Scope, node: Node): End {
  if (node.kind === 'exit') return { kind: 'exit' }
  if (node.kind === 'eval') machine.remark('not-evaluated', node, '`eval` is never run')
  // `defined( 'X' ) || exit;`
  if (node.kind === 'bin') {
    const right = part(node, 'right')
    if (right.kind === 'exit') {
      const left = truth(evaluate(machine, scope, part(node, 'left')))
      const ends = ['||', 'or'].includes(String(node['type']).toLowerCase()) ? left === false : left === true
      if (left === undefined) machine.remark('condition-not-known', node, 'whether the file ends here is not known; it is taken not to')
      return ends ? { kind: 'exit' } : NEXT
    }
  }
  evaluate(machine, scope, node)
  return NEXT
}

function branch(machine: Machine, scope: Scope, node: Node, owner: Node | undefined): End {
  const test = evaluate(machine, scope, part(node, 'test'))
  const holds = truth(test)
  const [body, alternate] = [part(node, 'body'), partOr(node, 'alternate')]
  if (holds === true) return within(machine, scope, body, owner)
  if (holds === false) return alternate === undefined ? NEXT : within(machine, scope, alternate, owner)
  return undecided(
    machine,
    scope,
    node,
    alternate === undefined ? [body] : [body, alternate],
    unknownIn(test) ?? machine.unknown(node, 'a condition'),
  )
}

/** Neither taken nor left: what the branches write is unknown from here on. */
function undecided(machine: Machine, scope: Scope, node: Node, branches: readonly Node[], why: Unknown): End {
  if (writesSettings(machine, branches))
    machine.remark('condition-not-known', node, `whether this holds is not known (${why.why}); what it changes is not known either`)
  blurAll(machine, scope, branches, machine.unknown(node, 'a condition that is not known'))
  return NEXT
}

/** Whether a part names a variable that matters, or ends what follows. */
function writesSettings(machine: Machine, parts: readonly Node[]): boolean {
  const stack = [...parts]
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    if (one.kind === 'variable' && machine.watched.has(word(one, 'name') ?? '')) return true
    if (one.kind === 'return' || one.kind === 'throw') return true
    for (const [name, value] of Object.entries(one)) {
      if (name === 'loc') continue
      if (Array.isArray(value)) stack.push(...nodes(value))
      else if (typeof value === 'object' && value !== null && 'kind' in value) stack.push(value as Node)
    }
  }
  return false
}

function within(machine: Machine, scope: Scope, node: Node, owner: Node | undefined): End {
  return node.kind === 'block' ? run(machine, scope, nodes(node['children']), owner) : run(machine, scope, [node], owner)
}

/** What a loop does with how its body ended: undefined = goes on. */
function after(end: End): End | undefined {
  if (end.kind === 'break') return end.level > 1 ? { kind: 'break', level: end.level - 1 } : NEXT
  if (end.kind === 'continue') return end.level > 1 ? { kind: 'continue', level: end.level - 1 } : undefined
  return end.kind === 'next' ? undefined : end
}

function each(machine: Machine, scope: Scope, node: Node, owner: Node | undefined): End {
  const source = evaluate(machine, scope, part(node, 'source'))
  const [value, key] = [part(node, 'value'), partOr(node, 'key')]
  const gap = source instanceof Unknown ? source : source instanceof PhpArray ? source.gaps[0] : undefined
  if (value['byref'] === true || gap !== undefined || !(source instanceof PhpArray)) {
    if (source === null) return NEXT
    const why = gap ?? machine.unknown(node, 'a loop over references')
    machine.remark(
      'not-evaluated',
      node,
      `this loop is not run: ${value['byref'] === true ? 'it works on references' : 'what it runs over is not known'}`,
    )
    blurAll(machine, scope, [node], why)
    return NEXT
  }
  for (const [name, one] of source.entries) {
    machine.spend()
    if (value.kind === 'list' || value.kind === 'array') destructure(machine, scope, value, one)
    else assignTo(machine, scope, value, one)
    if (key !== undefined) assignTo(machine, scope, key, name)
    const end = after(within(machine, scope, part(node, 'body'), owner))
    if (end !== undefined) return end
  }
  return NEXT
}

function loop(machine: Machine, scope: Scope, node: Node, owner: Node | undefined): End {
  const all = (name: string) => nodes(node[name])
  const tests = node.kind === 'for' ? all('test') : [part(node, 'test')]
  for (const one of node.kind === 'for' ? all('init') : []) evaluate(machine, scope, one)
  for (let first = true; ; first = false) {
    machine.spend()
    if (!first || node.kind !== 'do') {
      let last: Value = true
      for (const one of tests) last = evaluate(machine, scope, one)
      const holds = truth(last)
      if (holds === false) return NEXT
      if (holds === undefined) return undecided(machine, scope, node, [node], unknownIn(last) ?? machine.unknown(node, 'a condition'))
    }
    const end = after(within(machine, scope, part(node, 'body'), owner))
    if (end !== undefined) return end
    for (const one of node.kind === 'for' ? all('increment') : []) evaluate(machine, scope, one)
  }
}

function choose(machine: Machine, scope: Scope, node: Node, owner: Node | undefined): End {
  const value = evaluate(machine, scope, part(node, 'test'))
  const cases = nodes(part(node, 'body')['children'])
  let taken = cases.findIndex((one) => partOr(one, 'test') === undefined)
  for (const [index, one] of cases.entries()) {
    const test = partOr(one, 'test')
    if (test === undefined) continue
    const same = equal(value, evaluate(machine, scope, test))
    if (same === undefined)
      return undecided(machine, scope, node, [part(node, 'body')], unknownIn(value) ?? machine.unknown(node, 'a choice'))
    if (same) {
      taken = index
      break
    }
  }
  if (taken < 0) return NEXT
  for (const one of cases.slice(taken)) {
    const body = partOr(one, 'body')
    const end = body === undefined ? NEXT : within(machine, scope, body, owner)
    if (end.kind === 'break' || end.kind === 'continue') return end.level > 1 ? { kind: end.kind, level: end.level - 1 } : NEXT
    if (end.kind !== 'next') return end
  }
  return NEXT
}

function statics(machine: Machine, scope: Scope, node: Node, owner: Node | undefined): void {
  for (const one of nodes(node['variables'])) {
    const name = word(part(one, 'variable'), 'name')
    if (name === undefined) continue
    const kept = machine.statics.get(owner ?? node) ?? new Map<string, Ref>()
    machine.statics.set(owner ?? node, kept)
    const usual = partOr(one, 'defaultValue')
    const ref = kept.get(name) ?? { value: usual === undefined ? null : evaluate(machine, scope, usual) }
    kept.set(name, ref)
    scope.set(name, ref)
  }
}

/** Nothing here throws that is not remarked: the body is run as it stands. */
function attempt(machine: Machine, scope: Scope, node: Node, owner: Node | undefined): End {
  const end = within(machine, scope, part(node, 'body'), owner)
  if (end.kind === 'lost') {
    const catches = nodes(node['catches']).map((one) => part(one, 'body'))
    return undecided(machine, scope, node, catches, machine.unknown(node, 'an exception'))
  }
  const always = partOr(node, 'always')
  if (always === undefined) return end
  const last = within(machine, scope, always, owner)
  return last.kind === 'next' ? end : last
}
