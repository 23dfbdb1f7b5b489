import type { Context, Hono } from 'hono'
import { decideAdoption, decideCharterVote } from '../../decide/amendment.ts'
import { feedbackEnds, seatedAt, unstatedFor } from '../../decide/amendment-stages.ts'
import { handleOf } from '../../decide/question.ts'
import { parseDay } from '../../kernel/day.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { CharterProposal } from '../../ledger/state.ts'
import { CharterUnreadableError } from '../../workflow/charter-document.ts'
import { charterProposalPage, charterProposalsPage } from '../../web/pages/member/charter-proposal.ts'
import type { CharterComparison, CharterProposalRow, CharterProposalView } from '../../web/pages/member/duties-view.ts'
import { adopt } from '../api/charter/adopt.ts'
import { charterComment } from '../api/charter/comment.ts'
import { charterStatus } from '../api/charter/status.ts'
import { charterVote } from '../api/charter/vote.ts'
import { action, type Action, type Forms } from '../forms/action.ts'
import { memberPage, type Looking } from '../forms/member-page.ts'
import { segmentOf } from '../query.ts'
import type { Scene } from '../scene.ts'
import { keptForMoment } from '../serving.ts'
import { compareCharters } from '../views/charter-comparison.ts'
import { isoOrNull } from '../views/json-shapes.ts'
import { siteView } from '../views/site.ts'

/** Proposed charters: what they would change, what is said of them, and the decision. */
export function charterProposalRoutes(app: Hono, forms: Forms): void {
  const comparisons = keptForMoment(() => new Map<string, CharterComparison | null>())
  memberPage(app, forms.api.serving, '/charter/proposals', (looking) => {
    const view = { proposals: [...looking.known.state.charterProposals()].map((one) => rowOf(looking, one)).toReversed() }
    return Promise.resolve({ view, html: (reader) => charterProposalsPage(reader, siteView(looking.scene), view.proposals) })
  })
  memberPage(app, forms.api.serving, '/charter/proposals/:proposal', async (looking, context) => {
    const proposal = looking.known.state.charterProposal(numberIn(context) ?? -1)
    const view = proposal === undefined ? undefined : await viewOf(looking, proposal, comparisons(looking.scene))
    return view === undefined ? undefined : { view, html: (reader) => charterProposalPage(reader, siteView(looking.scene), view) }
  })
  for (const one of ACTIONS)
    action(app, forms, {
      ...one,
      path: `/charter/proposals/:proposal/${one.path}`,
      params: (context) => ({ proposal: numberIn(context) }),
      back: (context) => `/charter/proposals/${numberIn(context) ?? ''}`,
    })
}

const ACTIONS: readonly Omit<Action, 'params' | 'back'>[] = [
  {
    path: 'comment',
    route: charterComment,
    what: 'writ-member-charter-comment',
    body: (form) => {
      const to = form.text('to')
      return { form: form.text('form'), text: form.text('text'), to: to === undefined ? undefined : Number(to) }
    },
  },
  {
    path: 'vote',
    route: charterVote,
    what: 'writ-member-charter-vote',
    body: (form) => ({
      decision: form.text('decision'),
      feedbackRead: form.text('feedback_read') !== undefined,
      reason: form.text('reason'),
      states: form.all('states'),
    }),
  },
  {
    path: 'adopt',
    route: adopt,
    what: 'writ-member-charter-adopt',
    confirm: true,
    body: (form) => ({
      feedbackRead: form.text('feedback_read') !== undefined,
      reason: form.text('reason'),
      from: dayBegins(form.text('from')),
      override: form.text('override') === undefined ? undefined : true,
    }),
  },
  {
    path: 'status',
    route: charterStatus,
    what: 'writ-member-charter-status',
    body: (form) => ({ status: form.text('status'), reason: form.text('reason') }),
  },
]

/** A day means its beginning, UTC; what is none is refused as it stands. */
function dayBegins(day: string | undefined): string | undefined {
  return day !== undefined && parseDay(day).ok ? `${day}T00:00:00.000Z` : day
}

function numberIn(context: Context): number | undefined {
  const text = segmentOf(context, 3).replace(/\.json$/, '')
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function rowOf({ known }: Looking, proposal: CharterProposal): CharterProposalRow {
  const { id, by, reason, status, at } = proposal
  const toCome = known.state.charterToCome
  return {
    proposal: id,
    by: handleOf(known.state, by),
    reason: reason ?? null,
    status,
    at: formatInstant(at),
    decidedFrom: isoOrNull(feedbackEnds(known.charter, proposal)),
    inForceFrom: toCome?.proposal === id ? formatInstant(toCome.from) : null,
    lacking: seatedAt(known, proposal, undefined).lacking,
  }
}

async function viewOf(
  looking: Looking,
  proposal: CharterProposal,
  compared: Map<string, CharterComparison | null>,
): Promise<CharterProposalView> {
  const { known, viewer, scene } = looking
  const { state, charter } = known
  const actor = { kind: 'person', subject: viewer.subject, stepUp: 'shown' } as const
  const open = proposal.status === 'open'
  const unstated = open ? unstatedFor(known, proposal, viewer.subject, []) : []
  const vote = decideCharterVote(known, actor, proposal, 'approved', true, unstated)
  const adoption = decideAdoption(known, actor, proposal, true)
  const author = proposal.by === viewer.subject
  const whyNot = (ruling: { readonly allowed: boolean; readonly because: readonly { readonly text: string }[] }) =>
    !open || ruling.allowed ? null : (ruling.because[0]?.text ?? null)
  const answered = new Set(proposal.comments.flatMap(({ to }) => to ?? []))
  return {
    ...rowOf(looking, proposal),
    comparison: await comparisonOf(scene, proposal.hash, compared),
    votes: proposal.votes.map(({ by, decision, at }) => ({ by: handleOf(state, by), decision, at: formatInstant(at) })),
    comments: proposal.comments.map(({ id, by, at, form, text, to }) => ({
      comment: id,
      by: handleOf(state, by),
      at: formatInstant(at),
      form,
      text: text ?? null,
      to: to ?? null,
      unanswered: open && author && form !== 'reply' && !answered.has(id),
    })),
    mine: {
      author,
      votes: vote.allowed,
      states: unstated.map((id) => ({ id, text: charter.statements.get(id)?.text ?? id })),
      adopts: adoption.allowed,
      whyNotVote: whyNot(vote),
      whyNotAdopt: whyNot(adoption),
    },
  }
}

/** Worked out once for each state of the ledger: judging a change takes its time. */
async function comparisonOf(
  scene: Scene,
  hash: string,
  compared: Map<string, CharterComparison | null>,
): Promise<CharterComparison | null> {
  let found = compared.get(hash)
  if (found === undefined) compared.set(hash, (found = await compareWith(scene, hash)))
  return found
}

async function compareWith(scene: Scene, hash: string): Promise<CharterComparison | null> {
  try {
    return compareCharters(scene, scene.source, await scene.charterOf(hash), false)
  } catch (error) {
    if (error instanceof CharterUnreadableError) return null
    throw error
  }
}
