import { rightsOfGroup, widerRights } from '../../charter/members.ts'
import type { Charter, ConditionTest, Id, RightBlock } from '../../charter/model.ts'
import { WRIT } from '../../charter/writ-target.ts'
import { waysInto } from '../ways-into.ts'
import type { FactForm, GateForm, GroupForm, PolicyForm, RightForm, RoleForm, TargetForm } from './form.ts'

/** Compiles a charter for decisions. `hash` names the charter's text in every answer. The target `writ` is one like any other. */
export function compilePolicy(charter: Charter, hash = ''): PolicyForm {
  const numbers = numberAll(charter)
  return {
    form: 1,
    charter: hash,
    title: charter.title,
    targets: numbers.targets.map((id) => targetForm(charter, id)),
    rights: numbers.rightNames.map(([target, name]) => rightForm(charter, numbers, target, name)),
    groups: numbers.groupNames.map(([target, name]) => groupForm(charter, numbers, target, name)),
    gates: [...charter.gates.keys()].map((id) => gateForm(charter, numbers, id)),
    roles: [...charter.roles.keys()].map((id) => roleForm(charter, numbers, id)),
    conditions: [...charter.conditions].map(([id, { text, test }]) => ({ id, text, test: plainTest(test) })),
    facts: [...charter.facts].map(([id, { text, source, fresh }]): FactForm => ({ id, text, source, fresh: fresh ?? null })),
    statements: [...charter.statements].map(([id, { text }]) => ({ id, text })),
  }
}

interface Numbers {
  readonly targets: readonly Id[]
  readonly rightNames: readonly (readonly [Id, string])[]
  readonly groupNames: readonly (readonly [Id, string])[]
  target(id: Id): number
  right(target: Id, name: string): number | undefined
  group(target: Id, name: string): number | undefined
}

function numberAll(charter: Charter): Numbers {
  const targets = [...new Set([...charter.targets.keys(), WRIT])]
  const rightNames = targets.flatMap((target) => [...(charter.rights.get(target)?.keys() ?? [])].map((name) => [target, name] as const))
  const groupNames = targets.flatMap((target) => [...(charter.groups.get(target)?.keys() ?? [])].map((name) => [target, name] as const))
  const [right, group] = [finder(rightNames), finder(groupNames)]
  return { targets, rightNames, groupNames, target: (id) => targets.indexOf(id), right, group }
}

function finder(names: readonly (readonly [Id, string])[]): (target: Id, name: string) => number | undefined {
  const found = new Map<Id, Map<string, number>>()
  for (const [index, [target, name]] of names.entries()) {
    const there = found.get(target) ?? new Map<string, number>()
    there.set(name, index)
    found.set(target, there)
  }
  return (target, name) => found.get(target)?.get(name)
}

function targetForm(charter: Charter, id: Id): TargetForm {
  const sources: Id[] = []
  for (let here: Id | undefined = id; here !== undefined && !sources.includes(here); here = charter.targets.get(here)?.like)
    sources.push(here)
  return { id, title: charter.targets.get(id)?.title ?? id, sources }
}

function rightForm(charter: Charter, numbers: Numbers, target: Id, name: string): RightForm {
  const block = charter.rights.get(target)?.get(name) as RightBlock
  return {
    target: numbers.target(target),
    name,
    text: block.text,
    needs: known(block.needs, (need) => numbers.right(target, need)),
    narrows: block.narrows === undefined ? null : (numbers.right(target, block.narrows) ?? null),
    when: block.when,
  }
}

function groupForm(charter: Charter, numbers: Numbers, target: Id, name: string): GroupForm {
  const block = charter.groups.get(target)?.get(name)
  const right = (one: string) => numbers.right(target, one)
  return {
    target: numbers.target(target),
    name,
    title: block?.title ?? name,
    gives: known([...rightsOfGroup(charter, target, name)], right),
    denies: known(block?.denies ?? [], right),
    implicit: block?.implicit ?? null,
    promote: block?.promote === undefined ? null : { when: block.promote.when, keep: block.promote.keep },
  }
}

function gateForm(charter: Charter, numbers: Numbers, id: Id): GateForm {
  const gate = charter.gates.get(id)
  const target = gate?.target ?? ''
  const rights = charter.rights.get(target) ?? new Map<string, RightBlock>()
  const named = (name: string) => gate?.rights === 'all' || gate?.rights.includes(name) === true
  return {
    id,
    text: gate?.text ?? '',
    target: numbers.target(target),
    rights: known(
      [...rights.keys()].filter((name) => widerRights(charter, target, name).some(named)),
      (name) => numbers.right(target, name),
    ),
    when: gate?.when ?? [],
    only: known(gate?.only ?? [], (group) => numbers.group(target, group)),
    listed: gate?.orListed ?? null,
    hides: gate?.hides ?? 'content',
  }
}

function roleForm(charter: Charter, numbers: Numbers, id: Id): RoleForm {
  const role = charter.roles.get(id)
  return {
    id,
    title: role?.title ?? id,
    groups: [...(role?.gives ?? [])].flatMap(([target, groups]) => known(groups, (group) => numbers.group(target, group))),
    contact: role?.contact ?? null,
    ways: waysInto(charter, id),
  }
}

function known(names: readonly string[], number: (name: string) => number | undefined): readonly number[] {
  return [...new Set(names.flatMap((name) => number(name) ?? []))]
}

/** Without keys whose value is undefined: what JSON gives back is the same. */
function plainTest(test: ConditionTest): ConditionTest {
  return JSON.parse(JSON.stringify(test)) as ConditionTest
}
