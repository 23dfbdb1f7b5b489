/**
 * A GrowthBook of its own, for tests: members, projects and roles behind the documented REST calls, with the documented faults to be switched on.
 * It shares no code with the connector and keeps a journal of the calls it took.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deleteAnswer, listQuery, membersAnswer, projectsAnswer, roleBody, updateAnswer, type FakeProjectRole } from './schemas.ts'

export interface FakeMember {
  readonly id: string
  email: string
  role: string
  projectRoles: readonly FakeProjectRole[]
  managedByIdp: boolean
  lastLogin: number | undefined
  readonly created: number
}

export interface FakeFaults {
  /** The next so many writes answer 200 and are overwritten by somebody else's. */
  lostUpdates: number
  /** The licence knows the role of administrator only. */
  plan: boolean
  /** Calls a minute; more answer 429. */
  perMinute: number
  /** The next so many calls answer 503. */
  down: number
  /** Somebody leaves between two pages of a listing, so many times. */
  moves: number
  /** The next so many deletions answer 500 without effect. */
  failedDeletes: number
}

export interface FakeCall {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly body: unknown
}

const STAMP = 12 * 3_600_000
const KEY = 'secret_fake'
const builtIn = ['noaccess', 'readonly', 'collaborator', 'engineer', 'analyst', 'experimenter', 'admin']

export class FakeGrowthBook {
  readonly members: FakeMember[] = []
  readonly projects: { id: string; name: string }[] = []
  readonly roles = new Set(builtIn)
  readonly calls: FakeCall[] = []
  readonly faults: FakeFaults = { lostUpdates: 0, plan: false, perMinute: Number.POSITIVE_INFINITY, down: 0, moves: 0, failedDeletes: 0 }
  /** What whoever logs in for the first time gets. */
  defaultRole = 'noaccess'
  readonly key = KEY
  readonly #now: () => number
  /** Users outlive their membership: who comes back has the same id. */
  readonly #users = new Map<string, string>()
  #times: number[] = []
  #server: ReturnType<typeof createServer> | undefined
  /** Answers that broke the documented form. */
  readonly broken: string[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body, headers }) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers })
        response.end(JSON.stringify(body))
      })
    })
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api`
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise((resolve) => this.#server?.close(resolve))
  }

  /** The identity system sends somebody: a member unless he is one; the stamp of the login is renewed every twelve hours at most. */
  logIn(email: string): FakeMember {
    const present = this.members.find((one) => one.email === email)
    const now = this.#now()
    if (present !== undefined) {
      if (present.lastLogin === undefined || now - present.lastLogin >= STAMP) present.lastLogin = now
      return present
    }
    return this.join(email, { lastLogin: now })
  }

  join(email: string, given: Partial<Omit<FakeMember, 'id' | 'email'>> = {}): FakeMember {
    const id = this.#users.get(email) ?? `u_${String(this.#users.size + 1).padStart(6, '0')}`
    this.#users.set(email, id)
    const member: FakeMember = {
      id,
      email,
      role: this.defaultRole,
      projectRoles: [],
      managedByIdp: false,
      lastLogin: undefined,
      created: this.#now(),
      ...given,
    }
    this.members.push(member)
    return member
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://fake')
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    const answer = this.#limited() ?? this.#authorised(request) ?? this.#route(request.method ?? 'GET', url, body)
    this.calls.push({ method: request.method ?? 'GET', path: url.pathname.replace('/api', ''), status: answer.status, body })
    return answer
  }

  #limited(): Answer | undefined {
    if (this.faults.down > 0) {
      this.faults.down -= 1
      return refusal(503, 'Service unavailable')
    }
    const now = this.#now()
    this.#times = this.#times.filter((time) => now - time < 60_000)
    if (this.#times.length >= this.faults.perMinute)
      return {
        ...refusal(429, `Too many requests, limit to ${this.faults.perMinute} per minute`),
        headers: { 'retry-after': '60' },
      }
    this.#times.push(now)
    return undefined
  }

  #authorised({ headers }: IncomingMessage): Answer | undefined {
    if (headers.authorization === undefined) return refusal(400, 'Missing Authorization header')
    return headers.authorization === `Bearer ${KEY}` ? undefined : refusal(401, 'Invalid API key')
  }

  #route(method: string, { pathname, searchParams }: URL, body: unknown): Answer {
    const role = /^\/api\/v1\/members\/([^/]+)\/role$/.exec(pathname)
    const one = /^\/api\/v1\/members\/([^/]+)$/.exec(pathname)
    if (method === 'GET' && pathname === '/api/v1/members') return this.#list(Object.fromEntries(searchParams))
    if (method === 'GET' && pathname === '/api/v1/projects') return this.#listProjects(Object.fromEntries(searchParams))
    if (method === 'POST' && role?.[1] !== undefined) return this.#update(decodeURIComponent(role[1]), body)
    if (method === 'DELETE' && one?.[1] !== undefined) return this.#delete(decodeURIComponent(one[1]))
    return refusal(404, 'Unknown API endpoint')
  }

  #list(query: object): Answer {
    const read = listQuery.safeParse(query)
    if (!read.success) return refusal(400, 'Request validation failed')
    const { limit, offset, userEmail, globalRole } = read.data
    if (offset > 0 && this.faults.moves > 0) {
      this.faults.moves -= 1
      this.members.shift()
    }
    const all = this.members
      .filter(({ email, role }) => (userEmail === undefined || email === userEmail) && (globalRole === undefined || role === globalRole))
      .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    const members = all.slice(offset, offset + limit).map((member) => ({
      id: member.id,
      email: member.email,
      globalRole: member.role,
      environments: [],
      limitAccessByEnvironment: false,
      managedbyIdp: member.managedByIdp,
      projectRoles: member.projectRoles,
      ...(member.lastLogin === undefined ? {} : { lastLoginDate: new Date(member.lastLogin).toISOString() }),
      dateCreated: new Date(member.created).toISOString(),
    }))
    return this.#checked(membersAnswer, { members, ...paging(limit, offset, members.length, all.length) })
  }

  #listProjects(query: object): Answer {
    const read = listQuery.safeParse(query)
    if (!read.success) return refusal(400, 'Request validation failed')
    const { limit, offset } = read.data
    const projects = this.projects.slice(offset, offset + limit)
    return this.#checked(projectsAnswer, { projects, ...paging(limit, offset, projects.length, this.projects.length) })
  }

  #update(id: string, body: unknown): Answer {
    const read = roleBody.safeParse(body)
    if (!read.success) return refusal(400, 'Request validation failed')
    const member = this.members.find((one) => one.id === id)
    if (member === undefined) return refusal(400, 'Could not find user with that ID')
    if (member.managedByIdp) return refusal(400, 'This user is managed via an external identity provider')
    const { role, projectRoles } = read.data.member
    const roles = [...(role === undefined ? [] : [role]), ...(projectRoles ?? []).map((each) => each.role)]
    if (this.faults.plan && roles.some((each) => each !== 'admin')) return refusal(402, 'Your plan only supports the admin role.')
    if (roles.some((each) => !this.roles.has(each))) return refusal(400, 'Invalid role')
    if ((projectRoles ?? []).some(({ project }) => !this.projects.some((each) => each.id === project)))
      return refusal(400, 'Invalid project')
    if (!this.#lost()) {
      member.role = role ?? member.role
      // A list replaces the whole list.
      member.projectRoles = projectRoles ?? member.projectRoles
    }
    return this.#checked(updateAnswer, { updatedMember: { id, role: role ?? member.role } })
  }

  #delete(id: string): Answer {
    if (this.faults.failedDeletes > 0) {
      this.faults.failedDeletes -= 1
      return refusal(500, 'Internal error')
    }
    const index = this.members.findIndex((one) => one.id === id)
    const member = this.members[index]
    if (member === undefined) return refusal(400, 'Could not find user with that ID')
    if (member.managedByIdp) return refusal(400, 'This user is managed via an external identity provider')
    if (member.role === 'admin' && this.members.filter(({ role }) => role === 'admin').length === 1)
      return refusal(400, 'Cannot remove the only admin')
    if (!this.#lost()) this.members.splice(index, 1)
    return this.#checked(deleteAnswer, { deletedId: id })
  }

  #lost(): boolean {
    if (this.faults.lostUpdates === 0) return false
    this.faults.lostUpdates -= 1
    return true
  }

  #checked(schema: { safeParse(value: unknown): { success: boolean; error?: Error } }, body: object): Answer {
    const read = schema.safeParse(body)
    if (!read.success) this.broken.push(read.error?.message ?? '')
    return { status: 200, body, headers: {} }
  }
}

interface Answer {
  readonly status: number
  readonly body: object
  readonly headers: Readonly<Record<string, string>>
}

function refusal(status: number, message: string): Answer {
  return { status, body: { message }, headers: {} }
}

function paging(limit: number, offset: number, count: number, total: number) {
  const hasMore = offset + count < total
  return { limit, offset, count, total, hasMore, nextOffset: hasMore ? offset + count : null }
}
