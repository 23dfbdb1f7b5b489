import type { Clause, ConditionItem, ConditionTest } from '../model.ts'
import { quoted } from '../problem.ts'
import type { Checking } from './sayer.ts'

/** `includes`, `like`, `after`, `narrows`, conditions and the relations between roles must end somewhere. */
export function cycles({ charter, say }: Checking): void {
  const report = (what: string, remedy: string) => (loop: readonly string[], clause: Clause) =>
    say('charter/cycle', clause, `${loop.map(quoted).join(' → ')}: the ${what} run in a circle`, remedy)

  for (const [target, groups] of charter.groups) {
    findLoops(
      [...groups.keys()],
      (name) => groups.get(name)?.includes ?? [],
      (name) => `groups.${target}.${name}.includes`,
      report('groups that include each other', 'remove one `includes`'),
    )
  }
  for (const [target, rights] of charter.rights) {
    findLoops(
      [...rights.keys()],
      (name) => only(rights.get(name)?.narrows),
      (name) => `rights.${target}.${name}.narrows`,
      report('rights that narrow each other', 'remove one `narrows`'),
    )
    findLoops(
      [...rights.keys()],
      (name) => rights.get(name)?.needs ?? [],
      (name) => `rights.${target}.${name}.needs`,
      report('rights that need each other', 'remove one `needs`'),
    )
  }
  const targets = [...charter.targets.keys()]
  findLoops(
    targets,
    (id) => only(charter.targets.get(id)?.like),
    (id) => `targets.${id}.like`,
    report('targets that are like each other', 'remove one `like`'),
  )
  findLoops(
    targets,
    (id) => only(charter.targets.get(id)?.after?.target),
    (id) => `targets.${id}.after`,
    report('targets that wait for each other', 'remove one `after`'),
  )
  const conditions = [...charter.conditions.keys()]
  const uses = (id: string) => namedIn(charter.conditions.get(id)?.test)
  const chains = findLoops(
    conditions,
    uses,
    (id) => `conditions.${id}`,
    report('conditions that use each other', 'remove one of them from another'),
  )
  const endless = conditions.find((id) => (chains.get(id) ?? 0) > LONGEST_CHAIN)
  if (endless !== undefined)
    say(
      'charter/too-deep',
      `conditions.${endless}`,
      `${quoted(endless)} rests on a chain of more than ${LONGEST_CHAIN} conditions`,
      'name fewer steps in between',
    )
  const roles = [...charter.roles.keys()]
  findLoops(
    roles,
    (id) => charter.roles.get(id)?.needsRole ?? [],
    (id) => `roles.${id}.needs_role`,
    report('roles that need each other', 'remove one `needs_role`'),
  )
  findLoops(
    roles,
    (id) => only(charter.roles.get(id)?.deputiesOf),
    (id) => `roles.${id}.deputies_of`,
    report('roles that are deputies of each other', 'remove one `deputies_of`'),
  )
  findLoops(
    roles,
    (id) => only(charter.roles.get(id)?.reportsTo),
    (id) => `roles.${id}.reports_to`,
    report('roles that report to each other', 'remove one `reports_to`'),
  )
}

function only<T>(one: T | undefined): readonly T[] {
  return one === undefined ? [] : [one]
}

/** The conditions that a test names, at any depth. */
function namedIn(test: ConditionItem | ConditionTest | undefined): readonly string[] {
  if (test === undefined) return []
  if (test.kind === 'named') return [test.condition]
  if (test.kind === 'not') return namedIn(test.item)
  return test.kind === 'all' || test.kind === 'any' ? test.items.flatMap(namedIn) : []
}

/** How long a chain of conditions that use each other may be: evaluation follows it. */
const LONGEST_CHAIN = 64

/** Reports every loop once, at the member that comes first in the charter, and answers how long the chain from each name is. Iterative, for long chains. */
function findLoops(
  names: readonly string[],
  next: (name: string) => readonly string[],
  clause: (name: string) => Clause,
  report: (loop: readonly string[], clause: Clause) => void,
): ReadonlyMap<string, number> {
  const done = new Map<string, number>()
  for (const start of names) {
    if (done.has(start)) continue
    const path: string[] = []
    const onPath = new Set<string>()
    const open: { readonly name: string; readonly rest: string[] }[] = []
    const enter = (name: string) => {
      path.push(name)
      onPath.add(name)
      open.push({ name, rest: [...next(name)] })
    }
    enter(start)
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const step = top.rest.shift()
      if (step === undefined) {
        done.set(top.name, 1 + next(top.name).reduce((longest, name) => Math.max(longest, done.get(name) ?? 0), 0))
        onPath.delete(top.name)
        path.pop()
        open.pop()
      } else if (onPath.has(step)) {
        const loop = path.slice(path.indexOf(step))
        const first = names.find((name) => loop.includes(name)) ?? step
        report([...loop, step], clause(first))
      } else if (!done.has(step)) enter(step)
    }
  }
  return done
}
