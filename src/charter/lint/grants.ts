import { coreRight } from '../../mediawiki/core-rights.ts'
import type { Checking } from '../check/sayer.ts'
import { stockGroupsOf, wikiOf } from '../mediawiki/wiki.ts'
import { refusedByPage } from './reach.ts'
import { rightsOfGroup } from '../members.ts'
import type { Charter, Id } from '../model.ts'
import { alternatives, quoted } from '../problem.ts'

/** Roles, groups and rights against each other: abolished groups, rights without those they need, account kinds nobody declared. */
export function grants({ charter, say }: Checking): void {
  for (const [id, role] of charter.roles) {
    for (const [target, groups] of role.gives) {
      for (const [index, group] of groups.entries()) {
        if (charter.groups.get(target)?.get(group)?.abolished === undefined) continue
        say(
          'power-on-abolished',
          `roles.${id}.gives.${target}[${index}]`,
          `${quoted(id)} gives ${quoted(group)}, a group that is to be gone`,
          'give another group, or keep this one',
        )
      }
    }
    if (role.account === 'any' || charter.accounts.size === 0) continue
    for (const [index, kind] of role.account.entries()) {
      if (!charter.accounts.has(kind))
        say(
          'account-kind-undeclared',
          `roles.${id}.account[${index}]`,
          `accounts of kind ${quoted(kind)} are not declared`,
          `declare \`accounts.${kind}\`, or use ${alternatives([...charter.accounts.keys()])}`,
        )
    }
  }
  for (const target of charter.groups.keys()) needed({ charter, say }, target)
}

/** A right that needs others has no effect without them; everybody's groups count for each group. */
function needed({ charter, say }: Checking, target: Id): void {
  const everybody = implicitRights(charter, target)
  for (const [name, block] of charter.groups.get(target) ?? []) {
    const held = new Set([...rightsOfGroup(charter, target, name), ...(block.implicit === 'everyone' ? [] : everybody)])
    for (const [index, right] of block.rights.entries()) {
      const lacking = needsOf(charter, target, right).filter((other) => !held.has(other))
      if (lacking.length > 0)
        say(
          'needs-missing',
          `groups.${target}.${name}.rights[${index}]`,
          `${quoted(right)} has no effect in ${quoted(name)} without ${lacking.map(quoted).join(', ')}`,
          'add what it needs, or remove it',
        )
    }
  }
}

/** What the charter says that a right needs, and on a wiki what its software asks for. What only its pages ask for is `ui-api-disagree`. */
function needsOf(charter: Charter, target: Id, right: string): readonly string[] {
  const declared = charter.rights.get(target)?.get(right)?.needs ?? []
  if (charter.targets.get(target)?.connector !== 'mediawiki') return declared
  return [...new Set([...declared, ...(coreRight(right)?.needs ?? [])])].filter((other) => refusedByPage(right)?.page !== other)
}

function implicitRights(charter: Charter, target: Id): readonly string[] {
  const groups = charter.groups.get(target)
  const implicit = [...(groups ?? [])].filter(([, block]) => block.implicit !== undefined)
  const wiki = wikiOf(charter, target)
  const stock = wiki === undefined ? undefined : stockGroupsOf(wiki)
  return [
    ...implicit.flatMap(([name]) => [...rightsOfGroup(charter, target, name)]),
    // a group that the charter does not mention stays as the wiki has it
    ...['*', 'user'].flatMap((name) => (groups?.has(name) === true ? [] : [...(stock?.get(name) ?? [])])),
  ]
}
