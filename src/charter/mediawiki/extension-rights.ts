/** What an extension brings: rights it knows, and groups it gives rights to when it is loaded. */
export interface ExtensionRights {
  readonly rights: readonly string[]
  /** group -> rights that loading the extension gives it, as its `extension.json` says. Not known of every extension. */
  readonly groups?: Readonly<Record<string, readonly string[]>>
  /** The first release of MediaWiki that has it in its core. */
  readonly inCoreSince?: number
}

/**
 * Extensions that are met often, by the name that `wfLoadExtension` takes. From their `extension.json`, those that come with MediaWiki
 * in the version that comes with 1.39. Not every extension stands here: a right of another one says so in `provided_by`.
 */
export const EXTENSIONS: Readonly<Record<string, ExtensionRights>> = {
  AbuseFilter: {
    rights: words(
      'abusefilter-modify abusefilter-log-detail abusefilter-view abusefilter-log abusefilter-privatedetails abusefilter-privatedetails-log abusefilter-modify-restricted abusefilter-revert abusefilter-view-private abusefilter-log-private abusefilter-hidden-log abusefilter-hide-log abusefilter-modify-global abusefilter-access-protected-vars abusefilter-protected-vars-log',
    ),
    groups: {
      '*': words('abusefilter-view abusefilter-log'),
      sysop: words(
        'abusefilter-log-detail abusefilter-view-private abusefilter-log-private abusefilter-modify abusefilter-modify-restricted abusefilter-revert',
      ),
      suppress: words('abusefilter-hidden-log abusefilter-hide-log'),
    },
  },
  AntiSpoof: { rights: ['override-antispoof'] },
  ApprovedRevs: { rights: words('approverevisions viewlinktolatest viewapprover') },
  Cargo: { rights: words('recreatecargodata deletecargodata runcargoqueries') },
  CentralAuth: {
    rights: words(
      'centralauth-createlocal centralauth-lock centralauth-merge centralauth-oversight centralauth-rename centralauth-suppress centralauth-unmerge centralauth-usermerge globalgroupmembership globalgrouppermissions',
    ),
  },
  CentralNotice: { rights: ['centralnotice-admin'] },
  CheckUser: {
    rights: words(
      'checkuser checkuser-log investigate checkuser-temporary-account checkuser-temporary-account-no-preference checkuser-temporary-account-auto-reveal checkuser-temporary-account-log',
    ),
    groups: { checkuser: words('checkuser checkuser-log') },
  },
  Collection: { rights: words('collectionsaveasuserpage collectionsaveascommunitypage') },
  ConfirmAccount: {
    rights: words('confirmaccount confirmaccount-notify requestips lookupcredentials'),
    groups: { bureaucrat: words('confirmaccount requestips lookupcredentials') },
  },
  ConfirmEdit: { rights: ['skipcaptcha'], groups: { bot: ['skipcaptcha'], sysop: ['skipcaptcha'] } },
  DeleteBatch: { rights: ['deletebatch'] },
  FlaggedRevs: { rights: words('autoreview autoreviewrestore movestable review stablesettings unreviewedpages validate') },
  Flow: { rights: words('flow-create-board flow-delete flow-edit-post flow-hide flow-lock flow-suppress') },
  Gadgets: { rights: words('gadgets-edit gadgets-definition-edit') },
  GlobalBlocking: { rights: words('globalblock globalblock-whitelist globalblock-exempt') },
  IPInfo: { rights: words('ipinfo ipinfo-view-basic ipinfo-view-full ipinfo-view-log') },
  Interwiki: { rights: ['interwiki'], inCoreSince: 44 },
  LiquidThreads: { rights: words('lqt-split lqt-merge lqt-react') },
  MassMessage: { rights: ['massmessage'] },
  Newsletter: { rights: words('newsletter-create newsletter-delete newsletter-manage newsletter-restore') },
  Nuke: { rights: ['nuke'], groups: { sysop: ['nuke'] } },
  OATHAuth: {
    rights: words('oathauth-enable oathauth-api-all oathauth-disable-for-user oathauth-verify-user oathauth-view-log'),
    groups: { user: ['oathauth-enable'], sysop: words('oathauth-disable-for-user oathauth-verify-user oathauth-view-log') },
  },
  OAuth: {
    rights: words(
      'mwoauthproposeconsumer mwoauthupdateownconsumer mwoauthmanageconsumer mwoauthsuppress mwoauthviewsuppressed mwoauthviewprivate mwoauthmanagemygrants',
    ),
  },
  PageForms: { rights: words('viewedittab editrestrictedfields createclass multipageedit') },
  Renameuser: { rights: ['renameuser'], groups: { bureaucrat: ['renameuser'] }, inCoreSince: 40 },
  ReplaceText: { rights: ['replacetext'], groups: { sysop: ['replacetext'] } },
  SecurePoll: { rights: words('securepoll-create-poll securepoll-edit-poll securepoll-view-voter-pii') },
  SpamBlacklist: { rights: words('spamblacklistlog sboverride'), groups: { user: ['spamblacklistlog'] } },
  StopForumSpam: { rights: ['sfsblock-bypass'] },
  TimedMediaHandler: { rights: words('transcode-reset transcode-status') },
  TitleBlacklist: {
    rights: words('tboverride tboverride-account titleblacklistlog'),
    groups: { sysop: words('tboverride titleblacklistlog') },
  },
  TorBlock: { rights: ['torunblocked'] },
  Translate: {
    rights: words(
      'translate translate-import translate-manage translate-messagereview translate-groupreview translate-sandboxaction translate-sandboxmanage pagetranslation unfuzzy',
    ),
  },
  UploadWizard: { rights: words('mass-upload upwizcampaigns') },
  UrlShortener: { rights: words('urlshortener-create-url urlshortener-manage-url urlshortener-view-log') },
  UserMerge: { rights: ['usermerge'] },
  Wikibase: { rights: words('item-term item-redirect item-merge property-term property-create') },
}

/** Rights of extensions that let their holder act as, or take over, other accounts. */
export const ACCOUNT_CONTROLLING: ReadonlySet<string> = new Set(['usermerge', 'centralauth-rename', 'oathauth-disable-for-user'])

/** The extension a right comes from; undefined = none that stands here. */
export function extensionOf(right: string): string | undefined {
  return Object.entries(EXTENSIONS).find(([, { rights }]) => rights.includes(right))?.[0]
}

function words(text: string): readonly string[] {
  return text.split(' ')
}
