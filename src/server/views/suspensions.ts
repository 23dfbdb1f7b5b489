import {
  maySuspendAnybody,
  decideSuspension,
  decideSuspensionEnd,
  decideSuspensionReading,
  hearingEnds,
} from '../../decide/trouble/suspension.ts'
import { handleOf } from '../../decide/question.ts'
import { addDuration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { SuspensionView, SuspendView } from '../../web/pages/member/case-view.ts'
import type { Readings } from '../../workflow/readings.ts'
import { findPerson } from '../../workflow/people.ts'
import { READING, readingOf, suspensionFile } from '../../workflow/trouble/read-suspension.ts'
import type { Looking } from '../forms/member-page.ts'
import { mayDecide, rolesAmong, roleName, shownLine } from './cases.ts'
import { isoOrNull } from './json-shapes.ts'

const as = (subject: SubjectId) => ({ kind: 'person', subject, stepUp: 'shown' }) as const

/**
 * A suspension, over or not, for somebody who decides what becomes of it; undefined = there is none that is theirs. Whom it concerns, why, and what
 * they say is shown as far as it was read on record.
 */
export async function suspensionView(looking: Looking, readings: Readings, id: number): Promise<SuspensionView | undefined> {
  const { known, viewer, scene } = looking
  const { state } = known
  const file = await suspensionFile(scene.moment, state, id)
  const may = decideSuspensionReading(known, as(viewer.subject), file?.subject)
  if (file === undefined || !may.allowed) return undefined
  const open = [...state.suspensions()].find((one) => one.id === id)
  const read = (await readings.of(scene.moment, file.subject, scene.now)).find(
    ({ by, what, reason }) => by === viewer.subject && what.includes(READING) && reason === readingOf(id),
  )
  const upTo = read?.entry ?? -1
  // what they did themselves they know
  const seen = file.lines.filter(({ entry, who }) => entry < upTo || (upTo !== -1 && who === viewer.subject))
  const unread = file.lines.length - seen.length
  const ends = (outcome: 'reinstated' | 'removed') =>
    open === undefined ? undefined : decideSuspensionEnd(known, as(viewer.subject), open, outcome, 'a new use case of nobody yet')
  const [back, final] = [ends('reinstated'), ends('removed')]
  const [referTo] = rolesAmong(looking, known.charter.suspension?.referTo ?? [])
  const isRead = upTo !== -1
  return {
    suspension: id,
    from: file.from,
    until: file.until ?? null,
    finalFrom: formatInstant(open === undefined ? scene.now : (open.heard ?? hearingEnds(known, open))),
    heard: file.lines.find(({ what }) => what === 'heard')?.at ?? null,
    ended: file.ended ?? null,
    because: may.because[0]?.text ?? '',
    lines: seen.map(shownLine),
    unread,
    person: isRead ? handleOf(state, file.subject) : null,
    isPublic: isRead && scene.handleOf(file.subject) !== undefined,
    cause: isRead ? file.cause : null,
    clause: isRead ? file.clause : null,
    mine: {
      reinstates: unread === 0 && back?.allowed === true,
      removes: unread === 0 && final?.allowed === true,
      referTo: referTo ?? null,
    },
  }
}

const CAUSES = ['misuse', 'investigation', 'compromised'] as const

/** What somebody may do at once against a person; whether that person is suspended is told to those alone who could have done it. */
export function suspendView(looking: Looking, asked: string): SuspendView {
  const { known, viewer } = looking
  const { state, charter, now } = known
  const found = asked === '' ? undefined : findPerson(state, asked)
  const suspends = maySuspendAnybody(known, viewer.subject)
  const roles = [...charter.roles].filter(([, { may }]) => may.some(({ verb }) => verb === 'suspend')).map(([id]) => roleName(looking, id))
  const base = {
    person: asked,
    own: false,
    causes: [],
    whyNot: null,
    suspends,
    roles,
    done: null,
    deciders: rolesAmong(looking, charter.suspension?.decidedBy ?? []),
    suspension: null,
    until: null,
    answerBy: null,
  }
  if (found === undefined) return base
  const own = found.ok && found.value === viewer.subject
  // who is known here is not for everybody to try out
  if (!found.ok || (!suspends && !own)) return { ...base, whyNot: suspends && !found.ok ? found.error : null }
  const subject = found.value
  const rulings = CAUSES.map((cause) => ({ cause, ruling: decideSuspension(known, as(viewer.subject), subject, cause) }))
  const causes = rulings.filter(({ ruling }) => ruling.allowed).map(({ cause }) => cause)
  const suspension = state.suspensionOf(subject)
  const first = rulings.find(({ ruling }) => !ruling.allowed)?.ruling
  const hears = charter.suspension?.hears
  return {
    ...base,
    own,
    causes,
    done: suspension?.decidedBy.includes(`subject:${viewer.subject}`) === true ? formatInstant(suspension.from) : null,
    whyNot: causes.length > 0 ? null : (first?.because[0]?.text ?? null),
    suspension: suspension !== undefined && mayDecide(looking, suspension) ? suspension.id : null,
    until: isoOrNull(rulings[0]?.ruling.until),
    answerBy: hears === undefined ? null : formatInstant(addDuration(now, hears)),
  }
}
