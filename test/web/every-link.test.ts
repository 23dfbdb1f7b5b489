/** Every link on every page, followed as each of those who see it: it leads to something, to the very place that it names, and to nothing its reader may not see. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Hono } from 'hono'
import { loadAssets } from '../../src/server/assets.ts'
import { busyStage, HANDLES, type Places } from '../support/busy-stage.ts'
import { tagsOf } from '../support/html.ts'
import { siteHost } from '../support/site.ts'
import { Visitor } from '../support/visitor.ts'
import { LOOKERS, pages, pathOf, publicPages, publicStates } from './every-page.ts'
import { fullSite } from './full-site.ts'

/** So many different addresses are followed by one visitor; more of them would be the same kinds of page again. */
const ENOUGH = 900

interface Crawled {
  readonly followed: number
  readonly problems: readonly string[]
}

/** What stands behind an address for somebody; where a login is asked for, that is what stands there. */
async function arrive(visitor: Visitor, path: string) {
  let answer = await visitor.get(path)
  for (let hops = 0; answer.status === 303 && hops < 3; hops += 1) answer = await visitor.follow(answer)
  return answer
}

/** Follows every link from these pages on, and from those that they lead to. */
async function crawl(visitor: Visitor, starts: readonly string[]): Promise<Crawled> {
  const problems: string[] = []
  const seen = new Map<string, ReadonlySet<string>>()
  const ahead = starts.map((path) => ({ path, from: 'the table of pages' }))
  const wanted: { readonly path: string; readonly anchor: string; readonly from: string }[] = []
  for (let next = ahead.shift(); next !== undefined && seen.size < ENOUGH; next = ahead.shift()) {
    const { path, from } = next
    if (seen.has(path)) continue
    const { status, text, headers } = await arrive(visitor, path)
    const isPage = (headers.get('content-type') ?? '').startsWith('text/html')
    const tags = isPage ? tagsOf(text) : []
    seen.set(path, new Set(tags.flatMap(({ attributes }) => attributes.get('id') ?? [])))
    if (status !== 200) problems.push(`${status} ${path}, linked on ${from}`)
    for (const { name, attributes } of tags) {
      const href = attributes.get('href')
      if ((name !== 'a' && name !== 'link') || href === undefined) continue
      const url = new URL(href.replaceAll('&amp;', '&'), `https://${siteHost}${path}`)
      if (url.host !== siteHost) continue
      const there = url.pathname + url.search
      if (url.hash !== '') wanted.push({ path: there, anchor: decodeURIComponent(url.hash.slice(1)), from: path })
      if (!seen.has(there)) ahead.push({ path: there, from: path })
    }
  }
  for (const { path, anchor, from } of wanted)
    if (seen.get(path)?.has(anchor) === false) problems.push(`${path} has no place #${anchor}, linked on ${from}`)
  return { followed: seen.size, problems: [...new Set(problems)].toSorted() }
}

describe('every link', () => {
  it('of the public pages leads somewhere, for anybody', async (context) => {
    const site = await fullSite(() => new Set([siteHost]))
    const starts = [...publicPages.map(({ path }) => path), ...publicStates.filter((path) => path !== '/people/coper-smith')]
    const { followed, problems } = await crawl(new Visitor(site.app, siteHost), starts)
    assert.deepEqual(problems, [])
    context.diagnostic(`${followed} addresses`)
    assert.ok(followed > 200)
  })

  for (const hidden of [false, true])
    describe(hidden ? 'where nobody has a name in public' : 'where names are public', () => {
      let stage: { readonly app: Hono; readonly places: Places }
      before(async () => {
        const { client, places } = await busyStage({ assets: await loadAssets() }, hidden)
        stage = { app: client.app, places }
      })
      for (const [index, looker] of LOOKERS.entries())
        it(`and that ${looker} sees leads to what they may see`, async (context) => {
          const visitor = new Visitor(stage.app, siteHost)
          const handle = HANDLES[index]
          if (handle !== undefined) assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
          const mine = pages.filter(({ route, may }) => may[index] === 200 && !(hidden && route === '/people/:name'))
          const { followed, problems } = await crawl(visitor, ['/', ...mine.map((row) => pathOf(row, stage.places))])
          assert.deepEqual(problems, [])
          context.diagnostic(`${followed} addresses`)
          assert.ok(followed > 60)
        })
    })
})
