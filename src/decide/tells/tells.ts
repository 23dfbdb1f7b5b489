import type { EntryType } from '../../ledger/catalogue/catalogue.ts'
import type { Entry, ErasedEntry } from '../../ledger/entry.ts'
import type { Known } from '../question.ts'
import { activated, ended, ending, granted, noticed, paused, renewed, resumed, stillNeeded } from './grants.ts'
import { accountLinked, charterProposed, dataRead, factAnswered, factDoubted, keyAdded, tokenMade } from './others.ts'
import { confirmed, objected, everythingTaken, planStopped, proposed, sourceDoubted } from './proposals.ts'
import { amended, answered, appealed, asked, closed, escalated, filed, voted } from './requests.ts'
import type { Telling, TellingRule } from './telling.ts'
import { caseOpened, caseReferred, suspended, suspendedHeard, suspensionOver } from './trouble.ts'

/** Who hears of which entry, and why. An entry whose type is not here is told to nobody. */
const RULES: { readonly [T in EntryType]?: TellingRule<T> } = {
  'grant.made': granted,
  'grant.ended': ended,
  'grant.ending': ending,
  'grant.renewed': renewed,
  'grant.paused': paused,
  'grant.resumed': resumed,
  'grant.activated': activated,
  'grant.proposed': proposed,
  'grant.confirmed': confirmed,
  'grant.objected': objected,
  'plan.made': planStopped,
  'job.switched': sourceDoubted,
  'data.exported': everythingTaken,
  'inactivity.noticed': stillNeeded,
  'notice.sent': noticed,
  'request.filed': filed,
  'request.amended': amended,
  'request.asked': asked,
  'request.answered': answered,
  'request.voted': voted,
  'request.escalated': escalated,
  'request.closed': closed,
  'request.appealed': appealed,
  'suspension.started': suspended,
  'suspension.heard': suspendedHeard,
  'suspension.ended': suspensionOver,
  'case.opened': caseOpened,
  'case.referred': caseReferred,
  'private.read': dataRead,
  'fact.corrected': factDoubted,
  'fact.answered': factAnswered,
  'account.linked': accountLinked,
  'token.made': tokenMade,
  'key.added': keyAdded,
  'charter.proposed': charterProposed,
}

/** Types of entries that somebody hears of. */
export const toldTypes: readonly EntryType[] = Object.keys(RULES) as EntryType[]

/** Whom an entry is to be told, by what is known now; departed people hear nothing. */
export function tellingsOf(known: Known, entry: Entry | ErasedEntry): readonly Telling[] {
  if (entry.type === 'sealed') return []
  const rule = RULES[entry.type] as TellingRule<EntryType> | undefined
  const tellings = rule?.(known, entry) ?? []
  return tellings.filter(({ to }) => known.state.person(to) !== undefined && known.state.person(to)?.departed === undefined)
}
