import type { Decision } from '../decide/decision.ts'
import { lacking, refused } from '../decide/question.ts'
import type { Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { keptPreferences, preferencesNote, type NoticePreferences } from './outbox/preferences.ts'

export interface SetNoticePreferencesCommand {
  readonly key: string
  readonly caller: Caller
  /** By channel; one that is left out stays as it is. */
  readonly paces: Partial<NoticePreferences>
}

const CLAUSE = 'writ.notices'
const MOST_KEYS = 20

/**
 * A person chooses how they are told, by channel, what need not be told at once. Kept beside the ledger: nobody else is concerned, so it is no record.
 * An operator chooses for nobody: whoever could silence somebody’s notices could also hide from them what is done in their name.
 */
export async function setNoticePreferences({ store }: Instance, { key, caller, paces }: SetNoticePreferencesCommand): Promise<Decision> {
  const { actor } = caller
  if (actor.kind !== 'person')
    return refused(
      [{ clause: CLAUSE, text: 'everybody chooses for themselves, logged in or by a token of theirs' }],
      [lacking('authority', 'the word of the person whom the notices are for')],
    )
  const kept = await keptPreferences(store, actor.subject)
  if (!kept.keys.includes(key)) {
    const next = { paces: { ...kept.paces, ...paces }, keys: [...kept.keys, key].slice(-MOST_KEYS) }
    await store.setNote(preferencesNote(actor.subject), next)
  }
  return {
    outcome: 'allowed',
    allowed: true,
    because: [{ clause: CLAUSE, text: 'everybody chooses how they are told what need not be told at once' }],
    missing: [],
    whoCanHelp: [],
  }
}
