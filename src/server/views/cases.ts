import type { People } from '../../charter/model.ts'
import { maySuspendAnybody } from '../../decide/trouble/suspension.ts'
import { decideCase, casesOf, handlersOf } from '../../decide/trouble/case.ts'
import { decidersRefusal, hearingEnds } from '../../decide/trouble/suspension.ts'
import { holds } from '../../decide/holding.ts'
import { handleOf } from '../../decide/question.ts'
import { isActingAmong } from '../../decide/trouble/ruling.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Suspension } from '../../ledger/state.ts'
import type { CaseRow, CasesView, CaseView, FileLine } from '../../web/pages/member/case-view.ts'
import { caseFile } from '../../workflow/trouble/case.ts'
import type { Looking } from '../forms/member-page.ts'
import { isoOrNull } from './json-shapes.ts'

const as = (subject: SubjectId) => ({ kind: 'person', subject, stepUp: undefined }) as const

/** What of concerns and suspensions is for whoever looks. */
export interface CaseWork {
  /** Whether any could be theirs to look into or to decide. */
  readonly looksInto: boolean
  readonly suspends: boolean
  readonly open: number
}

export function caseWork(looking: Looking): CaseWork {
  const { known, viewer } = looking
  const { charter, state, now } = known
  const { subject } = viewer
  const looksInto =
    handlersOf(charter).some((role) => holds(charter, state, subject, role, now)) ||
    isActingAmong(known, charter.suspension?.decidedBy ?? [], subject, subject) ||
    caseRows(looking).length > 0
  return {
    looksInto,
    suspends: !viewer.suspended && maySuspendAnybody(known, subject),
    open: looksInto ? caseRows(looking).filter(({ closed }) => closed === null).length : 0,
  }
}

/** Everything that is theirs: what is open first, oldest first; then what is closed, newest first. Names nobody whom it is about. */
export function casesView(looking: Looking, kind: string, state: string): CasesView {
  const { known } = looking
  const all = caseRows(looking)
  const rows = all.filter(
    (one) => (kind === '' || one.kind === kind) && (state === '' || (one.closed === null ? 'open' : 'closed') === state),
  )
  const { looksInto, suspends } = caseWork(looking)
  return {
    rows,
    all: all.length,
    kind,
    state,
    looksInto,
    suspends,
    handlers: handlersOf(known.charter).map((id) => roleName(looking, id)),
    deciders: rolesAmong(looking, known.charter.suspension?.decidedBy ?? []),
  }
}

function caseRows(looking: Looking): readonly CaseRow[] {
  const { known, viewer } = looking
  const deciders = rolesAmong(looking, known.charter.suspension?.decidedBy ?? []).map(({ title }) => title)
  const concerns = casesOf(known, as(viewer.subject)).map((one): CaseRow => ({
    kind: 'concern',
    entry: one.id,
    at: formatInstant(one.at),
    roles: [roleName(looking, one.handledBy).title],
    closed: isoOrNull(one.closed),
    heard: null,
    finalFrom: null,
    until: null,
  }))
  const suspensions = [...known.state.suspensions()]
    .filter((one) => mayDecide(looking, one))
    .map((one): CaseRow => ({
      kind: 'suspension',
      entry: one.id,
      at: formatInstant(one.from),
      roles: deciders,
      closed: null,
      heard: isoOrNull(one.heard),
      finalFrom: formatInstant(one.heard ?? hearingEnds(known, one)),
      until: isoOrNull(one.until),
    }))
  const rows = [...concerns, ...suspensions].toSorted((left, right) => left.entry - right.entry)
  return [...rows.filter(({ closed }) => closed === null), ...rows.filter(({ closed }) => closed !== null).toReversed()]
}

/** Whether a suspension is for whoever looks to decide. */
export function mayDecide({ known, viewer }: Looking, { subject }: Pick<Suspension, 'subject'>): boolean {
  return decidersRefusal(known, as(viewer.subject), subject) === undefined
}

export function roleName({ known: { charter } }: Looking, id: string) {
  return { id, title: charter.roles.get(id)?.title ?? id }
}

export function rolesAmong(looking: Looking, people: readonly People[]) {
  return people.flatMap((one) => (one.kind === 'role' ? [roleName(looking, one.role)] : []))
}

/**
 * A case for somebody who looks into it; undefined = there is none that is theirs. It shows what they have read, on record, and what they did
 * themselves; what came since is shown once that was read too.
 */
export async function caseView(looking: Looking, id: number): Promise<CaseView | undefined> {
  const { known, viewer, scene } = looking
  const { state, charter } = known
  const record = state.case(id)
  const may = record === undefined ? undefined : decideCase(known, as(viewer.subject), record, 'read')
  if (record === undefined || may?.allowed !== true) return undefined
  const file = await caseFile(scene.moment, state, record)
  const last = file.findLastIndex(({ who }) => who === viewer.subject)
  const unread = file.slice(last + 1).filter(({ line }) => line.what !== 'read').length
  const act = decideCase(known, as(viewer.subject), record, 'note')
  const about = last === -1 ? undefined : record.subject
  const suspension = about === undefined ? undefined : state.suspensionOf(about)
  return {
    case: id,
    at: formatInstant(record.at),
    role: roleName(looking, record.handledBy),
    closed: isoOrNull(record.closed),
    because: may.because[0]?.text ?? '',
    lines: file
      .slice(0, last + 1)
      .map(({ line }) => shownLine(line.what === 'referred' ? { ...line, text: titleOf(looking, line.text) } : line)),
    unread,
    about: about === undefined ? null : handleOf(state, about),
    isPublic: about !== undefined && scene.handleOf(about) !== undefined,
    mine: {
      acts: act.allowed && unread === 0,
      whyNot: act.allowed ? null : (act.because[0]?.text ?? null),
      referTo: handlersOf(charter)
        .filter((one) => one !== record.handledBy)
        .map((one) => roleName(looking, one)),
      suspension: suspension !== undefined && mayDecide(looking, suspension) ? suspension.id : null,
      suspends: maySuspendAnybody(known, viewer.subject),
    },
  }
}

function titleOf(looking: Looking, role: string | undefined): string | undefined {
  return role === undefined ? undefined : roleName(looking, role).title
}

type KnownLine = Pick<FileLine, 'entry' | 'at' | 'what'> & {
  readonly by: string | undefined
  readonly text: string | undefined
  readonly outcome?: string | undefined
}

export function shownLine({ entry, at, what, by, text, outcome }: KnownLine): FileLine {
  return { entry, at, what, by: by ?? null, text: text ?? null, outcome: outcome ?? null }
}
