/** Users and groups: listed, read, made, replaced, changed and deleted. */
import type { Context, Hono } from 'hono'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Json } from '../../kernel/json.ts'
import type { ScimDirectory, Stored } from '../../sources/scim/directory.ts'
import { equalTo, parseFilter } from '../../sources/scim/filter.ts'
import { normalisePatch, normaliseResource } from '../../sources/scim/normalise.ts'
import { memberIds, patchGroup, patchUser } from '../../sources/scim/patch.ts'
import { problem, type ScimProblem } from '../../sources/scim/problem.ts'
import { shapeResource, type JsonObject, type Kind } from '../../sources/scim/schema.ts'
import { readDocument } from '../authzen/read-body.ts'
import type { Serving } from '../serving.ts'
import { BASE, etagOf, present, select, send, sendProblem, wantedOf, wantsMembers } from './answers.ts'
import { listOf, MOST_RESULTS } from './discovery.ts'

type Serve = (work: (context: Context) => Response | Promise<Response>) => (context: Context) => Promise<Response>

type Scim = NonNullable<Serving['scim']>

const TYPES = /^application\/(?:scim\+)?json(?:\s*;|\s*$)/i

export function resourceRoutes(app: Hono, serving: Serving, scim: Scim, serve: Serve): void {
  for (const kind of ['User', 'Group'] as const) {
    const routes = routesOf(serving, scim, kind)
    const [all, one] = [`${BASE}/${kind}s`, `${BASE}/${kind}s/:id`]
    app.get(all, serve(routes.list))
    app.post(all, serve(routes.create))
    app.get(one, serve(routes.read))
    app.put(one, serve(routes.replace))
    app.patch(one, serve(routes.change))
    app.delete(one, serve(routes.remove))
    for (const [path, allowed] of [
      [all, 'GET, HEAD, POST'],
      [one, 'GET, HEAD, PUT, PATCH, DELETE'],
    ] as const)
      app.all(
        path,
        serve((context) => {
          context.header('Allow', allowed)
          return sendProblem(context, { status: 405, scimType: undefined, detail: `this takes ${allowed}` })
        }),
      )
  }
}

interface Wish {
  readonly body: JsonObject
  readonly members: ReadonlySet<string> | undefined
}

function routesOf(serving: Serving, { directory, newId }: Scim, kind: Kind) {
  const now = () => serving.clock.now()
  const resourceOf = (context: Context, stored: Stored) => {
    const wanted = wantedOf(context)
    return select(present(directory, serving.base(), stored, wantsMembers(wanted)), wanted)
  }
  const answer = (context: Context, stored: Stored, status: 200 | 201 = 200) => {
    context.header('ETag', etagOf(stored))
    return send(context, resourceOf(context, stored), status)
  }

  /** The resource that a request is about, at the version that it means. */
  const meant = (context: Context): Result<Stored, ScimProblem> => {
    const stored = directory.get(kind, context.req.param('id') ?? '')
    if (stored === undefined) return err({ status: 404, scimType: undefined, detail: `there is no ${kind.toLowerCase()} of this id` })
    const match = context.req.header('if-match')
    if (match !== undefined && !hasTag(match, etagOf(stored)))
      return err({ status: 412, scimType: undefined, detail: `it stands at version ${etagOf(stored)} by now; read it again` })
    return ok(stored)
  }

  const wish = async (context: Context): Promise<Result<Wish, ScimProblem & { readonly status: number }>> => {
    const sent = await readJson(context)
    if (!sent.ok) return sent
    const normal = normaliseResource(sent.value)
    if (!normal.ok) return normal
    const members = kind === 'Group' ? memberIds(normal.value['members']) : ok([])
    if (!members.ok) return members
    const shaped = shapeResource(kind, normal.value)
    return shaped.ok ? ok({ body: shaped.value, members: kind === 'Group' ? new Set(members.value) : undefined }) : shaped
  }

  return {
    list: (context: Context): Response => {
      const { startIndex, count } = windowOf(context)
      const found = search(directory, kind, context.req.query('filter'), startIndex - 1, count, serving.base())
      if (!found.ok) return sendProblem(context, found.error)
      return send(
        context,
        listOf(
          found.value.rows.map((row) => resourceOf(context, row)),
          found.value.total,
          startIndex,
        ),
      )
    },
    create: async (context: Context): Promise<Response> => {
      const wished = await wish(context)
      if (!wished.ok) return sendProblem(context, wished.error)
      const { body, members } = wished.value
      const id = newId()
      const active = kind === 'User' && body['active'] === undefined ? { ...body, active: true } : body
      const made = directory.add({ kind, id, body: active, ...(members === undefined ? {} : { members }) }, now())
      if (!made.ok) return sendProblem(context, made.error)
      context.header('Location', `${serving.base()}${BASE}/${kind}s/${id}`)
      return answer(context, made.value, 201)
    },
    read: (context: Context): Response => {
      const stored = meant(context)
      if (!stored.ok) return sendProblem(context, stored.error)
      const known = context.req.header('if-none-match')
      if (known === undefined || !hasTag(known, etagOf(stored.value))) return answer(context, stored.value)
      context.header('ETag', etagOf(stored.value))
      return context.body(null, 304)
    },
    /** What is not named is taken away, except whether somebody is active: leaving that out is no decision about it. */
    replace: async (context: Context): Promise<Response> => {
      const [stored, wished] = [meant(context), await wish(context)]
      if (!stored.ok) return sendProblem(context, stored.error)
      if (!wished.ok) return sendProblem(context, wished.error)
      const { body, members } = wished.value
      const active = stored.value.body['active']
      const whole = kind === 'User' && body['active'] === undefined && active !== undefined ? { ...body, active } : body
      const put = directory.put(stored.value, whole, members, now())
      return put.ok ? answer(context, put.value) : sendProblem(context, put.error)
    },
    change: async (context: Context): Promise<Response> => {
      const sent = await readJson(context)
      const stored = meant(context)
      if (!stored.ok) return sendProblem(context, stored.error)
      const operations = sent.ok ? normalisePatch(sent.value) : sent
      if (!operations.ok) return sendProblem(context, operations.error)
      const { body } = stored.value
      if (kind === 'User') {
        const changed = await patchUser(body, operations.value)
        const put = changed.ok ? directory.put(stored.value, changed.value, undefined, now()) : changed
        return put.ok ? answer(context, put.value) : sendProblem(context, put.error)
      }
      const changed = patchGroup({ body, members: new Set(directory.members(stored.value.id)) }, operations.value)
      const put = changed.ok ? directory.put(stored.value, changed.value.body, changed.value.members, now()) : changed
      return put.ok ? answer(context, put.value) : sendProblem(context, put.error)
    },
    remove: (context: Context): Response => {
      const stored = meant(context)
      if (!stored.ok) return sendProblem(context, stored.error)
      directory.remove(stored.value, now())
      return context.body(null, 204)
    },
  }
}

/** From 1; a page that is too large is cut, a count of 0 asks for the number alone. */
function windowOf(context: Context): { readonly startIndex: number; readonly count: number } {
  const number = (name: string, otherwise: number) => {
    const text = context.req.query(name)
    return text !== undefined && /^-?\d{1,9}$/.test(text) ? Number(text) : otherwise
  }
  return { startIndex: Math.max(1, number('startIndex', 1)), count: Math.min(MOST_RESULTS, Math.max(0, number('count', MOST_RESULTS))) }
}

interface Found {
  readonly rows: readonly Stored[]
  readonly total: number
}

function search(
  directory: ScimDirectory,
  kind: Kind,
  filter: string | undefined,
  offset: number,
  limit: number,
  base: string,
): Result<Found, ScimProblem> {
  if (filter === undefined || filter === '')
    return ok({ rows: limit === 0 ? [] : directory.page(kind, offset, limit), total: directory.count(kind) })
  const name = equalTo(filter, kind === 'User' ? 'userName' : 'displayName')
  const id = equalTo(filter, 'id')
  const matches = parseFilter(filter)
  if (!matches.ok) return matches
  const named = name === undefined ? (id === undefined ? undefined : directory.get(kind, id)) : directory.byName(kind, name)
  const withMembers = /\bmembers\b/i.test(filter)
  const fitting =
    name !== undefined || id !== undefined
      ? named === undefined
        ? []
        : [named]
      : directory.all(kind).filter((stored) => matches.value(present(directory, base, stored, withMembers)))
  return ok({ rows: fitting.slice(offset, offset + limit), total: fitting.length })
}

async function readJson(context: Context): Promise<Result<Json, ScimProblem & { readonly status: number }>> {
  if (!TYPES.test(context.req.header('content-type') ?? ''))
    return err({ status: 415 as 400, scimType: undefined, detail: 'the content type must be application/scim+json' })
  const read = await readDocument(context)
  if (read.ok) return ok(read.value as Json)
  const { code, detail } = read.error
  return err(code === 'too-large' ? { status: 413 as 400, scimType: undefined, detail } : problem('invalidSyntax', detail))
}

/** RFC 7644 section 3.14: weak tags, compared as texts. */
function hasTag(header: string, tag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '')
  return header.trim() === '*' || header.split(',').some((one) => bare(one) === bare(tag))
}
