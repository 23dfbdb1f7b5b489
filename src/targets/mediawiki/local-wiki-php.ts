/** The PHP that a throw-away wiki consists of besides the system's MediaWiki package. */
import { execFile } from 'node:child_process'

export const packageDirectory = '/usr/share/mediawiki'
export const phpProgram = '/usr/bin/php'

/** Where `directory` holds the wiki: what every PHP process of it needs. Nothing is taken over from our own environment. */
export function phpEnvironment(directory: string): Readonly<Record<string, string>> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: directory, TMPDIR: directory, MW_CONFIG_FILE: `${directory}/LocalSettings.php` }
}

/**
 * PHP options: compiled package files are kept in `compiled` (shared by all wikis of this package version), the wiki's own files are never
 * cached, so that rewritten settings take effect with the next request.
 */
export function phpOptions(directory: string, compiled: string): readonly string[] {
  return [
    'opcache.enable_cli=1',
    'opcache.revalidate_freq=0',
    `opcache.file_cache=${compiled}`,
    `opcache.blacklist_filename=${directory}/not-compiled`,
    'memory_limit=256M',
  ].flatMap((option) => ['-d', option])
}

/** Text as a PHP string literal. */
export function phpString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** Settings common to every throw-away wiki; `cache` is `CACHE_NONE` or `CACHE_DB`. */
export function commonSettings(cache: 'none' | 'db', extensions: readonly string[]): string {
  const kind = cache === 'db' ? 'CACHE_DB' : 'CACHE_NONE'
  return `<?php
if ( !defined( 'MEDIAWIKI' ) ) { exit; }
require __DIR__ . '/installed.php';
$wgMainCacheType = $wgMessageCacheType = $wgParserCacheType = ${kind};
$wgSessionCacheType = CACHE_DB;
$wgJobRunRate = 0;
$wgEnableEmail = false;
$wgShowExceptionDetails = true;
$wgPhpCli = ${phpString(phpProgram)};
$wgGroupPermissions['writ']['apihighlimits'] = true;
// No grant of MediaWiki contains userrights; the administrator's bot password of this wiki needs one to prepare tests and trials.
$wgGrantPermissions['trial-administration'] = array_fill_keys(
	[ 'userrights', 'managechangetags', 'hideuser', 'suppressrevision', 'deletelogentry', 'renameuser', 'unblockself' ], true );
${extensions.map((name) => (name.includes('/') ? `wfLoadExtension( basename( ${phpString(name)} ), ${phpString(`${name}/extension.json`)} );` : `wfLoadExtension( ${phpString(name)} );`)).join('\n')}
foreach ( [ 'start', 'settings' ] as $writFile ) {
	if ( file_exists( __DIR__ . "/$writFile.php" ) ) { require __DIR__ . "/$writFile.php"; }
}
`
}

/** Runs before each web request: names the wiki, and notes what was called without ever writing a token, password or cookie. */
const accessLogScript = `<?php
header( 'X-Writ-Wiki: ' . basename( __DIR__ ) );
( static function () {
	$line = [ 'method' => $_SERVER['REQUEST_METHOD'], 'path' => explode( '?', $_SERVER['REQUEST_URI'] )[0] ];
	foreach ( [ 'action', 'list', 'meta', 'prop', 'modules', 'titles', 'type' ] as $name ) {
		$value = $_POST[$name] ?? $_GET[$name] ?? null;
		if ( is_string( $value ) ) { $line[$name] = substr( $value, 0, 200 ); }
	}
	$line['parameters'] = array_map( 'strval', array_keys( $_GET + $_POST ) );
	file_put_contents( __DIR__ . '/access.log', json_encode( $line, JSON_INVALID_UTF8_SUBSTITUTE ) . "\\n", FILE_APPEND | LOCK_EX );
} )();
`

const runScript = `<?php
require_once ${phpString(`${packageDirectory}/maintenance/Maintenance.php`)};
class WritRun extends Maintenance {
	public function execute() {
		[ 'code' => $code, 'args' => $args ] = json_decode( file_get_contents( 'php://stdin' ), true );
		ob_start();
		$value = eval( $code );
		fwrite( STDERR, ob_get_clean() );
		echo "\\n" . json_encode( [ 'value' => $value ], JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE );
	}
}
$maintClass = WritRun::class;
require_once RUN_MAINTENANCE_IF_MAIN;
`

/** The files every wiki directory holds, by name. */
export const scripts: Readonly<Record<string, string>> = { 'access-log.php': accessLogScript, 'run.php': runScript }

/**
 * Runs a PHP program to its end and gives its standard output. Rejects with what it printed when it fails.
 * `input` is its standard input.
 */
export async function runPhp(directory: string, compiled: string, args: readonly string[], input = ''): Promise<string> {
  return await new Promise((resolve, reject) => {
    const options = { cwd: directory, env: phpEnvironment(directory), maxBuffer: 64 * 1024 * 1024 }
    const child = execFile(phpProgram, [...phpOptions(directory, compiled), ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`php failed: ${`${stderr}\n${stdout}`.trim().slice(0, 4000)}`, { cause: error }))
    })
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

/** Runs PHP statements inside the wiki; `$args` holds the arguments, the value of `return` comes back as JSON. */
export async function runInWiki(directory: string, compiled: string, code: string, args: unknown): Promise<unknown> {
  const output = await runPhp(directory, compiled, [`${directory}/run.php`], JSON.stringify({ code, args: args ?? null }))
  const answer: unknown = JSON.parse(output.slice(output.lastIndexOf('\n{"value":') + 1))
  return (answer as { readonly value: unknown }).value
}
