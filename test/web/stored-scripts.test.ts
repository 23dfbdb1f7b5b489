/** A script in every field that takes text, sent over the programming interface by those who may: it is kept as it was written, and no page lets it run. */
import { openConfirmations } from '../../src/store/sqlite/confirmations.ts'
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage, withAuditor } from '../support/api-stage.ts'
import { HANDLES, type Places } from '../support/busy-stage.ts'
import { handsOf } from '../support/hands.ts'
import { tagsOf } from '../support/html.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { pages, pathOf, twinOfPath } from './every-page.ts'

/** Everything is public here, a judge reviews scribes, whoever asks for a helper answers a question. */
const CHARTER = withAuditor(apiCharterText)
  .replace('request: { states: good-faith, appeals: 1, ', "request: { states: good-faith, appeals: 1, asks: { why: 'Why?' }, ")
  .replace('log: { public: [account, role, from] }', 'log: { public: [account, rights, role, from, until, use_case, clause, decided_by] }')
  .replace('purpose: Writes\n', 'purpose: Writes\n    review: { every: 1 year, by: judge, unanswered: report }\n')

/**
 * What names something that is there already, or is no text: refused where there is no such thing. `files[].text` is a charter, and hostile ones
 * are in `hostile.test.ts`.
 */
const NAMES =
  /\.(?:role|person|persons\[\]|target|targets\[\]|account|mark|states\[\]|statement|length|until|grace|from|scope|files\[\]\.text|to|day|fact)$/

const scriptOf = (field: string) => `${field}"><img src=x onerror=alert(1)></textarea><script>alert(1)</script>`

interface Asked {
  readonly as?: string
  readonly params?: Readonly<Record<string, string | number>>
  readonly body?: Readonly<Record<string, unknown>>
}

describe('a script in a field', () => {
  let played: Played
  let client: ApiClient
  let places: Partial<Places>
  const sent = new Set<string>()
  before(async () => {
    played = await apiStage(CHARTER, [], { gale: 'auditor' })
    await handsOf(played.instance).adopt()
    client = await apiClient(played.instance, {
      sessions: openSessions(':memory:'),
      confirmations: openConfirmations(':memory:'),
      loopback: true,
    })
    places = await story()
  })

  /** Asks, with a script in each field of the operation that takes text. */
  async function say(id: string, { as, params = {}, body = {} }: Asked, status = 200): Promise<any> {
    const filled: Record<string, unknown> = { ...body }
    for (const field of textFields(client.document, id)) {
      if (NAMES.test(field)) continue
      const [, name = '', rest = ''] = /^\.(\w+)(.*)$/.exec(field) ?? []
      if (rest === '') filled[name] ??= scriptOf(`${id}${field}`)
      else if (filled[name] === undefined) continue
      sent.add(`${id}${field}`)
    }
    return client.ok(id, { params, body: filled, ...(as === undefined ? {} : { as }) }, status)
  }

  async function story(): Promise<Partial<Places>> {
    const target = { target: 'wiki' }
    await say('setMode', { as: 'ash', params: target, body: { mode: 'enforce' } })
    const give = (role: string, person: string, status = 200) => say('makeGrant', { as: 'ash', body: { role, person } }, status)
    const judge = await give('judge', 'fir', 202)
    await say('decideProposal', { as: 'birch', params: { proposal: judge.proposal }, body: { decision: 'approved' } })
    const { grant } = await give('scribe', 'cedar')
    await say('renewGrant', { as: 'ash', body: { role: 'scribe', person: 'cedar', until: '2027-01-31' } })
    await say('objectToGrant', { as: 'fir', params: { grant: (await give('scribe', 'elm')).grant } })
    played.now = (played.now + 8 * 86_400_000) as typeof played.now
    await say('markChange', { as: 'ash', body: { entry: grant, mark: 'official' } })
    const { entry: review } = await say('openReview', { as: 'fir', body: { role: 'scribe' } })
    await say('answerReview', { as: 'fir', params: { review }, body: { grant, answer: 'ask' } })
    const { notices } = await client.ok('listNotices', { as: 'cedar' })
    await say('answerNotice', {
      as: 'cedar',
      params: { notice: notices.find((one: any) => one.template === 'still-needed').notice },
      body: { keep: true },
    })
    await give('reserve', 'cedar')
    await say('activateRole', { as: 'ash', body: { role: 'reserve', person: 'cedar' } })
    await say('endActivation', { as: 'birch', params: { person: 'cedar', role: 'reserve' }, body: { what: 'stop' } })
    const request = await requests()
    const proposal = await charter()
    const { plans } = await client.ok('planTarget', { as: 'ash', params: target, body: {} })
    const { job } = await client.ok('runTarget', { as: 'ash', params: target }, 202)
    while ((await client.ok('getJob', { as: 'ash', params: { job } })).state === 'running')
      await new Promise((resolve) => void setTimeout(resolve, 10))
    await drift()
    await trouble()
    await say('pauseEverything', { as: 'ash', body: { confirm: 'pause' } })
    const { paused } = await client.ok('lookAhead', { as: 'birch' })
    await say('resumeEverything', { as: 'birch', body: { confirm: 'resume', pause: paused.entry } })
    const ash = new Visitor(client.app)
    assert.equal((await ash.post('/login/demo', { person: 'ash' })).status, 303)
    const confirm = await ash.submit('/admin/export', '/admin/export', { reason: scriptOf('exportEverything.reason') })
    assert.equal((await ash.send(await ash.follow(confirm), '/confirm')).status, 303)
    sent.add('exportEverything.reason')
    const { correction } = await say('correctFact', { as: 'cedar', body: { fact: 'edits' } })
    await say('answerCorrection', { as: 'ash', params: { correction }, body: { outcome: 'stands' } })
    const token = (await client.confirmed('makeToken', { as: 'ash', body: { scopes: ['read'], until: '2026-12-31' } })).id
    await say('revokeToken', { as: 'ash', params: { token } })
    await say('removeGrant', { as: 'birch', body: { role: 'reserve', person: 'cedar' } })
    await say('resign', { as: 'cedar', body: { role: 'scribe' } })
    await say('restoreGrants', { as: 'ash', body: { to: played.instance.journal.size - 2 } })
    return { role: 'helper', target: 'wiki', token, request, review, plan: plans[0].entry, proposal, job }
  }

  async function requests(): Promise<number> {
    const body = { role: 'helper', states: ['good-faith'], answers: { why: scriptOf('fileRequest.answers{}') } }
    const params = { request: (await say('fileRequest', { as: 'elm', body }, 202)).requests[0].request }
    await say('commentOnRequest', { as: 'elm', params })
    await say('askBack', { as: 'ash', params })
    await say('answerQuestion', { as: 'elm', params })
    await say('amendRequest', { as: 'elm', params, body: { answers: { why: scriptOf('amendRequest.answers{}') } } })
    await say('decideRequest', { as: 'ash', params, body: { decision: 'refused' } })
    await say('appealRequest', { as: 'elm', params })
    const other = (await say('fileRequest', { as: 'cedar', body }, 202)).requests[0].request
    await say('withdrawRequest', { as: 'cedar', params: { request: other } })
    return params.request
  }

  async function charter(): Promise<number> {
    const text = CHARTER.replace('purpose: Helps', 'purpose: Helps everywhere')
    const files = [{ name: scriptOf('files[].name'), text }]
    sent.add('proposeCharter.files[].name')
    const { proposal } = await say('proposeCharter', { as: 'ash', body: { files, draft: true } })
    const params = { proposal }
    await say('setCharterProposalStatus', { as: 'ash', params, body: { status: 'open' } })
    await say('commentOnCharter', { as: 'fir', params, body: { form: 'question' } })
    await say('decideCharter', { as: 'birch', params, body: { decision: 'approved', feedbackRead: true } })
    await say('adoptCharter', { as: 'ash', params, body: { feedbackRead: true } })
    return proposal
  }

  async function drift(): Promise<void> {
    const wiki = played.targets.get('wiki') ?? assert.fail()
    const { id } = wiki.state().accounts.find((one) => one.name === 'Elm') ?? assert.fail()
    for (const by of [scriptOf('who made a drift'), 'somebody']) {
      wiki.alter({ id, add: [{ group: 'judge' }], by, logged: true })
      await client.ok('planTarget', { as: 'birch', params: { target: 'wiki' }, body: {} })
      const [found] = (await client.ok('listDrift', { as: 'birch', params: { target: 'wiki' } })).drift
      if (by === 'somebody') continue
      await say('leaveDrift', { as: 'birch', params: { drift: found.entry }, body: { outcome: 'left' } })
    }
  }

  async function trouble(): Promise<void> {
    const reported = await say('reportConcern', { as: 'cedar', body: { person: 'elm' } })
    await say('reportAnonymously', { body: { person: scriptOf('reportAnonymously.person') } })
    const params = { case: reported.case }
    await say('handleCase', { as: 'ash', params, body: { step: 'note' } })
    await say('handleCase', { as: 'ash', params, body: { step: 'close' } })
    await say('suspend', { as: 'ash', body: { person: 'fir', cause: 'investigation' } })
    played.now = (played.now + 60_000) as typeof played.now
    const fir = new Visitor(client.app)
    assert.equal((await fir.post('/login/demo', { person: 'fir' })).status, 303)
    assert.equal((await fir.submit('/me', '/me/suspension', { text: scriptOf('answerSuspension.text') })).status, 303)
    sent.add('answerSuspension.text')
    await say('endSuspension', { as: 'birch', params: { person: 'fir' }, body: { outcome: 'reinstated' } })
    await say('depart', { as: 'ash', body: { person: 'elm' } })
    await say('returnPerson', { as: 'birch', params: { person: 'elm' } })
  }

  /** Operations whose use would need another stage; they take words in the same way, and their tests are elsewhere. */
  const ELSEWHERE = ['publishPages.prefix', 'approvePlan.reason', 'confirmTarget.note', 'confirmTask.note', 'recordFollowUp.note']

  it('was sent to every field of every operation that takes text', () => {
    const all = [...client.operations.keys()].flatMap((id) => textFields(client.document, id).map((field) => `${id}${field}`))
    assert.deepEqual(
      all.filter((field) => !NAMES.test(field) && !sent.has(field) && !ELSEWHERE.includes(field)),
      [],
    )
    assert.ok(sent.size > 30, String(sent.size))
  })

  it('is refused where a name is asked for', async (context) => {
    let count = 0
    const params = Object.fromEntries(['person', 'role', 'target', 'token', 'task'].map((name) => [name, 'none']))
    const numbers = Object.fromEntries(
      ['proposal', 'request', 'grant', 'review', 'plan', 'drift', 'case', 'notice'].map((name) => [name, 1]),
    )
    const size = played.instance.journal.size
    for (const id of client.operations.keys())
      for (const field of textFields(client.document, id)) {
        if (!NAMES.test(field) || id === 'reportAnonymously') continue
        const [, name = '', list = ''] = /^\.(\w+)(\[\])?/.exec(field) ?? []
        const value = list === '' ? scriptOf(field) : [scriptOf(field)]
        const others = { role: 'helper', person: 'cedar', reason: 'x', text: 'x' }
        for (const body of [{ [name]: value }, { ...others, [name]: value }])
          assert.ok((await client.call(id, { as: 'ash', params: { ...params, ...numbers }, body })).status >= 400, `${id}${field}`)
        count += 1
      }
    assert.equal(played.instance.journal.size, size)
    context.diagnostic(`${count} fields`)
  })

  it('is in the ledger as it was written, and on every page text and no more', async (context) => {
    const entries = JSON.stringify(await played.instance.journal.entries(0, played.instance.journal.size))
    const kept = [...sent].filter((field) => entries.includes(JSON.stringify(scriptOf(field)).slice(1, -1)))
    assert.ok(kept.length > 25, `only ${kept.join(' ')} are kept`)
    let [count, shown] = [0, 0]
    // what this story has nothing of is left out: drafts of mails, evidence of grants
    const here = pages.filter(
      ({ route, path }) => path !== undefined || [...route.matchAll(/:(\w+)/g)].every(([, name = '']) => name in places),
    )
    assert.ok(here.length > 40, String(here.length))
    for (const handle of HANDLES) {
      const visitor = new Visitor(client.app)
      if (handle !== undefined) assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
      for (const path of [
        '/log.csv',
        '/log.atom',
        '/log?from=60',
        '/admin/people?person=cedar',
        '/admin/offboarding?person=elm',
        ...here.map((row) => pathOf(row, places)),
      ]) {
        const { text, headers, status } = await visitor.get(path)
        if (headers.get('content-type')?.startsWith('text/html') !== true) continue
        assert.ok(status < 500, path)
        tagsOf(text)
        assert.ok(!/<script>|<img/.test(text), path)
        count += 1
        if (text.includes('&lt;script&gt;')) shown += 1
        const twin = await visitor.get(twinOfPath(path))
        if (twin.status === 200 && !path.includes('?')) assert.match(twin.headers.get('content-type') ?? '', /json/)
      }
    }
    assert.ok(shown > 15, `only ${shown} pages show any of it`)
    assert.deepEqual(client.warnings, [])
    context.diagnostic(`${sent.size} fields, ${kept.length} of them kept; ${count} pages, ${shown} of them show it`)
  })
})

/** The fields of an operation that take text of any kind: no choice, no pattern. */
function textFields(document: any, id: string): readonly string[] {
  for (const item of Object.values<any>(document.paths))
    for (const operation of Object.values<any>(item))
      if (operation.operationId === id) {
        const found = new Set<string>()
        walk(document, operation.requestBody?.content['application/json'].schema ?? {}, '', found)
        return [...found]
      }
  return assert.fail(id)
}

function walk(document: any, schema: any, at: string, found: Set<string>): void {
  if (typeof schema.$ref === 'string') {
    const target = schema.$ref
      .slice(2)
      .split('/')
      .reduce((value: any, key: string) => value[key], document)
    walk(document, target, at, found)
    return
  }
  for (const choices of ['anyOf', 'oneOf', 'allOf']) for (const one of schema[choices] ?? []) walk(document, one, at, found)
  if (schema.type === 'string' && schema.enum === undefined && schema.const === undefined && schema.pattern === undefined) found.add(at)
  for (const [name, one] of Object.entries(schema.properties ?? {})) walk(document, one, `${at}.${name}`, found)
  if (schema.items !== undefined) walk(document, schema.items, `${at}[]`, found)
  if (typeof schema.additionalProperties === 'object') walk(document, schema.additionalProperties, `${at}{}`, found)
}
