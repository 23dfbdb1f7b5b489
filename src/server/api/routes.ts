import { lookAheadRoute } from './ahead/look.ts'
import { link } from './accounts/link.ts'
import { activate } from './activations/activate.ts'
import { endActivation } from './activations/end.ts'
import { countAuditReports } from './audit/counts.ts'
import { getGrantEvidence } from './audit/evidence.ts'
import { getAuditReport } from './audit/report.ts'
import { handle } from './cases/handle.ts'
import { listCases } from './cases/list.ts'
import { readOne } from './cases/read.ts'
import { report } from './cases/report.ts'
import { adopt } from './charter/adopt.ts'
import { charterComment } from './charter/comment.ts'
import { listCharterProposals } from './charter/list.ts'
import { propose } from './charter/propose.ts'
import { showCharter } from './charter/show.ts'
import { charterStatus } from './charter/status.ts'
import { charterVote } from './charter/vote.ts'
import { answerOneCorrection } from './corrections/answer.ts'
import { correctOwnFact } from './corrections/file.ts'
import { listCorrections } from './corrections/list.ts'
import { departed } from './departures/depart.ts'
import { locked } from './departures/lock.ts'
import { returned } from './departures/return.ts'
import { getDraft } from './drafts/show.ts'
import { runDue } from './due/run.ts'
import { exportEverything } from './exports/begin.ts'
import { getExport } from './exports/get.ts'
import { acceptTermsOf } from './follow-ups/accept.ts'
import { listFollowUps } from './follow-ups/list.ts'
import { recordFollowUp } from './follow-ups/record.ts'
import { listGrants } from './grants/list.ts'
import { makeGrant } from './grants/make.ts'
import { objectTo } from './grants/object.ts'
import { removeGrant } from './grants/remove.ts'
import { renew } from './grants/renew.ts'
import { resignGrant } from './grants/resign.ts'
import { getJob } from './jobs/get.ts'
import { showLogHead } from './log/head.ts'
import { listLog } from './log/list.ts'
import { proveConsistency } from './log/prove-consistency.ts'
import { proveEntry } from './log/prove-entry.ts'
import { showEntry } from './log/show.ts'
import { mark } from './marks/mark.ts'
import { answerNoticeOf } from './notices/answer.ts'
import { countNotices } from './notices/count.ts'
import { listNotices } from './notices/list.ts'
import { readNotices } from './notices/read-all.ts'
import { readNotice } from './notices/read-one.ts'
import { getNoticePreferences } from './notices/preferences.ts'
import { changeNoticePreferences } from './notices/set-preferences.ts'
import { at } from './people/at.ts'
import { listPeople } from './people/list.ts'
import { pause } from './pause/pause.ts'
import { resume } from './pause/resume.ts'
import { me } from './people/me.ts'
import { getOwnData } from './people/own-data.ts'
import { listReadings } from './people/readings.ts'
import { showRecord } from './people/record.ts'
import { showPerson } from './people/show.ts'
import { approvePlanOnce } from './plans/approve.ts'
import { confirm } from './proposals/confirm.ts'
import { listProposals } from './proposals/list.ts'
import { explain } from './questions/explain.ts'
import { whatCan } from './questions/what-can.ts'
import { whoCan } from './questions/who-can.ts'
import { receiveReport } from './reports/receive.ts'
import { amend } from './requests/amend.ts'
import { answer } from './requests/answer.ts'
import { appeal } from './requests/appeal.ts'
import { ask } from './requests/ask.ts'
import { comment } from './requests/comment.ts'
import { file } from './requests/file.ts'
import { listRequests } from './requests/list.ts'
import { showRequest } from './requests/show.ts'
import { state } from './requests/state.ts'
import { vote } from './requests/vote.ts'
import { withdraw } from './requests/withdraw.ts'
import { restore } from './restores/restore.ts'
import { answerFor } from './reviews/answer.ts'
import { listReviews } from './reviews/list.ts'
import { open } from './reviews/open.ts'
import { listRoles } from './roles/list.ts'
import { showRole } from './roles/show.ts'
import { endSuspended } from './suspensions/end.ts'
import { listSuspensions } from './suspensions/list.ts'
import { readOneSuspension } from './suspensions/read.ts'
import { answerSuspension } from './suspensions/answer.ts'
import { suspend } from './suspensions/start.ts'
import { takeIn } from './targets/adopt.ts'
import { confirmWorks } from './targets/confirm.ts'
import { listDrift } from './targets/drift.ts'
import { listTargets } from './targets/list.ts'
import { changeMode } from './targets/mode.ts'
import { publish } from './targets/publish.ts'
import { planTarget } from './targets/plan.ts'
import { runTarget } from './targets/run.ts'
import { settle } from './targets/settle.ts'
import { taskDone } from './targets/task-done.ts'
import { listTasks } from './targets/tasks.ts'
import { undo } from './targets/undo.ts'
import { makeFeed } from './tokens/feed.ts'
import { listTokens } from './tokens/list.ts'
import { makeOwnToken } from './tokens/make.ts'
import { revoke } from './tokens/revoke.ts'
import type { Route } from './route.ts'

/** Every route of the programming interface, in the order of the document. */
export const routes: readonly Route[] = [
  link,
  activate,
  endActivation,
  handle,
  listCases,
  readOne,
  report,
  adopt,
  charterComment,
  listCharterProposals,
  propose,
  showCharter,
  charterStatus,
  charterVote,
  answerOneCorrection,
  countAuditReports,
  getGrantEvidence,
  getAuditReport,
  correctOwnFact,
  listCorrections,
  departed,
  locked,
  returned,
  getDraft,
  runDue,
  exportEverything,
  getExport,
  acceptTermsOf,
  listFollowUps,
  recordFollowUp,
  listGrants,
  makeGrant,
  objectTo,
  removeGrant,
  renew,
  resignGrant,
  getJob,
  lookAheadRoute,
  pause,
  resume,
  listLog,
  proveConsistency,
  showLogHead,
  showEntry,
  proveEntry,
  mark,
  answerNoticeOf,
  countNotices,
  listNotices,
  readNotices,
  readNotice,
  getNoticePreferences,
  changeNoticePreferences,
  at,
  listPeople,
  me,
  getOwnData,
  listReadings,
  showRecord,
  showPerson,
  approvePlanOnce,
  confirm,
  listProposals,
  explain,
  whatCan,
  whoCan,
  receiveReport,
  amend,
  answer,
  appeal,
  ask,
  comment,
  file,
  listRequests,
  showRequest,
  state,
  vote,
  withdraw,
  restore,
  answerFor,
  listReviews,
  open,
  listRoles,
  showRole,
  answerSuspension,
  endSuspended,
  listSuspensions,
  readOneSuspension,
  suspend,
  takeIn,
  confirmWorks,
  listDrift,
  listTargets,
  changeMode,
  planTarget,
  publish,
  runTarget,
  settle,
  taskDone,
  listTasks,
  undo,
  listTokens,
  makeOwnToken,
  makeFeed,
  revoke,
]
