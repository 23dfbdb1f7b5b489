/** What the command does on an installation, the interface does too; where one of them has no counterpart, here is why. A new command or route without a row fails. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { sections } from '../../src/cli/commands.ts'
import { routes } from '../../src/server/api/routes.ts'

const OWN_FILES = 'works on files on one’s own machine: no installation is asked'
const OPERATOR = 'the operator’s, on the machine that Writ runs on'

/** Command -> the routes that do the same, or why none does. */
const COMMANDS: Readonly<Record<string, readonly string[] | string>> = {
  demo: OPERATOR,
  check: OWN_FILES,
  safety: OWN_FILES,
  import: OWN_FILES,
  fmt: OWN_FILES,
  diff: OWN_FILES,
  compare: OWN_FILES,
  matrix: OWN_FILES,
  render: OWN_FILES,
  probe: OWN_FILES,
  'page-access': OWN_FILES,
  explain: ['explain'],
  'who-can': ['whoCan'],
  'what-can': ['whatCan'],
  setup: OPERATOR,
  request: [
    'fileRequest',
    'listRequests',
    'getRequest',
    'amendRequest',
    'answerQuestion',
    'appealRequest',
    'askBack',
    'commentOnRequest',
    'stateInRequest',
    'withdrawRequest',
    'objectToGrant',
  ],
  grant: ['makeGrant', 'listGrants'],
  remove: ['removeGrant'],
  renew: ['renewGrant'],
  resign: ['resign'],
  approve: ['decideRequest', 'decideProposal', 'approvePlan', 'listProposals'],
  refuse: ['decideRequest', 'decideProposal'],
  due: ['carryOutDue'],
  notices: ['getNoticePreferences', 'setNoticePreferences'],
  // the mail itself is handed over by a mail server, on the machine
  mail: ['getDraft'],
  review: ['listReviews', 'openReview', 'answerReview'],
  answer: ['answerNotice'],
  'follow-up': ['recordFollowUp', 'listFollowUps'],
  terms: ['acceptTerms'],
  charter: [
    'listCharterProposals',
    'proposeCharter',
    'setCharterProposalStatus',
    'commentOnCharter',
    'decideCharter',
    'adoptCharter',
    'getCharter',
  ],
  restore: ['restoreGrants'],
  token: ['listTokens', 'makeToken', 'makeFeed', 'revokeToken'],
  link: ['linkAccount'],
  activate: ['activateRole', 'endActivation'],
  mark: ['markChange'],
  report: ['reportConcern', 'reportAnonymously'],
  case: ['listCases', 'readCase', 'handleCase'],
  suspend: ['suspend', 'answerSuspension', 'endSuspension', 'listSuspensions', 'readSuspension'],
  reinstate: ['endSuspension'],
  depart: ['depart', 'confirmLock'],
  return: ['returnPerson'],
  doctor: `${OPERATOR}: it looks at files and credentials`,
  adopt: ['adoptHolders'],
  migrate: `${OPERATOR}: it reads settings files of the old system and writes a folder beside the ledger`,
  mode: ['setMode'],
  pause: ['pauseEverything'],
  resume: ['resumeEverything'],
  tonight: ['lookAhead'],
  confirm: ['confirmTarget'],
  plan: ['planTarget', 'listTargets'],
  apply: ['runTarget', 'getJob'],
  task: ['listTasks', 'confirmTask'],
  undo: ['undoRun'],
  seats: 'asks the target each time, keeps nothing, and is read by people who count seats',
  source: `${OPERATOR}: it forgets what is kept in a file beside the ledger`,
  drift: ['listDrift', 'leaveDrift'],
  log: ['listLog', 'getLogHead', 'getEntry', 'proveEntry', 'proveConsistency'],
  export: ['exportEverything', 'getExport'],
  audit: ['countAuditReports', 'getAuditReport', 'getGrantEvidence'],
  calendar: 'makes a file for calendar programs; the dates are those of `listReviews`, `listGrants` and `getMe`',
  publish: ['publishPages'],
  at: ['getMoment', 'getPersonRecord'],
  serve: OPERATOR,
}

/** Routes that no command has, with why. */
const ROUTES: Readonly<Record<string, string>> = {
  listPeople: 'of the pages: a command says it by `writ at`',
  getPerson: 'of the pages: a command says it by `writ at`',
  listRoles: 'of the pages: on a machine the charter itself is read',
  getRole: 'of the pages: on a machine the charter itself is read',
  getMe: 'whose token this is; the operator knows',
  getOwnData: 'for the person themselves, who is not on the machine',
  listReadings: 'for the person themselves, who is not on the machine',
  correctFact: 'for the person themselves, who is not on the machine',
  answerCorrection: 'for whoever keeps the source, who is not on the machine',
  listCorrections: 'for whoever keeps the source, who is not on the machine',
  listNotices: 'for the person themselves, who is not on the machine',
  countNotices: 'for the person themselves, who is not on the machine',
  readNotice: 'for the person themselves, who is not on the machine',
  readNotices: 'for the person themselves, who is not on the machine',
}

describe('commands and routes', () => {
  const commands = sections.flatMap(({ entries }) => entries.map(({ name }) => name))
  const ids = routes.map(({ id }) => id)
  const named = new Set(Object.values(COMMANDS).flatMap((row) => (typeof row === 'string' ? [] : row)))

  it('each have a counterpart, or a reason for having none', () => {
    assert.deepEqual(
      commands.filter((name) => COMMANDS[name] === undefined),
      [],
      'commands without a row here',
    )
    assert.deepEqual(
      ids.filter((id) => !named.has(id) && ROUTES[id] === undefined),
      [],
      'routes that no command has, without a reason',
    )
  })

  it('are named here as they are called, and none is excused that needs no excuse', () => {
    assert.deepEqual(
      Object.keys(COMMANDS).filter((name) => !commands.includes(name)),
      [],
    )
    assert.deepEqual(
      [...named, ...Object.keys(ROUTES)].filter((id) => !ids.includes(id)),
      [],
    )
    assert.deepEqual(
      Object.keys(ROUTES).filter((id) => named.has(id)),
      [],
    )
  })

  it('that are the operator’s alone are told to whoever reads about the interface', () => {
    const text = readFileSync('docs/spec/api.md', 'utf8')
    const section = text.slice(text.indexOf('## Not over HTTP'), text.indexOf('## Refusals'))
    for (const [name, row] of Object.entries(COMMANDS))
      if (typeof row === 'string' && row !== OWN_FILES) assert.ok(section.includes(`\`writ ${name}\``), name)
  })
})
