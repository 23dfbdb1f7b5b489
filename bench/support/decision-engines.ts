/** The engines that are compared, each as an application would use it. What one cannot state, the application checks beside it. */
import { createMongoAbility, subject as casl, type MongoAbility, type RawRuleOf } from '@casl/ability'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { AccessControl } from 'accesscontrol'
import { newEnforcer, newModelFromString, type Enforcer } from 'casbin'
import { compilePolicy } from '../../src/decide/engine/compile.ts'
import { Engine } from '../../src/decide/engine/engine.ts'
import type { Holding } from '../../src/decide/engine/holding.ts'
import type { Question } from '../../src/decide/engine/question.ts'
import { isListed, NOW, passesGates, type DecisionRequest, type DecisionWorkload } from './decision-workload.ts'

export interface Contestant<P = unknown> {
  readonly name: string
  /** What can be made of a request before it is known who holds what: not part of what is measured. */
  readonly prepare: (request: DecisionRequest) => P
  readonly check: (prepared: P) => boolean
  /** One membership changed: from now on the user is in these groups. */
  readonly change: (user: string, groups: readonly string[]) => void
}

export type Maker = (workload: DecisionWorkload) => Contestant<any> | Promise<Contestant<any>>

export interface Ours extends Contestant<Question> {
  readonly engine: Engine
}

const asItIs = (request: DecisionRequest) => request

export function questionOf({ user, right, page }: DecisionRequest): Question {
  return { asker: { kind: 'person', id: user }, target: 'wiki', right, resource: page as unknown as Question['resource'], now: NOW }
}

export function holdingOf(user: string, groups: readonly string[]): Holding {
  const memberships = groups.filter((group) => group !== 'citizen').map((group) => ({ group, from: null, until: null }))
  return {
    id: user,
    names: [],
    locked: false,
    accounts: [{ target: 'wiki', name: user, locked: false, memberships }],
    roles: [],
    facts: [],
    statements: [],
  }
}

export function writ(workload: DecisionWorkload): Ours {
  const engine = new Engine(compilePolicy(workload.charter))
  for (const user of workload.users) engine.put(holdingOf(user, workload.groupsOf.get(user) ?? []))
  return {
    name: 'writ',
    engine,
    prepare: questionOf,
    check: (question) => engine.check(question),
    change: (user, groups) => engine.put(holdingOf(user, groups)),
  }
}

/** The obvious hand-made engine: what a scan for "who can" is compared with. */
export function mapAndSets(workload: DecisionWorkload): Contestant<DecisionRequest> {
  const groupsOf = new Map(workload.groupsOf)
  const rightsOf = new Map([...workload.grants].map(([group, rights]) => [group, new Set(rights)]))
  const narrower = new Map(workload.owned.map(({ own, wide }) => [wide, own]))
  const narrow = new Set(narrower.values())
  return {
    name: 'Map and Set by hand',
    prepare: asItIs,
    check: ({ user, right, page }) => {
      const groups = groupsOf.get(user)
      if (groups === undefined) return false
      const has = (one: string) => groups.some((group) => rightsOf.get(group)?.has(one) === true)
      const own = narrower.get(right)
      const given = narrow.has(right)
        ? page.owner === user && has(right)
        : has(right) || (own !== undefined && page.owner === user && has(own))
      return given && passesGates(workload, groups, right, page)
    },
    change: (user, groups) => void groupsOf.set(user, groups),
  }
}

interface CaslPage {
  readonly namespace: string
  readonly own: boolean
  readonly restricted: boolean
}

type Ability = MongoAbility<[string, 'Page' | (CaslPage & { readonly __caslSubjectType__: 'Page' })]>

function caslAbility(workload: DecisionWorkload, groups: readonly string[]): Ability {
  const rights = new Set(groups.flatMap((group) => workload.grants.get(group) ?? []))
  const narrow = new Set(workload.owned.map(({ own }) => own))
  const rules: RawRuleOf<Ability>[] = []
  for (const right of rights) if (!narrow.has(right)) rules.push({ action: right, subject: 'Page' })
  for (const { own, wide } of workload.owned)
    if (rights.has(own)) rules.push({ action: [own, ...(rights.has(wide) ? [] : [wide])], subject: 'Page', conditions: { own: true } })
  const closed = (action: string, namespaces: readonly string[], only: readonly string[]) => {
    if (!only.some((group) => groups.includes(group)))
      rules.push({ action, subject: 'Page', inverted: true, conditions: { namespace: { $in: [...namespaces] } } })
  }
  closed('read', workload.closedToRead, workload.readers)
  closed('edit', workload.closedToEdit, workload.editors)
  rules.push({ action: 'manage', subject: 'Page', inverted: true, conditions: { restricted: true } })
  return createMongoAbility<Ability>(rules)
}

function caslPage(workload: DecisionWorkload, groups: readonly string[], { user, page }: DecisionRequest) {
  const { namespace, owner, pageaccess } = page
  return casl('Page', { namespace, own: owner === user, restricted: !isListed(workload.keeper, groups, pageaccess) })
}

export interface Casl extends Contestant<DecisionRequest> {
  /** All rights on the page of a request, in their order. */
  readonly whatCan: (request: DecisionRequest) => readonly string[]
}

/** One ability for all who hold the same: the fastest way to use it. */
export function caslShared(workload: DecisionWorkload): Casl {
  const abilities = new Map<string, { readonly groups: readonly string[]; readonly ability: Ability }>()
  const sharedBy = (groups: readonly string[]) => {
    const key = groups.toSorted().join(',')
    const known = abilities.get(key)
    if (known !== undefined) return known
    const made = { groups, ability: caslAbility(workload, groups) }
    abilities.set(key, made)
    return made
  }
  const users = new Map(workload.users.map((user) => [user, sharedBy(workload.groupsOf.get(user) ?? [])]))
  return {
    name: '@casl/ability, shared by groups',
    prepare: asItIs,
    check: (request) => {
      const found = users.get(request.user)
      return found !== undefined && found.ability.can(request.right, caslPage(workload, found.groups, request))
    },
    change: (user, groups) => void users.set(user, sharedBy(groups)),
    whatCan: (request) => {
      const found = users.get(request.user)
      if (found === undefined) return []
      const page = caslPage(workload, found.groups, request)
      return workload.rights.filter((right) => found.ability.can(right, page))
    },
  }
}

export function caslEach(workload: DecisionWorkload): Contestant<DecisionRequest> {
  const make = (groups: readonly string[]) => ({ groups, ability: caslAbility(workload, groups) })
  const users = new Map(workload.users.map((user) => [user, make(workload.groupsOf.get(user) ?? [])]))
  return {
    name: '@casl/ability, one a user',
    prepare: asItIs,
    check: (request) => {
      const found = users.get(request.user)
      return found !== undefined && found.ability.can(request.right, caslPage(workload, found.groups, request))
    },
    change: (user, groups) => void users.set(user, make(groups)),
  }
}

const CASBIN_MODEL = `
[request_definition]
r = sub, act
[policy_definition]
p = sub, act
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g(r.sub, p.sub)
`

export async function casbin(workload: DecisionWorkload): Promise<Contestant<DecisionRequest>> {
  const enforcer: Enforcer = await newEnforcer(newModelFromString(CASBIN_MODEL))
  await enforcer.addPolicies([...workload.grants].flatMap(([group, rights]) => rights.map((right) => [group, right])))
  await enforcer.addGroupingPolicies(workload.users.flatMap((user) => (workload.groupsOf.get(user) ?? []).map((group) => [user, group])))
  const groupsOf = new Map(workload.groupsOf)
  const narrower = new Map(workload.owned.map(({ own, wide }) => [wide, own]))
  const narrow = new Set(narrower.values())
  return {
    name: 'casbin',
    prepare: asItIs,
    check: ({ user, right, page }) => {
      const own = narrower.get(right)
      if (narrow.has(right) && page.owner !== user) return false
      const given = enforcer.enforceSync(user, right) || (own !== undefined && page.owner === user && enforcer.enforceSync(user, own))
      return given && passesGates(workload, groupsOf.get(user) ?? [], right, page)
    },
    change: (user, groups) => {
      groupsOf.set(user, groups)
      for (const group of groups) void enforcer.addGroupingPolicy(user, group)
    },
  }
}

interface CedarRequest {
  readonly user: string
  readonly call: Omit<cedar.StatefulAuthorizationCall, 'entities'> & { readonly principal: cedar.TypeAndId }
  readonly page: cedar.EntityJson
}

export function cedarWasm(workload: DecisionWorkload): Contestant<CedarRequest> {
  const action = (right: string) => `Action::${JSON.stringify(right)}`
  const group = (name: string) => `principal in Group::${JSON.stringify(name)}`
  const narrow = new Map(workload.owned.map(({ own, wide }) => [own, wide]))
  const closed = (right: string, namespaces: readonly string[], only: readonly string[]) =>
    `forbid (principal, action == ${action(right)}, resource) when { ${JSON.stringify(namespaces)}.contains(resource.namespace) } unless { ${only.map(group).join(' || ')} };`
  const policies = [
    ...[...workload.grants].flatMap(([name, rights]) => {
      const wide = rights.filter((right) => !narrow.has(right)).map(action)
      const own = rights.filter((right) => narrow.has(right)).flatMap((right) => [action(right), action(narrow.get(right) ?? '')])
      return [
        ...(wide.length > 0 ? [`permit (${group(name)}, action in [${wide.join(', ')}], resource);`] : []),
        ...(own.length > 0
          ? [`permit (${group(name)}, action in [${own.join(', ')}], resource) when { resource.owner == principal };`]
          : []),
      ]
    }),
    closed('read', workload.closedToRead, workload.readers),
    closed('edit', workload.closedToEdit, workload.editors),
    `forbid (principal, action, resource) when { resource has pageaccess } unless { ${group(workload.keeper)} || principal in resource.pageaccess };`,
  ].join('\n')
  const id = `bench ${workload.users.length}`
  const parsed = cedar.preparsePolicySet(id, { staticPolicies: policies })
  if (parsed.type === 'failure') throw new Error(parsed.errors.map(({ message }) => message).join('\n'))
  const parentsOf = (groups: readonly string[]) => groups.map((name) => ({ type: 'Group', id: name }))
  const users = new Map(workload.users.map((user) => [user, parentsOf(workload.groupsOf.get(user) ?? [])]))
  return {
    name: '@cedar-policy/cedar-wasm',
    prepare: ({ user, right, page }) => {
      const owner = { __entity: { type: 'User', id: page.owner } }
      const listed = page.pageaccess?.map((name) => ({ __entity: { type: 'Group', id: name } }))
      const attrs = { namespace: page.namespace, owner, ...(listed === undefined ? {} : { pageaccess: listed }) }
      const call = {
        principal: { type: 'User', id: user },
        action: { type: 'Action', id: right },
        resource: { type: 'Page', id: 'page' },
        context: {},
        preparsedPolicySetId: id,
        validateRequest: false,
      }
      return { user, call, page: { uid: { type: 'Page', id: 'page' }, attrs, parents: [] } }
    },
    check: ({ user, call, page }) => {
      const asker = { uid: call.principal, attrs: {}, parents: users.get(user) ?? [] }
      const answer = cedar.statefulIsAuthorized({ ...call, entities: [asker, page] })
      if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('\n'))
      return answer.response.decision === 'allow'
    },
    change: (user, groups) => void users.set(user, parentsOf(groups)),
  }
}

export function accessControl(workload: DecisionWorkload): Contestant<DecisionRequest> {
  const control = new AccessControl()
  const narrow = new Map(workload.owned.map(({ own, wide }) => [own, wide]))
  for (const [group, rights] of workload.grants)
    for (const right of rights) {
      const wide = narrow.get(right)
      if (wide === undefined) control.grant(group).readAny(right)
      else control.grant(group).readOwn(right).readOwn(wide)
    }
  const users = new Map(workload.groupsOf)
  return {
    name: 'accesscontrol',
    prepare: asItIs,
    check: ({ user, right, page }) => {
      const groups = users.get(user)
      if (groups === undefined) return false
      const query = control.can([...groups])
      const given = query.readAny(right).granted || (page.owner === user && query.readOwn(right).granted)
      return given && passesGates(workload, groups, right, page)
    },
    change: (user, groups) => void users.set(user, groups),
  }
}
