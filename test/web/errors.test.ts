/** Pages that say no: in the reader's language to people, in English to programs, and never without a way on. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { STATUS, type RefusalCode } from '../../src/server/errors.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { WriterBusyError } from '../../src/server/serving.ts'
import { tagsOf, textOf } from '../support/html.ts'
import { openSite, siteHost } from '../support/site.ts'
import { problem } from './twins.ts'

const site = await openSite({
  serving: {
    sessions: openSessions(':memory:'),
    write: () => Promise.reject(new WriterBusyError('another command is writing')),
    loopback: true,
  },
})
const readOnly = await openSite({ serving: { sessions: openSessions(':memory:') } })
const failing = await openSite({ serving: { ledger: { read: () => Promise.reject(new Error('the disk is gone')) } } })

interface Case {
  readonly code: RefusalCode
  /** In the text of the page, in English. */
  readonly says: RegExp
  readonly path: string
  readonly app?: typeof site
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
const cases: readonly Case[] = [
  { code: 'not-found', says: /There is no such page\. Back to the start/, path: '/nowhere-at-all' },
  { code: 'not-found', says: /no such page\. Did you mean Who has which right \?/, path: '/matrx' },
  {
    code: 'not-found',
    says: /Nobody whose rights are public here is called “coper-smith”\. Did you mean copper-smith \?/,
    path: '/people/coper-smith',
  },
  { code: 'not-found', says: /no role “constabel”\. Did you mean Constable \?/, path: '/roles/constabel' },
  { code: 'not-found', says: /no right “blok”\. Did you mean block \?/, path: '/policy/blok' },
  { code: 'bad-request', says: /broken percent sign/, path: '/people/%zz' },
  { code: 'too-long', says: /at most 4,000 characters/, path: `/log?person=${'x'.repeat(4001)}` },
  { code: 'wrong-host', says: /does not answer to that name/, path: '/people', headers: { host: 'elsewhere.example' } },
  { code: 'method-not-allowed', says: /Nothing can be sent to this page/, path: '/people', method: 'POST', headers: FORM },
  { code: 'method-not-allowed', says: /what their forms send/, path: '/people', method: 'PUT' },
  {
    code: 'wrong-origin',
    says: /pages of this server alone/,
    path: '/login/code',
    method: 'POST',
    headers: { ...FORM, 'sec-fetch-site': 'cross-site' },
  },
  {
    code: 'too-large',
    says: /at most [\d,]+ bytes/,
    path: '/login/code',
    method: 'POST',
    headers: FORM,
    body: `code=${'x'.repeat(2_000_000)}`,
  },
  {
    code: 'wrong-type',
    says: /what a form of these pages sends/,
    path: '/login/code',
    method: 'POST',
    headers: { ...FORM, 'content-type': 'text/plain' },
  },
  { code: 'busy', says: /try again in a moment/, path: '/login/code', method: 'POST', headers: FORM, body: 'code=x' },
  { code: 'read-only', says: /only shows/, path: '/login/code', method: 'POST', headers: FORM, body: 'code=x', app: readOnly },
  { code: 'failed', says: /The operator finds the reason under request r-1/, path: '/people', app: failing },
]

function ask({ app = site, path, method = 'GET', headers = {}, body }: Case, more: Readonly<Record<string, string>> = {}, query = '') {
  const address = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`
  const init = { method, headers: { host: siteHost, ...headers, ...more }, ...(body === undefined ? {} : { body }) }
  return app.app.request(`https://${siteHost}${address}`, init)
}

describe('a page that says no', () => {
  for (const one of cases)
    it(`of ${one.code} at ${one.method ?? 'GET'} ${one.path.slice(0, 30)} says why, and where to go`, async () => {
      const answer = await ask(one)
      assert.equal(answer.status, STATUS[one.code])
      const page = await answer.text()
      assert.match(textOf(page), one.says)
      assert.equal(page.match(/<h1\b/g)?.length, 1)
      assert.ok(tagsOf(page).some(({ name, attributes }) => name === 'a' && attributes.get('href') === '/'))
    })

  it('has no word that is no message but names and ids, in whatever language', async () => {
    for (const one of cases.filter(({ path }) => !path.includes('%zz') && path.length < 4000)) {
      const page = await (await ask(one, {}, 'uselang=qqx')).text()
      const main = textOf(/<main[\s\S]*<\/main>/.exec(page)?.[0] ?? '')
      assert.match(main, /\(writ-common-error-/, one.path)
      const rest = main.replaceAll(/\(writ-[a-z0-9-]+(?:: (?:[^()]|\([^()]*\))*)?\)/g, '').replaceAll(/[\s›·]+/g, '')
      assert.equal(rest, '', `${one.path}: ${main}`)
      assert.match(await (await ask(one, {}, 'uselang=en-x-rtl')).text(), /<html lang="en-x-rtl" dir="rtl">/)
    }
  })

  it('is English to a program, whatever its browser prefers', async () => {
    for (const headers of [{}, { 'accept-language': 'qqx, de' }]) {
      const answer = await ask({ code: 'not-found', says: /./, path: '/people/nobody.json' }, headers, 'uselang=qqx')
      const { title, detail, code } = problem.parse(await answer.json())
      assert.deepEqual([title, detail, code], ['Not here', 'Nobody whose rights are public here is called “nobody”.', 'not-found'])
    }
  })
})
