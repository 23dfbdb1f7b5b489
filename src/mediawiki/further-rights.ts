/**
 * Rights of extensions of which nothing else is known here: neither what each does nor to which groups loading the extension gives it. They
 * only say where a right comes from; an import still says that such an extension is not known. From `list=allusers` of public wikis.
 */
import { words } from './words.ts'

const FURTHER: Readonly<Record<string, string>> = {
  Cargo: 'recreatecargodata deletecargodata runcargoqueries',
  CentralAuth:
    'centralauth-createlocal centralauth-lock centralauth-merge centralauth-oversight centralauth-rename centralauth-suppress centralauth-unmerge centralauth-usermerge globalgroupmembership globalgrouppermissions',
  CentralNotice: 'centralnotice-admin',
  Collection: 'collectionsaveasuserpage collectionsaveascommunitypage',
  FlaggedRevs: 'autoreview autoreviewrestore movestable review stablesettings unreviewedpages validate',
  Flow: 'flow-create-board flow-delete flow-edit-post flow-hide flow-lock flow-suppress',
  IPInfo: 'ipinfo ipinfo-view-basic ipinfo-view-full ipinfo-view-log',
  LiquidThreads: 'lqt-split lqt-merge lqt-react',
  Newsletter: 'newsletter-create newsletter-delete newsletter-manage newsletter-restore',
  OAuth:
    'mwoauthproposeconsumer mwoauthupdateownconsumer mwoauthmanageconsumer mwoauthsuppress mwoauthviewsuppressed mwoauthviewprivate mwoauthmanagemygrants',
  PageForms: 'viewedittab editrestrictedfields createclass multipageedit',
  SecurePoll: 'securepoll-create-poll securepoll-edit-poll securepoll-view-voter-pii',
  TimedMediaHandler: 'transcode-reset transcode-status',
  TorBlock: 'torunblocked',
  Translate:
    'translate translate-import translate-manage translate-messagereview translate-groupreview translate-sandboxaction translate-sandboxmanage pagetranslation unfuzzy',
  UploadWizard: 'mass-upload upwizcampaigns',
  UrlShortener: 'urlshortener-create-url urlshortener-manage-url urlshortener-view-log',
  VipsScaler: 'vipsscaler-test',
  Wikibase: 'item-term item-redirect item-merge property-term property-create',
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map(
  Object.entries(FURTHER).flatMap(([extension, rights]) => words(rights).map((right) => [right, extension] as const)),
)

/** The extension a right comes from; undefined = none that stands here. */
export function furtherProviderOf(right: string): string | undefined {
  return EXTENSIONS.get(right)
}
