/** Random settings files: the kind of PHP that LocalSettings.php is made of, and that PHP runs without a warning that matters. */
import fc from 'fast-check'

const GROUPS = ['*', 'user', 'sysop', 'Editor', 'bot', "O'Hara", '7', 'Ünsal']
const RIGHTS = ['edit', 'move', 'block', 'delete', 'upload_by_url', 'own-right']
const LISTS = ['wgAddGroups', 'wgRemoveGroups', 'wgGroupsAddToSelf']

const quoted = (text: string) => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`
const group = fc.constantFrom(...GROUPS).map(quoted)
const right = fc.constantFrom(...RIGHTS).map(quoted)
const flag = fc.constantFrom('true', 'false', 'TRUE', '1', '0', "''", "'0'", 'null', '!true', '(bool)1')
const names = fc.array(fc.oneof(group, right), { maxLength: 4 })
const list = names.map((all) => `[ ${all.join(', ')} ]`)
const oldList = names.map((all) => `array( ${all.join(', ')} )`)
const map = fc
  .array(fc.tuple(fc.oneof(right, fc.constantFrom('3', "'5'", '-2', 'true', 'null')), flag), { maxLength: 5 })
  .map((all) => `[ ${all.map(([key, value]) => `${key} => ${value}`).join(', ')} ]`)
const table = '$wgGroupPermissions'

const sets = fc.oneof(
  list,
  oldList,
  map,
  fc.constantFrom('array_keys( $wgGroupPermissions )', "array_keys( $wgGroupPermissions['sysop'] ?? [] )", '$names'),
)
const calls = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        'array_merge',
        'array_diff',
        'array_intersect',
        'array_replace',
        'array_diff_key',
        'array_intersect_key',
        'array_merge_recursive',
      ),
      sets,
      sets,
    )
    .map(([name, a, b]) => `${name}( ${a}, ${b} )`),
  fc
    .tuple(fc.constantFrom('array_values', 'array_unique', 'array_filter', 'array_reverse', 'array_keys'), sets)
    .map(([name, a]) => `${name}( ${a} )`),
  fc.tuple(list, flag).map(([keys, value]) => `array_fill_keys( ${keys}, ${value} )`),
  fc.tuple(fc.integer({ min: -3, max: 9 }), fc.integer({ min: -3, max: 9 })).map(([a, b]) => `range( ${a}, ${b} )`),
  list.map((one) => `array_map( fn( $x ) => $x . '!', ${one} )`),
  list.map((one) => `array_filter( ${one}, static function ( $x ) { return $x !== 'edit'; } )`),
  fc.tuple(list, fc.integer({ min: -2, max: 3 })).map(([one, at]) => `array_slice( ${one}, ${at} )`),
  list.map((one) => `explode( ',', implode( ',', ${one} ) )`),
  fc.tuple(map, map).map(([a, b]) => `${a} + ${b}`),
  list.map((one) => `[ ...${one}, 'last' ]`),
  list.map((one) => `array_flip( ${one} )`),
  list.map((one) => `(array)${one}`),
)
const value = fc.oneof(
  flag,
  list,
  map,
  calls,
  fc.constantFrom(
    '"text $plain {$plain}"',
    "'a' . 'b'",
    '3 * 4 + 1',
    '7 % 3',
    '86400 * 30',
    '<<<EOT\nline $plain\nEOT',
    "<<<'EOT'\nraw $plain\nEOT",
    '"\\t\\x41\\u{e9}"',
    '0x1F',
    '017',
    '1_000',
    "strtoupper( 'ab' )",
    "ucfirst( 'edit' )",
    'count( $names )',
    '$names[0] ?? 9',
    'isset( $names[0] )',
    'empty( $names )',
    "$wgGroupPermissions['user']['edit'] ?? false",
    "in_array( 'edit', $names )",
    "in_array( '7', $names, true )",
    'PHP_EOL',
    '$counter++',
    '$counter <=> 3',
    'match ( true ) { $counter > 2 => 1, default => 2 }',
    "str_replace( 'a', 'b', 'banana' )",
    'number( 2 )',
    '$counter ? 1 : 2',
    '$counter ?: 5',
    'max( 1, $counter )',
  ),
)

const test = fc.oneof(
  flag,
  fc.constantFrom(
    '$counter > 2',
    'count( $names ) === 0',
    "isset( $wgGroupPermissions['Editor'] )",
    "!empty( $wgGroupPermissions['user']['edit'] )",
    'defined( "MEDIAWIKI" )',
    "in_array( 'edit', $names )",
    '$counter % 2 == 0 && true',
    "$names === [] || array_key_exists( 'user', $wgGroupPermissions )",
    '!( $counter == 1 )',
    "$wgGroupPermissions['sysop'] ?? null",
  ),
)

const statement: fc.Arbitrary<string> = fc.letrec<{ one: string }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(group, right, flag).map(([a, b, c]) => `${table}[${a}][${b}] = ${c};`),
    fc.tuple(group, map).map(([a, b]) => `${table}[${a}] = ${b};`),
    fc.tuple(group, group).map(([a, b]) => `${table}[${a}] = ${table}[${b}] ?? [];`),
    fc.tuple(fc.constantFrom(...LISTS), group, fc.oneof(list, fc.constant('true'))).map(([a, b, c]) => `$${a}[${b}] = ${c};`),
    fc
      .tuple(fc.constantFrom(...LISTS), group, group)
      .map(([a, b, c]) => `if ( !is_array( $${a}[${b}] ?? null ) ) { $${a}[${b}] = []; } $${a}[${b}][] = ${c};`),
    group.map((a) => `unset( ${table}[${a}] );`),
    fc.tuple(group, right).map(([a, b]) => `unset( ${table}[${a}][${b}] );`),
    fc.constantFrom(
      '$names = [];',
      "$names[] = 'x';",
      '$counter += 2;',
      '$counter--;',
      "array_push( $names, 'y' );",
      'array_pop( $names );',
      'array_shift( $names );',
      "array_unshift( $names, 'z' );",
      "$plain .= 'é';",
      '$copy = $names; $copy[] = 1;',
      '$alias = &$names; $alias[] = 2; unset( $alias );',
      '[ $first, $second ] = [ 1, 2 ];',
      "list( 'k' => $third ) = [ 'k' => 3 ];",
      '// comment $names = 5;',
      '# $wgGroupPermissions = 5;',
      '/* $names = 7; */',
      "$GLOBALS['wgMore']['a'] = 1;",
      "$$nameOfVariable = 'by name';",
      'touch_global();',
      "$wgGroupPermissions['*']['edit'] ??= true;",
      'switch ( $counter ) { case 1: $plain = "one"; break; case 2: $plain = "two"; default: $plain = "other"; }',
      'for ( $i = 0; $i < 3; $i++ ) { $names[] = $i; }',
      'while ( count( $names ) > 3 ) { array_pop( $names ); }',
      'do { $counter++; } while ( $counter < 4 );',
      'try { $names[] = 5; } catch ( Exception $e ) { $names = 9; } finally { $counter = 1; }',
      "define( 'OWN', 4 ); const OTHER = 5; $constants = [ OWN, OTHER ];",
    ),
    fc
      .tuple(fc.constantFrom('$made', '$names', '$wgOther', "$wgMap['k']"), value)
      .map(([a, b]) => `${a} = ${b};`)
      .map((one) => (one.startsWith('$names') ? one.replace('$names', '$made') : one)),
    fc.tuple(test, tie('one'), tie('one')).map(([a, b, c]) => `if ( ${a} ) { ${b} } else { ${c} }`),
    fc.tuple(list, tie('one')).map(([a, b]) => `foreach ( ${a} as $index => $each ) { ${b} ${table}[$each]['loop'] = true; }`),
    tie('one').map(
      (a) =>
        `foreach ( ${table}['sysop'] ?? [] as $name => $given ) { if ( $name === 'block' ) { continue; } ${table}['Copy'][$name] = $given; ${a} }`,
    ),
    fc.tuple(tie('one'), tie('one')).map(([a, b]) =>
      `( static function () { global ${table}, $names, $counter, $plain, $wgAddGroups, $wgRemoveGroups, $wgGroupsAddToSelf; ${a} ${b} } )();`
        .replaceAll(/const OTHER = 5;/g, '')
        .replace(', OTHER', '')
        .replaceAll('$alias = &$names; $alias[] = 2; unset( $alias );', ''),
    ),
  ),
})).one

/** What every file begins with: nothing it reads is unset. */
export const PREPARATION = `
$wgGroupPermissions = [ '*' => [ 'edit' => true ], 'user' => [ 'edit' => true, 'move' => true ], 'sysop' => [ 'block' => true, 'delete' => true ] ];
$wgAddGroups = $wgRemoveGroups = $wgGroupsAddToSelf = $wgMap = $wgMore = [];
$names = [ 'edit', 'user' ]; $counter = 1; $plain = 'plain'; $made = $wgOther = $copy = null; $nameOfVariable = 'named';
$first = $second = $third = $constants = $named = null; $i = 0; $index = $each = $name = $given = null;
function number( $n, $by = 3 ) { static $calls = 0; $calls++; return $n * $by; }
function touch_global() { global $counter; $counter += 10; $GLOBALS['plain'] = 'touched'; }
`

/** Variables that are compared. */
export const COMPARED =
  'wgGroupPermissions wgAddGroups wgRemoveGroups wgGroupsAddToSelf wgMap wgMore wgOther names counter plain made copy first second third constants named i index each name given'.split(
    ' ',
  )

/** The statements of one file. */
export const settingsFile: fc.Arbitrary<string> = fc.array(statement, { minLength: 3, maxLength: 14 }).map((all) => all.join('\n'))
