import type { Id, RightBlock } from '../charter/model.ts'
import { WRIT } from '../charter/writ-target.ts'

/**
 * What a right lets its holder do past all memberships: act as everybody with an account on the target, be believed about people (facts,
 * relations), or make accounts.
 */
export type Reach = 'acts-as' | 'attests' | 'makes-accounts'

export interface Means {
  readonly reach: Reach
  /** What its holder does, after "can". */
  readonly text: string
}

const SITE_SCRIPTS: Means = { reach: 'acts-as', text: 'run scripts in the browser of everybody who reads the site' }
const SITE_STYLES: Means = { reach: 'acts-as', text: 'change what everybody sees of the site, forms included' }
const USER_SCRIPTS: Means = { reach: 'acts-as', text: 'run scripts in the browser of anybody chosen' }
const NAMES: Means = { reach: 'acts-as', text: 'give accounts the names of others, by which other systems know them' }
const FACTORS: Means = { reach: 'acts-as', text: 'take away the second factor, or set the address or password, of anybody' }
const GROUPS: Means = { reach: 'acts-as', text: 'give any group to anybody' }
const KEYS: Means = { reach: 'acts-as', text: 'make keys with the rights of anybody' }
const CODE: Means = { reach: 'acts-as', text: 'run code on the server' }

/** Rights of MediaWiki and its usual extensions. `editinterface` is one of them only where the wiki has no right of its own for scripts. */
const MEDIAWIKI: Readonly<Record<string, Means>> = {
  editsitejs: SITE_SCRIPTS,
  editsitecss: SITE_STYLES,
  edituserjs: USER_SCRIPTS,
  editusercss: USER_SCRIPTS,
  editwidgets: SITE_SCRIPTS,
  'gadgets-edit': SITE_SCRIPTS,
  'gadgets-definition-edit': SITE_SCRIPTS,
  renameuser: NAMES,
  'centralauth-rename': NAMES,
  'centralauth-unmerge': NAMES,
  usermerge: NAMES,
  editaccount: FACTORS,
  'oathauth-disable-for-user': FACTORS,
  userrights: GROUPS,
  'userrights-interwiki': GROUPS,
  globalgroupmembership: GROUPS,
  globalgrouppermissions: GROUPS,
  createaccount: { reach: 'makes-accounts', text: 'make accounts where not everybody can' },
  confirmaccount: { reach: 'makes-accounts', text: 'let in whomever they like, under any name' },
}

const INTERFACE: Means = { reach: 'acts-as', text: 'change every text of the site, scripts among them' }

const SMF: Readonly<Record<string, Means>> = {
  admin_forum: CODE,
  manage_permissions: GROUPS,
  manage_membergroups: GROUPS,
  profile_identity_any: FACTORS,
  profile_password_any: FACTORS,
}

const GROWTHBOOK: Readonly<Record<string, Means>> = {
  APIKeysFullAccess: KEYS,
  CustomHooksFullAccess: CODE,
  CustomRolesFullAccess: GROUPS,
  TeamManagementFullAccess: GROUPS,
  manageTeam: GROUPS,
  manageApiKeys: KEYS,
}

/** Rights on Writ itself. The others give no way around memberships: guards, plans and jobs hold nobody back in the model. */
const ON_WRIT: Readonly<Record<string, Means>> = {
  'link-accounts': { reach: 'acts-as', text: 'say that an account of theirs belongs to somebody else' },
  'make-token': { reach: 'acts-as', text: 'make tokens with which a program acts as somebody else' },
  'manage-sources': { reach: 'attests', text: 'change where facts and managers come from' },
}

const BY_CONNECTOR: Readonly<Record<string, Readonly<Record<string, Means>>>> = { mediawiki: MEDIAWIKI, smf: SMF, growthbook: GROWTHBOOK }

const DECLARED: Means = { reach: 'acts-as', text: 'act as somebody else, as the charter says' }

/**
 * The technical means behind a right; undefined where there is none. What the charter declares (`controls: accounts`) counts everywhere; what is
 * known of MediaWiki, SMF and GrowthBook counts though nobody declares it.
 */
export function meansOf(connector: string, target: Id, right: string, block: RightBlock, others: ReadonlySet<string>): Means | undefined {
  const known = target === WRIT ? ON_WRIT[right] : own(BY_CONNECTOR[connector], right)
  if (block.controls === 'accounts')
    return known?.reach === 'acts-as' ? known : right === 'editinterface' && connector === 'mediawiki' ? INTERFACE : DECLARED
  // over groups the membership layer speaks already
  if (block.controls !== undefined) return undefined
  if (connector === 'mediawiki' && right === 'editinterface') return others.has('editsitejs') ? undefined : INTERFACE
  return known
}

/** Rights are named by others: `constructor` is no known right. */
function own(table: Readonly<Record<string, Means>> | undefined, right: string): Means | undefined {
  return table !== undefined && Object.hasOwn(table, right) ? table[right] : undefined
}
