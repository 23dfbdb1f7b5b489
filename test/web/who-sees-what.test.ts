/** Every page there is, and who may see it: strangers, members, whom it concerns, who decides, who runs Writ. And every form: from here only, and of no effect on pages. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { ApiClient } from '../support/api-client.ts'
import { busyStage, HANDLES, SEALED, SECRET, type Places } from '../support/busy-stage.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'
import { filled, LOOKERS, pageRoutesOf, pages, pathOf, twinOfPath } from './every-page.ts'

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(1)</script>`

const formsOf = (text: string) => [...text.matchAll(/<form\b[^>]*method="post"[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form)

/** Fields of a form into which anything can be typed. */
const writable = (form: string) =>
  [...form.matchAll(/<(?:textarea|input)\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/type="(?:hidden|checkbox|radio|date|file)"/.test(tag))
    .map((tag) => /\bname="([^"]*)"/.exec(tag)?.[1] ?? assert.fail(tag))

describe('who sees what', () => {
  let played: Played
  let client: ApiClient
  let places: Places
  let visitors: readonly Visitor[]

  before(async () => {
    ;({ played, client, places } = await busyStage())
    visitors = await Promise.all(
      HANDLES.map(async (handle) => {
        const visitor = new Visitor(client.app)
        if (handle !== undefined) assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
        return visitor
      }),
    )
  })

  const table = () => pages.map((row) => ({ path: pathOf(row, places), may: row.may }))
  const addressOf = (route: string) => filled(route, places)

  it('stands in the table for every page there is, and for none that there is not', () => {
    assert.deepEqual(pageRoutesOf(client.app, 'GET').toSorted(), pages.map(({ route }) => route).toSorted())
  })

  it('is as the table says, in both forms; one h1 each, and kept by no cache where somebody is logged in', async (context) => {
    let count = 0
    for (const { path, may } of table())
      for (const [index, visitor] of visitors.entries())
        for (const form of [path, twinOfPath(path)]) {
          const answer = await visitor.get(form)
          const who = `${form} for ${LOOKERS[index] ?? ''}`
          assert.equal(answer.status, may[index], `${who}: ${client.warnings.at(-1) ?? ''}`)
          if (index > 0) assert.equal(answer.headers.get('cache-control'), 'private, no-store', who)
          if (form.endsWith('.json') && answer.status < 300) assert.equal(typeof JSON.parse(answer.text), 'object', who)
          else if (!form.endsWith('.json') && answer.status !== 303 && path !== '/log/head')
            assert.equal(answer.text.match(/<h1\b/g)?.length, 1, who)
          count += 1
        }
    context.diagnostic(`${count} answers`)
  })

  it('holds nothing private for those whom it does not concern', async () => {
    const paths = ['/log.csv', '/log.atom', ...table().map(({ path }) => path)]
    for (const [index, visitor] of visitors.slice(0, 2).entries())
      for (const path of paths.flatMap((one) => [one, twinOfPath(one)])) {
        const { text } = await visitor.get(path)
        assert.ok(!text.includes(SECRET), `${path} for ${LOOKERS[index] ?? ''}`)
      }
    for (const [index, visitor] of visitors.entries())
      for (const path of paths.flatMap((one) => [one, twinOfPath(one)])) {
        const mine = index === 3 && /^\/(?:cases|suspensions)\/\d/.test(path)
        if (!mine) assert.ok(!(await visitor.get(path)).text.includes(SEALED), `${path} for ${LOOKERS[index] ?? ''}`)
      }
    assert.ok(
      (await visitors[3]?.get(`/suspensions/${places.suspension}`))?.text.includes(SEALED) === true,
      'the mark is there to be found',
    )
    assert.ok((await visitors[3]?.get(`/requests/${places.request}`))?.text.includes(SECRET) === true, 'the mark is there to be found')
  })

  it('changes by no form that another site sends, nor one of whose sender nothing is known, nor by one that is too long', async (context) => {
    const ash = visitors[4] ?? assert.fail()
    const size = played.instance.journal.size
    const forms = pageRoutesOf(client.app, 'POST').map(addressOf)
    assert.ok(forms.length > 30, `${forms.length} forms`)
    for (const path of forms) {
      for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'none' }])
        assert.equal((await ash.post(path, { once: 'w'.repeat(24) }, headers)).status, 403, `${path} ${JSON.stringify(headers)}`)
      // what takes no field at all is done by any body that is sent from here
      if (path === '/me/sessions/end-others') continue
      const json = await ash.post(path, { once: 'w'.repeat(24) }, { 'content-type': 'application/json' })
      assert.ok([400, 403, 404, 415].includes(json.status), `${path} as JSON: ${json.status}`)
    }
    assert.equal((await ash.post('/admin/due', { once: 'w'.repeat(24), reason: 'x'.repeat(10_000_000) })).status, 413)
    assert.equal(played.instance.journal.size, size)
    context.diagnostic(`${forms.length} forms`)
  })

  it('keeps what was typed in every form of every page where it is refused, and says why above it', async (context) => {
    const size = played.instance.journal.size
    let count = 0
    for (const [who, visitor] of visitors.entries())
      for (const { path, may } of table()) {
        // pages of auditors have no form that changes anything, and each look at them is on record
        if (may[who] !== 200 || /^\/audit|\/evidence$/.test(path)) continue
        const page = await visitor.get(path)
        for (const form of formsOf(page.text)) {
          const action = /action="([^"]*)"/.exec(form)?.[1] ?? ''
          const typed = writable(form)
          if (typed.length === 0) continue
          const fields = Object.fromEntries(typed.map((name, index) => [name, `typed-${index}`]))
          // without the value that keeps it from being done twice nothing is carried out
          const answer = await visitor.send(page, action, { ...fields, once: '' }, form)
          const place = `${action} of ${path} for ${LOOKERS[who] ?? ''}`
          assert.equal(answer.status, 422, place)
          assert.match(answer.text, /role="alert" tabindex="-1" autofocus/, place)
          assert.equal(answer.text.match(/<h1\b/g)?.length, 1, place)
          const shown = formsOf(answer.text).filter((one) => one.includes('typed-0'))
          assert.equal(shown.length, 1, `${place}: ${shown.length} forms are filled in`)
          for (const index of typed.keys()) assert.ok(shown[0]?.includes(`typed-${index}`), `${place}: ${typed[index] ?? ''}`)
          count += 1
        }
      }
    assert.equal(played.instance.journal.size, size)
    assert.ok(count > 15, `${count} forms`)
    context.diagnostic(`${count} forms came back as they were`)
  })

  it('runs no script, whatever is sent to any form by anybody', async (context) => {
    const texts = ['reason', 'text', 'use_case', 'note', 'account', 'person', 'task', 'scope', 'until']
    const fields = Object.fromEntries(texts.map((name) => [name, HOSTILE]))
    const choices = {
      decision: 'refused',
      answer: 'ask',
      form: 'comment',
      keep: 'yes',
      mode: 'propose',
      status: 'open',
      feedback_read: 'yes',
      fact: 'edits',
      outcome: 'stands',
    }
    const size = played.instance.journal.size
    let count = 0
    for (const [who, visitor] of visitors.slice(1).entries())
      for (const [index, path] of pageRoutesOf(client.app, 'POST').map(addressOf).entries()) {
        if (path === '/me/sessions/end-others' || path === '/me/sessions/end') continue
        const once = `hostile-${who}-${index}`.padEnd(24, 'x')
        const numbers = { grant: '1', question: '1', drift: '1', notice: '1', plan: String(places.plan) }
        const answer = await visitor.post(path, { once, ...fields, ...choices, ...numbers, states: 'good-faith', role: 'helper' })
        assert.ok(answer.status < 500, `${path}: ${answer.status} ${client.warnings.at(-1) ?? ''}`)
        assert.ok(!/<script>alert|<img src=x/.test(answer.text), path)
        count += 1
      }
    assert.ok(played.instance.journal.size > size, 'nothing of it arrived')
    for (const { path } of table())
      for (const visitor of visitors) assert.ok(!/<script>alert|<img src=x/.test((await visitor.get(path)).text), path)
    context.diagnostic(`${count} forms sent`)
  })
})
