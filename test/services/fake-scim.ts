/**
 * A SCIM server of its own, for tests: users and groups as RFC 7643 and 7644 have them, with faults that real ones show. It shares no code with the
 * connector and keeps a journal of the calls it took.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeUser {
  readonly id: string
  userName: string
  externalId?: string
  displayName?: string
  mail?: string
  active: boolean
  version: number
}

export interface FakeGroup {
  readonly id: string
  displayName: string
  members: string[]
  version: number
  /** The token may not change it. */
  barred: boolean
}

export interface FakeScimFaults {
  /** The next so many changes answer 200 and are lost. */
  lostPatches: number
  /** Before the next so many changes somebody else changes the resource. */
  overtaken: number
  /** The next so many calls answer 429. */
  tooMany: number
  /** Seconds that such an answer says to wait. */
  retryAfter: string
  /** The next so many calls answer 503. */
  down: number
  /** The next so many pages of listings leave out their last resource. */
  shortPages: number
  /** Somebody joins between two pages of a listing, so many times. */
  moves: number
  /** Answers with a page of HTML. */
  html: boolean
  /** Has no versions. */
  noVersions: boolean
  /** The next so many resources that are made answer 201 and are lost. */
  lostCreations: number
  /** The next so many resources that are made stand, and the answer is lost: 503. */
  lostAnswers: number
}

interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export class FakeScim {
  readonly users: FakeUser[] = []
  readonly groups: FakeGroup[] = []
  readonly calls: { readonly method: string; readonly path: string; readonly status: number; readonly body: unknown }[] = []
  readonly faults: FakeScimFaults = {
    lostPatches: 0,
    overtaken: 0,
    tooMany: 0,
    retryAfter: '2',
    down: 0,
    shortPages: 0,
    moves: 0,
    html: false,
    noVersions: false,
    lostCreations: 0,
    lostAnswers: 0,
  }
  readonly token = 'fake-scim-token'
  /** Resources of a page at most. */
  largestPage = 100
  #made = 0
  #server: ReturnType<typeof createServer> | undefined

  user(userName: string): FakeUser {
    const made = { id: `u-${(this.#made += 1)}`, userName, active: true, version: 1 }
    this.users.push(made)
    return made
  }

  group(displayName: string, barred = false): FakeGroup {
    const made = { id: `g-${(this.#made += 1)}`, displayName, members: [], version: 1, barred }
    this.groups.push(made)
    return made
  }

  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body, headers }) => {
        const html = typeof body === 'string'
        response.writeHead(status, { 'content-type': html ? 'text/html' : 'application/scim+json', ...headers })
        response.end(html || body === undefined ? body : JSON.stringify(body))
      })
    })
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/scim/v2`
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server?.close(resolve))
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://fake')
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const text = Buffer.concat(parts).toString()
    const body: any = text === '' ? undefined : JSON.parse(text)
    const answer = this.#decide(request, url, body)
    this.calls.push({ method: request.method ?? '', path: url.pathname + url.search, status: answer.status, body })
    return answer
  }

  #decide(request: IncomingMessage, url: URL, body: any): Answer {
    const { faults } = this
    if (request.headers.authorization !== `Bearer ${this.token}`) return wrong(401, 'who are you')
    if (faults.html) return { status: 200, body: '<html>a proxy</html>' }
    if (take(faults, 'tooMany')) return { ...wrong(429, 'slower'), headers: { 'retry-after': faults.retryAfter } }
    if (take(faults, 'down')) return wrong(503, 'not now')
    const [, kind = '', id] = /^\/scim\/v2\/(\w+)(?:\/([^/]+))?$/.exec(url.pathname) ?? []
    if (kind === 'ServiceProviderConfig')
      return { status: 200, body: { patch: { supported: true }, etag: { supported: !faults.noVersions } } }
    if (kind !== 'Users' && kind !== 'Groups') return wrong(404, 'no such endpoint')
    if (id === undefined && request.method === 'POST') return this.#make(kind, request, body)
    if (id === undefined) return this.#list(kind, url)
    const found = kind === 'Users' ? this.users.find((one) => one.id === id) : this.groups.find((one) => one.id === id)
    if (found === undefined) return wrong(404, `Resource ${id} not found`)
    if (request.method === 'GET') return { status: 200, body: this.#show(found, true) }
    if (request.method !== 'PATCH') return wrong(405, 'not so')
    if (!(request.headers['content-type'] ?? '').startsWith('application/scim+json')) return wrong(415, 'not JSON of SCIM')
    if ('barred' in found && found.barred) return wrong(403, 'not this one')
    if (take(faults, 'overtaken')) this.#overtake(found)
    const match = request.headers['if-match']
    if (match !== undefined && match !== tagOf(found)) return wrong(412, 'Failed to update. Resource changed on the server')
    return this.#patch(found, body)
  }

  /** RFC 7644 section 3.3; `userName` and `displayName` are unique here. */
  #make(kind: 'Users' | 'Groups', request: IncomingMessage, body: any): Answer {
    if (!(request.headers['content-type'] ?? '').startsWith('application/scim+json')) return wrong(415, 'not JSON of SCIM')
    const schema = `urn:ietf:params:scim:schemas:core:2.0:${kind === 'Users' ? 'User' : 'Group'}`
    const name: unknown = kind === 'Users' ? body?.userName : body?.displayName
    if (!Array.isArray(body?.schemas) || body.schemas[0] !== schema || typeof name !== 'string') return wrong(400, 'not so', 'invalidValue')
    const same = (one: string) => one.toLowerCase() === name.toLowerCase()
    if (kind === 'Users' ? this.users.some(({ userName }) => same(userName)) : this.groups.some(({ displayName }) => same(displayName)))
      return wrong(409, 'One or more of the attribute values are already in use', 'uniqueness')
    const made = kind === 'Users' ? this.user(name) : this.group(name)
    if ('userName' in made) {
      if (body.externalId !== undefined) made.externalId = String(body.externalId)
      if (body.displayName !== undefined) made.displayName = String(body.displayName)
      if (body.emails?.[0]?.value !== undefined) made.mail = String(body.emails[0].value)
    }
    const answer = { status: 201, body: this.#show(made, true) }
    if (take(this.faults, 'lostCreations')) (kind === 'Users' ? this.users : this.groups).pop()
    return take(this.faults, 'lostAnswers') ? wrong(503, 'not now') : answer
  }

  #list(kind: 'Users' | 'Groups', url: URL): Answer {
    const filter = url.searchParams.get('filter')
    const name = filter === null ? undefined : /^userName eq ("(?:[^"\\]|\\.)*")$/.exec(filter)?.[1]
    if (filter !== null && name === undefined) return wrong(400, 'not a filter', 'invalidFilter')
    const wanted = name === undefined ? undefined : (JSON.parse(name) as string).toLowerCase()
    const all = (kind === 'Users' ? this.users : this.groups).filter(
      (one) => wanted === undefined || ('userName' in one && one.userName.toLowerCase() === wanted),
    )
    const start = Number(url.searchParams.get('startIndex') ?? 1)
    const count = Math.min(this.largestPage, Number(url.searchParams.get('count') ?? this.largestPage))
    const rows = all.slice(start - 1, start - 1 + count)
    const total = all.length
    if (start > 1 && take(this.faults, 'moves')) this.user(`newcomer-${this.#made}`)
    const shown = rows.length > 1 && take(this.faults, 'shortPages') ? rows.slice(0, -1) : rows
    const withMembers = url.searchParams.get('excludedAttributes') !== 'members'
    return {
      status: 200,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        totalResults: total,
        startIndex: start,
        itemsPerPage: shown.length,
        Resources: shown.map((one) => this.#show(one, withMembers)),
      },
    }
  }

  #show(one: FakeUser | FakeGroup, withMembers: boolean): object {
    const meta = this.faults.noVersions ? {} : { version: tagOf(one) }
    const outer = 'externalId' in one ? { externalId: one.externalId } : {}
    if ('userName' in one)
      return { id: one.id, userName: one.userName, ...outer, active: one.active, meta: { resourceType: 'User', ...meta } }
    const members = withMembers && one.members.length > 0 ? { members: one.members.map((value) => ({ value })) } : {}
    return { id: one.id, displayName: one.displayName, ...members, meta: { resourceType: 'Group', ...meta } }
  }

  #overtake(one: FakeUser | FakeGroup): void {
    one.version += 1
    if ('members' in one) one.members.push(this.user(`overtaker-${this.#made}`).id)
  }

  #patch(one: FakeUser | FakeGroup, body: any): Answer {
    if (!Array.isArray(body?.Operations) || body.schemas?.[0] !== 'urn:ietf:params:scim:api:messages:2.0:PatchOp')
      return wrong(400, 'not a PatchOp', 'invalidSyntax')
    if (take(this.faults, 'lostPatches')) return { status: 200, body: this.#show(one, true) }
    for (const { op, path, value } of body.Operations) {
      const removed = /^members\[value eq "([^"]+)"\]$/.exec(path ?? '')?.[1]
      if ('userName' in one && op === 'replace' && path === 'active' && typeof value === 'boolean') one.active = value
      else if ('members' in one && op === 'add' && path === 'members' && Array.isArray(value)) {
        const strangers = value.filter((member: any) => !this.users.some(({ id }) => id === member.value))
        if (strangers.length > 0) return wrong(400, 'no such member', 'invalidValue')
        one.members = [...new Set([...one.members, ...value.map((member: any) => member.value)])]
      } else if ('members' in one && op === 'remove' && removed !== undefined)
        one.members = one.members.filter((member) => member !== removed)
      else return wrong(400, `cannot ${op} ${path}`, 'invalidPath')
    }
    one.version += 1
    return { status: 200, body: this.#show(one, true) }
  }
}

const tagOf = ({ version }: { readonly version: number }) => `W/"${version}"`

function wrong(status: number, detail: string, scimType?: string): Answer {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
  return { status, body: { schemas, status: String(status), detail, ...(scimType === undefined ? {} : { scimType }) } }
}

function take(
  faults: FakeScimFaults,
  name: 'lostPatches' | 'overtaken' | 'tooMany' | 'down' | 'shortPages' | 'moves' | 'lostCreations' | 'lostAnswers',
): boolean {
  if (faults[name] <= 0) return false
  faults[name] -= 1
  return true
}
