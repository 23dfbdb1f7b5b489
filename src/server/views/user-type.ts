import { closedGates, type Resource } from '../../charter/gates.ts'
import type { Charter, GateBlock, Id, People } from '../../charter/model.ts'
import type { CharterSource } from '../../charter/source.ts'
import { rightsOfType, userTypes, type UserType } from '../../charter/user-types.ts'
import { namespacesOf } from '../../render/mediawiki/content/namespaces.ts'
import type { UserTypeView } from '../../web/view.ts'
import { lineOf } from './place.ts'

/** What one user type meets on a target: the gates before it, the namespaces it reads and writes, and what it can ask to become. */
export function userTypeView(source: CharterSource, target: Id, type: UserType): UserTypeView {
  const { charter } = source
  const gates = [...charter.gates].filter(([, gate]) => gate.target === target)
  return {
    id: type.id,
    title: type.title,
    groups: type.groups.map((name) => titleOfGroup(charter, target, name)),
    gates: gates
      .filter(([, gate]) => !gate.only.some((name) => type.groups.includes(name)))
      .map(([id, gate]) => ({
        text: gate.text,
        rights: gate.rights === 'all' ? [] : gate.rights,
        opens: gate.only.map((name) => titleOfGroup(charter, target, name)),
        listed: gate.orListed,
        line: lineOf(source, `gates.${id}`),
      })),
    places:
      gates.length === 0
        ? []
        : placesOf(
            charter,
            target,
            type,
            gates.map(([, gate]) => gate),
          ),
    account: type.kind === 'everyone' ? accountText(charter, target) : undefined,
    asks: type.kind === 'everyone' ? [] : rolesToAskFor(charter, target, type),
  }
}

function titleOfGroup(charter: Charter, target: Id, name: string): string {
  return charter.groups.get(target)?.get(name)?.title ?? name
}

/** The namespace MediaWiki, for which the core asks for a right of its own. */
const INTERFACE = 8

/** Only where some gate looks at namespaces; a page's own lines come on top. */
function placesOf(charter: Charter, target: Id, type: UserType, gates: readonly GateBlock[]): UserTypeView['places'] {
  if (charter.targets.get(target)?.connector !== 'mediawiki') return []
  const rights = rightsOfType(charter, target, type)
  const may = (right: string, page: Resource) => rights.has(right) && closedGates(charter, target, right, type.groups, page).length === 0
  const places = namespacesOf(charter, target)
    .known.filter(({ number }) => number >= 0)
    .map(({ number, name }) => {
      const page: Resource = new Map([['namespace', name]])
      const write = may('edit', page) && (number !== INTERFACE || may('editinterface', page))
      return { name, read: may('read', page), write }
    })
  const differ = gates.some((gate) => new Set(places.map(({ name }) => stands(charter, gate, name))).size > 1)
  return differ ? places : []
}

function stands(charter: Charter, gate: GateBlock, namespace: string): boolean {
  const alone: Charter = { ...charter, gates: new Map([['alone', { ...gate, rights: 'all' }]]) }
  return closedGates(alone, gate.target, 'read', [], new Map([['namespace', namespace]])).length > 0
}

/** How a visitor comes to an account: the charter's words on the group of everybody with one. */
function accountText(charter: Charter, target: Id): string | undefined {
  const registered = [...(charter.groups.get(target)?.values() ?? [])].find((group) => group.implicit === 'registered')
  return registered?.text
}

function rolesToAskFor(charter: Charter, target: Id, type: UserType): UserTypeView['asks'] {
  return [...charter.roles].flatMap(([id, role]) => {
    const given = role.gives.get(target) ?? []
    const gains = given.some((name) => !type.groups.includes(name))
    const asks = role.request?.by.some((one) => isOne(one, type)) === true && role.request.for !== 'others'
    return gains && asks ? [{ id, title: role.title }] : []
  })
}

function isOne(one: People, type: UserType): boolean {
  return one.kind === 'everyone' || one.kind === 'registered' || (one.kind === 'role' && one.role === type.id)
}

/** The user type that the address names; undefined = none, or one that the charter does not know. */
export function askedType(charter: Charter, target: Id, asked: string): UserType | undefined {
  return userTypes(charter, target).find(({ id }) => id === asked)
}
