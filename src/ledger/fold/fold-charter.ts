import { momentOf, type Handlers } from './handler.ts'

/** The charter: its revisions, what is proposed, what was said and decided about it. */
export const foldCharter = {
  genesis: ({ charters }, { seq, at, fields: { charter, demo } }) => {
    charters.demo = demo ?? false
    if (charter !== undefined) charters.adopt({ seq, hash: charter, from: at })
  },
  'charter.adopted': (
    { charters, amendments, targets },
    { seq, at, fields: { charter, from, decided_by: decidedBy, proposal, reason } },
  ) => {
    const start = momentOf(from) ?? at
    if (start > at) {
      if (charter !== undefined) charters.schedule({ seq, hash: charter, from: start, proposal, decidedBy: decidedBy ?? [], reason })
      return
    }
    targets.startAnew(seq)
    if (proposal !== undefined) amendments.setStatus(proposal, 'adopted', at)
    if (charter !== undefined) charters.adopt({ seq, hash: charter, from: start, ...(decidedBy === undefined ? {} : { decidedBy }) })
  },
  'charter.proposed': ({ amendments, charters }, { seq, at, fields: { charter, by, reason, status, proposal } }) => {
    if (status === undefined) return
    if (proposal !== undefined) {
      amendments.setStatus(proposal, status, at)
      if (status === 'withdrawn' || status === 'refused') charters.withdraw(proposal)
    } else if (charter !== undefined && by !== undefined)
      amendments.propose({
        id: seq,
        hash: charter,
        by,
        reason,
        at,
        status,
        openedAt: status === 'open' ? at : undefined,
        comments: [],
        votes: [],
      })
  },
  'charter.commented': ({ amendments }, { seq, at, fields: { proposal, by, form, text, to } }) => {
    if (proposal !== undefined && by !== undefined && form !== undefined) amendments.comment(proposal, { id: seq, by, at, form, text, to })
  },
  'charter.decided': ({ amendments }, { at, fields: { proposal, by, decision, feedback_read: feedbackRead } }) => {
    if (proposal !== undefined && by !== undefined && decision !== undefined)
      amendments.vote(proposal, { by, at, decision, feedbackRead: feedbackRead ?? false })
  },
} as const satisfies Handlers
