import type { KnownForDue } from '../../decide/due/duty.ts'
import { handleOf } from '../../decide/question.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { messageOf } from '../../notify/texts.ts'
import type { OwnRecord } from '../../web/pages/member/own-record-view.ts'
import type { Inboxes } from '../../workflow/inbox/inbox.ts'
import { noticePreferences } from '../../workflow/outbox/preferences.ts'
import { ownEntries } from '../../workflow/own-entries.ts'
import type { Readings } from '../../workflow/readings.ts'
import { grantRecord } from '../api/people/record-shape.ts'
import { ownKeys } from '../auth/own-keys.ts'
import type { Scene } from '../scene.ts'
import type { Serving } from '../serving.ts'
import { isoOrNull } from './json-shapes.ts'
import { ownDataView } from './own-data.ts'
import { requestJson } from './request.ts'

export interface OwnRecordFrom {
  readonly serving: Serving
  readonly scene: Scene
  readonly known: KnownForDue
  readonly person: SubjectId
  readonly inboxes: Inboxes
  readonly readings: Readings
}

/** Everything that is kept of a person, besides the entries themselves. */
export async function ownRecord(from: OwnRecordFrom): Promise<OwnRecord> {
  const { serving, scene, known, person: subject } = from
  const { charter, state, now } = known
  const { moment } = scene
  const person = state.person(subject)
  const statements = [...charter.statements.keys()].flatMap((id) => state.statements(subject, id).map((one) => ({ statement: id, ...one })))
  const exceptions = [...charter.conditions.keys()].flatMap((id) => state.exceptions(subject, id).map((one) => ({ condition: id, ...one })))
  const suspension = state.suspensionOf(subject)
  const { notices } = await from.inboxes.of(moment, known, subject)
  return {
    made: formatInstant(now),
    ledger: { entries: moment.size, root: moment.root },
    id: subject,
    handle: handleOf(state, subject),
    since: isoOrNull(person?.since),
    departed: isoOrNull(person?.departed),
    accounts: [...state.accountsOf(subject), ...state.loginsOf(subject)].map(({ key, target, id, name, kind, locked }) => ({
      key,
      target,
      id,
      name,
      kind,
      locked,
    })),
    grants: state.grantsOf(subject).map((grant) => grantRecord(known, grant)) as OwnRecord['grants'],
    requests: state
      .requestsWith(subject)
      .filter((one) => one.subject === subject || one.by === subject)
      .map((one) => requestJson(known, one)) as OwnRecord['requests'],
    ...ownDataView(known, subject, await from.readings.of(moment, subject, now), (what) => what),
    statements: statements.map(({ statement, id, by, at, until, words }) => ({
      entry: id,
      statement,
      by: handleOf(state, by),
      at: formatInstant(at),
      until: isoOrNull(until),
      words: words ?? null,
    })),
    exceptions: exceptions.map(({ condition, id, until }) => ({ entry: id, condition, until: formatInstant(until) })),
    suspension:
      suspension === undefined
        ? null
        : { from: formatInstant(suspension.from), until: isoOrNull(suspension.until), heard: isoOrNull(suspension.heard) },
    notices: notices.map(({ entry, at, telling, read }) => ({
      notice: entry,
      at: formatInstant(at),
      text: messageOf(telling).subject,
      read,
    })),
    preferences: await noticePreferences(moment, subject),
    tokens: [...state.tokens()]
      .filter(({ owner }) => owner === subject)
      .map(({ id, scopes, until, revoked }) => ({
        id,
        scopes,
        until: formatInstant(until),
        revoked,
        lastUsed: isoOrNull(serving.tokenUses?.of(id)),
      })),
    sessions: (serving.sessions?.of(subject, now) ?? []).map(({ method, started, seen }) => ({
      method,
      started: formatInstant(started),
      seen: formatInstant(seen),
    })),
    passkeys: ownKeys(state, subject).map(({ entry, added }) => ({ entry, added: formatInstant(added) })),
  }
}

/**
 * The same with every entry that is about them or by them, as one JSON object in parts. The entries are read while it is sent, after the look that
 * `from` is of; without its end it is no JSON.
 */
export async function ownRecordFile(from: OwnRecordFrom): Promise<AsyncGenerator<string>> {
  const { scene, person } = from
  const { reader, size } = scene.moment
  const record = await ownRecord(from)
  // names as they are now: the state is not to be looked at later
  const names = new Map([...scene.state.people()].map(({ subject, handle }) => [subject, handle ?? subject]))
  return parts(record, names, ownEntries(reader, size, person))
}

async function* parts(
  record: OwnRecord,
  names: ReadonlyMap<SubjectId, string>,
  entries: ReturnType<typeof ownEntries>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(record, undefined, 1).slice(0, -2)},\n "entries": [`
  let between = '\n  '
  for await (const { entry, fields } of entries) {
    const { seq, at, type } = entry
    yield `${between}${JSON.stringify({ entry: seq, at: formatInstant(at), type, fields: named(fields, names) })}`
    between = ',\n  '
  }
  yield '\n ]\n}\n'
}

/** People by their names in place of the ids that the ledger calls them by. */
function named(value: Json, names: ReadonlyMap<SubjectId, string>): Json {
  if (typeof value === 'string')
    return value.replace(/^(subject:)?(s-[A-Za-z0-9]{16})$/, (whole, _prefix, id: string) => names.get(id) ?? whole)
  if (Array.isArray(value)) return value.map((one) => named(one as Json, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one, names)]))
}
