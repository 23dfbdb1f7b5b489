import type { Checking } from '../check/sayer.ts'
import { classOfRight, isAssigned, rightsOfGroup } from '../members.ts'
import type { Charter, Id, RoleBlock } from '../model.ts'
import { quoted } from '../problem.ts'
import { WRIT } from '../writ-target.ts'

/** What a reader of the charter is owed: a reason for each right, rules for the sensitive ones, a document for each role, names that speak. */
export function reasons({ charter, say }: Checking): void {
  const highest = highestClass(charter)
  for (const [target, rights] of charter.rights) {
    if (target === WRIT) continue
    const special = specialRights(charter, target)
    for (const [name, block] of rights) {
      const clause = `rights.${target}.${name}`
      if (!special.has(name)) continue
      if (block.why === undefined)
        say('right-without-reason', clause, `nothing says why those have ${quoted(name)} who have it`, 'add `why`')
      if (highest !== undefined && (block.policy ?? charter.document) === undefined && classOfRight(charter, target, name) === highest)
        say(
          'sensitive-without-policy',
          clause,
          `${quoted(name)} is of the highest class, and no rules about its use are named`,
          'add `policy` with the address of the rules, or the `document` that the whole charter states',
        )
    }
  }
  for (const [id, role] of charter.roles) {
    if (role.document === undefined && charter.amendments.documents !== 'required' && isOffice(charter, id, role))
      say('role-without-document', `roles.${id}`, `nothing says where ${quoted(id)} is described`, 'add `document`')
    if (role.gives.size === 0 && (role.may.length > 0 || role.seats !== undefined || standsOnLadder(charter, id)))
      say(
        'role-without-group',
        `roles.${id}`,
        `${quoted(id)} is an office with powers, seats or a rank, and no group on any target shows who holds it`,
        'let it give a group, if only to show it',
      )
  }
  names({ charter, say })
}

/** Rights that not everybody has: those of assigned and of promoted groups. */
function specialRights(charter: Charter, target: Id): ReadonlySet<string> {
  const groups = [...(charter.groups.get(target) ?? [])]
  const everybodys = new Set(
    groups.flatMap(([name, block]) => (block.implicit === undefined ? [] : [...rightsOfGroup(charter, target, name)])),
  )
  return new Set(
    groups.flatMap(([name, block]) =>
      isAssigned(block) || block.promote !== undefined
        ? [...rightsOfGroup(charter, target, name)].filter((right) => !everybodys.has(right))
        : [],
    ),
  )
}

/** The highest of several classes; a single one is a mark and no scale. */
function highestClass(charter: Charter): Id | undefined {
  if (charter.classes.size < 2) return undefined
  return [...charter.classes].toSorted((left, right) => right[1].level - left[1].level)[0]?.[0]
}

function isOffice(charter: Charter, id: Id, role: RoleBlock): boolean {
  return role.gives.size > 0 || role.may.length > 0 || standsOnLadder(charter, id)
}

function standsOnLadder(charter: Charter, id: Id): boolean {
  return [...charter.ladders.values()].some(({ order }) => order.includes(id))
}

/** Names that a newcomer cannot read: `EPA`, `Snr Tech`, `group2`. */
function names({ charter, say }: Checking): void {
  const titles = new Set([...charter.roles.values()].map(({ title }) => title))
  for (const [id, role] of charter.roles) {
    const why = unreadable(role.title)
    if (why !== undefined)
      say(
        'undescriptive-name',
        `roles.${id}.title`,
        `${quoted(role.title)} ${why}`,
        'write the office out, and put the short form into `also_called`',
      )
  }
  for (const [target, groups] of charter.groups) {
    if (target === WRIT) continue
    for (const [name, block] of groups) {
      // a name that a role bears too is said of the role
      if (block.implicit !== undefined || block.abolished !== undefined || STOCK_WORDS.has(name) || titles.has(block.title ?? name))
        continue
      const why = unreadable(block.title ?? name)
      if (why !== undefined)
        say(
          'undescriptive-name',
          block.title === undefined ? `groups.${target}.${name}` : `groups.${target}.${name}.title`,
          `${quoted(block.title ?? name)} ${why}`,
          'add a `title` that says who is in it',
        )
    }
  }
}

/** Names that wikis brought with them and everybody there knows. */
const STOCK_WORDS: ReadonlySet<string> = new Set(['bot', 'sysop', 'suppress', 'staff'])
const NUMBERED =
  /^(?:group|role|type|level|tier|class|rank|user|team|test|temp|tmp|misc|other|foo|bar|baz|new|old)(?:[\s_-]?\d+|[\s_-][\da-z])?$/i
const CUT = /(?:^|[\s_-])(?:snr|jnr|mgr|mgmt|asst|admins?\.|dept|cttee|ctte|techs?|devs?|ops|mods?)(?:\.|$|[\s_-])/i

/** Why a name says nothing to a stranger; undefined = it may. */
function unreadable(name: string): string | undefined {
  if (NUMBERED.test(name)) return 'says nothing about who holds it'
  if (
    /^\p{Lu}{2,6}s?$/u.test(name) ||
    /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]{1,2}\d{0,2}$/u.test(name) ||
    /^[b-df-hj-np-tv-xz]{3,6}$/i.test(name)
  )
    return 'is an abbreviation'
  return CUT.test(name) ? 'holds a word cut short' : undefined
}
