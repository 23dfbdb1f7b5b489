/** One workload for every decision engine: a wiki of 60 rights and 15 groups, namespaces and pages that are closed to some, rights on one's own files. */
import { instant } from '../../src/kernel/instant.ts'
import type { Charter } from '../../src/charter/model.ts'
import { charterOf } from '../../test/support/charter.ts'

const RIGHTS = 60
const GROUPS = 15
const NAMESPACES = 20
/** These rights are the wider ones limited to one's own. */
const OWN = [
  { own: 57, wide: 10 },
  { own: 58, wide: 11 },
  { own: 59, wide: 12 },
] as const
const REQUESTS = 8192
export const NOW = instant(Date.UTC(2026, 10, 28))

export interface DecisionRequest {
  readonly user: string
  readonly right: string
  readonly page: { readonly namespace: string; readonly owner: string; readonly pageaccess: readonly string[] | undefined }
}

export interface DecisionWorkload {
  readonly charter: Charter
  readonly rights: readonly string[]
  /** group -> the rights it gives. Every user is in the first one. */
  readonly grants: ReadonlyMap<string, readonly string[]>
  readonly users: readonly string[]
  /** user -> groups, the first one too. */
  readonly groupsOf: ReadonlyMap<string, readonly string[]>
  readonly closedToRead: readonly string[]
  readonly closedToEdit: readonly string[]
  readonly readers: readonly string[]
  readonly editors: readonly string[]
  /** Passes every restricted page. */
  readonly keeper: string
  readonly owned: readonly { readonly own: string; readonly wide: string }[]
  readonly requests: readonly DecisionRequest[]
  /** Worked out from the above, without any engine. */
  readonly expected: readonly boolean[]
}

/** Mulberry32: the same workload each time. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const names = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

export function decisionWorkload(userCount: number): DecisionWorkload {
  const random = numbers(4711)
  const below = (limit: number) => Math.floor(random() * limit)
  const rights = ['read', 'edit', ...names(RIGHTS - 2, 'right-')]
  const groups = ['citizen', ...names(GROUPS - 1, 'office-')]
  const owned = OWN.map(({ own, wide }) => ({ own: rights[own] ?? '', wide: rights[wide] ?? '' }))
  const grants = new Map(
    groups.map((group, place) => [
      group,
      rights.filter((_, right) => (place === 0 ? right < 10 || right >= 57 : right >= 10 && right < 57 && random() < 0.36)),
    ]),
  )
  const users = names(userCount, 'User number ')
  const groupsOf = new Map(
    users.map((user) => {
      const count = random() < 0.7 ? 0 : random() < 0.7 ? 1 : 2
      return [user, [...new Set(['citizen', ...Array.from({ length: count }, () => groups[1 + below(GROUPS - 1)] ?? '')])]]
    }),
  )
  const namespaces = names(NAMESPACES, 'Space ')
  const holders = users.filter((user) => (groupsOf.get(user)?.length ?? 0) > 1)
  const drawn = Array.from({ length: REQUESTS }, (): DecisionRequest => {
    const pool = random() < 0.5 && holders.length > 0 ? holders : users
    const user = pool[below(pool.length)] ?? ''
    const right = random() < 0.5 ? rights[below(10)] : rights[below(RIGHTS)]
    const pageaccess = random() < 0.1 ? [groups[1 + below(GROUPS - 1)] ?? '', groups[1 + below(GROUPS - 1)] ?? ''] : undefined
    const owner = random() < 0.3 ? user : (users[below(users.length)] ?? '')
    return { user, right: right ?? '', page: { namespace: namespaces[below(NAMESPACES)] ?? '', owner, pageaccess } }
  })
  // with texts of their own, as requests that were parsed have them
  const requests = JSON.parse(JSON.stringify(drawn)) as readonly DecisionRequest[]
  const [closedToRead, closedToEdit] = [namespaces.slice(0, 6), namespaces.slice(4, 16)]
  const [readers, editors, keeper] = [['office-0', 'office-1', 'office-2'], ['office-3', 'office-4', 'office-5', 'office-6'], 'office-7']
  const bare = { rights, grants, users, groupsOf, closedToRead, closedToEdit, readers, editors, keeper, owned, requests }
  return { ...bare, charter: charterOfWorkload(bare), expected: requests.map((request) => isAllowed(bare, request)) }
}

type Bare = Omit<DecisionWorkload, 'charter' | 'expected'>

/** The rules in their plainest form. */
export function isAllowed(workload: Bare, { user, right, page }: DecisionRequest): boolean {
  const groups = workload.groupsOf.get(user) ?? []
  const has = (one: string) => groups.some((group) => workload.grants.get(group)?.includes(one) === true)
  const narrower = workload.owned.find(({ wide }) => wide === right)?.own
  const isOwn = page.owner === user
  const asked = workload.owned.some(({ own }) => own === right)
    ? isOwn && has(right)
    : has(right) || (isOwn && narrower !== undefined && has(narrower))
  return asked && passesGates(workload, groups, right, page)
}

/** The gates, for engines that cannot state them. */
export function passesGates(
  { closedToRead, closedToEdit, readers, editors, keeper }: Pick<Bare, 'closedToRead' | 'closedToEdit' | 'readers' | 'editors' | 'keeper'>,
  groups: readonly string[],
  right: string,
  { namespace, pageaccess }: DecisionRequest['page'],
): boolean {
  if (right === 'read' && closedToRead.includes(namespace) && !readers.some((group) => groups.includes(group))) return false
  if (right === 'edit' && closedToEdit.includes(namespace) && !editors.some((group) => groups.includes(group))) return false
  return isListed(keeper, groups, pageaccess)
}

/** Whether a page is open to members of these groups as far as its own list says. */
export function isListed(keeper: string, groups: readonly string[], pageaccess: readonly string[] | undefined): boolean {
  return pageaccess === undefined || groups.includes(keeper) || pageaccess.some((group) => groups.includes(group))
}

function charterOfWorkload({ rights, grants, closedToRead, closedToEdit, readers, editors, keeper, owned }: Bare): Charter {
  const narrowing = new Map(owned.map(({ own, wide }) => [own, wide]))
  const raw = {
    writ: 1,
    title: 'A wiki to measure on',
    targets: { wiki: { connector: 'simulated' } },
    conditions: {
      own: { text: "It is the person's own", resource: 'owner', is_subject: true },
      'closed-to-read': { text: 'In a closed namespace', resource: 'namespace', in: closedToRead },
      'closed-to-edit': { text: 'In a namespace for few', resource: 'namespace', in: closedToEdit },
      restricted: { text: 'The page names groups', resource: 'pageaccess', exists: true },
    },
    rights: {
      wiki: Object.fromEntries(
        rights.map((right) => {
          const wide = narrowing.get(right)
          return [right, { text: 'A right', ...(wide === undefined ? {} : { narrows: wide, when: 'own' }) }]
        }),
      ),
    },
    groups: {
      wiki: Object.fromEntries(
        [...grants].map(([group, given]) => [group, { ...(group === 'citizen' ? { implicit: 'registered' } : {}), rights: given }]),
      ),
    },
    gates: {
      'closed-to-read': { text: 'Closed namespaces', target: 'wiki', rights: 'read', when: 'closed-to-read', only: readers },
      'closed-to-edit': { text: 'Namespaces for few', target: 'wiki', rights: 'edit', when: 'closed-to-edit', only: editors },
      restricted: { text: 'Restricted pages', target: 'wiki', rights: 'all', when: 'restricted', only: keeper, or_listed: 'pageaccess' },
    },
    roles: { head: { title: 'Head', purpose: 'Decides', gives: { wiki: 'office-0' }, may: [{ change: 'all' }] } },
    amendments: { by: 'head' },
  }
  return charterOf(JSON.stringify(raw))
}
