import { PROMOTED } from '../../mediawiki/core-groups.ts'
import type { Checking } from '../check/sayer.ts'
import { peopleLists } from '../doors.ts'
import { isAssigned, rightsOfGroup } from '../members.ts'
import type { Charter, ConditionItem, Id, Stage } from '../model.ts'
import { quoted } from '../problem.ts'
import { WRIT } from '../writ-target.ts'

/** What is declared and leads nowhere: often a typing error elsewhere. */
export function unused({ charter, say }: Checking): void {
  const used = usedNames(charter)
  for (const section of ['facts', 'statements', 'conditions', 'dates'] as const) {
    for (const id of charter[section].keys()) {
      if (!used[section].has(id))
        say('declared-not-used', `${section}.${id}`, `${quoted(id)} is declared and used nowhere`, 'use it, or remove it')
    }
  }
  for (const [target, groups] of charter.groups) {
    const base = charter.groups.get(charter.targets.get(target)?.like ?? '')
    const given = new Set([...charter.roles.values()].flatMap((role) => role.gives.get(target) ?? []))
    const included = new Set([...groups.values()].flatMap((block) => block.includes))
    for (const [name, block] of groups) {
      // a group that the wiki fills by itself is `promoted-without-rule`
      if (isAssigned(block) && base?.get(name) !== block && !given.has(name) && !included.has(name) && !isPromoted(charter, target, name))
        say(
          'group-not-given',
          `groups.${target}.${name}`,
          `no role gives ${quoted(name)}: nobody can come to hold it through this charter`,
          'let a role give it, or mark it as `abolished`',
        )
    }
  }
  for (const [target, rights] of charter.rights) {
    if (target === WRIT) continue
    const base = charter.rights.get(charter.targets.get(target)?.like ?? '')
    const granted = new Set([...(charter.groups.get(target)?.keys() ?? [])].flatMap((name) => [...rightsOfGroup(charter, target, name)]))
    for (const [name, block] of rights) {
      // a level of protection that nobody passes is `nobody-edits-protected`
      if (block.assigned && base?.get(name) !== block && !granted.has(name) && !(block.protects && isWiki(charter, target)))
        say(
          'right-not-granted',
          `rights.${target}.${name}`,
          `no group has ${quoted(name)}`,
          'list it in a group, or say `assigned: false` if it is deliberately nobody’s',
        )
    }
  }
}

function isWiki(charter: Charter, target: Id): boolean {
  return charter.targets.get(target)?.connector === 'mediawiki'
}

function isPromoted(charter: Charter, target: Id, group: string): boolean {
  return group === PROMOTED && isWiki(charter, target)
}

interface Used {
  readonly facts: ReadonlySet<Id>
  readonly statements: ReadonlySet<Id>
  readonly conditions: ReadonlySet<Id>
  readonly dates: ReadonlySet<Id>
}

function usedNames(charter: Charter): Used {
  const used = { facts: new Set<Id>(), statements: new Set<Id>(), conditions: new Set<Id>(), dates: new Set<Id>() }
  const item = (one: ConditionItem): void => {
    if (one.kind === 'named') used.conditions.add(one.condition)
    else if (one.kind === 'not') item(one.item)
    else if (one.kind === 'all' || one.kind === 'any') one.items.forEach(item)
    else if (one.kind === 'statement') used.statements.add(one.statement)
    else if (one.kind === 'test' && one.of === 'fact') used.facts.add(one.name)
  }
  const stages = (all: readonly Stage[]) => {
    for (const stage of all) add(used.statements, [...stage.states, ...stage.mayAsk, ...(stage.fallback?.states ?? [])])
  }
  for (const block of charter.conditions.values()) {
    item(block.test)
    add(used.statements, block.except?.states ?? [])
  }
  for (const { people } of peopleLists(charter))
    add(
      used.facts,
      people.map((one) => (one.kind === 'relation' ? one.fact : undefined)),
    )
  for (const target of charter.targets.values()) {
    add(used.facts, [target.members?.inactive?.by])
    add(
      used.conditions,
      (target.members?.requires ?? []).map((one) => one.condition),
    )
  }
  for (const block of charter.accounts.values()) add(used.conditions, [block.recognisedBy, ...block.requires.map((one) => one.condition)])
  for (const block of charter.classes.values()) stages(block.stages)
  for (const rights of charter.rights.values()) for (const right of rights.values()) add(used.conditions, right.when)
  for (const groups of charter.groups.values()) for (const group of groups.values()) add(used.conditions, group.promote?.when ?? [])
  for (const gate of charter.gates.values()) add(used.conditions, gate.when)
  for (const role of charter.roles.values()) {
    for (const power of role.may) {
      add(used.conditions, power.when)
      stages(power.stages)
    }
    stages(role.request?.stages ?? [])
    stages(role.activation?.stages ?? [])
    add(used.statements, [...(role.request?.states ?? []), ...(role.activation?.states ?? []), role.followUp?.terms])
    add(used.conditions, [...role.requires.map((one) => one.condition), ...(role.activation?.trigger ?? []), role.followUp?.doneWhen])
    add(used.facts, [role.inactive?.by])
    add(used.dates, [role.term?.ends, role.review?.before])
  }
  stages(charter.amendments.stages)
  return used
}

function add(set: Set<Id>, ids: Iterable<Id | undefined>): void {
  for (const id of ids) if (id !== undefined) set.add(id)
}
