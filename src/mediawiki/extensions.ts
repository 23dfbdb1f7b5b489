/**
 * What extensions bring: rights, and groups that have them. From `extension.json` of the versions bundled with 1.35, 1.39 and 1.43, and of the
 * public repositories for those that are not bundled. `wfLoadExtension` merges this *after* LocalSettings.php, beneath what stands there.
 */
import type { KnownVersion } from './versions.ts'
import { words } from './words.ts'

export interface KnownExtension {
  /** As `wfLoadExtension` takes it. */
  readonly name: string
  /** Right -> what it does. */
  readonly rights: ReadonlyMap<string, string>
  /** Group -> right -> given or not. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, boolean>>
  /** Rights of other people's accounts: renaming, merging. */
  readonly controlsAccounts: readonly string[]
}

interface Row {
  readonly name: string
  readonly rights?: Readonly<Record<string, string>>
  /** Group -> rights; a right with `-` before it is set to `false`. */
  readonly groups?: Readonly<Record<string, string>>
  readonly accounts?: string
  readonly in?: readonly KnownVersion[]
}

/** Bundled or common extensions that bring no rights at all. */
const WITHOUT_RIGHTS = words(
  'CategoryTree Cite CiteThisPage CodeEditor DiscussionTools ImageMap InputBox Linter LocalisationUpdate LoginNotify Lockdown Math MultimediaViewer PageImages ParserFunctions PdfHandler Poem Scribunto SecureLinkFixer SyntaxHighlight_GeSHi TemplateData TemplateStyles TextExtracts Thanks VisualEditor WikiEditor',
)

const ABUSE_FILTER = {
  'abusefilter-view': 'See the filters against abuse',
  'abusefilter-log': 'See the log of the filters',
  'abusefilter-log-detail': 'See details in the log of the filters',
  'abusefilter-view-private': 'See filters marked as private',
  'abusefilter-log-private': 'See log entries of private filters',
  'abusefilter-modify': 'Change the filters against abuse',
  'abusefilter-modify-restricted': 'Change filters with restricted actions, such as blocking',
  'abusefilter-modify-global': 'Change filters that hold on all wikis of a farm',
  'abusefilter-revert': 'Undo everything that a filter did',
  'abusefilter-privatedetails': 'See private data in the log of the filters',
  'abusefilter-privatedetails-log': 'See who looked at such private data',
  'abusefilter-hidden-log': 'See hidden entries in the log of the filters',
  'abusefilter-hide-log': 'Hide entries in the log of the filters',
}

const ABUSE_FILTER_GROUPS = {
  '*': 'abusefilter-view abusefilter-log',
  sysop:
    'abusefilter-log-detail abusefilter-view-private abusefilter-log-private abusefilter-modify abusefilter-modify-restricted abusefilter-revert',
  suppress: 'abusefilter-hidden-log abusefilter-hide-log',
}

const ROWS: readonly Row[] = [
  { name: 'AbuseFilter', in: ['1.35', '1.39'], rights: ABUSE_FILTER, groups: ABUSE_FILTER_GROUPS },
  {
    name: 'AbuseFilter',
    in: ['1.43'],
    rights: {
      ...ABUSE_FILTER,
      'abusefilter-modify-blocked-external-domains': 'Change the list of blocked domains',
      'abusefilter-bypass-blocked-external-domains': 'Link to blocked domains all the same',
      'abusefilter-access-protected-vars': 'Use and see protected variables in filters',
      'abusefilter-protected-vars-log': 'See who looked at protected variables',
    },
    groups: {
      ...ABUSE_FILTER_GROUPS,
      sysop: `${ABUSE_FILTER_GROUPS.sysop} abusefilter-modify-blocked-external-domains abusefilter-access-protected-vars abusefilter-protected-vars-log`,
      bot: 'abusefilter-bypass-blocked-external-domains',
    },
  },
  {
    name: 'AntiSpoof',
    rights: { 'override-antispoof': 'Make accounts whose names look like others' },
    groups: { sysop: 'override-antispoof', bureaucrat: 'override-antispoof' },
  },
  {
    name: 'ApprovedRevs',
    rights: {
      approverevisions: 'Approve the revision that readers see',
      viewlinktolatest: 'See the link to the latest revision',
      viewapprover: 'See who approved a revision',
    },
    groups: { sysop: 'viewapprover approverevisions', '*': 'viewlinktolatest' },
  },
  {
    name: 'CheckUser',
    in: ['1.35', '1.39'],
    rights: { checkuser: 'See the addresses that accounts come from', 'checkuser-log': 'See who looked at the addresses of whom' },
    groups: { checkuser: 'checkuser checkuser-log' },
  },
  {
    name: 'CheckUser',
    in: ['1.43'],
    rights: {
      checkuser: 'See the addresses that accounts come from',
      'checkuser-log': 'See who looked at the addresses of whom',
      'checkuser-temporary-account': 'See the addresses of temporary accounts after agreeing to the rules',
      'checkuser-temporary-account-no-preference': 'See the addresses of temporary accounts',
      'checkuser-temporary-account-log': 'See who looked at the addresses of temporary accounts',
    },
    groups: { checkuser: 'checkuser checkuser-log checkuser-temporary-account-no-preference checkuser-temporary-account-log' },
  },
  {
    name: 'ConfirmAccount',
    rights: {
      confirmaccount: 'Decide on requests for accounts',
      'confirmaccount-notify': 'Be told of requests for accounts',
      requestips: 'See the addresses that requests for accounts come from',
      lookupcredentials: 'See what people said of themselves when they asked for an account',
    },
    groups: { '*': '-createaccount', user: '-createaccount', bureaucrat: 'confirmaccount requestips lookupcredentials' },
  },
  {
    name: 'ConfirmEdit',
    rights: { skipcaptcha: 'Act without solving a captcha' },
    groups: { '*': '-skipcaptcha', user: '-skipcaptcha', autoconfirmed: '-skipcaptcha', bot: 'skipcaptcha', sysop: 'skipcaptcha' },
  },
  {
    name: 'DeleteBatch',
    rights: { deletebatch: 'Delete many pages at once', 'deletebatch-spoof': 'Delete many pages at once under another name' },
    groups: { bureaucrat: 'deletebatch deletebatch-spoof' },
  },
  {
    name: 'Echo',
    rights: {
      'manage-all-push-subscriptions': 'Manage the push subscriptions of everybody',
      'echo-create': 'Send notifications',
      'echo-read-notifications': 'Read one’s own notifications',
    },
    groups: { '*': 'echo-read-notifications', 'push-subscription-manager': 'manage-all-push-subscriptions' },
  },
  {
    name: 'Gadgets',
    rights: { 'gadgets-edit': 'Edit the scripts of gadgets', 'gadgets-definition-edit': 'Edit which gadgets there are' },
  },
  {
    name: 'GlobalBlocking',
    rights: {
      globalblock: 'Block addresses on all wikis of a farm',
      'globalblock-whitelist': 'Lift such a block on this wiki',
      'globalblock-exempt': 'Be unaffected by such blocks',
    },
    groups: { steward: 'globalblock', sysop: 'globalblock-whitelist' },
  },
  { name: 'Interwiki', rights: { interwiki: 'Change the prefixes for links to other wikis' } },
  { name: 'MassMessage', rights: { massmessage: 'Send a message to many talk pages' }, groups: { sysop: 'massmessage' } },
  { name: 'Nuke', rights: { nuke: 'Delete everything that somebody started' }, groups: { sysop: 'nuke' } },
  {
    name: 'OATHAuth',
    rights: {
      'oathauth-enable': 'Use a second factor to log in',
      'oathauth-api-all': 'Ask by program whether somebody uses a second factor',
      'oathauth-disable-for-user': 'Take the second factor of an account away',
      'oathauth-verify-user': 'See whether an account has a second factor',
      'oathauth-view-log': 'See the log of second factors',
    },
    groups: {
      '*': '-oathauth-disable-for-user -oathauth-view-log',
      user: 'oathauth-enable',
      sysop: 'oathauth-disable-for-user oathauth-verify-user oathauth-view-log',
    },
  },
  {
    name: 'Renameuser',
    in: ['1.35', '1.39'],
    rights: { renameuser: 'Rename accounts' },
    groups: { bureaucrat: 'renameuser' },
    accounts: 'renameuser',
  },
  // part of the core since 1.40: loading it does nothing
  { name: 'Renameuser', in: ['1.43'] },
  { name: 'ReplaceText', rights: { replacetext: 'Replace text on many pages at once' }, groups: { sysop: 'replacetext' } },
  {
    name: 'SpamBlacklist',
    in: ['1.35', '1.39'],
    rights: { spamblacklistlog: 'See the log of forbidden links', sboverride: 'Use forbidden links' },
    groups: { user: 'spamblacklistlog' },
  },
  {
    name: 'SpamBlacklist',
    in: ['1.43'],
    rights: { spamblacklistlog: 'See the log of forbidden links', sboverride: 'Use forbidden links' },
    groups: { user: 'spamblacklistlog', bot: 'sboverride' },
  },
  {
    name: 'TitleBlacklist',
    rights: {
      tboverride: 'Use forbidden titles and names',
      'tboverride-account': 'Make accounts with forbidden names',
      titleblacklistlog: 'See the log of forbidden titles',
    },
    groups: { sysop: 'tboverride titleblacklistlog' },
  },
  { name: 'UserMerge', rights: { usermerge: 'Merge accounts and delete them' }, accounts: 'usermerge' },
  ...WITHOUT_RIGHTS.map((name) => ({ name })),
]

function extension({ name, rights = {}, groups = {}, accounts }: Row): KnownExtension {
  return {
    name,
    rights: new Map(Object.entries(rights)),
    groups: new Map(
      Object.entries(groups).map(([group, list]) => [
        group,
        new Map(words(list).map((one) => (one.startsWith('-') ? ([one.slice(1), false] as const) : ([one, true] as const)))),
      ]),
    ),
    controlsAccounts: accounts === undefined ? [] : words(accounts),
  }
}

const BY_VERSION: Readonly<Record<KnownVersion, ReadonlyMap<string, KnownExtension>>> = {
  '1.35': of('1.35'),
  '1.39': of('1.39'),
  '1.43': of('1.43'),
}

function of(version: KnownVersion): ReadonlyMap<string, KnownExtension> {
  return new Map(
    ROWS.filter((row) => row.in === undefined || row.in.includes(version)).map((row) => [row.name.toLowerCase(), extension(row)]),
  )
}

/** An extension by its name, whatever its capitals and spaces ("Abuse Filter" is AbuseFilter); undefined if it is not known here. */
export function findExtension(version: KnownVersion, name: string): KnownExtension | undefined {
  const key = name.toLowerCase()
  return BY_VERSION[version].get(key) ?? BY_VERSION[version].get(ALIASES.get(key) ?? key.replaceAll(/[\s_-]/g, ''))
}

/** Names in credits that differ from the folder's. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['confirm user accounts', 'confirmaccount'],
  ['pdf handler', 'pdfhandler'],
  ['syntaxhighlight', 'syntaxhighlight_geshi'],
])

/** The extension that brings a right in any known version, the newest first. */
export function providerOf(right: string): { readonly extension: string; readonly text: string; readonly accounts: boolean } | undefined {
  for (const version of ['1.43', '1.39', '1.35'] as const) {
    for (const one of BY_VERSION[version].values()) {
      const text = one.rights.get(right)
      if (text !== undefined) return { extension: one.name, text, accounts: one.controlsAccounts.includes(right) }
    }
  }
  return undefined
}
