/** Everything that is kept of one person, as they may have it. Moments are RFC 3339 in UTC; what there is not is null. */
import type { OwnDataView } from './own-data.ts'

export interface OwnRecord extends Omit<OwnDataView, 'suspended'> {
  readonly made: string
  /** So many entries were looked through, of a ledger with this root. */
  readonly ledger: { readonly entries: number; readonly root: string }
  /** The id that the ledger calls them by. */
  readonly id: string
  readonly handle: string
  readonly since: string | null
  readonly departed: string | null
  /** Logins of identity providers too. */
  readonly accounts: readonly {
    readonly key: string
    readonly target: string
    readonly id: string
    readonly name: string
    readonly kind: string
    readonly locked: boolean
  }[]
  readonly grants: readonly {
    readonly entry: number
    readonly role: string
    readonly from: string
    readonly until: string | null
    readonly useCase: string | null
    readonly decidedBy: readonly string[]
    readonly ended: { readonly at: string; readonly entry: number } | null
  }[]
  readonly requests: readonly {
    readonly request: number
    readonly role: string
    readonly person: string
    readonly filed: string
    readonly outcome: string | null
    readonly useCase: string | null
  }[]
  readonly statements: readonly {
    readonly entry: number
    readonly statement: string
    readonly by: string
    readonly at: string
    readonly until: string | null
    readonly words: string | null
  }[]
  readonly exceptions: readonly { readonly entry: number; readonly condition: string; readonly until: string }[]
  readonly suspension: { readonly from: string; readonly until: string | null; readonly heard: string | null } | null
  readonly notices: readonly { readonly notice: number; readonly at: string; readonly text: string; readonly read: boolean }[]
  readonly preferences: Readonly<Record<string, string>>
  readonly tokens: readonly {
    readonly id: string
    readonly scopes: readonly string[]
    readonly until: string
    readonly revoked: boolean
    readonly lastUsed: string | null
  }[]
  readonly sessions: readonly { readonly method: string; readonly started: string; readonly seen: string }[]
  readonly passkeys: readonly { readonly entry: number; readonly added: string }[]
}
