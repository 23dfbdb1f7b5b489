import { classOfRole, rightsOfGroup } from '../../charter/members.ts'
import type { Charter, Id, RoleBlock } from '../../charter/model.ts'

/** A right that fits what somebody hopes to do, and the least roles that give it. */
export interface FoundRight {
  /** `target.right`. */
  readonly right: string
  readonly text: string
  /** From the least role on; empty = nobody can ask for one that gives it. */
  readonly roles: readonly FoundRole[]
}

export interface FoundRole {
  readonly role: Id
  readonly title: string
  readonly class: Id | undefined
  /** What it would give besides. */
  readonly beyond: readonly string[]
}

/** Words that say nothing of what somebody wants to do. */
const EMPTY = new Set(
  'a an the i we to of on in for and or my with from some want would like need be able can do it this that is are'.split(' '),
)

/**
 * What rights fit the words of somebody who does not know their names, or the name of one, and which roles give them: of two roles the one
 * that gives less. A role is named only if it can be asked for. At most five rights, the best first.
 */
export function findRoles(charter: Charter, words: string): readonly FoundRight[] {
  const asked = wordsOf(words)
  const rated: { readonly target: Id; readonly right: string; readonly text: string; readonly score: number }[] = []
  for (const [target, rights] of charter.rights)
    if (target !== 'writ')
      for (const [right, block] of rights) {
        const score = Math.max(
          right.toLowerCase() === words.trim().toLowerCase() || `${target}.${right}` === words.trim() ? 2 : 0,
          ...[...block.alsoCalled, block.text, right, ...rolesCalled(charter, target, right)].map((one) => fit(asked, wordsOf(one))),
        )
        if (score > 0) rated.push({ target, right, text: block.text, score })
      }
  const best = Math.max(0, ...rated.map(({ score }) => score))
  const found = rated
    .filter(({ score }) => score >= best * 0.75)
    .toSorted((left, right) => right.score - left.score)
    .map(({ target, right, text }) => ({ right: `${target}.${right}`, text, roles: leastRoles(charter, target, right) }))
  // what nobody can ask for is named only where there is nothing else
  const askable = found.filter(({ roles }) => roles.length > 0)
  return (askable.length > 0 ? askable : found).slice(0, 5)
}

/** What the roles that give a right alone are called: somebody may ask for an office. */
function rolesCalled(charter: Charter, target: Id, right: string): readonly string[] {
  return [...charter.roles.values()]
    .filter((role) => role.gives.size === 1 && rightsOf(charter, role).size <= 3 && rightsOf(charter, role).has(`${target}.${right}`))
    .flatMap((role) => [role.purpose, role.title, ...role.alsoCalled])
}

/** Roles that can be asked for and give the right, without those that give all that another one gives and more. */
function leastRoles(charter: Charter, target: Id, right: string): readonly FoundRole[] {
  const giving = [...charter.roles]
    .filter(([, role]) => role.request !== undefined)
    .map(([id, role]) => ({ id, role, rights: rightsOf(charter, role) }))
    .filter(({ rights }) => rights.has(`${target}.${right}`))
  const least = giving.filter(
    ({ rights }) => !giving.some((other) => other.rights.size < rights.size && [...other.rights].every((one) => rights.has(one))),
  )
  const levelOf = (role: RoleBlock) => charter.classes.get(classOfRole(charter, role) ?? '')?.level ?? 0
  return least
    .toSorted((left, other) => levelOf(left.role) - levelOf(other.role) || left.rights.size - other.rights.size)
    .map(({ id, role, rights }) => ({
      role: id,
      title: role.title,
      class: classOfRole(charter, role),
      beyond: [...rights].filter((one) => one !== `${target}.${right}`),
    }))
}

function rightsOf(charter: Charter, role: RoleBlock): Set<string> {
  const rights = new Set<string>()
  for (const [target, groups] of role.gives)
    for (const group of groups) for (const right of rightsOfGroup(charter, target, group)) rights.add(`${target}.${right}`)
  return rights
}

/** Words without endings, so that `blocking users` fits `block a user`. */
function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !EMPTY.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(?:ings?|ers?|ed|es|s|e)$/, '') : word.replace(/s$/, '')))
}

/** The share of the asked words that a text has, less for a longer text; 0 = none. */
function fit(asked: readonly string[], text: readonly string[]): number {
  if (asked.length === 0) return 0
  const found = asked.filter((word) => text.includes(word)).length
  return found === 0 ? 0 : found / asked.length - Math.min(0.2, (text.length - found) * 0.01)
}
