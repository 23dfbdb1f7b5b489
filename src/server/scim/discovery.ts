/** What this server can do: RFC 7644 section 4. */
import type { Context, Hono } from 'hono'
import { CORE_GROUP, CORE_USER, describeSchemas, ENTERPRISE } from '../../sources/scim/schema.ts'
import { LARGEST_BODY } from '../authzen/read-body.ts'
import { BASE, send, sendProblem } from './answers.ts'

/** Resources of one answer to a listing. */
export const MOST_RESULTS = 200

type Serve = (work: (context: Context) => Response | Promise<Response>) => (context: Context) => Promise<Response>

export function discoveryRoutes(app: Hono, base: () => string, serve: Serve): void {
  const address = () => `${base()}${BASE}`
  app.get(
    `${BASE}/ServiceProviderConfig`,
    serve((context) => send(context, configuration(address()))),
  )
  listed(app, serve, 'ResourceTypes', () => resourceTypes(address()))
  listed(app, serve, 'Schemas', () => describeSchemas(address()))
}

function listed(app: Hono, serve: Serve, path: string, all: () => readonly object[]): void {
  app.get(
    `${BASE}/${path}`,
    serve((context) => {
      if (context.req.query('filter') !== undefined)
        return sendProblem(context, { status: 403, scimType: undefined, detail: 'what a server can do is not filtered' })
      const resources = all()
      return send(context, listOf(resources, resources.length, 1))
    }),
  )
  app.get(
    `${BASE}/${path}/:id`,
    serve((context) => {
      const id = context.req.param('id')
      const found = all().find((one) => 'id' in one && one.id === id)
      return found === undefined
        ? sendProblem(context, { status: 404, scimType: undefined, detail: 'there is none of this id' })
        : send(context, found)
    }),
  )
}

export function listOf(resources: readonly object[], total: number, startIndex: number): object {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  }
}

function configuration(address: string): object {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: LARGEST_BODY },
    filter: { supported: true, maxResults: MOST_RESULTS },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'A token with the scope `scim`, made by `writ token make`',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${address}/ServiceProviderConfig` },
  }
}

function resourceTypes(address: string): readonly object[] {
  const type = (name: 'User' | 'Group', schema: string, description: string, extensions: object) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: name,
    name,
    endpoint: `/${name}s`,
    description,
    schema,
    ...extensions,
    meta: { resourceType: 'ResourceType', location: `${address}/ResourceTypes/${name}` },
  })
  return [
    type('User', CORE_USER, 'People, of whom facts are told', { schemaExtensions: [{ schema: ENTERPRISE, required: false }] }),
    type('Group', CORE_GROUP, 'Groups that people are in there; no roles here', {}),
  ]
}
