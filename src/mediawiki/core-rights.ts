/**
 * Every right that MediaWiki's core knows, in words, with what it takes to have an effect. Which rights there are: `PermissionManager` of
 * each version; what each does: https://www.mediawiki.org/wiki/Manual:User_rights, told here in our own words.
 */
import type { KnownVersion } from './versions.ts'
import { words } from './words.ts'

export interface KnownRight {
  readonly text: string
  /** Rights without which it has no effect. */
  readonly needs: readonly string[]
  /** What it controls besides pages: every group, or other people's accounts. */
  readonly controls: 'all-groups' | 'accounts' | undefined
  /** Settings that must have these values for it to work. */
  readonly settings: Readonly<Record<string, boolean>>
}

const TEXTS: ReadonlyMap<string, string> = new Map([
  ['apihighlimits', 'Ask the API for more at once'],
  ['applychangetags', 'Put tags on the edits one makes'],
  ['autoconfirmed', 'Be free of the rate limits by address that newcomers have'],
  ['autocreateaccount', 'Be logged in automatically with an account from elsewhere'],
  ['autopatrol', 'Have one’s own edits count as looked at'],
  ['bigdelete', 'Delete pages with long histories'],
  ['block', 'Keep accounts and addresses from editing'],
  ['blockemail', 'Keep a blocked account from sending mail'],
  ['bot', 'Have one’s edits count as automated'],
  ['browsearchive', 'Search among deleted pages'],
  ['changetags', 'Put tags on and off any edit or log entry'],
  ['createaccount', 'Make accounts'],
  ['createpage', 'Start pages that are no discussions'],
  ['createtalk', 'Start discussion pages'],
  ['createwithcontentmodel', 'Start pages with another kind of content'],
  ['delete', 'Delete pages'],
  ['delete-redirect', 'Delete a redirect with one revision while moving a page onto it'],
  ['deletechangetags', 'Delete tags from the database'],
  ['deletedhistory', 'See the history of deleted pages, without their text'],
  ['deletedtext', 'Read deleted text and compare deleted revisions'],
  ['deletelogentry', 'Hide and show single log entries'],
  ['deleterevision', 'Hide and show single revisions'],
  ['edit', 'Edit pages'],
  ['editcontentmodel', 'Change what kind of content a page holds'],
  ['editinterface', 'Change the words of the interface'],
  ['editmyoptions', 'Set one’s own preferences'],
  ['editmyprivateinfo', 'Change one’s own mail address and real name'],
  ['editmyusercss', 'Edit one’s own style sheets'],
  ['editmyuserjs', 'Edit one’s own scripts'],
  ['editmyuserjson', 'Edit one’s own JSON pages'],
  ['editmyuserjsredirect', 'Edit one’s own scripts that are redirects'],
  ['editmywatchlist', 'Change one’s own watchlist'],
  ['editprotected', 'Edit pages protected at the level of administrators, and free them'],
  ['editsemiprotected', 'Edit pages protected against newcomers'],
  ['editsitecss', 'Change the style sheets of the whole site'],
  ['editsitejs', 'Change the scripts that run for everybody, and so act as anybody'],
  ['editsitejson', 'Change the JSON pages of the whole site'],
  ['editusercss', 'Edit the style sheets of others'],
  ['edituserjs', 'Edit the scripts that run for others, and so act as them'],
  ['edituserjson', 'Edit the JSON pages of others'],
  ['hideuser', 'Hide a blocked account from the public'],
  ['ignore-restricted-groups', 'Put people into restricted groups who do not meet their conditions'],
  ['import', 'Import pages from other wikis'],
  ['importupload', 'Import pages from a file'],
  ['interwiki', 'Change the prefixes for links to other wikis'],
  ['ipblock-exempt', 'Be unaffected by blocks of addresses'],
  ['logentryimport', 'Import log entries'],
  ['managechangetags', 'Make tags, and switch them on and off'],
  ['markbotedits', 'Mark what one rolls back as automated'],
  ['mergehistory', 'Merge the histories of pages'],
  ['minoredit', 'Mark edits as minor'],
  ['move', 'Rename pages'],
  ['move-categorypages', 'Rename categories'],
  ['move-rootuserpages', 'Rename the main user pages'],
  ['move-subpages', 'Rename pages together with their subpages'],
  ['movefile', 'Rename files'],
  ['nominornewtalk', 'Make minor edits to a talk page without notifying its owner'],
  ['noratelimit', 'Be free of rate limits'],
  ['override-export-depth', 'Export pages with linked ones up to any depth'],
  ['pagelang', 'Set the language of a page'],
  ['patrol', 'Mark the edits of others as looked at'],
  ['patrolmarks', 'See which edits were looked at'],
  ['protect', 'Set at which level a page is protected; does not by itself let one edit pages protected at a higher level'],
  ['purge', 'Have a page built anew'],
  ['read', 'Read pages'],
  ['renameuser', 'Rename accounts'],
  ['renameuser-global', 'Rename accounts that several wikis share'],
  ['reupload', 'Replace files that others uploaded'],
  ['reupload-own', 'Replace files that one uploaded'],
  ['reupload-shared', 'Upload a file over one of the shared repository'],
  ['rollback', 'Undo the last edits of one person at once'],
  ['sendemail', 'Send mail to others through the wiki'],
  ['siteadmin', 'Lock and unlock the database'],
  ['suppressionlog', 'See the log of suppressions'],
  ['suppressredirect', 'Leave no redirect behind when renaming'],
  ['suppressrevision', 'Hide revisions even from administrators, and see them'],
  ['unblockself', 'Lift a block on oneself'],
  ['undelete', 'Bring deleted pages back'],
  ['unwatchedpages', 'See which pages nobody watches'],
  ['upload', 'Upload files'],
  ['upload_by_url', 'Upload files from an address on the web'],
  ['userrights', 'Change any group of anybody'],
  ['userrights-interwiki', 'Change groups of accounts on other wikis'],
  ['viewmyprivateinfo', 'See one’s own mail address and real name'],
  ['viewmywatchlist', 'See one’s own watchlist'],
  ['viewsuppressed', 'See what was hidden even from administrators'],
  ['writeapi', 'Change things through the API'],
])

const NEEDS: readonly (readonly [right: string, needs: string])[] = [
  ['bigdelete', 'delete'],
  ['blockemail', 'block'],
  ['createpage', 'edit'],
  ['createtalk', 'edit'],
  ['delete-redirect', 'move'],
  ['deletedtext', 'deletedhistory'],
  ['editprotected', 'edit'],
  ['editsemiprotected', 'edit'],
  ['editsitecss', 'editinterface'],
  ['editsitejs', 'editinterface'],
  ['editsitejson', 'editinterface'],
  ['hideuser', 'block'],
  ['minoredit', 'edit'],
  ['move-categorypages', 'move'],
  ['move-rootuserpages', 'move'],
  ['move-subpages', 'move'],
  ['movefile', 'move'],
  ['renameuser-global', 'renameuser'],
  ['reupload', 'upload'],
  ['reupload-own', 'upload'],
  ['reupload-shared', 'upload'],
  ['rollback', 'edit'],
  ['suppressredirect', 'move'],
  // Special:Undelete refuses without it, while the API restores: the two disagree
  ['undelete', 'deletedhistory'],
  ['upload_by_url', 'upload'],
]

const SETTINGS: readonly (readonly [right: string, settings: Readonly<Record<string, boolean>>])[] = [
  ['editmyusercss', { wgAllowUserCss: true }],
  ['editmyuserjs', { wgAllowUserJs: true }],
  ['pagelang', { wgPageLanguageUseDB: true }],
  ['patrol', { wgUseRCPatrol: true }],
  ['reupload', { wgEnableUploads: true }],
  ['reupload-own', { wgEnableUploads: true }],
  ['reupload-shared', { wgEnableUploads: true }],
  ['sendemail', { wgEnableEmail: true, wgEnableUserEmail: true }],
  ['upload', { wgEnableUploads: true }],
  ['upload_by_url', { wgEnableUploads: true, wgAllowCopyUploads: true }],
]

/** Values of those settings where a wiki says nothing; the same in every known version. */
export const SETTING_DEFAULTS: ReadonlyMap<string, boolean> = new Map([
  ['wgAllowCopyUploads', false],
  ['wgAllowUserCss', false],
  ['wgAllowUserJs', false],
  ['wgEnableEmail', true],
  ['wgEnableUploads', false],
  ['wgEnableUserEmail', true],
  ['wgPageLanguageUseDB', false],
  ['wgUseRCPatrol', true],
])

/** Rights that let their holder change any group of anybody, past every list. */
export const ALL_GROUPS_RIGHTS: readonly string[] = ['userrights', 'userrights-interwiki']
/** Rights that let their holder act as somebody else: https://www.mediawiki.org/wiki/Manual:Interface/JavaScript. */
const ACCOUNT_RIGHTS: readonly string[] = ['editsitejs', 'edituserjs', 'renameuser', 'renameuser-global']

/** The first release that has a right, and the first that no longer has it; without an end, all that are known have it. */
export interface Span {
  readonly since?: number
  readonly gone?: number
  /** What became of one that has gone. */
  readonly instead?: string
}

/** Rights that some releases have and others not: the tables of the long-term versions, the release notes between and after them. */
const SPANS: ReadonlyMap<string, Span> = new Map([
  ['createwithcontentmodel', { since: 46 }],
  ['delete-redirect', { since: 36 }],
  ['ignore-restricted-groups', { since: 46 }],
  ['interwiki', { since: 44 }],
  ['logentryimport', { since: 43 }],
  ['purge', { gone: 43, instead: 'taken away; everybody may' }],
  ['renameuser', { since: 40 }],
  ['renameuser-global', { since: 44 }],
  ['writeapi', { gone: 43, instead: 'taken away; whoever may do something may do it through the API' }],
])

const RIGHTS: ReadonlyMap<string, KnownRight> = new Map(
  [...TEXTS].map(([name, text]) => [
    name,
    {
      text,
      needs: words(NEEDS.find(([right]) => right === name)?.[1] ?? '').filter((one) => one !== ''),
      controls: ALL_GROUPS_RIGHTS.includes(name) ? 'all-groups' : ACCOUNT_RIGHTS.includes(name) ? 'accounts' : undefined,
      settings: SETTINGS.find(([right]) => right === name)?.[1] ?? {},
    },
  ]),
)

/** A right of MediaWiki's core, of any version; undefined for rights of extensions, of the wiki itself, and of long ago. */
export function coreRight(name: string): KnownRight | undefined {
  return RIGHTS.get(name)
}

/** In which releases a right of the core stands; all of them if nothing is said. */
export function spanOf(name: string): Span {
  return SPANS.get(name) ?? {}
}

/** Names of every right that a release of MediaWiki's core knows, sorted. */
export function coreRightsOf(release: number): readonly string[] {
  return [...RIGHTS.keys()].filter((name) => isCoreRight(name, release))
}

/** Whether a release knows the right by itself, without an extension. */
export function isCoreRight(name: string, release: number): boolean {
  const { since = 0, gone = Infinity } = spanOf(name)
  return RIGHTS.has(name) && since <= release && release < gone
}

/** Names of every right that core knows in a version, sorted. */
export function coreRightNames(version: KnownVersion): readonly string[] {
  return coreRightsOf(Number(version.slice(2)))
}

/** Rights that older MediaWikis had: what became of each. A wiki that still grants one gives nothing by it. */
export const FORMER_RIGHTS: ReadonlyMap<string, string> = new Map([
  ['editusercssjs', 'split into editusercss, edituserjson and edituserjs'],
  ['emailconfirmed', 'a condition of promotion now'],
  ['proxyunbannable', 'taken away; ipblock-exempt covers it'],
  ['trackback', 'taken away together with trackbacks'],
  ['passwordreset', 'taken away; everybody may ask for a new password'],
])
