import type { SubjectId } from '../../ledger/entry.ts'
import type { State } from '../../ledger/state.ts'
import type { Instant } from '../../kernel/instant.ts'
import { readPasskey, type Passkey } from './passkeys.ts'

export interface OwnKey {
  /** The entry that added it. */
  readonly entry: number
  readonly added: Instant
  readonly passkey: Passkey
}

/** A person's passkeys in use that can still be read. */
export function ownKeys(state: State, subject: SubjectId): readonly OwnKey[] {
  return state.keysOf(subject).flatMap(({ id, purpose, key, added }) => {
    const passkey = purpose === 'passkey' ? readPasskey(key) : undefined
    return passkey === undefined ? [] : [{ entry: id, added, passkey }]
  })
}
