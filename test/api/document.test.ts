/** The document of the programming interface: valid OpenAPI 3.1, and the one in docs/spec is the one served. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { openApiText } from '../../src/server/api/document.ts'
import { routes } from '../../src/server/api/routes.ts'

describe('the document of the programming interface', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(JSON.parse(openApiText(routes)))
    assert.deepEqual([result.valid, result.errors], [true, undefined])
  })

  it('stands in docs/spec as it is served', async () => {
    const written = await readFile(join(import.meta.dirname, '../../docs/spec/openapi.json'), 'utf8')
    assert.equal(written, openApiText(routes), 'run `node scripts/write-api-spec.mjs`')
  })

  it('has a name and a path of its own for every route, and no write without a token', () => {
    assert.equal(new Set(routes.map(({ id }) => id)).size, routes.length)
    assert.equal(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size, routes.length)
    for (const route of routes) if (route.kind === 'writes') assert.ok(route.scope !== undefined, route.id)
    assert.deepEqual(
      routes.filter(({ kind }) => kind === 'receives').map(({ id }) => id),
      ['reportAnonymously'],
    )
  })
})
