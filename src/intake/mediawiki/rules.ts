/** The rules of a wiki, wherever they were read: what becomes a charter. */
import type { ImportRemark } from '../remark.ts'

export interface WikiRules {
  /** `$wgSitename`, if it is known. */
  readonly name: string | undefined
  /** The address of its main page. */
  readonly url: string | undefined
  /** `1.39`, if it is known. */
  readonly version: string | undefined
  /** By the names that `wfLoadExtension` takes; undefined = not known. */
  readonly extensions: readonly string[] | undefined
  /** In the order of the wiki. */
  readonly groups: ReadonlyMap<string, WikiGroup>
  /** Who may change which groups without the right `userrights`. */
  readonly powers: readonly WikiPower[]
  /** Names of the levels that pages can be protected at, without the empty one. */
  readonly levels: readonly string[]
  /** Settings that rights depend on; what is not known is not in it. */
  readonly settings: ReadonlyMap<string, boolean>
  /** Every right that the wiki knows; undefined = not known. */
  readonly knownRights: ReadonlySet<string> | undefined
  readonly remarks: readonly ImportRemark[]
}

export interface WikiGroup {
  readonly rights: readonly string[]
  readonly denies: readonly string[]
  readonly inherits: string | undefined
  readonly nature:
    | 'assigned'
    /** It holds people, but not by anybody's decision, and nothing says when: an implicit group without a rule. */
    | 'without-door'
    | 'everyone'
    | 'registered'
    | { readonly promoted: Promotion; readonly keep: boolean }
}

export type PowerList = 'AddGroups' | 'RemoveGroups' | 'GroupsAddToSelf' | 'GroupsRemoveFromSelf'

export interface WikiPower {
  readonly list: PowerList
  readonly holder: string
  /** `all`: every group that is assigned, also later ones. */
  readonly groups: 'all' | readonly string[]
}

/** How `$wgAutopromote` writes the connectives, in settings and in answers of the API alike. */
export const CONNECTIVES: ReadonlyMap<string, 'all' | 'any' | 'none' | 'one'> = new Map([
  ['&', 'all'],
  ['|', 'any'],
  ['!', 'none'],
  ['^', 'one'],
])

/** A condition of `$wgAutopromote`: https://www.mediawiki.org/wiki/Manual:$wgAutopromote. */
export type Promotion =
  | { readonly kind: 'all' | 'any' | 'none' | 'one'; readonly items: readonly Promotion[] }
  | { readonly kind: 'edits'; readonly least: number }
  /** `of` the registration or the first edit, in seconds. */
  | { readonly kind: 'age'; readonly of: 'registration' | 'first-edit'; readonly seconds: number }
  | { readonly kind: 'email' }
  | { readonly kind: 'groups'; readonly groups: readonly string[] }
  /** What a charter has no word for. */
  | { readonly kind: 'other'; readonly text: string }
