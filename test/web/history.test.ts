/** Revisions held against each other, the log by its filters, rights and reviews: what the pages work out. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { z } from 'zod'
import { draft } from '../../src/ledger/entry.ts'
import { shippedFiles } from '../support/charter.ts'
import { textOf } from '../support/html.ts'
import { openSite, type Site } from '../support/site.ts'
import * as twins from './twins.ts'

async function read<Shape extends z.ZodType>(site: Site, path: string, shape: Shape): Promise<z.infer<Shape>> {
  return shape.parse(await site.json(path))
}

/** Constables may no longer undelete; the deletion bot gains it in the same breath. */
const changedFiles = () =>
  shippedFiles('citizendium').map((file) => ({
    ...file,
    text: file.text.replace('[delete, bigdelete, deletedhistory,', '[delete, deletedhistory,'),
  }))

describe('a revision of the charter', () => {
  it('keeps its text and its number when another comes', async () => {
    const site = await openSite()
    const first = await read(site, '/charter.json', twins.charter)
    await site.adopt(changedFiles())
    const kept = await read(site, '/charter/rev/1.json', twins.charterRevision)
    assert.deepEqual([kept.number, kept.last, kept.files], [1, 2, first.files])
    assert.notDeepEqual((await read(site, '/charter/rev/2.json', twins.charterRevision)).files, first.files)
    for (const path of [
      '/charter/rev/3',
      '/charter/rev/0',
      '/charter/rev/x',
      '/charter/diff/1..3',
      '/charter/diff/1',
      '/charter/diff/a..b',
    ])
      assert.equal((await site.get(path)).status, 404, path)
  })

  it('is held against another: the cells, whom it concerns, and nothing that stayed', async () => {
    const site = await openSite()
    await site.adopt(changedFiles())
    const diff = await read(site, '/charter/diff/1..2.json', twins.charterDiff)
    assert.deepEqual(diff.cells, [{ target: 'wiki', group: 'BotWithDelete', right: 'bigdelete', before: 'direct' }])
    assert.deepEqual(
      diff.clauses.map(({ clause }) => clause),
      ['groups.wiki.BotWithDelete.rights'],
    )
    assert.match(diff.clauses[0]?.line ?? '', /^groups\.yaml:\d+$/)
    assert.ok(diff.people.length > 0 && diff.people.every(({ loses }) => loses.join() === 'wiki.bigdelete'))
    const back = await read(site, '/charter/diff/2..1.json', twins.charterDiff)
    assert.deepEqual(back.cells, [{ target: 'wiki', group: 'BotWithDelete', right: 'bigdelete', after: 'direct' }])
    assert.match(textOf(await site.text('/charter/diff/1..1')), /The two say the same/)
  })

  it('shows in the matrix as cells that are new or gone', async () => {
    const site = await openSite()
    await site.adopt(changedFiles())
    const view = await read(site, '/matrix.json?since=1', twins.matrix)
    assert.deepEqual([view.since, view.changed, view.revisions], [1, 1, [2, 1]])
    const changed = view.rights.filter(({ changes }) => changes !== undefined)
    assert.deepEqual(
      changed.map(({ name, changes }) => [name, changes]),
      [['bigdelete', { BotWithDelete: 'removed' }]],
    )
    assert.match(await site.text('/matrix?since=1'), /<td class="removed"><span role="img" aria-label="gone">−<\/span><\/td>/)
    for (const odd of ['2', '9', 'x', '']) assert.equal((await read(site, `/matrix.json?since=${odd}`, twins.matrix)).since, undefined, odd)
  })

  it('is not told whom it concerns where it is not public who holds what', async () => {
    const staff = await openSite({ charter: 'staff-rights', administrator: { handle: 'heron', role: 'trust-and-safety' } })
    await staff.adopt(shippedFiles('staff-rights').map((file) => ({ ...file, text: `${file.text}\n# said otherwise\n` })))
    assert.deepEqual((await read(staff, '/charter/diff/1..2.json', twins.charterDiff)).people, [])
  })
})

describe('the log', async () => {
  const site = await openSite()
  const giver = site.journal.state.personByHandle('copper-smith')?.subject ?? ''
  site.clock.advance(40 * 86_400_000)
  const first = await site.record(
    draft('person.registered', { subject: 's-00000000000000aa', handle: 'maple-member' }),
    draft('grant.made', {
      subject: 's-00000000000000aa',
      role: 'constable',
      from: '2026-06-12T10:00:00.000Z',
      clause: 'roles.constable',
      decided_by: [`subject:${giver}`],
      door: 'power',
    }),
    draft('target.mode', { target: 'wiki', mode: 'propose' }),
  )
  const seqs = async (query: string) => (await read(site, `/log.json?${query}`, twins.log)).rows.map(({ seq }) => seq)

  it('is read from day to day, both included, also in parts', async () => {
    assert.deepEqual(await seqs('since=2026-06-12'), [first + 2, first + 1, first])
    assert.deepEqual(await seqs('since=2026-06-12&until=2026-06-12'), [first + 2, first + 1, first])
    assert.deepEqual(await seqs('since=2026-06-13'), [])
    const may = await read(site, '/log.json?since=2026-05-01&until=2026-05-31', twins.log)
    assert.equal(may.rows[0]?.seq, first - 1)
    const rest = await read(site, `/log.json?since=2026-05-01&until=2026-05-31&from=${may.older ?? -1}`, twins.log)
    assert.equal(may.rows.length + rest.rows.length, first)
    assert.equal(rest.older, undefined)
    assert.deepEqual(await seqs('since=2026-02-30'), await seqs(''), 'no day is no limit')
  })

  it('is read by who decided and by target, and goes out as it was filtered', async () => {
    assert.deepEqual(await seqs('by=copper-smith'), [first + 1])
    assert.ok((await seqs('by=operator')).length > 10)
    assert.deepEqual(await seqs('by=nobody-at-all'), [])
    assert.deepEqual(await seqs('target=wiki&type=target.mode&since=2026-06-12'), [first + 2])
    const table = (await site.text('/log.csv?by=copper-smith')).trimEnd().split('\r\n')
    assert.equal(table.length, 2)
    assert.match(table[1] ?? '', /maple-member is Constable/)
  })

  it('finds nothing by what its charter keeps back', async () => {
    const staff = await openSite({ charter: 'staff-rights', administrator: { handle: 'heron', role: 'trust-and-safety' } })
    const wren = 's-00000000000000bb'
    const heron = staff.journal.state.personByHandle('heron')?.subject ?? ''
    await staff.record(
      draft('person.registered', { subject: wren, handle: 'wren' }),
      draft('grant.made', {
        subject: wren,
        role: 'staff-administrator',
        from: '2026-05-03T10:00:00.000Z',
        clause: 'x',
        decided_by: [`subject:${heron}`],
        door: 'request',
      }),
    )
    for (const query of ['by=heron', 'target=metawiki&type=grant.made'])
      assert.deepEqual((await read(staff, `/log.json?${query}`, twins.log)).rows, [], query)
  })

  it('has a head that names what it rests on', async () => {
    const [head, log] = [await read(site, '/log/head.json', twins.logHead), await read(site, '/log.json', twins.log)]
    assert.deepEqual([head.size, head.root, head.at], [log.size, log.root, '2026-06-12T10:00:00.000Z'])
    assert.match(head.origin, /^[0-9a-f]{64}$/)
  })
})

describe('the page of a right', async () => {
  const site = await openSite()

  it('says who has it, by which roles, and how one gets those', async () => {
    const block = await read(site, '/policy/block.json', twins.policy)
    assert.equal(block.count, block.people.length)
    // the reserve sleeps until it is called
    const sufficient = new Set(block.roles.flatMap(({ id }) => (id === 'emergency-reserve' ? [] : [id])))
    const everybody = (await read(site, '/people.json', twins.people)).people
    const holding = everybody.filter(({ roles }) => roles.some(({ id }) => sufficient.has(id))).map(({ handle }) => handle)
    assert.deepEqual(block.people, holding.toSorted())
    assert.ok(holding.length > 5 && holding.length < everybody.length)
    const constable = block.roles.find(({ id }) => id === 'constable')
    assert.ok((constable?.ways.length ?? 0) > 0)
    assert.match(textOf(await site.text('/policy/block')), /Groups that have it: .*Constable/)
    assert.equal((await read(site, '/policy/read.json', twins.policy)).visitors, true)
    assert.match(textOf(await site.text('/policy/read')), /Anybody, also without logging in/)
  })

  it('names the nearest where there is none of that name', async () => {
    const response = await site.get('/policy/blok')
    assert.equal(response.status, 404)
    assert.match(await response.text(), /Did you mean <a href="\/policy\/block">block<\/a>/)
  })
})

describe('the page of reviews', () => {
  it('tells when who is due, by the rule and what the log shows', async () => {
    const site = await openSite()
    const rule = async () => (await read(site, '/reviews.json', twins.reviews)).rules.find(({ id }) => id === 'senior-technical-staff')
    assert.deepEqual([(await rule())?.due, (await rule())?.overdue], ['2027-01-15T00:00:00.000Z', false])
    site.clock.advance(300 * 86_400_000)
    assert.equal((await rule())?.overdue, true)
    const grants = [...site.journal.state.grantsOfRole('senior-technical-staff')]
    for (const grant of grants)
      await site.record(draft('grant.reviewed', { subject: grant.subject, grant: grant.id, clause: 'x', decided_by: [] }))
    assert.deepEqual([(await rule())?.due?.slice(0, 10), (await rule())?.overdue], ['2028-02-27', false])
    assert.equal((await read(site, '/reviews.json', twins.reviews)).done.length, 2)
  })
})

describe('the drawing of who changes whom', () => {
  it('has a table that says the same, and marks what one rogue would come to hold', async () => {
    const ranks = await openSite({ charter: 'ranks', administrator: { handle: 'basalt-colonel', role: 'colonel' } })
    const view = await read(ranks, '/hierarchy.json', twins.hierarchy)
    const page = await ranks.text('/hierarchy')
    const arrows = view.roles.reduce((sum, { changes }) => sum + changes.length, 0)
    assert.ok(arrows > 3)
    const drawn = [...page.matchAll(/<path class="arrow/g)].length
    assert.deepEqual([drawn, arrows], [5, 11], 'of each rank the next, and of the first itself')
    assert.match(textOf(page), /6 arrows are left out where others lead the same way/)
    for (const { id } of view.choices) {
      const supposed = await read(ranks, `/hierarchy.json?rogue=${id}`, twins.hierarchy)
      assert.equal(supposed.rogue?.role?.id, id)
      assert.equal(supposed.roles.find((role) => role.id === id)?.mark, 'rogue')
      if (supposed.rogue?.verdict === 'harmless') continue
      const captured = supposed.roles.filter(({ mark }) => mark === 'captured').map(({ title }) => title)
      for (const title of captured) assert.ok(supposed.rogue?.captures.includes(title), `${id}: ${title}`)
    }
    assert.equal((await read(ranks, '/hierarchy.json?rogue=moon', twins.hierarchy)).rogue, undefined)
  })
})
