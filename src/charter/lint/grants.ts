import type { Checking } from '../check/sayer.ts'
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
      const lacking =
        charter.rights
          .get(target)
          ?.get(right)
          ?.needs.filter((other) => !held.has(other)) ?? []
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

function implicitRights(charter: Charter, target: Id): readonly string[] {
  const implicit = [...(charter.groups.get(target) ?? [])].filter(([, block]) => block.implicit !== undefined)
  return implicit.flatMap(([name]) => [...rightsOfGroup(charter, target, name)])
}
