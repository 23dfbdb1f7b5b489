/**
 * What MediaWiki 1.39 brings by itself, from its `includes/config-schema.php` and `PermissionManager`. Used to write explicit `false`
 * lines, to tell new rights from known ones and to see names that collide. A wiki of another version is still safe: the generated file
 * also switches off whatever it finds at run time.
 */
const SEE_AND_OPTIONS = ['viewmywatchlist', 'editmywatchlist', 'viewmyprivateinfo', 'editmyprivateinfo', 'editmyoptions']
const WRITE = ['read', 'edit', 'createpage', 'createtalk', 'writeapi']
const MOVE = ['move', 'move-subpages', 'move-rootuserpages', 'move-categorypages', 'movefile']
const UPLOAD = ['upload', 'reupload', 'reupload-shared']
const OWN_PAGES = ['editmyusercss', 'editmyuserjson', 'editmyuserjs', 'editmyuserjsredirect']

/** Rights of the stock groups. */
export const STOCK_GROUPS: ReadonlyMap<string, readonly string[]> = new Map([
  ['*', ['createaccount', ...WRITE, ...SEE_AND_OPTIONS]],
  [
    'user',
    [...MOVE, ...WRITE, ...UPLOAD, 'minoredit', ...OWN_PAGES, 'purge', 'sendemail', 'applychangetags', 'changetags', 'editcontentmodel'],
  ],
  ['autoconfirmed', ['autoconfirmed', 'editsemiprotected']],
  ['bot', words('bot autoconfirmed editsemiprotected nominornewtalk autopatrol suppressredirect apihighlimits writeapi')],
  [
    'sysop',
    [
      ...MOVE,
      ...UPLOAD,
      ...words('block createaccount delete bigdelete deletedhistory deletedtext undelete editinterface editsitejson import edituserjson'),
      ...words('importupload patrol autopatrol protect editprotected rollback unwatchedpages autoconfirmed editsemiprotected'),
      ...words('ipblock-exempt blockemail markbotedits apihighlimits browsearchive noratelimit unblockself suppressredirect'),
      ...words('mergehistory managechangetags deletechangetags'),
    ],
  ],
  ['interface-admin', words('editinterface editsitecss editsitejson editsitejs editusercss edituserjson edituserjs')],
  ['bureaucrat', ['userrights', 'noratelimit']],
  ['suppress', words('hideuser suppressrevision viewsuppressed suppressionlog deleterevision deletelogentry')],
])

/** Rights that MediaWiki's core knows but gives to no stock group. */
const UNGIVEN = words(
  'autocreateaccount delete-redirect override-export-depth pagelang patrolmarks reupload-own siteadmin upload_by_url userrights-interwiki',
)

/** Every right that core knows by itself; others must stand in `$wgAvailableRights` to be listed and searched for. */
export const CORE_RIGHTS: ReadonlySet<string> = new Set([...[...STOCK_GROUPS.values()].flat(), ...UNGIVEN])

/** Rights that let their holder change any group of anybody, past every list. */
export const ALL_GROUPS_RIGHTS: readonly string[] = ['userrights', 'userrights-interwiki']

/** Protection levels that stand for a right under another name: Manual:$wgRestrictionLevels. */
export const STOCK_LEVELS: ReadonlyMap<string, string> = new Map([
  ['sysop', 'editprotected'],
  ['autoconfirmed', 'editsemiprotected'],
])

function words(text: string): readonly string[] {
  return text.split(' ')
}
