/** SCIM inbound: the forms of Entra and Okta, what the standard asks, and that nothing but facts comes of it. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../counts.ts'
import { entra, okta, type Exchange } from './collection.ts'
import { ENTERPRISE, HELPERS, patchOf, scimSite, type ScimSite } from './scim-site.ts'

const hour = 3_600_000

for (const [provider, exchanges] of Object.entries({ 'Entra ID': entra, Okta: okta }))
  describe(`an identity provider like ${provider}`, () => {
    let site: ScimSite
    const ids = new Map<string, string>()
    before(async () => {
      site = await scimSite()
    })
    for (const exchange of exchanges) it(exchange.name, () => play(site, ids, exchange))
  })

async function play(site: ScimSite, ids: Map<string, string>, { method, path, body, status, answer = {}, keep }: Exchange): Promise<void> {
  const fill = (text: string) => text.replaceAll(/\{(user|second|group)\}/g, (_, name: string) => ids.get(name) ?? assert.fail(name))
  const sent = await site.call(method, fill(path), body === undefined ? undefined : fill(JSON.stringify(body)))
  assert.equal(sent.status, status, sent.text)
  if (sent.text !== '') assert.match(sent.headers.get('content-type') ?? '', /^application\/scim\+json/)
  for (const [name, value] of Object.entries(answer)) {
    const wanted = value === undefined ? undefined : JSON.parse(fill(JSON.stringify(value)))
    assert.deepEqual(sent.body[name], wanted, `${name} of ${sent.text}`)
  }
  if (keep !== undefined) ids.set(keep, sent.body.id)
}

describe('SCIM as the standard has it', () => {
  let site: ScimSite
  before(async () => {
    site = await scimSite()
    for (const name of ['ada', 'bob', 'cy'])
      await site.call('POST', '/Users', { userName: name, title: name === 'cy' ? 'Clerk' : 'Scribe' })
  })
  const idOf = async (name: string) => (await site.call('GET', `/Users?filter=userName eq "${name}"`)).body.Resources[0].id

  it('says what it can do, and what its resources are', async () => {
    const { body } = await site.call('GET', '/ServiceProviderConfig')
    assert.deepEqual([body.patch.supported, body.bulk.supported, body.filter.supported, body.etag.supported], [true, false, true, true])
    const types = (await site.call('GET', '/ResourceTypes')).body
    assert.deepEqual(
      types.Resources.map((one: any) => one.endpoint),
      ['/Users', '/Groups'],
    )
    const schemas = (await site.call('GET', '/Schemas')).body
    assert.equal(schemas.totalResults, 3)
    const user = (await site.call('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User')).body
    assert.ok(user.attributes.some((one: any) => one.name === 'userName' && one.required))
    assert.equal((await site.call('GET', '/ResourceTypes/User')).body.schema, user.id)
    assert.equal((await site.call('GET', '/Schemas/none')).status, 404)
    assert.equal((await site.call('GET', '/Schemas?filter=id pr')).status, 403)
    assert.equal((await site.call('GET', '/Me')).status, 501)
    assert.equal((await site.call('POST', '/Bulk', {})).status, 501)
  })

  it('gives what is in the answer a place and a version', async () => {
    const made = await site.call('POST', '/Users', { userName: 'dee' })
    assert.equal(made.headers.get('location'), made.body.meta.location)
    assert.equal(made.headers.get('etag'), made.body.meta.version)
    assert.deepEqual(made.body.schemas, ['urn:ietf:params:scim:schemas:core:2.0:User'])
    assert.equal((await site.call('DELETE', `/Users/${made.body.id}`)).status, 204)
  })

  const filters: readonly (readonly [string, readonly string[]])[] = [
    ['userName eq "ADA"', ['ada']],
    ['userName sw "b"', ['bob']],
    ['title co "scr"', ['ada', 'bob']],
    ['title eq "clerk" or userName eq "ada"', ['ada', 'cy']],
    ['title eq "scribe" and userName ne "ada"', ['bob']],
    ['title eq "scribe" and (userName eq "ada" or userName eq "cy")', ['ada']],
    ['not (title eq "scribe")', ['cy']],
    ['active eq true and userName ew "y"', ['cy']],
    ['emails[type eq "work"]', []],
    ['nickName pr', []],
    ['meta.lastModified gt "2000-01-01T00:00:00Z"', ['ada', 'bob', 'cy']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "cy"', ['cy']],
    [`${ENTERPRISE}:department eq "x"`, []],
    ['userName eq "a and b or c"', []],
  ]
  for (const [filter, names] of filters)
    it(`finds by ${filter}`, async () => {
      const { status, body } = await site.call('GET', `/Users?filter=${encodeURIComponent(filter)}`)
      assert.equal(status, 200)
      assert.deepEqual(body.Resources.map((one: any) => one.userName).toSorted(), names)
    })

  it('refuses filters that it cannot read, or that would cost too much', async () => {
    const many = Array.from({ length: 13 }, (_, at) => `(title eq "${at}" or userName eq "${at}")`).join(' and ')
    for (const filter of ['(((', 'userName xx "a"', ' ', 'x'.repeat(1001), many]) {
      const { status, body } = await site.call('GET', `/Users?filter=${encodeURIComponent(filter)}`)
      assert.deepEqual([status, body.scimType], [400, 'invalidFilter'], filter)
    }
  })

  it('gives lists in pages, from 1', async () => {
    const page = async (query: string) => {
      const { body } = await site.call('GET', `/Users?${query}`)
      return [body.totalResults, body.startIndex, body.Resources.map((one: any) => one.userName)]
    }
    const all = (await page(''))[2] as string[]
    assert.deepEqual(await page('startIndex=1&count=2'), [3, 1, all.slice(0, 2)])
    assert.deepEqual(await page('startIndex=3&count=2'), [3, 3, all.slice(2)])
    assert.deepEqual(await page('startIndex=0&count=1'), [3, 1, all.slice(0, 1)])
    assert.deepEqual(await page('startIndex=9'), [3, 9, []])
    assert.deepEqual(await page('count=0'), [3, 1, []])
    assert.deepEqual(await page('count=-5'), [3, 1, []])
    assert.deepEqual(await page('filter=title+eq+"scribe"&startIndex=2&count=5'), [2, 2, ['bob']])
  })

  it('shows the attributes asked for', async () => {
    const one = async (query: string) => Object.keys((await site.call('GET', `/Users/${await idOf('ada')}?${query}`)).body).toSorted()
    assert.deepEqual(await one('attributes=userName'), ['id', 'schemas', 'userName'])
    assert.deepEqual(await one('excludedAttributes=meta,title'), ['active', 'id', 'schemas', 'userName'])
  })

  it('changes a resource at the version that was meant only', async () => {
    const id = await idOf('bob')
    const read = await site.call('GET', `/Users/${id}`)
    const tag = read.headers.get('etag') ?? ''
    assert.equal((await site.call('GET', `/Users/${id}`, undefined, { 'if-none-match': tag })).status, 304)
    const body = patchOf({ op: 'replace', path: 'title', value: 'Judge' })
    const done = await site.call('PATCH', `/Users/${id}`, body, { 'if-match': tag })
    assert.equal(done.status, 200)
    assert.notEqual(done.headers.get('etag'), tag)
    for (const [method, sent] of [
      ['PATCH', body],
      ['PUT', { userName: 'bob' }],
      ['DELETE', undefined],
    ] as const)
      assert.equal((await site.call(method, `/Users/${id}`, sent, { 'if-match': tag })).status, 412, method)
    const same = await site.call('PATCH', `/Users/${id}`, body, { 'if-match': '*' })
    assert.equal(same.headers.get('etag'), done.headers.get('etag'), 'what changes nothing makes no version')
    await site.call('PATCH', `/Users/${id}`, patchOf({ op: 'replace', path: 'title', value: 'Scribe' }))
  })

  it('changes all that a request asks for, or nothing', async () => {
    const id = await idOf('cy')
    const half = patchOf({ op: 'replace', path: 'title', value: 'King' }, { op: 'add', path: 'crown', value: 'gold' })
    assert.deepEqual((await site.call('PATCH', `/Users/${id}`, half)).body.scimType, 'invalidPath')
    assert.equal((await site.call('GET', `/Users/${id}`)).body.title, 'Clerk')
  })

  it('says what is wrong as an error document', async () => {
    const id = await idOf('ada')
    const wrong: readonly (readonly [string, string, unknown, number, string | undefined])[] = [
      ['POST', '/Users', {}, 400, 'invalidValue'],
      ['POST', '/Users', [], 400, 'invalidSyntax'],
      ['POST', '/Users', '{', 400, 'invalidSyntax'],
      ['POST', '/Users', '{"userName":"x","__proto__":{"active":true}}', 400, 'invalidSyntax'],
      ['POST', '/Users', { userName: 'x', active: 'perhaps' }, 400, 'invalidValue'],
      ['POST', '/Users', JSON.stringify({ userName: 'x'.repeat(1_000_001) }), 413, undefined],
      ['PATCH', `/Users/${id}`, {}, 400, 'invalidSyntax'],
      ['PATCH', `/Users/${id}`, patchOf({ op: 'frob' }), 400, 'invalidSyntax'],
      ['PATCH', `/Users/${id}`, patchOf({ op: 'remove' }), 400, 'noTarget'],
      ['PATCH', `/Users/${id}`, patchOf({ op: 'remove', path: 'userName' }), 400, 'invalidValue'],
      ['PATCH', `/Users/${id}`, patchOf({ op: 'add', value: 'x' }), 400, 'invalidValue'],
      ['PATCH', `/Users/${id}`, patchOf(...Array.from({ length: 1001 }, () => ({ op: 'add', path: 'title', value: 'x' }))), 400, 'tooMany'],
      ['PATCH', `/Users/${id}`, patchOf({ op: 'replace', path: 'userName', value: 'CY' }), 409, 'uniqueness'],
      ['GET', '/Users/none', undefined, 404, undefined],
      ['GET', '/Unknown', undefined, 404, undefined],
      ['PUT', '/Users', {}, 405, undefined],
    ]
    for (const [method, path, body, status, scimType] of wrong) {
      const sent = await site.call(method, path, body)
      assert.deepEqual(
        [sent.status, sent.body.status, sent.body.scimType],
        [status, String(status), scimType],
        `${method} ${path} ${sent.text}`,
      )
      assert.deepEqual(sent.body.schemas, ['urn:ietf:params:scim:api:messages:2.0:Error'])
    }
    const text = await site.call('POST', '/Users', '{"userName":"x"}', { 'content-type': 'text/plain' })
    assert.equal(text.status, 415)
  })

  it('fails at nothing that is sent', async () => {
    const path = fc.oneof(
      fc.constantFrom('active', 'emails[type eq "work"].value', 'members', 'name', 'a[b', '..', `${ENTERPRISE}:manager`),
      fc.string(),
    )
    const operation = fc.record({
      op: fc.constantFrom('Add', 'replace', 'Remove', 'x'),
      path: fc.option(path),
      value: fc.option(fc.jsonValue()),
    })
    const id = await idOf('ada')
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 4 }), fc.string(), async (operations, filter) => {
        const [user, listed] = [
          await site.call('PATCH', `/Users/${id}`, patchOf(...operations)),
          await site.call('GET', `/Users?filter=${encodeURIComponent(filter.toWellFormed())}`),
        ]
        for (const { status } of [user, listed]) assert.ok(status < 500, String(status))
        if (user.status === 409) assert.fail('no name was taken')
      }),
      { numRuns: counts({ floor: 100, ci: 500, deep: 5000 }) },
    )
  })
})

describe('who may send facts', () => {
  it('needs a token for that, of somebody who may say where facts come from', async () => {
    const site = await scimSite()
    const [reading, other] = [await site.tokenOf('ash', ['read']), await site.tokenOf('person-1', ['scim'])]
    const statuses = async (authorization: string) => (await site.call('POST', '/Users', { userName: 'x' }, { authorization })).status
    assert.equal(await statuses(''), 401)
    assert.equal(await statuses('Bearer writ_x'), 401)
    assert.equal(await statuses(`Bearer ${reading}`), 403)
    assert.equal(await statuses(`Bearer ${other}`), 403)
    assert.equal(site.directory.count('User'), 0)
    assert.equal((await site.call('POST', '/Users', { userName: 'x' }, { origin: 'https://elsewhere.example' })).status, 403)
    assert.equal((await site.call('POST', '/Users', { userName: 'x' }, { host: 'elsewhere.example' })).status, 421)
  })
})

/** All helpers are there, active and in the group of staff. */
async function staffed(): Promise<{ readonly site: ScimSite; readonly ids: readonly string[]; readonly group: string }> {
  const site = await scimSite()
  const ids: string[] = []
  for (let number = 1; number <= HELPERS; number += 1)
    ids.push((await site.call('POST', '/Users', { userName: `person-${number}` })).body.id)
  const group = await site.call('POST', '/Groups', { displayName: 'staff', members: ids.map((value) => ({ value })) })
  return { site, ids, group: group.body.id }
}

const off = patchOf({ op: 'Replace', path: 'active', value: 'False' })
const on = patchOf({ op: 'Replace', path: 'active', value: 'True' })

describe('facts that came by SCIM', () => {
  it('are facts: nothing is written to the ledger, nobody is granted anything', async () => {
    const { site } = await staffed()
    const size = site.ledgerSize()
    await site.call('POST', '/Users', { userName: 'newcomer' })
    await site.call('POST', '/Groups', { displayName: 'steward', members: [] })
    assert.equal(site.ledgerSize(), size)
    assert.deepEqual(await site.plan(), [], 'a group called like a role gives no role')
  })

  it('one who is deactivated loses what rests on it, and has it back with it', async () => {
    const { site, ids } = await staffed()
    assert.deepEqual(await site.plan(), [])
    await site.call('PATCH', `/Users/${ids[6]}`, off)
    assert.deepEqual(await site.plan(), ['- Person 7 helper'])
    await site.call('PATCH', `/Users/${ids[6]}`, on)
    assert.deepEqual(await site.plan(), [])
  })

  it('many who are deactivated are not believed, however slowly it goes, until they are back or a person says so', async () => {
    const { site, ids } = await staffed()
    for (const id of ids.slice(0, 5)) await site.call('PATCH', `/Users/${id}`, off)
    assert.equal((await site.plan()).length, 5, 'five within a day are believed')
    site.pass(2 * hour)
    await site.call('PATCH', `/Users/${ids[5]}`, off)
    assert.deepEqual(await site.plan(), [], 'the sixth stops them all')
    const [alarm = ''] = await site.alarms()
    assert.match(alarm, /^source `people`: 6 people were deactivated or deleted within a day/)
    assert.equal(site.warnings.length, 1, 'the operator is told once')
    assert.match(site.warnings[0] ?? '', /^SCIM: 6 people were deactivated/)
    site.pass(72 * hour)
    await site.call('PATCH', `/Users/${ids[6]}`, off)
    assert.match((await site.alarms())[0] ?? '', /^source `people`: 7 people/, 'time alone heals nothing')
    await site.call('PATCH', `/Users/${ids[5]}`, on)
    assert.deepEqual(await site.plan(), [])
    await site.call('PATCH', `/Users/${ids[4]}`, on)
    assert.equal((await site.plan()).length, 5, 'as few as are believed')

    for (const id of ids.slice(8, 14)) await site.call('PATCH', `/Users/${id}`, off)
    assert.deepEqual(await site.plan(), [])
    site.directory.losses.believe()
    assert.equal((await site.plan()).length, 11)
    assert.deepEqual(await site.alarms(), [])
  })

  it('a deletion counts like a deactivation; so does who loses a group', async () => {
    const { site, ids, group } = await staffed()
    for (const id of ids.slice(0, 6)) await site.call('DELETE', `/Users/${id}`)
    assert.match((await site.alarms())[0] ?? '', /6 people were deactivated or deleted/)
    const other = await staffed()
    await other.site.call('DELETE', `/Groups/${other.group}`)
    assert.match((await other.site.alarms())[0] ?? '', new RegExp(`${HELPERS} memberships of groups were taken away`))
    assert.deepEqual(await other.site.plan(), [])
    assert.equal(typeof group, 'string')
  })

  it('a few a day are believed, day after day', async () => {
    const { site, ids } = await staffed()
    for (let day = 0; day < 3; day += 1) {
      for (const id of ids.slice(day * 4, day * 4 + 4)) await site.call('PATCH', `/Users/${id}`, off)
      site.pass(25 * hour)
    }
    await site.call('GET', '/Users?count=0')
    assert.equal((await site.plan()).length, 12)
  })

  it('grow old when nothing is heard of the provider', async () => {
    const { site } = await staffed()
    site.pass(25 * hour)
    assert.match((await site.alarms())[0] ?? '', /fact `teams` is older than 1 day/)
    await site.call('GET', '/Users?count=1')
    assert.deepEqual(await site.alarms(), [])
  })

  it('are read from where the settings say, a manager as the handle of somebody', async () => {
    const site = await scimSite(
      { teams: 'groups', boss: 'manager', unit: 'department', mail: 'emails', jobs: 'roles', family: 'name.familyName' },
      'externalId',
    )
    const boss = (await site.call('POST', '/Users', { userName: 'B', externalId: 'boss' })).body.id
    const emails = [{ value: 'home@example.org' }, { value: 'work@example.org', primary: true }]
    await site.call('POST', '/Users', {
      userName: 'A',
      externalId: 'ada',
      name: { familyName: 'Hill' },
      emails,
      roles: [{ value: 'clerk' }, { value: 'judge' }],
      [ENTERPRISE]: { department: 'Wikis', manager: boss },
    })
    const facts = { teams: [], boss: ['boss'], unit: 'Wikis', mail: 'work@example.org', jobs: ['clerk', 'judge'], family: 'Hill' }
    assert.deepEqual(await site.facts('ada'), facts)
    await site.call('POST', '/Users', { userName: 'C', externalId: 'ada' })
    assert.deepEqual(await site.facts('ada'), {}, 'two with one handle: neither is believed')
    assert.match((await site.alarms()).join(), /two users are called `ada`/)
  })

  it('are unknown, not nobody, before anything was sent', async () => {
    const site = await scimSite()
    assert.deepEqual(await site.plan(), [])
    assert.match((await site.alarms())[0] ?? '', /no identity provider has sent anything/)
  })

  it('leave nothing behind of who is deleted but an id', async () => {
    const { site, ids } = await staffed()
    await site.call('PATCH', `/Users/${ids[0]}`, patchOf({ op: 'add', path: 'title', value: 'Of secrets' }))
    await site.call('DELETE', `/Users/${ids[0]}`)
    assert.equal(site.directory.get('User', ids[0] ?? ''), undefined)
    assert.deepEqual(await site.facts('person-1'), {})
  })
})
