/** The small installation in the midst of its work: something of everything that a page can show, and something private to be looked for where it must not be. */
import assert from 'node:assert/strict'
import { instant } from '../../src/kernel/instant.ts'
import { evidenceOver } from '../../src/ledger/second-factor.ts'
import type { Serving } from '../../src/server/serving.ts'
import { openConfirmations } from '../../src/store/sqlite/confirmations.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { hexOf } from '../../src/workflow/ids.ts'
import { makeToken } from '../../src/workflow/make-token.ts'
import { keepDraft } from '../../src/workflow/mail-drafts/drafts.ts'
import type { Confirmations } from '../../src/workflow/login/confirmations.ts'
import { apiClient, type ApiClient } from './api-client.ts'
import { apiCharterText, apiStage, withAuditor } from './api-stage.ts'
import { handsOf } from './hands.ts'
import type { Played } from './played.ts'

/** A judge decides on helpers, reviews scribes and holds no right on Writ itself; an auditor reads and holds nothing else. Three people at once are too many for a run. */
const CHARTER = withAuditor(apiCharterText)
  .replace("{ text: 'A steward decides', by: steward }", "{ text: 'A judge decides', by: judge }")
  .replace(
    'purpose: Writes\n',
    `purpose: Writes
    review: { every: 1 year, by: judge, unanswered: report }
    follow_up: { after: 2 hours, by: judge, text: Please look whether you see the minutes, terms: good-faith }
`,
  )
  .replace('decided_by: steward }', 'decided_by: judge, refer_to: steward }')
  .replace('    objection: { by: registered, within: 7 days }\n', '')
  .replace('guards: { people: 5, share: 90 }', 'members: { requires: works-here }, guards: { people: 2, share: 10 }')
  .replace('rights:\n', 'conditions:\n  works-here: { text: Is a steward, role: steward }\nrights:\n')

/** Who is who of those that look at the pages, in the order of LOOKERS; the first is nobody. */
export const HANDLES = [undefined, 'cedar', 'elm', 'fir', 'ash', 'birch', 'gale'] as const

/** Stands in what is private alone: the use cases of a request and of a grant. */
export const SECRET = 'SECRET-use-case'

/** Stands in a concern, in the reason of a suspension and in the words of whoever is suspended. */
export const SEALED = 'SEALED-words'

/** What the parts of paths are called, and what stands there. */
export interface Places {
  readonly role: string
  readonly target: string
  readonly token: string
  /** Made with a second factor by who runs Writ. */
  readonly entry: number
  readonly request: number
  /** Given by somebody's power. */
  readonly grant: number
  readonly review: number
  readonly plan: number
  /** A stopped plan that takes members out. */
  readonly leaving: number
  readonly proposal: number
  /** A concern that a judge looks into, and one that was read and closed. */
  readonly case: number
  readonly closed: number
  /** The suspension of gorse, which a judge decides and has read in part. */
  readonly suspension: number
  /** A fact that was called wrong. */
  readonly correction: number
  /** An entry that birch was told of. */
  readonly notice: number
  /** A mail of Cedar’s that is a draft. */
  readonly draft: string
  readonly job: string
  /** What a program of the one who runs Writ asked for: to be confirmed, and confirmed. */
  readonly waiting: string
  readonly confirmed: string
}

export interface BusyStage {
  readonly played: Played
  readonly client: ApiClient
  readonly places: Places
}

/** `serving`: where and how it is served, if not as every test does; `hidden`: nobody's name is public. */
export async function busyStage(serving: Partial<Serving> = {}, hidden = false): Promise<BusyStage> {
  const written = hidden ? CHARTER.replace('[account, role, from]', '[role, from]') : CHARTER
  const played = await apiStage(written, ['gorse'], { gale: 'auditor' })
  await handsOf(played.instance).adopt()
  const confirmations = openConfirmations(':memory:')
  const client = await apiClient(played.instance, {
    sessions: openSessions(':memory:'),
    confirmations,
    loopback: true,
    mailAddress: 'address',
    installation: {
      rows: [
        { key: 'port', value: '8420', by: 'default' },
        { key: 'host', value: '10.0.0.7', by: 'environment' },
        { key: 'targets.wiki.api', value: 'https://wiki.example/w/api.php', by: 'file' },
        { key: 'targets.wiki.credentials', value: null, by: 'file' },
      ],
      versions: { writ: '0.0.0', node: process.versions.node, sqlite: process.versions['sqlite'] },
      secretFiles: () => Promise.resolve([{ key: 'targets.wiki.credentials', mode: '644', open: true }]),
    },
    ...serving,
  })
  const params = { target: 'wiki' }
  await client.ok('setMode', { as: 'ash', params, body: { mode: 'enforce' } })
  const judge = await client.ok('makeGrant', { as: 'ash', body: { role: 'judge', person: 'fir' } }, 202)
  await client.ok('decideProposal', { as: 'birch', params: { proposal: judge.proposal }, body: { decision: 'approved' } })
  const give = (role: string, person: string, reason: string) => client.ok('makeGrant', { as: 'ash', body: { role, person, reason } })
  const { grant } = await give('scribe', 'birch', SECRET)
  const { job } = await client.ok('runTarget', { as: 'ash', params }, 202)
  const run = await untilOver(client, job)
  const leaving = run.members.plan ?? assert.fail('nobody is kept back')
  await client.ok('carryOutDue', { as: 'ash', body: {} })
  played.now = instant(played.now + 2 * 3_600_000)
  await client.ok('carryOutDue', { as: 'ash', body: {} })
  await give('reserve', 'birch', 'Steps in')
  const { entry: review } = await client.ok('openReview', { as: 'fir', body: { role: 'scribe' } })
  await client.ok('answerReview', { as: 'fir', params: { review }, body: { grant, answer: 'ask' } })
  const asked = { role: 'helper', useCase: SECRET, states: ['good-faith'] }
  const { requests } = await client.ok('fileRequest', { as: 'elm', body: asked }, 202)
  for (const person of ['cedar', 'elm', 'fir']) await give('scribe', person, 'Writes minutes')
  drift(played)
  const { plans } = await client.ok('planTarget', { as: 'ash', params, body: {} })
  const plan = plans.find((one: { readonly stopped: boolean }) => one.stopped)?.entry ?? assert.fail('no plan is stopped')
  const text = CHARTER.replace('purpose: Helps', 'purpose: Helps everywhere')
  const changed = { files: [{ name: 'charter.yaml', text }], reason: 'Said in public' }
  const { proposal } = await client.ok('proposeCharter', { as: 'elm', body: changed })
  await client.ok('commentOnCharter', { as: 'fir', params: { proposal }, body: { form: 'question', text: 'Why?' } })
  const { correction } = await client.ok('correctFact', { as: 'elm', body: { fact: 'edits', text: SECRET } })
  const troubles = await trouble(client)
  await client.ok('getPersonRecord', { as: 'ash', params: { person: 'elm' } })
  const made = await client.confirmed('makeToken', { as: 'ash', body: { scopes: ['read'], until: '2026-12-31' } })
  const entry = await withSecondFactor(played)
  const places = {
    entry,
    grant: [...played.instance.journal.state.runningGrants()].find(({ door }) => door === 'power')?.id ?? 0,
    role: 'helper',
    target: 'wiki',
    token: made.id,
    request: requests[0].request,
    review,
    plan,
    leaving,
    proposal,
    correction,
    ...troubles,
    notice: grant,
    draft: await mailed(played),
    job,
    ...askedByProgram(played, confirmations),
  }
  return { played, client, places }
}

/** A token that Ash made and confirmed. */
async function withSecondFactor({ instance }: Played): Promise<number> {
  const subject = instance.journal.state.personByHandle('ash')?.subject ?? assert.fail('nobody is called ash')
  const { hashing } = instance.outside
  const text = '["/me/tokens",{"body":{"scopes":["read"]}}]'
  const stepUp = evidenceOver(`demo:${hexOf(hashing.sha256(hashing.utf8(text)))}`, text)
  const caller = { actor: { kind: 'person', subject, stepUp }, channel: 'web' } as const
  const entry = instance.journal.size
  const until = instant(instance.outside.clock.now() + 86_400_000)
  const { id } = await makeToken(instance, { key: 'confirmed-token', caller, handle: 'ash', until, scopes: ['read'] })
  assert.ok(id !== undefined)
  return entry
}

/** What was reported, and gorse who is suspended: holds a dormant role alone, so that no target follows. */
async function trouble(client: ApiClient): Promise<Pick<Places, 'case' | 'closed' | 'suspension'>> {
  const report = async (text: string) =>
    (await client.ok('reportConcern', { as: 'cedar', body: { text, person: 'gorse', to: 'judge' } })).case as number
  const [open, closed] = [await report(`${SEALED}: quarrels with everybody`), await report(`${SEALED}: is rude`)]
  const params = { case: closed }
  await client.ok('readCase', { as: 'fir', params, body: {} })
  await client.ok('handleCase', { as: 'fir', params, body: { step: 'note', text: 'Asked two who saw it' } })
  await client.ok('handleCase', { as: 'fir', params, body: { step: 'close', text: 'They made it up' } })
  await client.ok('makeGrant', { as: 'ash', body: { role: 'reserve', person: 'gorse', reason: 'Steps in' } })
  const body = { person: 'gorse', cause: 'misuse', reason: `${SEALED}: deletes what is in dispute` }
  const { suspension } = await client.ok('suspend', { as: 'ash', body })
  await client.ok('readSuspension', { as: 'fir', params: { suspension }, body: {} })
  return { case: open, closed, suspension }
}

/** Cedar has written to the installation. */
export async function mailed({ instance, stage }: Played): Promise<string> {
  await stage.fact?.('cedar', 'address', 'cedar@example.org')
  const text = 'I hope to delete pages that nobody needs.\n\nFrom <Monday> on.'
  return (await keepDraft(instance, { from: 'cedar@example.org', subject: 'Delete pages', text })).draft.id
}

function askedByProgram({ instance, now }: Played, confirmations: Confirmations): Pick<Places, 'waiting' | 'confirmed'> {
  const person = instance.journal.state.personByHandle('ash')?.subject ?? assert.fail('nobody is called ash')
  const asked = `POST /api/v1/grants\n${JSON.stringify({ role: 'judge', person: 'elm', reason: 'Judges '.repeat(40) }, undefined, 2)}`
  const parts = { person, token: 'Qf3k', hash: 'ab'.repeat(32), what: 'Gives a role to somebody', asked }
  const [waiting = '', confirmed = ''] = ['one', 'two'].map((key) => confirmations.ask({ ...parts, key }, now).id)
  confirmations.give(confirmed, { text: 'demo', at: now }, now)
  return { waiting, confirmed }
}

/** Groups that somebody got behind Writ's back. */
function drift({ targets }: Played): void {
  const wiki = targets.get('wiki') ?? assert.fail()
  for (const name of ['Cedar', 'Ash']) {
    const { id } = wiki.state().accounts.find((one) => one.name === name) ?? assert.fail()
    wiki.alter({ id, add: [{ group: 'judge' }], by: 'somebody', logged: true })
  }
}

async function untilOver(client: ApiClient, job: string): Promise<{ readonly members: { readonly plan: number | null } }> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { state, result } = await client.ok('getJob', { as: 'ash', params: { job } })
    if (state !== 'running') return result
    await new Promise((resolve) => void setTimeout(resolve, 10))
  }
  return assert.fail('the job never ends')
}
