import type { Json } from '../../kernel/json.ts'
import { OLDEST, type Release } from './release.ts'
import { CORE_RIGHTS, STOCK_GROUPS } from './stock.ts'

/** What MediaWiki's code says of a right, beside its name. */
export interface CoreRight {
  /** First release that has it; without it, all that Writ serves do. */
  readonly since?: Release
  /** First release that no longer has it; the oldest that Writ serves stands for all before it. */
  readonly gone?: Release
  /** What took its place, or why it went. */
  readonly instead?: string
  /** Without these rights it does nothing. */
  readonly needs?: readonly string[]
  /** Settings that are off by default and without which it does nothing. */
  readonly settings?: Readonly<Record<string, Json>>
  /** Changes groups past every list, or lets its holder act as, or take over, other accounts. */
  readonly controls?: 'all-groups' | 'accounts'
}

/** Rights of the core that are new since 1.39, or have gone. From `PermissionManager` and the release notes. */
const CHANGED: Readonly<Record<string, CoreRight>> = {
  renameuser: { since: 40, controls: 'accounts' },
  interwiki: { since: 44 },
  'renameuser-global': { since: 44, needs: ['renameuser'], controls: 'accounts' },
  createwithcontentmodel: { since: 46 },
  'ignore-restricted-groups': { since: 46 },
  writeapi: { gone: 44, instead: 'whoever may edit may do so by the API' },
  editusercssjs: { gone: OLDEST, instead: '`editusercss`, `edituserjs` and `edituserjson`' },
  trackback: { gone: OLDEST, instead: 'trackbacks are no longer part of MediaWiki' },
  proxyunbannable: { gone: OLDEST, instead: '`ipblock-exempt`' },
}

/** What rights of the core depend on and what they control. Manual:User_rights; settings from `MainConfigSchema`. */
const KNOWN: Readonly<Record<string, CoreRight>> = {
  createpage: { needs: ['edit'] },
  createtalk: { needs: ['edit'] },
  'move-subpages': { needs: ['move'] },
  'move-rootuserpages': { needs: ['move'] },
  'move-categorypages': { needs: ['move'] },
  movefile: { needs: ['move'] },
  suppressredirect: { needs: ['move'] },
  minoredit: { needs: ['edit'] },
  upload: { settings: { wgEnableUploads: true } },
  reupload: { needs: ['upload'] },
  'reupload-own': { needs: ['upload'] },
  'reupload-shared': { needs: ['upload'] },
  upload_by_url: { needs: ['upload'], settings: { wgAllowCopyUploads: true } },
  bigdelete: { needs: ['delete'] },
  hideuser: { needs: ['block'] },
  blockemail: { needs: ['block'] },
  deletedtext: { needs: ['deletedhistory'] },
  markbotedits: { needs: ['rollback'] },
  rollback: { needs: ['edit'] },
  editsitecss: { needs: ['editinterface'] },
  editsitejson: { needs: ['editinterface'] },
  editsitejs: { needs: ['editinterface'], controls: 'accounts' },
  edituserjs: { controls: 'accounts' },
  pagelang: { settings: { wgPageLanguageUseDB: true } },
  userrights: { controls: 'all-groups' },
  'userrights-interwiki': { controls: 'all-groups' },
}

/** What is known of a right of the core, also of one that a release does not have. undefined = never a right of the core. */
export function coreRight(name: string): CoreRight | undefined {
  const known = { ...KNOWN[name], ...CHANGED[name] }
  return CORE_RIGHTS.has(name) || Object.keys(known).length > 0 ? known : undefined
}

/** Whether a release knows the right by itself, without an extension. */
export function isCoreRight(name: string, release: Release): boolean {
  const known = coreRight(name)
  return known !== undefined && (known.since ?? OLDEST) <= release && (known.gone ?? Infinity) > release
}

/** Every right that a release knows by itself. */
export function coreRights(release: Release): readonly string[] {
  return [...CORE_RIGHTS, ...Object.keys(CHANGED)].filter((name, index, all) => all.indexOf(name) === index && isCoreRight(name, release))
}

/** Groups that a release brings by itself, with their rights. */
export function stockGroups(release: Release): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...STOCK_GROUPS].map(([group, rights]) => [
      group,
      [...rights, ...(group === 'bureaucrat' ? ['renameuser'] : [])].filter((right) => isCoreRight(right, release)),
    ]),
  )
}
