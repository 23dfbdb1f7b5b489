/** Every route of the programming interface in one story, asked by a client made from the document; each answer is held against it. */
import { openConfirmations } from '../../src/store/sqlite/confirmations.ts'
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { problemsOfProof } from '../../src/ledger/proof-file.ts'
import { mailed } from '../support/busy-stage.ts'
import { handsOf } from '../support/hands.ts'
import { nodeHashing } from '../support/outside.ts'
import type { Played } from '../support/played.ts'

describe('the programming interface', () => {
  let played: Played
  let client: ApiClient
  const ok: ApiClient['ok'] = (...asked) => client.ok(...asked)
  before(async () => {
    played = await apiStage()
    const hands = handsOf(played.instance)
    await hands.adopt()
    client = await apiClient(played.instance, { mailAddress: 'address', confirmations: openConfirmations(':memory:') })
  })

  it('gives, renews, takes and gives up roles', async () => {
    const given = await ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'cedar', reason: 'Helps' } })
    assert.deepEqual([given.decision.outcome, given.person, given.proposal], ['allowed', 'cedar', null])
    await ok('renewGrant', { as: 'ash', body: { role: 'helper', person: 'cedar', until: '2027-01-31' } })
    const { grants } = await ok('listGrants', { query: { role: 'helper' } })
    assert.deepEqual(
      grants.map((one: any) => [one.person, one.role.id]),
      [['cedar', 'helper']],
    )
    await ok('resign', { as: 'cedar', body: { role: 'helper' } })
    await ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'cedar' } })
    await ok('removeGrant', { as: 'birch', body: { role: 'helper', person: 'cedar', reason: 'No longer needed' } })
    const refused = await ok('makeGrant', { as: 'elm', body: { role: 'helper', person: 'cedar' } }, 403)
    assert.equal(refused.code, 'refused')
    assert.ok(refused.because.length > 0 && refused.whoCanHelp[0].holders.includes('ash'))
  })

  it('lets a second person decide what takes two', async () => {
    const { proposal } = await ok('makeGrant', { as: 'ash', body: { role: 'judge', person: 'cedar' } }, 202)
    const listed = await ok('listProposals', { as: 'birch' })
    assert.deepEqual(
      listed.proposals.map((one: any) => [one.entry, one.by, one.person]),
      [[proposal, 'ash', 'cedar']],
    )
    const vote = { params: { proposal }, body: { decision: 'approved' } }
    await ok('decideProposal', { ...vote, as: 'ash' }, 403)
    assert.equal((await ok('decideProposal', { ...vote, as: 'birch' })).done, true)
  })

  it('asks, asks back, answers, changes and decides requests', async () => {
    const body = { role: 'helper', useCase: 'Help with the archive' }
    await ok('fileRequest', { as: 'elm', body }, 403) // without the statement
    const checked = await ok('fileRequest', { as: 'elm', body: { ...body, states: ['good-faith'], check: true } })
    assert.deepEqual([checked.sent, checked.requests[0].request], [false, null])
    const { requests } = await ok('fileRequest', { as: 'elm', body: { ...body, states: ['good-faith'] } }, 202)
    const params = { request: requests[0].request }
    await ok('askBack', { as: 'ash', params, body: { text: 'Which archive?' } })
    await ok('answerQuestion', { as: 'elm', params, body: { text: 'The old one' } })
    await ok('amendRequest', { as: 'elm', params, body: { useCase: 'Help with the old archive' } })
    await ok('commentOnRequest', { as: 'elm', params, body: { text: 'Thank you' } })
    const seen = await ok('getRequest', { as: 'ash', params })
    assert.deepEqual(
      [seen.useCase, seen.questions[0].answer, seen.approvers.includes('birch')],
      ['Help with the old archive', 'The old one', true],
    )
    assert.equal((await ok('listRequests', { as: 'elm' })).requests.length, 1)
    assert.equal((await ok('listRequests', { as: 'fir' })).requests.length, 0)
    await ok('getRequest', { as: 'fir', params }, 404)
    await ok('commentOnRequest', { as: 'fir', params, body: { text: 'I am curious' } }, 404)
    await ok('decideRequest', { as: 'elm', params, body: { decision: 'approved' } }, 403)
    await ok('decideRequest', { as: 'ash', params, body: { decision: 'refused', reason: 'Not yet' } })
    await ok('appealRequest', { as: 'elm', params, body: { text: 'It is needed now' } })
    const decided = await ok('decideRequest', { as: 'birch', params, body: { decision: 'approved' } })
    assert.deepEqual([decided.done, typeof decided.grant], [true, 'number'])
    const other = await ok('fileRequest', { as: 'fir', body: { role: 'helper', useCase: 'Help', states: ['good-faith'] } }, 202)
    const mine = { request: other.requests[0].request }
    await ok('stateInRequest', { as: 'ash', params: mine, body: { statement: 'good-faith' } }, 403)
    await ok('withdrawRequest', { as: 'fir', params: mine, body: {} })
    const announced = await ok('fileRequest', { as: 'fir', body: { role: 'scribe', useCase: 'Write' } }, 202)
    const asked = { request: announced.requests[0].request }
    const { grant } = await ok('decideRequest', { as: 'ash', params: asked, body: { decision: 'approved' } })
    await ok('objectToGrant', { as: 'cedar', params: { grant }, body: { reason: 'Too early' } })
  })

  it('makes a request of a mail, for whoever wrote it alone; then the mail is over', async () => {
    const draft = await mailed(played)
    const params = { draft }
    const seen = await ok('getDraft', { as: 'cedar', params })
    assert.deepEqual([seen.draft, seen.subject], [draft, 'Delete pages'])
    await ok('getDraft', { as: 'elm', params }, 404)
    const body = { role: 'scribe', useCase: seen.text, draft }
    await ok('fileRequest', { as: 'elm', body: { ...body, check: true } })
    await ok('fileRequest', { as: 'cedar', body: { ...body, check: true } })
    const others = await ok('fileRequest', { as: 'elm', body }, 202)
    await ok('withdrawRequest', { as: 'elm', params: { request: others.requests[0].request }, body: {} })
    await ok('getDraft', { as: 'cedar', params })
    const { requests } = await ok('fileRequest', { as: 'cedar', body }, 202)
    await ok('getDraft', { as: 'cedar', params }, 404)
    await ok('withdrawRequest', { as: 'cedar', params: { request: requests[0].request }, body: {} })
  })

  it('reviews who holds what', async () => {
    const { entry: review } = await ok('openReview', { as: 'ash', body: { role: 'helper' } })
    const { reviews } = await ok('listReviews', { as: 'ash' })
    const grant = reviews[0].grants[0].grant
    assert.equal(reviews[0].review, review)
    await ok('answerReview', { as: 'ash', params: { review }, body: { grant, answer: 'keep' } })
    await ok('answerNotice', { as: 'elm', params: { notice: 0 }, body: { keep: true, text: 'Needed' } }, 403)
    assert.deepEqual(await ok('listFollowUps', { as: 'elm' }), { followUps: [], next: null })
    await ok('recordFollowUp', { as: 'ash', params: { grant }, body: { works: true } }, 403)
    await ok('acceptTerms', { as: 'elm', params: { grant }, body: { version: 'a'.repeat(64) } }, 403)
    await ok('carryOutDue', { as: 'ash', body: { dryRun: true } })
    await ok('carryOutDue', { as: 'elm', body: {} }, 403)
  })

  it('lets everybody choose how they are told what need not be told at once, and nobody for somebody else', async () => {
    const before = await ok('getNoticePreferences', { as: 'cedar' })
    assert.deepEqual(before.preferences, { mail: 'at-once' })
    assert.ok(before.always.some((one: any) => one.template === 'suspended' && one.because === 'heard'))
    await ok('setNoticePreferences', { as: 'cedar', key: 'calm', body: { preferences: { mail: 'weekly' } } })
    assert.deepEqual((await ok('getNoticePreferences', { as: 'cedar' })).preferences, { mail: 'weekly' })
    assert.deepEqual((await ok('getNoticePreferences', { as: 'elm' })).preferences, { mail: 'at-once' })
    await ok('setNoticePreferences', { as: 'cedar', body: { preferences: { mail: 'off' } } })
    await ok('setNoticePreferences', { as: 'cedar', key: 'calm', body: { preferences: { mail: 'weekly' } } })
    assert.deepEqual((await ok('getNoticePreferences', { as: 'cedar' })).preferences, { mail: 'off' }, 'a late repetition changes nothing')
    await ok('setNoticePreferences', { as: 'cedar', body: { preferences: { chat: 'daily' } } }, 400)
    await ok('setNoticePreferences', { as: 'cedar', body: { preferences: { mail: 'hourly' } } }, 400)
    await ok('getNoticePreferences', undefined, 401)
  })

  it('says what is to come, and stops everything until somebody resumes', async () => {
    assert.equal((await ok('lookAhead', { as: 'ash' })).paused, null)
    await ok('pauseEverything', { as: 'elm', body: { confirm: 'pause', reason: 'x' } }, 403)
    await ok('pauseEverything', { as: 'ash', body: { confirm: 'pause', reason: 'Something is odd' } })
    const { paused } = await ok('lookAhead', { as: 'birch' })
    await ok('resumeEverything', { as: 'birch', body: { confirm: 'resume', pause: 0, reason: 'x' } }, 403)
    await ok('resumeEverything', { as: 'birch', body: { confirm: 'resume', pause: paused.entry, reason: 'It was nothing' } })
  })

  it('plans, runs as a job, undoes, and settles what others changed', async () => {
    const params = { target: 'wiki' }
    await ok('setMode', { as: 'ash', params, body: { mode: 'enforce' } })
    assert.equal((await ok('listTargets')).targets[0].mode, 'enforce')
    const plan = await ok('planTarget', { as: 'ash', params, body: { dryRun: true } })
    assert.ok(plan.lines.length > 0)
    await ok('planTarget', { as: 'elm', params, body: {} }, 403)
    await ok('planTarget', { as: 'ash', params: { target: 'nowhere' }, body: {} }, 404)
    await ok('publishPages', { as: 'elm', params, body: {} }, 403)
    await ok('publishPages', { as: 'ash', params: { target: 'nowhere' }, body: {} }, 404)
    await ok('publishPages', { as: 'ash', params, body: { prefix: '[[no]]' } }, 400)
    assert.match((await ok('publishPages', { as: 'ash', params, body: {} }, 409)).detail, /nothing can be kept there/)
    const { job } = await ok('runTarget', { as: 'ash', params, key: 'run-1' }, 202)
    const run = await untilOver(job)
    assert.deepEqual([run.state, run.result.applied[0].outcome.failed], ['done', 0])
    assert.deepEqual(run.result.members, { removed: 0, held: 0, problems: [], plan: null })
    assert.equal((await ok('runTarget', { as: 'ash', params, key: 'run-1' }, 202)).job, job)
    await ok('getJob', { as: 'elm', params: { job } }, 404)
    const undo = await ok('undoRun', { as: 'ash', params, body: { plan: run.result.applied[0].entry } }, 202)
    const undone = await untilOver(undo.job)
    assert.equal(undone.state, 'done')
    const wiki = played.targets.get('wiki') ?? assert.fail()
    const fir = wiki.state().accounts.find((one) => one.name === 'Fir') ?? assert.fail()
    wiki.alter({ id: fir.id, add: [{ group: 'judge' }], by: 'somebody', logged: true })
    await ok('planTarget', { as: 'ash', params, body: {} })
    const { drift } = await ok('listDrift', { as: 'ash', params })
    assert.equal(drift.length, 1)
    await ok('leaveDrift', { as: 'ash', params: { drift: drift[0].entry }, body: { outcome: 'left', reason: 'Fine' } })
    assert.deepEqual(await ok('listTasks', { as: 'ash', params }), { target: 'wiki', tasks: [] })
    await ok('confirmTask', { as: 'ash', params: { ...params, task: 'none' }, body: {} }, 409)
    await ok('confirmTarget', { as: 'ash', params, body: {} }, 403)
    await ok('approvePlan', { as: 'ash', params: { plan: 0 }, body: { reason: 'None' } }, 403)
  })

  it('lists what one was told, unread first, and keeps what one has read', async () => {
    const { unread, size } = await ok('countNotices', { as: 'elm' })
    const all = await ok('listNotices', { as: 'elm' })
    assert.deepEqual([all.unread, all.size, all.notices.length, all.next], [unread, size, unread, null])
    const refused = all.notices.find((one: any) => one.template === 'request-refused')
    assert.deepEqual([refused.why, refused.names.role, refused.subject], ['concerned', 'Helper', 'The request for Helper was refused'])
    const first = await ok('listNotices', { as: 'elm', query: { limit: 1 } })
    assert.equal(first.notices[0].notice, Math.max(...all.notices.map((one: any) => one.notice)))
    await ok('readNotice', { as: 'elm', params: { notice: first.notices[0].notice }, body: {} })
    const rest = await ok('listNotices', { as: 'elm', query: { limit: 500, after: first.next } })
    assert.deepEqual(rest.notices.map((one: any) => one.read).indexOf(true), unread - 1, 'the one that was read stands behind the others')
    assert.equal((await ok('countNotices', { as: 'elm' })).unread, unread - 1)
    assert.equal((await ok('listNotices', { as: 'elm', query: { read: 'true' } })).notices.length, 1)
    assert.equal((await ok('listNotices', { as: 'elm', query: { read: 'false' } })).notices.length, unread - 1)
    await ok('readNotices', { as: 'elm', body: { size } })
    assert.equal((await ok('countNotices', { as: 'elm' })).unread, 0)
    await ok('makeGrant', { as: 'ash', body: { role: 'scribe', person: 'elm' } })
    const later = await ok('listNotices', { as: 'elm' })
    assert.deepEqual([later.unread, later.notices[0].template, later.notices[0].read], [1, 'granted', false])
    await ok('removeGrant', { as: 'ash', body: { role: 'scribe', person: 'elm', reason: 'Tried' } })
    assert.equal((await ok('countNotices', { as: 'elm' })).unread, 2)
    await ok('readNotices', { as: 'elm', body: { size: 999_999 } }, 400)
    await ok('readNotice', { as: 'elm', params: { notice: 999_999 }, body: {} }, 404)
    await ok('listNotices', { as: 'elm', query: { after: 'nothing' } }, 400)
    await ok('listNotices', {}, 401)
    assert.ok(!(await ok('listNotices', { as: 'fir' })).notices.some((one: any) => one.template === 'request-refused'), 'only one’s own')
  })

  it('has a wrong fact looked into, and says who read one’s data', async () => {
    await ok('correctFact', { as: 'elm', body: { fact: 'nothing', text: 'x' } }, 403)
    const { correction } = await ok('correctFact', { as: 'elm', body: { fact: 'edits', text: 'There are more of them' } })
    await ok('correctFact', { as: 'elm', body: { fact: 'edits', text: 'Again' } }, 403)
    const params = { correction }
    await ok('answerCorrection', { as: 'elm', params, body: { outcome: 'mended', text: 'Myself' } }, 403)
    assert.deepEqual(
      (await ok('listCorrections', { as: 'ash' })).corrections.map((one: any) => [one.person, one.fact, one.answer]),
      [['elm', 'edits', null]],
    )
    assert.deepEqual((await ok('listCorrections', { as: 'fir' })).corrections, [])
    await ok('answerCorrection', { as: 'ash', params, body: { outcome: 'mended', text: 'Counted anew' } })
    await ok('answerCorrection', { as: 'birch', params, body: { outcome: 'stands', text: 'Late' } }, 403)
    const [answered] = (await ok('listCorrections', { as: 'elm' })).corrections
    assert.deepEqual([answered.answer.by, answered.answer.outcome, answered.answer.text], ['ash', 'mended', 'Counted anew'])
    await ok('getPersonRecord', { as: 'ash', params: { person: 'elm' } })
    const [reading] = (await ok('listReadings', { as: 'elm' })).readings
    assert.deepEqual([reading.by, reading.what], ['ash', ['getPersonRecord']])
    assert.deepEqual((await ok('listReadings', { as: 'birch' })).readings, [])
    await ok('getOwnData', { as: 'elm' })
  })

  it('changes the charter', async () => {
    const { files } = await ok('getCharter')
    assert.equal(files[0].text, apiCharterText)
    const text = apiCharterText.replace('title: A site with an interface', 'title: A site with a better interface')
    await ok('proposeCharter', { as: 'ash', body: { files: [{ name: 'charter.yaml', text: 'writ: 9' }], reason: 'x' } }, 400)
    const body = { files: [{ name: 'charter.yaml', text }], reason: 'A better title', draft: true }
    const { proposal } = await ok('proposeCharter', { as: 'ash', body })
    const params = { proposal }
    await ok('setCharterProposalStatus', { as: 'ash', params, body: { status: 'open', reason: 'Ready' } })
    await ok('commentOnCharter', { as: 'elm', params, body: { form: 'question', text: 'Why?' } })
    assert.equal((await ok('listCharterProposals', { as: 'elm' })).proposals[0].comments[0].text, 'Why?')
    await ok('decideCharter', { as: 'birch', params, body: { decision: 'approved', feedbackRead: true } })
    const adopted = await ok('adoptCharter', { as: 'ash', params, body: { feedbackRead: true, reason: 'Agreed' } })
    assert.equal(adopted.revision, 2)
    assert.equal((await ok('getCharter')).title, 'A site with a better interface')
  })

  it('says what a restore would do, and refuses it to those who may not', async () => {
    const body = { to: 12, reason: 'Try', dryRun: true }
    assert.ok([200, 202].includes((await client.call('restoreGrants', { as: 'ash', body })).status))
    await ok('restoreGrants', { as: 'fir', body }, 403)
  })

  it('suspends, and brings back by a new use case', async () => {
    const { suspension } = await ok('suspend', { as: 'ash', body: { person: 'elm', cause: 'investigation', reason: 'A complaint' } })
    const { suspensions } = await ok('listSuspensions', { as: 'birch' })
    assert.deepEqual(
      suspensions.map((one: any) => [one.suspension, one.person]),
      [[suspension, 'elm']],
    )
    await ok('listSuspensions', { as: 'cedar' }, 403)
    await ok('getMe', { as: 'elm' }, 401) // their token ended
    const read = await ok('readSuspension', { as: 'birch', params: { suspension }, body: {} })
    assert.deepEqual([read.about, read.cause, read.lines[0].by, read.lines[0].text], ['elm', 'investigation', 'ash', 'A complaint'])
    for (const [as, of] of [
      ['cedar', suspension],
      ['birch', 1],
      ['birch', 99_999],
    ] as const)
      await ok('readSuspension', { as, params: { suspension: of }, body: {} }, 403)
    await ok('answerSuspension', { as: 'cedar', body: { text: 'It was not me' } }, 403)
    await ok('endSuspension', { as: 'birch', params: { person: 'elm' }, body: { outcome: 'reinstated', reason: 'The archive again' } })
  })

  it('takes a concern to those who look into it, and to nobody else', async () => {
    const reported = await ok('reportConcern', { as: 'cedar', body: { text: 'Something is wrong', person: 'birch' } })
    const params = { case: reported.case }
    assert.deepEqual(
      (await ok('listCases', { as: 'ash' })).cases.map((one: any) => one.case),
      [reported.case],
    )
    assert.deepEqual((await ok('listCases', { as: 'birch' })).cases, [], 'nobody sees their own file')
    const read = await ok('readCase', { as: 'ash', params, body: {} })
    assert.deepEqual([read.about, read.lines[0].text], ['birch', 'Something is wrong'])
    for (const as of ['birch', 'cedar', 'fir']) await ok('readCase', { as, params, body: {} }, 403)
    await ok('handleCase', { as: 'ash', params, body: { step: 'note', text: 'Looked at' } })
    await ok('handleCase', { as: 'ash', params, body: { step: 'close', text: 'Nothing to it' } })
    const unnamed = await ok('reportConcern', { as: 'cedar', body: { text: 'Again', anonymous: true } })
    assert.equal((await ok('readCase', { as: 'ash', params: { case: unnamed.case }, body: {} })).lines[0].by, undefined)
  })

  it('takes a concern of whoever is not to be known; nothing public tells whom it is about, or whether there is such a person', async () => {
    const seen = async () =>
      JSON.stringify([await ok('listLog', { query: { limit: 500 } }), await ok('listPeople'), await ok('listGrants')])
    const before = (await ok('listCases', { as: 'ash' })).cases.length
    const answers = []
    for (const person of ['birch', 'nobody-here'])
      answers.push((await client.call('reportAnonymously', { body: { text: 'Unseen-words', person } })).text)
    assert.equal(answers[0], answers[1])
    const again = { key: 'again', body: { text: 'Unseen-words twice' } }
    for (const as of [undefined, 'cedar']) await ok('reportAnonymously', { ...again, ...(as === undefined ? {} : { as }) })
    const { cases } = await ok('listCases', { as: 'ash' })
    assert.equal(cases.length, before + 3)
    const [about, unknown, twice] = await Promise.all(
      cases.slice(before).map((one: any) => ok('readCase', { as: 'ash', params: { case: one.case }, body: {} })),
    )
    assert.deepEqual([about.about, about.lines[0].by, unknown.about, twice.lines[0].by], ['birch', undefined, null, undefined])
    assert.match(unknown.lines[0].text, /nobody-here/)
    assert.ok(!/Unseen|nobody-here/.test(await seen()))
    await ok('reportAnonymously', { body: { text: '' } }, 400)
    let status = 0
    for (let count = 0; count < 21; count += 1) ({ status } = await client.call('reportAnonymously', { body: { text: `No ${count}` } }))
    assert.equal(status, 429)
    assert.ok((await ok('listCases', { as: 'ash' })).cases.length <= before + 20)
  })

  it('says who may do what, and why', async () => {
    const query = { target: 'wiki', right: 'delete' }
    const yes = await ok('explain', { query: { ...query, roles: 'helper' } })
    assert.deepEqual([yes.allowed, yes.because.length > 0], [true, true])
    const no = await ok('explain', { query })
    assert.deepEqual([no.allowed, no.missing.login, no.whoCanHelp.some((one: any) => one.role === 'steward')], [false, true, true])
    assert.equal((await ok('explain', { as: 'ash', query: { ...query, person: 'ash' } })).basis, 'everything')
    await ok('explain', { query: { ...query, person: 'nobody' } }, 404)
    await ok('explain', { query: { ...query, person: 'ash', roles: 'helper' } }, 400)
    await ok('explain', { query: { ...query, resource: '[1]' } }, 400)
    assert.deepEqual((await ok('whatCan', { query: { target: 'wiki', roles: 'scribe' } })).rights, ['delete'])
    await ok('whatCan', { query: { target: 'nowhere' } }, 404)
    const first = await ok('whoCan', { as: 'ash', query: { ...query, limit: 1 } })
    assert.deepEqual([first.people, first.next, first.roles.includes('judge')], [['ash'], 'ash', true])
    assert.equal((await ok('whoCan', { as: 'ash', query: { ...query, limit: 1, after: first.next } })).people[0], 'birch')
    await ok('whoCan', { query }, 401)
  })

  it('takes in who holds what already, and links accounts on somebody’s word', async () => {
    const params = { target: 'wiki' }
    const dry = await ok('adoptHolders', { as: 'ash', params, body: { dryRun: true } })
    assert.deepEqual((await ok('adoptHolders', { as: 'ash', params, body: {} })).found, dry.found)
    assert.equal((await ok('adoptHolders', { as: 'ash', params, body: {} })).entries, 0)
    await ok('adoptHolders', { as: 'fir', params, body: {} }, 403)
    await ok('adoptHolders', { as: 'ash', params: { target: 'nowhere' }, body: {} }, 404)
    const body = { person: 'birch', target: 'wiki', account: 'Spare' }
    await ok('linkAccount', { as: 'fir', body }, 403)
    await ok('linkAccount', { as: 'ash', body: { ...body, target: 'login.people' } }, 404)
    await ok('linkAccount', { as: 'ash', body: { ...body, person: 'ash' } }, 403)
    assert.equal((await ok('linkAccount', { as: 'ash', body })).decision.outcome, 'allowed')
    const again = await ok('linkAccount', { as: 'ash', body: { ...body, person: 'fir' } }, 403)
    assert.match(again.detail, /linked to `birch`/)
  })

  it('uses a dormant role for hours, stops it, and looks at it afterwards', async () => {
    await ok('makeGrant', { as: 'ash', body: { role: 'reserve', person: 'elm' } })
    const body = { role: 'reserve', person: 'elm', reason: 'Nobody else is there' }
    await ok('activateRole', { as: 'ash', body: { ...body, length: 'soon' } }, 400)
    await ok('activateRole', { as: 'fir', body }, 403)
    const { grant, until } = await ok('activateRole', { as: 'ash', body: { ...body, length: '2 hours' } })
    assert.deepEqual([typeof grant, typeof until], ['number', 'string'])
    const params = { person: 'elm', role: 'reserve' }
    await ok('endActivation', { as: 'birch', params, body: { what: 'stop', reason: 'Somebody is there again' } })
    await ok('endActivation', { as: 'birch', params, body: { what: 'reviewed', reason: 'Well used' } })
  })

  it('marks a change, and records who leaves and comes back', async () => {
    const { grant } = await ok('makeGrant', { as: 'ash', body: { role: 'scribe', person: 'cedar' } })
    await ok('markChange', { as: 'fir', body: { entry: grant, mark: 'official' } }, 403)
    await ok('markChange', { as: 'ash', body: { entry: grant, mark: 'official', reason: 'By order' } })
    await ok('depart', { as: 'elm', body: { person: 'cedar' } }, 403)
    const left = await ok('depart', { as: 'ash', body: { person: 'elm', reason: 'Retired' } })
    assert.ok(left.ended.length > 0 && left.accounts.length === 1)
    const lock = { params: { person: 'elm' }, body: { account: left.accounts[0] } }
    await ok('confirmLock', { ...lock, as: 'cedar' }, 403)
    const told = await ok('confirmLock', { ...lock, as: 'birch' }, 403)
    assert.match(told.detail, /says itself whether an account is locked/)
    await ok('returnPerson', { as: 'birch', params: { person: 'elm' }, body: { reason: 'Back' } })
  })

  it('makes tokens that can do no more than the one in use, and ends them', async () => {
    const { token, id } = await client.confirmed('makeToken', { as: 'ash', body: { scopes: ['read'], until: '2026-12-31' } })
    assert.equal((await ok('getMe', { token })).token.id, id)
    await ok('makeGrant', { token, body: { role: 'helper', person: 'fir' } }, 403)
    const narrow = await client.tokenOf('birch', ['read', 'grant'])
    await client.confirmed('makeToken', { token: narrow, body: { scopes: ['apply'] } }, 403)
    assert.ok((await ok('listTokens', { as: 'ash' })).tokens.some((one: any) => one.id === id))
    await ok('revokeToken', { as: 'ash', params: { token: id }, body: { reason: 'Not needed' } })
    await ok('getMe', { token }, 401)
  })

  it('shows people, roles, the log and a moment', async () => {
    assert.ok((await ok('listPeople', { query: { filter: 'ash' } })).people.some((one: any) => one.handle === 'ash'))
    assert.equal((await ok('getPerson', { params: { person: 'ash' } })).handle, 'ash')
    await ok('getPerson', { params: { person: 'nobody' } }, 404)
    assert.equal((await ok('getPersonRecord', { as: 'ash', params: { person: 'cedar' } })).handle, 'cedar')
    await ok('getPersonRecord', { as: 'cedar', params: { person: 'ash' } }, 403)
    assert.ok((await ok('listRoles')).roles.length > 3)
    assert.equal((await ok('getRole', { params: { role: 'helper' } })).id, 'helper')
    const { rows } = await ok('listLog', { query: { limit: 5 } })
    assert.equal(rows.length, 5)
    assert.deepEqual(await ok('getEntry', { params: { entry: rows[0].seq } }), rows[0])
    await ok('getEntry', { params: { entry: 999_999 } }, 404)
    assert.deepEqual((await ok('getLogHead')).signed, { keys: [] })
    const proof = await ok('proveEntry', { params: { entry: rows[0].seq } })
    const growth = await ok('proveConsistency', { query: { first: 2, second: proof.size } })
    assert.deepEqual(
      [proof, growth].map((one) => problemsOfProof(nodeHashing, one)),
      [[], []],
    )
    assert.deepEqual(
      [growth.second, (await ok('proveConsistency', { query: { first: 2 } })).first],
      [{ size: proof.size, root: proof.root }, growth.first],
    )
    await ok('proveEntry', { params: { entry: 3 }, query: { size: 3 } }, 404)
    await ok('proveConsistency', { query: { first: 999_999 } }, 404)
    const then = await ok('getMoment', { as: 'ash', params: { moment: '2026-05-03' } })
    assert.ok(then.grants.some((one: any) => one.person === 'birch' && one.role === 'steward' && one.inForce))
    await ok('getMoment', { as: 'cedar', params: { moment: '2026-05-03' } }, 403)
    await ok('getMoment', { as: 'cedar', params: { moment: '2026-05-03' }, query: { person: 'cedar' } })
  })

  it('tells auditors what deserves a second look, with what proves a grant', async () => {
    const { reports } = await ok('countAuditReports', { as: 'ash' })
    assert.ok(reports.find(({ report }: any) => report === 'operator').count > 0)
    const { rows } = await ok('getAuditReport', { as: 'ash', params: { report: 'no-use-case' }, query: { limit: 1 } })
    assert.equal(rows.length, 1)
    const file = await ok('getGrantEvidence', { as: 'ash', params: { grant: rows[0].grant } })
    assert.deepEqual(problemsOfProof(nodeHashing, file), [])
  })

  it('takes everything along only with a second factor, and hands out addresses for calendars and feed readers', async () => {
    const { missing } = await ok('exportEverything', { as: 'ash', body: {} }, 403)
    assert.deepEqual(
      missing.map(({ kind }: any) => kind),
      ['step-up'],
    )
    await ok('getExport', { as: 'ash', params: { export: 1 } }, 404)
    const own = await ok('getOwnData', { as: 'ash' })
    assert.deepEqual([own.handle, own.ledger.entries], ['ash', played.instance.journal.size])
    const { decision, calendar } = await ok('makeFeed', { as: 'ash' })
    assert.deepEqual([decision.outcome, typeof calendar], ['allowed', 'string'])
  })

  after(() => {
    assert.deepEqual(client.warnings, [])
    const asked = new Set([...client.seen].map((one) => one.split(' ')[0]))
    assert.deepEqual(
      [...client.operations.keys()].filter((id) => !asked.has(id)),
      [],
      'operations that were never asked',
    )
    assert.ok(![...client.seen].some((one) => one.endsWith(' 500')))
  })

  async function untilOver(job: string): Promise<any> {
    for (;;) {
      const seen = await ok('getJob', { as: 'ash', params: { job } })
      if (seen.state !== 'running') return seen
      await new Promise((resolve) => void setImmediate(resolve))
    }
  }
})
