import type { AccountKind, Charter, ConditionItem, ConditionTest, Id, RoleBlock } from '../charter/model.ts'
import { ATTESTED, held, NOBODY, type Item } from './item.ts'

/** Alternatives, each a list of items that must all be held. `[[]]` asks nothing, `[]` can never be met. */
export type Needs = readonly (readonly Item[])[]
type Side = 'attack' | 'defence'

const NOTHING: Needs = [[]]
/** Stands for more alternatives than are worth following; compared by identity. */
const TOO_MANY: Needs = [[NOBODY]]
const MOST_ALTERNATIVES = 32

/** What an account must hold to be given a role through a door of the charter; `when` are further conditions of that door. */
export function needsToHold(charter: Charter, roleId: Id, when: readonly Id[], side: Side): Needs {
  const role = charter.roles.get(roleId)
  if (role === undefined) return []
  const leaf = leafFor(side, roleId)
  const targets = [...role.gives.keys()].filter((target) => target !== 'writ')
  const memberships = targets.flatMap((target) => conditionsOf(charter.targets.get(target)?.members?.requires ?? []))
  const conditions = [...when, ...conditionsOf(role.requires), ...memberships]
  return every(
    [
      ...conditions.map((id) => needsOf(charter, { kind: 'named', condition: id }, leaf)),
      role.needsRole.length === 0 ? NOTHING : role.needsRole.map((id) => [id]),
      targets.length === 0 ? NOTHING : kindNeeds(charter, role, leaf),
    ],
    side,
  )
}

/** What an account must meet to stand on a target at all. */
export function needsOfTarget(charter: Charter, target: Id, roleId: Id, side: Side): Needs {
  const leaf = leafFor(side, roleId)
  const conditions = conditionsOf(charter.targets.get(target)?.members?.requires ?? [])
  return every(
    conditions.map((id) => needsOf(charter, { kind: 'named', condition: id }, leaf)),
    side,
  )
}

/** The roles that a holder of a role must go on holding, for its conditions to stay true; facts are taken as true. */
export function rolesNeeded(charter: Charter, roleId: Id): Needs {
  const role = charter.roles.get(roleId)
  if (role === undefined) return NOTHING
  const needs = conditionsOf(role.requires).map((id) => needsOf(charter, { kind: 'named', condition: id }, () => NOTHING))
  return every([...needs, role.needsRole.length === 0 ? NOTHING : role.needsRole.map((id) => [id])], 'attack')
}

function conditionsOf(requirements: RoleBlock['requires']): readonly Id[] {
  return requirements.filter((one) => one.then !== 'report').map((one) => one.condition)
}

type Leaf = (test: ConditionTest, charter: Charter) => Needs

function leafFor(side: Side, roleId: Id): Leaf {
  return side === 'attack' ? mostFavourable : () => [[held(roleId)]]
}

/** An adversary states whatever is asked, sets every fact that a person can set, and finds every negation true. */
function mostFavourable(test: ConditionTest, charter: Charter): Needs {
  if (test.kind !== 'test' || test.of !== 'fact') return NOTHING
  return charter.facts.get(test.name)?.setBy === 'others' ? [[ATTESTED]] : NOTHING
}

function needsOf(charter: Charter, item: ConditionItem, leaf: Leaf): Needs {
  if (item.kind === 'named') {
    const block = charter.conditions.get(item.condition)
    return block === undefined ? [] : needsOf(charter, block.test, leaf)
  }
  switch (item.kind) {
    case 'all':
      return product(item.items.map((one) => needsOf(charter, one, leaf)))
    case 'any':
      return either(item.items.map((one) => needsOf(charter, one, leaf)))
    case 'role':
      return item.roles.map((role) => [role])
    default:
      return leaf(item, charter)
  }
}

/** An account of any of the allowed kinds will do. Without a recognising condition a kind other than `personal` is given by hand. */
function kindNeeds(charter: Charter, role: RoleBlock, leaf: Leaf): Needs {
  if (role.account === 'any') return NOTHING
  return either(role.account.map((kind) => oneKind(charter, kind, leaf)))
}

function oneKind(charter: Charter, kind: AccountKind, leaf: Leaf): Needs {
  const block = charter.accounts.get(kind)
  const byHand: ConditionTest = { kind: 'test', of: 'fact', name: `accounts.${kind}`, operators: {} }
  const recognised =
    block?.recognisedBy !== undefined
      ? needsOf(charter, { kind: 'named', condition: block.recognisedBy }, leaf)
      : kind === 'personal'
        ? NOTHING
        : handGiven(leaf(byHand, charter))
  const required = conditionsOf(block?.requires ?? []).map((id) => needsOf(charter, { kind: 'named', condition: id }, leaf))
  return product([recognised, ...required])
}

function handGiven(needs: Needs): Needs {
  return needs.every((one) => one.length === 0) ? [[ATTESTED]] : needs
}

/** Too many alternatives: an adversary is taken to meet them, honest people not. */
function every(parts: readonly Needs[], side: Side): Needs {
  const needs = product(parts)
  if (needs !== TOO_MANY) return needs
  return side === 'attack' ? NOTHING : [[NOBODY]]
}

function either(parts: readonly Needs[]): Needs {
  return parts.includes(TOO_MANY) ? TOO_MANY : parts.flat()
}

function product(parts: readonly Needs[]): Needs {
  if (parts.includes(TOO_MANY)) return TOO_MANY
  let needs: Needs = NOTHING
  for (const part of parts) {
    const seen = new Map<string, readonly Item[]>()
    for (const left of needs) {
      for (const right of part) {
        const both = [...new Set([...left, ...right])].toSorted()
        seen.set(both.join('\n'), both)
        if (seen.size > MOST_ALTERNATIVES) return TOO_MANY
      }
    }
    needs = [...seen.values()]
  }
  return needs
}
