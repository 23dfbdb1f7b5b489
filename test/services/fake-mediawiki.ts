/**
 * A small HTTP server that answers like MediaWiki's action API (formatversion 2, errorformat plaintext), for what a real one cannot be brought
 * to do on demand: faults of the network, of replication, of proxies. Its behaviour is what the real one showed.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface FakeUser {
  readonly userid: number
  readonly name: string
  /** Groups with their ends, `infinity` or ISO time. */
  readonly groups: Readonly<Record<string, string>>
  readonly blocked?: boolean
  readonly edits?: number
  readonly registered?: string | null
  readonly lastEdit?: string
}

/** One call as the server saw it, after login parameters were taken out. */
interface FakeCall {
  readonly action: string
  readonly parameters: Readonly<Record<string, string>>
  readonly headers: IncomingMessage['headers']
}

/** Answers in place of the normal answer; undefined = the normal one. `body` may be a JSON value or text. */
export interface FakeReply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Milliseconds before the answer. */
  readonly delay?: number
  /** Breaks the connection. */
  readonly destroy?: boolean
  /** Changes the normal answer instead. */
  readonly patch?: (normal: any) => unknown
}

export interface FakeWiki {
  readonly api: URL
  readonly calls: readonly FakeCall[]
  users: FakeUser[]
  groups: readonly string[]
  changeable: readonly string[]
  rights: readonly string[]
  tags: readonly string[]
  log: readonly Readonly<Record<string, unknown>>[]
  now: () => number
  /** Called before each answer with the call and its number (from 1) among those of its action. */
  disturb: (call: FakeCall, number: number) => FakeReply | undefined
  /** How many calls of an action there were. */
  count(action: string): number
  stop(): Promise<void>
}

export const fakeCredentials = { user: 'WritBot@writ', password: 'correct horse battery staple' } as const
export const fakeToken = 'eyJhbGciOi.fake-access-token'

export async function startFakeWiki(): Promise<FakeWiki> {
  const calls: FakeCall[] = []
  let session = 0
  let loggedIn = false
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  const wiki: FakeWiki = {
    api: new URL(`http://127.0.0.1:${port}/w/api.php`),
    calls,
    users: [],
    groups: ['editor', 'constable', 'sysop'],
    changeable: ['editor', 'constable'],
    rights: ['read', 'apihighlimits', 'applychangetags'],
    tags: ['writ'],
    log: [],
    now: () => Date.now(),
    disturb: () => undefined,
    count: (action) => calls.filter((call) => call.action === action).length,
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const parameters = Object.fromEntries(new URLSearchParams(text))
    const call = { action: parameters['action'] ?? '', parameters, headers: request.headers }
    calls.push(call)
    const reply = wiki.disturb(call, wiki.count(call.action)) ?? {}
    if (reply.destroy === true) return void request.socket.destroy()
    if (reply.delay !== undefined) await new Promise((resolve) => void setTimeout(resolve, reply.delay))
    const authorised =
      (loggedIn && request.headers.cookie?.includes(`session=${session}`) === true) ||
      request.headers.authorization === `Bearer ${fakeToken}`
    const normal = reply.body === undefined && reply.status === undefined ? answer(parameters, authorised) : reply.body
    const body = reply.patch === undefined ? normal : reply.patch(normal)
    const cookie = call.action === 'login' ? { 'set-cookie': `session=${session}; path=/; HttpOnly` } : {}
    const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
    response.writeHead(reply.status ?? 200, { 'content-type': type, ...cookie, ...reply.headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? null))
  }

  function answer(parameters: Readonly<Record<string, string>>, authorised: boolean): unknown {
    if (parameters['action'] === 'login') return logIn(parameters)
    if (parameters['meta'] === 'tokens' && parameters['type'] === 'login')
      return { batchcomplete: true, query: { tokens: { logintoken: 'l+\\' } } }
    if (parameters['assert'] === 'user' && !authorised)
      return error('assertuserfailed', 'You are no longer logged in, so the action could not be completed.')
    if (parameters['action'] === 'paraminfo')
      return {
        paraminfo: {
          modules: [
            {
              name: 'userrights',
              parameters: [
                { name: 'user', type: 'user' },
                { name: 'add', type: wiki.groups },
              ],
            },
          ],
        },
      }
    if (parameters['action'] === 'userrights') return change(parameters)
    return query(parameters)
  }

  function logIn(parameters: Readonly<Record<string, string>>): unknown {
    const right = parameters['lgname'] === fakeCredentials.user && parameters['lgpassword'] === fakeCredentials.password
    if (!right)
      return {
        login: { result: 'Failed', reason: { code: 'wrongpassword', text: 'Incorrect username or password entered.\nPlease try again.' } },
      }
    session += 1
    loggedIn = true
    return { login: { result: 'Success', lguserid: 99, lgusername: 'WritBot' } }
  }

  function query(parameters: Readonly<Record<string, string>>): unknown {
    const result: Record<string, unknown> = {}
    const next: Record<string, string> = {}
    const lists = (parameters['list'] ?? '').split('|')
    const metas = (parameters['meta'] ?? '').split('|')
    const high = wiki.rights.includes('apihighlimits')
    if (metas.includes('tokens')) result['tokens'] = { userrightstoken: 't+\\' }
    if (metas.includes('siteinfo') && parameters['siprop'] === 'general')
      result['general'] = { sitename: 'Fake', generator: 'MediaWiki 1.39.0' }
    if (metas.includes('siteinfo') && parameters['siprop'] === 'usergroups')
      result['usergroups'] = [
        { name: 'bot', rights: ['bot'] },
        { name: 'sysop', rights: ['userrights'] },
        { name: 'writ', rights: ['apihighlimits'], add: list(wiki.changeable, [...wiki.changeable, 'gone']), remove: wiki.changeable },
      ]
    if (metas.includes('userinfo'))
      result['userinfo'] = {
        id: 99,
        name: 'WritBot',
        groups: ['writ', 'bot', '*', 'user'],
        rights: wiki.rights,
        changeablegroups: { add: wiki.changeable, remove: wiki.changeable, 'add-self': [], 'remove-self': [] },
      }
    if (lists.includes('tags')) result['tags'] = wiki.tags.map((name) => ({ name, active: true, source: ['manual'] }))
    if (lists.includes('logevents')) {
      const newer = parameters['ledir'] === 'newer'
      const lines = newer ? wiki.log : wiki.log.toReversed()
      result['logevents'] = lines.slice(0, parameters['lelimit'] === 'max' ? 500 : Number(parameters['lelimit']))
    }
    if (lists.includes('allusers')) {
      const groups = split(parameters['augroup'])
      const page = high ? 5000 : 500
      const found = wiki.users
        .filter((user) => groups.some((group) => group in user.groups) && user.name >= (parameters['aufrom'] ?? ''))
        .toSorted((left, right) => (left.name < right.name ? -1 : 1))
      result['allusers'] = found.slice(0, page).map(({ userid, name }) => ({ userid, name }))
      const beyond = found[page]
      if (beyond !== undefined) next['aufrom'] = beyond.name
    }
    if (lists.includes('users')) {
      const keys = split(parameters['ususerids'] ?? parameters['ususers'])
      if (keys.length > (high ? 500 : 50))
        return error('toomanyvalues', 'Too many values supplied for parameter "ususers". The limit is 50.')
      result['users'] = keys.map((key) => {
        const user = wiki.users.find((each) => String(each.userid) === key || each.name === key)
        if (user === undefined)
          return parameters['ususerids'] === undefined ? { name: key, missing: true } : { userid: Number(key), missing: true }
        const groupmemberships = Object.entries(user.groups).map(([group, expiry]) => ({ group, expiry }))
        return {
          userid: user.userid,
          name: user.name,
          groupmemberships,
          ...(user.blocked === true ? { blockid: 3, blockpartial: false } : {}),
          ...(split(parameters['usprop']).includes('editcount')
            ? {
                editcount: user.edits ?? 0,
                registration: user.registered === undefined ? '2020-01-01T00:00:00Z' : user.registered,
                groups: ['*', 'user', ...Object.keys(user.groups)],
              }
            : {}),
        }
      })
    }
    if (lists.includes('usercontribs')) {
      const user = wiki.users.find((each) => String(each.userid) === parameters['ucuserids'])
      result['usercontribs'] = user?.lastEdit === undefined ? [] : [{ userid: user.userid, user: user.name, timestamp: user.lastEdit }]
    }
    return {
      batchcomplete: true,
      curtimestamp: new Date(wiki.now()).toISOString().replace(/\.\d+Z/, 'Z'),
      ...(Object.keys(next).length === 0 ? {} : { continue: { ...next, continue: '-||' } }),
      query: result,
    }
  }

  function change(parameters: Readonly<Record<string, string>>): unknown {
    if (parameters['token'] !== 't+\\') return error('badtoken', 'Invalid CSRF token.')
    if (parameters['tags'] !== undefined && !wiki.tags.includes(parameters['tags']))
      return error('badtags', `The tag "${parameters['tags']}" is not allowed`)
    const user = wiki.users.find((each) => `#${each.userid}` === parameters['user'])
    if (user === undefined) return error('nosuchuser', `There is no user by the name "${parameters['user']}".`)
    const [add, ends, remove] = [split(parameters['add']), split(parameters['expiry']), split(parameters['remove'])]
    const may = (group: string) => wiki.changeable.includes(group)
    const added = add.filter((group, index) => may(group) && user.groups[group] !== ends[index])
    const removed = remove.filter((group) => may(group) && group in user.groups)
    const kept = Object.entries(user.groups).filter(([group]) => !removed.includes(group))
    const groups = {
      ...Object.fromEntries(kept),
      ...Object.fromEntries(added.map((group) => [group, ends[add.indexOf(group)] ?? 'infinity'])),
    }
    wiki.users = wiki.users.map((each) => (each.userid === user.userid ? { ...each, groups } : each))
    return { userrights: { user: user.name, userid: user.userid, added: list(added, add), removed: list(removed, remove) } }
  }

  return wiki
}

const split = (value: string | undefined) =>
  value === undefined || value === '' ? [] : value.startsWith('\u001F') ? value.slice(1).split('\u001F') : value.split('|')

/** A list from which PHP took something comes as an object. */
const list = (part: readonly string[], whole: readonly string[]) =>
  part.length === whole.length ? part : Object.fromEntries(part.map((group) => [whole.indexOf(group), group]))

/** An error as the API gives it. */
export const error = (code: string, text: string) => ({ errors: [{ code, text, module: 'main' }], docref: 'See the documentation.' })
