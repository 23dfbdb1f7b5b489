import { momentOf, type Handlers } from './handler.ts'

/** What the clock begins and what people answer to it. */
export const foldDuties = {
  'notice.sent': ({ duties }, { seq, at, fields: { subject, about, template } }) => {
    if (subject !== undefined && about !== undefined && template !== undefined) duties.notify(about, template, subject, { id: seq, at })
  },
  'review.opened': ({ duties }, { seq, at, fields: { role, until, clause } }) => {
    const end = momentOf(until)
    if (role !== undefined && end !== undefined) duties.openReview({ id: seq, role, at, until: end, clause: clause ?? '', answers: [] })
  },
  'review.answered': ({ duties }, { at, fields: { review, grant, by, answer } }) => {
    if (review !== undefined && grant !== undefined && by !== undefined && answer !== undefined)
      duties.answerReview(review, { grant, by, answer, at })
  },
  'review.closed': ({ duties }, { at, fields: { review } }) => {
    if (review !== undefined) duties.closeReview(review, at)
  },
  'inactivity.noticed': ({ duties }, { seq, at, fields: { grant, until, clause } }) => {
    const end = momentOf(until)
    if (grant !== undefined && end !== undefined) duties.askHolder(grant, { id: seq, at, until: end, clause: clause ?? '' })
  },
  'inactivity.answered': ({ duties }, { at, fields: { notice, keep } }) => {
    if (notice !== undefined && keep !== undefined) duties.answerHolder(notice, { keep, at })
  },
  'grant.followed-up': ({ duties }, { seq, at, fields: { grant, works, terms } }) => {
    if (grant !== undefined && works !== undefined)
      duties.followUp(grant, { id: seq, at, works, ...(terms === undefined ? {} : { terms }) })
  },
  'job.switched': ({ duties }, { seq, at, fields: { job, running } }) => {
    if (job !== undefined && running !== undefined) duties.switchJob(job, running ? undefined : { id: seq, at })
  },
} as const satisfies Handlers
