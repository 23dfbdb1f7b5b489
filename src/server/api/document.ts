import { z } from 'zod'
import { STATUS, type RefusalCode } from '../errors.ts'
import type { Route } from './route.ts'
import { problem, shapes } from './shapes.ts'

const ALWAYS: readonly RefusalCode[] = [
  'bad-request',
  'too-long',
  'wrong-host',
  'failed',
  'no-charter',
  'not-logged-in',
  'not-allowed',
  'too-many',
]
const READING: readonly RefusalCode[] = ['not-yet', 'busy', 'read-only']
const BODY: readonly RefusalCode[] = ['bad-body', 'too-large', 'wrong-type', 'wrong-origin']
const WRITING: readonly RefusalCode[] = [...BODY, 'no-key', 'key-reused', 'refused', 'held', 'busy', 'read-only']
const RECEIVING: readonly RefusalCode[] = [...BODY, 'no-key', 'conflict', 'busy', 'read-only']

type Block = Readonly<Record<string, unknown>>

/** The document as it is served and as it stands in docs/spec. */
export function openApiText(routes: readonly Route[]): string {
  return `${JSON.stringify(openApiDocument(routes), undefined, 1)}\n`
}

/** The interface as an OpenAPI 3.1 document, made of the schemas that requests and answers are held to. */
function openApiDocument(routes: readonly Route[]): object {
  const ref = (id: string) => `#/components/schemas/${id}`
  const { schemas } = z.toJSONSchema(shapes, { uri: ref })
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Writ',
      version: '1',
      description: 'User rights of a community: who holds what, why, and everything that changes it. docs/spec/api.md says how to begin.',
      license: { name: 'GPL-3.0-or-later', identifier: 'GPL-3.0-or-later' },
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema as Block)])),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token made by `writ token make` or `POST /tokens`.' } },
    },
  }
}

function operation(route: Route): object {
  const { id, summary, scope, right, method } = route
  const keyed = route.kind !== 'reads'
  const needs = scope === undefined ? 'Anybody may.' : `Takes a token with the scope \`${scope}\`.`
  const held = right === undefined ? '' : ` Its owner must hold the right \`${right}\` on \`writ\`.`
  const confirmed = route.kind === 'writes' && route.confirms === true ? ' Its owner confirms each request with a second factor.' : ''
  const done = { description: 'done', ...json(schemaOf(route.answer)), headers: { 'Writ-Revision': REVISION } }
  const success =
    route.kind === 'receives'
      ? { 200: { description: 'received', ...json(schemaOf(route.answer)) } }
      : route.kind === 'writes'
        ? route.accepted === true
          ? { 202: { ...done, description: 'begun' } }
          : { 200: done, 202: { ...done, description: 'proposed: further people must approve' } }
        : route.sends === undefined
          ? { 200: done, 304: { description: 'as the reader has it' } }
          : {
              200: {
                description: 'the file',
                content: { [route.sends]: route.sends === 'application/json' ? { schema: schemaOf(route.answer) } : {} },
              },
            }
  return {
    operationId: id,
    summary,
    description: `${needs}${held}${confirmed}`,
    tags: [route.path.split('/')[1] ?? ''],
    security: route.kind === 'receives' ? [{}] : scope === undefined ? [{}, { token: [] }] : [{ token: [] }],
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query'), ...(keyed ? [KEY] : [MINIMUM])],
    ...(method === 'post' ? { requestBody: { required: true, ...json(schemaOf(route.body)) } } : {}),
    responses: { ...success, ...problems(route) },
  }
}

const REVISION = { description: 'entries that the answer rests on', schema: { type: 'integer' } }
const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'a new one for each thing to be done; the same request with the same key is done once',
  schema: { type: 'string', pattern: '^[!-~]{1,100}$' },
}
const MINIMUM = {
  name: 'min_rev',
  in: 'query',
  required: false,
  description: 'the answer rests on at least so many entries: `Writ-Revision` of an earlier answer',
  schema: { type: 'integer', minimum: 0 },
}

function problems(route: Route): Readonly<Record<number, object>> {
  const codes = [
    ...ALWAYS,
    ...(route.kind === 'writes' ? WRITING : route.kind === 'receives' ? RECEIVING : [...READING, ...(route.method === 'post' ? BODY : [])]),
    ...(route.path.includes('{') ? (['not-found'] as const) : []),
    ...(route.refusals ?? []),
  ]
  const byStatus = new Map<number, RefusalCode[]>()
  for (const code of new Set(codes)) byStatus.set(STATUS[code], [...(byStatus.get(STATUS[code]) ?? []), code])
  const content = { 'application/problem+json': { schema: schemaOf(problem) } }
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [status, { description: of.map((one) => `\`${one}\``).join(', '), content }]),
  )
}

function parameters(schema: z.ZodType, where: 'path' | 'query'): readonly object[] {
  const { properties = {}, required = [] } = bare(z.toJSONSchema(schema)) as {
    readonly properties?: Readonly<Record<string, Block>>
    readonly required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }))
}

/** The schema, or where it stands if it has a name of its own. */
function schemaOf(schema: z.ZodType): object {
  const id = shapes.get(schema)?.id
  return id === undefined ? bare(z.toJSONSchema(schema)) : { $ref: `#/components/schemas/${id}` }
}

function json(schema: object): { readonly content: object } {
  return { content: { 'application/json': { schema } } }
}

function bare(schema: object): Block {
  const { $schema: _schema, $id: _id, ...rest } = schema as Block
  return rest
}
