import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../../test/counts.ts'
import { CONSTANTS, WATCHED } from '../mediawiki/settings.ts'
import { evaluatePhp, type Evaluation } from './evaluate.ts'
import { PhpArray, Unknown, unknownIn, type Value } from './value.ts'

function run(...codes: readonly string[]): Evaluation {
  const files = codes.map((code, index) => ({ name: `file${index + 1}.php`, text: `<?php\n${code}` }))
  return evaluatePhp(files, { globals: new Map([['wgGroupPermissions', PhpArray.EMPTY]]), constants: CONSTANTS, watched: WATCHED })
}

const value = (of: Evaluation, name: string): Value | undefined => of.machine.globals.get(name)?.value
const isUnknown = (of: Evaluation, name: string) => {
  const found = value(of, name)
  return found !== undefined && unknownIn(found) !== undefined
}

describe('what a settings file does not say', () => {
  for (const [what, code] of [
    ['a setting of MediaWiki that these files never set', '$x = $wgSitename;'],
    ['the environment', "$x = getenv( 'HOME' );"],
    ['another file', "$x = require 'other.php';"],
    ['what a file holds', "$x = file_get_contents( '/etc/hostname' );"],
    ['the folder of the file', '$x = __DIR__;'],
    ['the request', "$x = $_SERVER['SERVER_NAME'];"],
    ['the moment', '$x = time();'],
    ['a property of an object', '$x = $object->name;'],
    ['a constant that is not known', '$x = CACHE_NONE;'],
    ['a constant of a class', '$x = Thing::NAME;'],
    ['code made at run time', "$x = eval( 'return 1;' );"],
    ['a program of the system', '$x = `id`;'],
    ['comparing numbers with words, where PHP’s versions differ', "$x = 0 == 'a';"],
    ['bytes that are no text', '$x = "\\xff";'],
    ['the length of a text beyond ASCII', "$x = strlen( 'é' );"],
    ['a very large number', '$x = 99999999999999999999 % 7;'],
    ['the next key after negative ones', '$x = []; $x[-5] = 1; $x[] = 2;'],
    ['a list sorted by the rules of some version', "$x = [ 'b', 1, 'a' ]; sort( $x );"],
    ['what a pattern found', "$x = [ 'before' ]; preg_match( '/a/', 'a', $x );"],
    ['a method that changes what it is given', '$x = 1; $object->change( $x );'],
    ['an argument by name', '$x = array_fill( start_index: 0, count: 1, value: 2 );'],
  ] as const) {
    it(`is not guessed: ${what}`, () => {
      const of = run(code)
      assert.ok(isUnknown(of, 'x'), JSON.stringify(value(of, 'x')))
    })
  }

  it('spreads to what is made of it and to nothing else', () => {
    const of = run(
      "$a = getenv( 'A' ); $b = [ 'k' => $a, 'l' => 1 ]; $c = $b['k']; $d = $b['l']; $e = count( $b ); $f = implode( ',', $b );",
    )
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => isUnknown(of, name)),
      [true, true, true, false, false, true],
    )
  })

  it('makes unknown what a condition may have changed, key by key', () => {
    const of = run("$t = [ 'a' => 1, 'b' => 2, 'c' => [ 1 ] ]; if ( getenv( 'X' ) ) { $t['a'] = 9; $t['c'][] = 2; $new = 1; }")
    const table = value(of, 't') as PhpArray
    assert.ok(table.entries.get('a') instanceof Unknown && table.entries.get('b') === 2)
    assert.equal((table.entries.get('c') as PhpArray).gaps.length, 1)
    assert.ok(isUnknown(of, 'new'))
  })

  it('makes unknown what a loop over the unknown writes, and what a key that is not known may have hit', () => {
    const of = run(
      "$t = [ 'a' => 1 ]; foreach ( getenv( 'X' ) as $k ) { $t[$k] = 2; } $u = [ 'a' => 1 ]; $u[getenv( 'Y' )] = 3; $v = $u['a'];",
    )
    assert.ok(isUnknown(of, 't') && isUnknown(of, 'u') && isUnknown(of, 'v') && isUnknown(of, 'k'))
  })

  for (const code of [
    "$GLOBALS[getenv( 'X' )] = 1;",
    "$GLOBALS[getenv( 'X' )]['a'] = 1;",
    "$name = getenv( 'X' ); $$name = 1;",
    'extract( $other );',
    "unset( $GLOBALS[getenv( 'X' )] );",
    "if ( getenv( 'Y' ) ) { $GLOBALS[getenv( 'X' )] = 1; }",
  ]) {
    it(`may be anything that matters after \`${code}\``, () => {
      const of = run(`$wgGroupPermissions['a']['b'] = true; ${code}`)
      assert.ok(isUnknown(of, 'wgGroupPermissions'))
      assert.ok(of.machine.remarks.some((one) => one.code === 'not-evaluated'))
    })
  }

  it('forgets a global that is unset by its name inside a function', () => {
    const of = run("$a = 1; function f() { global $a; unset( $GLOBALS['a'] ); } f(); $b = $a ?? 'gone';")
    assert.equal(value(of, 'b'), 'gone')
  })

  it('is told with its line where rights are at stake, without any value of the file', () => {
    const of = run(
      "$secret = 'hunter2';\n$wgDBpassword = getenv( 'P' );\nif ( getenv( 'X' ) === 'hunter2' ) {\n$wgGroupPermissions['a']['b'] = true; }\nrequire_once \"$IP/extra.php\";\nconfigure( $wgGroupPermissions );",
    )
    assert.deepEqual(
      of.machine.remarks.map(({ code, line }) => [code, line]),
      [
        ['condition-not-known', 4],
        ['included-file', 6],
        ['call-not-followed', 7],
      ],
    )
    assert.ok(!JSON.stringify(of.machine.remarks).includes('hunter2'))
    assert.ok(isUnknown(of, 'wgGroupPermissions'))
  })

  it('ends where the file ends, and later files go on', () => {
    const of = run('$a = 1; if ( true ) { return; } $a = 2;', '$b = 1; exit; $b = 2;', '$c = $a + 1;')
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => value(of, name)),
      [1, 1, 2],
    )
    assert.deepEqual(
      of.machine.remarks.map(({ code, file }) => [code, file]),
      [['ends-early', 'file2.php']],
    )
  })

  it('leaves a file that is no PHP aside and reads the others', () => {
    const of = run('$a = ;', '$b = 1;')
    assert.deepEqual(
      of.machine.remarks.map(({ code, file, line }) => [code, file, line]),
      [['syntax', 'file1.php', 2]],
    )
    assert.equal(value(of, 'b'), 1)
    assert.equal(
      evaluatePhp([{ name: 'x', text: '<?php $a = ;' }], { globals: new Map(), constants: new Map(), watched: new Set() }).readable,
      false,
    )
  })

  it('reads a block without an opening tag as PHP, and says so', () => {
    const { machine } = evaluatePhp([{ name: 'x', text: '$a = 1; // $a = 2;\n# $a = 3;' }], {
      globals: new Map(),
      constants: new Map(),
      watched: new Set(),
    })
    assert.equal(machine.globals.get('a')?.value, 1)
    assert.deepEqual(
      machine.remarks.map(({ code }) => code),
      ['no-opening-tag'],
    )
  })
})

/** Milliseconds of work since then, whatever else the machine does. */
function spent(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

describe('a hostile settings file', () => {
  for (const [what, code] of [
    ['loops for ever', 'while ( true ) { $a = 1; }'],
    ['counts to a thousand million', 'for ( $i = 0; $i < 1000000000; $i++ ) {}'],
    ['calls itself', 'function f() { return f(); } f();'],
    ['calls itself by a closure', '$f = static function () use ( &$f ) { return $f(); }; $f();'],
    ['grows a text', "$a = 'x'; while ( true ) { $a .= $a; }"],
    ['grows an array', '$a = [ 1 ]; while ( true ) { $a = array_merge( $a, $a ); }'],
    ['nests arrays', '$a = []; while ( true ) { $a = [ $a, $a ]; }'],
    ['makes a long list', '$a = range( 1, 1000000000 );'],
    ['fills a long list', '$a = array_fill( 0, 1000000000, 1 );'],
    ['nests brackets', `$a = ${'['.repeat(20_000)}${']'.repeat(20_000)};`],
    ['nests conditions', `${'if ( $wgX ) { '.repeat(3000)}${'}'.repeat(3000)}`],
    ['chains operators', `$a = 1${' + 1'.repeat(30_000)};`],
    ['maps with itself', "$f = fn( $x ) => array_map( 'f', [ $x ] ); function f( $x ) { return array_map( 'f', [ $x ] ); } f( 1 );"],
  ] as const) {
    it(`that ${what} ends in a moment`, () => {
      const before = process.cpuUsage()
      const of = run(`$wgGroupPermissions['a']['b'] = true; ${code} $wgGroupPermissions['a']['c'] = true;`)
      const took = spent(before)
      assert.ok(took < 5000, `${took} ms`)
      assert.ok(of.machine.remarks.length <= 500)
    })
  }

  it('of random statements and broken text never throws, never hangs', () => {
    const tokens =
      "<?php ?> $a $wgGroupPermissions ['edit'] ['x'] [] = => == ; , ( ) { } [ ] if else elseif foreach for while do switch case default function fn static global unset isset empty array list as return break continue exit 'text' \"te$a\" 1 2.5 -3 true null . + - * / % && || ! ?? ? : & @ new class -> :: try catch throw goto match echo include require <<<EOT EOT /* */ // # \\ namespace use const define( wfLoadExtension( array_merge( eval( $$a ${'a'} yield clone 0x 1e999 '\n' \u202e é \u0000".split(
        ' ',
      )
    const any = fc.oneof(
      fc.array(fc.constantFrom(...tokens), { maxLength: 60 }).map((all) => all.join(' ')),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.tuple(fc.constantFrom(...SAMPLES), fc.nat(), fc.nat(), fc.constantFrom(...tokens)).map(([sample, from, length, token]) => {
        const start = from % sample.length
        return sample.slice(0, start) + token + sample.slice(start + (length % 20))
      }),
    )
    let slowest = 0
    let parsed = 0
    fc.assert(
      fc.property(any, (code) => {
        const before = process.cpuUsage()
        if (run(code).readable) parsed += 1
        slowest = Math.max(slowest, spent(before))
        assert.ok(slowest < 5000, `${slowest} ms`)
      }),
      { numRuns: counts({ floor: 1500, ci: 6000, deep: 60_000 }) },
    )
    assert.ok(parsed > 50, `only ${parsed} could be parsed`)
  })

  it('is not run: neither a file is written nor a program called', () => {
    const of = run(
      "file_put_contents( '/tmp/writ-was-here', 'x' ); system( 'touch /tmp/writ-was-here' ); `touch /tmp/writ-was-here`; $a = 1;",
    )
    assert.equal(value(of, 'a'), 1)
    assert.equal(of.machine.remarks.filter(({ code }) => code === 'call-not-followed').length, 2)
  })
})

const SAMPLES = [
  "foreach ( $wgGroupPermissions['sysop'] as $right => $given ) { if ( $right !== 'block' ) { $wgGroupPermissions['x'][$right] = $given; } }",
  "$wgExtensionFunctions[] = static function () use ( $a ): void { global $wgGroupPermissions; unset( $wgGroupPermissions['sysop'] ); };",
  "switch ( $a ) { case 1: $b = [ 'k' => \"v {$c['d']}\" ]; break; default: $b = <<<EOT\nx $a\nEOT;\n}",
  "function f( array $a, ...$b ) { static $n = 0; return array_map( fn( $x ) => $x ?? 1, $a ); } [ 'k' => $q ] = f( [ 1 ], 2 );",
]
