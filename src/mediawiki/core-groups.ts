/**
 * The groups that MediaWiki brings and the rights it gives them, by version: from `DefaultSettings.php` of 1.35 and the generated
 * `config-schema.php` of 1.39 and 1.43. A test holds the table for an installed version equal to it.
 */
import type { KnownVersion } from './versions.ts'
import { words } from './words.ts'

const MOVE = words('move move-subpages move-rootuserpages move-categorypages movefile')
const UPLOAD = words('upload reupload reupload-shared')
const OWN_PAGES = words('editmyusercss editmyuserjson editmyuserjs editmyuserjsredirect')
const PRIVATE = words('viewmyprivateinfo editmyprivateinfo editmyoptions')
const WATCHLIST = words('viewmywatchlist editmywatchlist')
const BOT = words('bot autoconfirmed editsemiprotected nominornewtalk autopatrol suppressredirect apihighlimits')

const AUTOCONFIRMED = words('autoconfirmed editsemiprotected')
const SYSOP = [
  ...MOVE,
  ...UPLOAD,
  ...words('block createaccount delete bigdelete deletedhistory deletedtext undelete editinterface editsitejson import edituserjson'),
  ...words('importupload patrol autopatrol protect editprotected rollback unwatchedpages autoconfirmed editsemiprotected'),
  ...words('ipblock-exempt blockemail markbotedits apihighlimits browsearchive noratelimit unblockself suppressredirect'),
  ...words('mergehistory managechangetags deletechangetags'),
]
const INTERFACE_ADMIN = words('editinterface editsitecss editsitejson editsitejs editusercss edituserjson edituserjs')
const SUPPRESS = words('hideuser suppressrevision viewsuppressed suppressionlog deleterevision deletelogentry')

/** Until 1.41 everybody could watch pages and write through the API by rights of their own; `purge` was a right, renaming an extension. */
const UNTIL_1_39: ReadonlyMap<string, readonly string[]> = new Map([
  ['*', [...words('createaccount read edit createpage createtalk writeapi'), ...WATCHLIST, ...PRIVATE]],
  [
    'user',
    [
      ...MOVE,
      ...words('read edit createpage createtalk writeapi'),
      ...UPLOAD,
      'minoredit',
      ...OWN_PAGES,
      ...words('purge sendemail applychangetags changetags editcontentmodel'),
    ],
  ],
  ['autoconfirmed', AUTOCONFIRMED],
  ['bot', [...BOT, 'writeapi']],
  ['sysop', SYSOP],
  ['interface-admin', INTERFACE_ADMIN],
  ['bureaucrat', words('userrights noratelimit')],
  ['suppress', SUPPRESS],
])

const SINCE_1_43: ReadonlyMap<string, readonly string[]> = new Map([
  ['*', [...words('createaccount read edit createpage createtalk'), ...PRIVATE]],
  [
    'user',
    [
      ...MOVE,
      ...words('read edit createpage createtalk'),
      ...UPLOAD,
      'minoredit',
      ...OWN_PAGES,
      ...words('sendemail applychangetags changetags editcontentmodel'),
      ...WATCHLIST,
    ],
  ],
  ['autoconfirmed', AUTOCONFIRMED],
  ['bot', BOT],
  ['sysop', SYSOP],
  ['interface-admin', INTERFACE_ADMIN],
  ['bureaucrat', words('userrights noratelimit renameuser')],
  ['suppress', SUPPRESS],
])

const GROUPS: Readonly<Record<KnownVersion, ReadonlyMap<string, readonly string[]>>> = {
  '1.35': UNTIL_1_39,
  '1.39': UNTIL_1_39,
  '1.43': SINCE_1_43,
}

/** Group -> rights that MediaWiki gives it. */
export function coreGroups(version: KnownVersion): ReadonlyMap<string, readonly string[]> {
  return GROUPS[version]
}

/** The group that MediaWiki puts people into when they have been there for a while. */
export const PROMOTED = 'autoconfirmed'

/** Groups that hold people by themselves. */
export const IMPLICIT_GROUPS: readonly string[] = ['*', 'user', PROMOTED]

/** Levels that pages can be protected at, and the right each stands for: Manual:$wgRestrictionLevels. */
export const CORE_LEVELS: ReadonlyMap<string, string> = new Map([
  ['sysop', 'editprotected'],
  ['autoconfirmed', 'editsemiprotected'],
])
