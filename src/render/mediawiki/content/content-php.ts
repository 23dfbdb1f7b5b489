/** Content access as PHP, in two parts: settings of the core, which stand at the top, and those of Lockdown, which is loaded by then. */
import { phpComment, phpString, phpValue, type PhpValue } from '../../php.ts'
import { hidesContent, type ContentAccess } from './content-access.ts'
import { CLOSABLE, type Closable } from './content-settings.ts'

/** Settings of the core that close ways around the gates, each with what it closes. */
const WAYS: Readonly<Record<Closable, readonly string[]>> = {
  'visual-editor': [
    '// the visual editor gives out pages without asking who may read them',
    "$wgHooks['ApiCheckCanExecute'][] = static function ( $module, $user, &$message ) {",
    "\tif ( !str_starts_with( $module->getModuleName(), 'visualeditor' ) ) { return true; }",
    '\t$services = MediaWiki\\MediaWikiServices::getInstance();',
    '\t$request = $module->getRequest();',
    '\t$titles = $services->getTitleFactory();',
    "\t$revision = $services->getRevisionLookup()->getRevisionById( $request->getInt( 'oldid' ) );",
    "\t$pages = [ $titles->newFromText( $request->getText( 'page' ) ), $revision ? $titles->newFromLinkTarget( $revision->getPageAsLinkTarget() ) : null ];",
    '\tforeach ( array_filter( $pages ) as $page ) {',
    "\t\tif ( $services->getPermissionManager()->userCan( 'read', $user, $page ) ) { continue; }",
    "\t\t$message = 'apierror-readapidenied';",
    '\t\treturn false;',
    '\t}',
    '\treturn true;',
    '};',
  ],
  compare: ['// comparing revisions by program looks at no page', "$wgAPIModules['compare'] = 'ApiDisabled';"],
  feeds: ['// the feed of new pages holds their whole text', '$wgFeed = false;'],
  summaries: [
    '// an automatic summary quotes the first words of a page, and summaries show in every list of changes',
    '$wgUseAutomaticEditSummaries = false;',
  ],
  search: [
    '// searching by program shows an excerpt of a page whoever asks; the search page and rest.php look first',
    "$wgAPIListModules['search'] = 'ApiQueryDisabled';",
  ],
}

/** A search excerpt only escapes where single pages are closed: Lockdown takes closed namespaces out of every search. */
export function closedWays(content: ContentAccess): readonly Closable[] {
  if (!hidesContent(content)) return []
  return CLOSABLE.filter((way) => !content.settings.accepted.has(way) && (way !== 'search' || content.pageGates.length > 0))
}

/** Outside of any function: the core reads these before extension functions run. */
export function contentCorePhp(content: ContentAccess): readonly string[] {
  const lines = closedWays(content).flatMap((way) => WAYS[way])
  const none = content.nonIncludable.length === 0 && !content.othersNonIncludable
  if (none && lines.length === 0) return []
  return ['', '// Content access that the core alone keeps.', ...(none ? [] : transclusion(content)), ...lines]
}

/** https://www.mediawiki.org/wiki/Manual:$wgNonincludableNamespaces */
function transclusion({ nonIncludable, othersNonIncludable, namespaces, settings }: ContentAccess): readonly string[] {
  const spared = namespaces.filter(({ number }) => number >= 0 && !nonIncludable.includes(number)).map(({ number }) => number)
  const names = namespaces.filter(({ number }) => settings.includable.includes(number)).map(({ name }) => name)
  const others = `array_diff( array_keys( $wgExtraNamespaces ?? [] ), ${phpValue(spared)} )`
  return [
    phpComment(
      `pages of these namespaces cannot be transcluded, for whoever transcludes a page reads it${names.length === 0 ? '' : `; by choice not ${names.join(', ')}`}`,
    ),
    '$wgNonincludableNamespaces = array_values( array_unique( array_merge(',
    `\t$wgNonincludableNamespaces ?? [],${othersNonIncludable ? ` ${others},` : ''}`,
    ...phpValue(nonIncludable, 1)
      .split('\n')
      .map((line, index) => (index === 0 ? `\t${line}` : line)),
    ') ) );',
  ]
}

/** Inside the extension function. https://www.mediawiki.org/wiki/Extension:Lockdown */
export function contentLockdownPhp({ rules, namespaces }: ContentAccess): readonly string[] {
  if (rules.length === 0) return []
  const open: PhpValue = ['*']
  const lines = rules.flatMap(({ action, closed, otherwise, gates }) => {
    const at = (namespace: string, groups: PhpValue, name: string) =>
      `$wgNamespacePermissionLockdown[${namespace}][${phpString(action)}] = ${phpValue(groups)};${name === '' ? '' : ` ${phpComment(name)}`}`
    const listed = namespaces.flatMap(({ number, name }): string[] => {
      const groups = closed.get(number)
      if (number < 0) return []
      if (groups === undefined) return otherwise === undefined ? [] : [at(String(number), open, name)]
      return otherwise !== undefined && same(groups, otherwise) ? [] : [at(String(number), groups, name)]
    })
    return [
      phpComment(gates.join(', ')),
      ...(otherwise === undefined ? [] : [at("'*'", otherwise, 'every namespace but those below')]),
      ...listed,
    ]
  })
  return [
    '',
    '// Content access that needs the extension Lockdown.',
    'global $wgNamespacePermissionLockdown;',
    '$wgNamespacePermissionLockdown = [];',
    ...lines,
  ]
}

const same = (left: readonly string[], right: readonly string[]) => left.length === right.length && left.every((one) => right.includes(one))

/** What whoever loads the file should know of content. */
export function contentRemarks(content: ContentAccess): readonly string[] {
  const { settings, namespaces } = content
  const remarks = [...content.remarks, ...spared(content)]
  if (!hidesContent(content)) return remarks
  const includable = namespaces.filter(({ number }) => settings.includable.includes(number)).map(({ name }) => name)
  return [
    ...remarks,
    ...(includable.length === 0
      ? []
      : [
          `whoever may read anything reads pages of ${includable.join(', ')} by transcluding them: keep nothing there that a gate shall hide`,
        ]),
    ...[...settings.accepted].map((way) => `left open by choice of the charter: ${way}`),
    'a summary that somebody writes, a link, a category and a title show wherever pages are listed',
    'files themselves (images/) are served past every gate unless img_auth.php serves them',
    'with Scribunto, whoever may change a module reads every page with it',
    '`writ probe` tries the known ways out of closed pages on the living wiki',
  ]
}

const USER = 2

/** Pages that Lockdown leaves alone whatever its rules say: the first lines of its `onGetUserPermissionsErrors`. */
function spared({ rules }: ContentAccess): readonly string[] {
  const closed = rules.filter((rule) => rule.closed.has(USER)).flatMap(({ gates }) => gates)
  const reading = rules.filter(({ action }) => action === 'read').flatMap(({ gates }) => gates)
  return [
    ...(closed.length === 0
      ? []
      : [
          `gate ${[...new Set(closed)].join(', ')} leaves open the scripts, styles and data pages under User: (such as User:NAME/common.js), which Lockdown spares`,
        ]),
    ...(reading.length === 0
      ? []
      : [`pages that $wgWhitelistRead lists are read by everybody: Lockdown spares them, and so does the core`]),
  ]
}
