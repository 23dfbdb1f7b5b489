/**
 * A small stand-in for the extensions that keep gates on a MediaWiki, on the core's own hooks: namespaces as `$wgNamespacePermissionLockdown`
 * says, and pages with a `bs:pageaccess` line. Debian packages neither Lockdown nor BlueSpicePageAccess.
 */

/** Closes namespaces: for reading, for writing and for the search. */
export const NAMESPACE_KEEPER = `
$writGroupsFor = static function ( int $namespace, string $action ): ?array {
	$rules = $GLOBALS['wgNamespacePermissionLockdown'] ?? [];
	return $rules[$namespace][$action] ?? $rules['*'][$action] ?? $rules[$namespace]['*'] ?? null;
};
$writIsIn = static function ( $user, array $groups ): bool {
	$own = MediaWiki\\MediaWikiServices::getInstance()->getUserGroupManager()->getUserEffectiveGroups( $user );
	return array_intersect( $own, $groups ) !== [];
};
$wgHooks['getUserPermissionsErrors'][] = static function ( $title, $user, $action, &$result ) use ( $writGroupsFor, $writIsIn ) {
	if ( $title->getNamespace() < 0 ) { return true; }
	$groups = $writGroupsFor( $title->getNamespace(), $action );
	if ( $groups === null || $writIsIn( $user, $groups ) ) { return true; }
	$result = [ 'badaccess-group0' ];
	return false;
};
$wgHooks['SearchableNamespaces'][] = static function ( &$namespaces ) use ( $writGroupsFor, $writIsIn ) {
	$user = RequestContext::getMain()->getUser();
	foreach ( array_keys( $namespaces ) as $namespace ) {
		$groups = $writGroupsFor( $namespace, 'read' );
		if ( $groups !== null && !$writIsIn( $user, $groups ) ) { unset( $namespaces[$namespace] ); }
	}
};
`

/** Reads lines, joins them with those of transcluded pages, and keeps read, edit, move and delete; administrators always pass. */
export const PAGE_KEEPER = `
$wgHooks['ParserFirstCallInit'][] = static function ( $parser ) {
	$parser->setHook( 'bs:pageaccess', static function ( $text, $attributes, $parser ) {
		$before = $parser->getOutput()->getPageProperty( 'bs-page-access' );
		$groups = $attributes['groups'] ?? '';
		$parser->getOutput()->setPageProperty( 'bs-page-access', $before ? "$before,$groups" : $groups );
		return '';
	} );
};
$wgHooks['getUserPermissionsErrors'][] = static function ( $title, $user, $action, &$result ) {
	if ( !in_array( $action, [ 'read', 'edit', 'move', 'delete' ], true ) || !$title->exists() ) { return true; }
	$services = MediaWiki\\MediaWikiServices::getInstance();
	$own = $services->getUserGroupManager()->getUserEffectiveGroups( $user );
	$groups = [];
	foreach ( [ $title, ...$title->getTemplateLinksFrom() ] as $page ) {
		$kept = $services->getPageProps()->getProperties( $page, 'bs-page-access' );
		foreach ( $kept as $line ) { $groups = array_merge( $groups, array_map( 'trim', explode( ',', $line ) ) ); }
	}
	if ( $groups === [] || in_array( 'sysop', $own, true ) || array_intersect( $groups, $own ) !== [] ) { return true; }
	$result = [ 'badaccess-group0' ];
	return false;
};
`

/** The namespaces of the lean access model. */
export const LEAN_NAMESPACES = `
$wgMetaNamespace = 'Projekt';
$wgExtraNamespaces[3000] = 'DecodingWork';
$wgExtraNamespaces[3001] = 'DecodingWork_talk';
$wgExtraNamespaces[3002] = 'PublishedWork';
$wgExtraNamespaces[3003] = 'PublishedWork_talk';
`
