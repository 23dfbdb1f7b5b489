/** The charter in force beside those that are proposed, as everybody may see it: by roles, for the same holders. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Comparison } from '../../src/safety/compare.ts'
import { draft } from '../../src/ledger/entry.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { shippedFiles } from '../support/charter.ts'
import { nodeHashing } from '../support/outside.ts'
import { openSite, type Site } from '../support/site.ts'

const hashOf = (document: string) => Buffer.from(nodeHashing.sha256(nodeHashing.utf8(document))).toString('hex')

/** Proposes a scheme that Writ brings. */
async function propose(site: Site, name: string, status: 'draft' | 'open' | 'withdrawn', key: string, proposal?: number): Promise<number> {
  const document = charterDocument(shippedFiles(name))
  const at = site.journal.size
  const proposed = draft('charter.proposed', {
    charter: hashOf(document),
    by: site.journal.state.personByHandle('copper-smith')?.subject ?? '',
    reason: 'to be compared',
    status,
    ...(proposal === undefined ? {} : { proposal }),
  })
  await site.journal.command(key, { channel: 'cli', identity: 'operator:tester' }, () => ({
    drafts: [proposed],
    documents: new Map([[hashOf(document), document]]),
    answer: null,
  }))
  return at
}

const titles = async (site: Site) => ((await site.json('/safety/designs.json')) as Comparison).designs.map(({ title }) => title)

describe('the page of designs', () => {
  it('puts what is open for feedback beside the charter in force, and nothing else', async () => {
    const site = await openSite()
    const [own] = await titles(site)
    assert.equal((await titles(site)).length, 1)
    await propose(site, 'ranks', 'draft', 'a')
    assert.deepEqual(await titles(site), [own], 'a draft is nobody’s rule yet')
    const open = await propose(site, 'citizendium-as-written', 'open', 'b')
    const [first, second, ...more] = await titles(site)
    assert.deepEqual([first, more], [own, []])
    assert.match(second ?? '', new RegExp(`, as proposed in entry ${open}$`))
    const page = await site.text('/safety/designs')
    assert.match(page, /<th scope="row">founder<\/th>\s*<td>takeover<\/td>/)
    await propose(site, 'citizendium-as-written', 'withdrawn', 'c', open)
    assert.deepEqual(await titles(site), [own])
  })

  it('is reached from the verdicts, and names nobody', async () => {
    const site = await openSite()
    assert.match(await site.text('/safety'), /href="\/safety\/designs"/)
    assert.doesNotMatch(await site.text('/safety/designs'), /copper-smith|birch-constable/)
  })
})
