/** An installed wiki that is copied for each throw-away wiki: installing takes seconds, copying does not. */
import { createHash, randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { commonSettings, packageDirectory, runInWiki, runPhp, scripts } from './local-wiki-php.ts'

/** Name and password of an account for `action=login`. */
export interface Credentials {
  readonly user: string
  readonly password: string
}

export interface Template {
  readonly directory: string
  /** Where PHP keeps compiled package files. */
  readonly compiled: string
  readonly connector: Credentials
  readonly administrator: Credentials
}

const prepareAccounts = `
$services = MediaWiki\\MediaWikiServices::getInstance();
foreach ( $args as $account ) {
	$user = User::newFromName( $account['name'] );
	if ( !$user->isRegistered() ) { $user = User::createNew( $account['name'] ); }
	foreach ( $account['groups'] as $group ) { $services->getUserGroupManager()->addUserToGroup( $user, $group ); }
	$grants = $account['grants'] ?? $services->getGrantsInfo()->getValidGrants();
	$password = BotPassword::newUnsaved( [ 'user' => $user, 'appId' => 'writ', 'grants' => $grants ] );
	if ( !$password->save( 'insert', $services->getPasswordFactory()->newFromPlaintext( $account['password'] ) )->isGood() ) {
		throw new RuntimeException( 'bot password of ' . $account['name'] . ' not saved' );
	}
}
ChangeTags::defineTag( 'writ' );
`

async function packageVersion(): Promise<string> {
  const text = await readFile(join(packageDirectory, 'includes/Defines.php'), 'utf8')
  const version = /'MW_VERSION', '([\w.-]+)'/.exec(text)?.[1]
  if (version === undefined) throw new Error(`no version in ${packageDirectory}/includes/Defines.php`)
  return version
}

/** A document root of links into the package, without its settings. */
async function makeTree(directory: string): Promise<void> {
  await mkdir(join(directory, 'tree/images'), { recursive: true })
  const names = (await readdir(packageDirectory)).filter((name) => name !== 'LocalSettings.php' && name !== 'images')
  await Promise.all(names.map((name) => symlink(join(packageDirectory, name), join(directory, 'tree', name))))
}

async function install(directory: string, extensions: readonly string[]): Promise<void> {
  const compiled = join(directory, 'compiled')
  const accounts = [
    { name: 'WritBot', groups: ['writ'], grants: ['basic', 'highvolume'], password: randomBytes(16).toString('hex') },
    { name: 'Admin', groups: [], password: randomBytes(16).toString('hex') },
  ]
  await Promise.all([makeTree(directory), mkdir(join(directory, 'data')), mkdir(compiled)])
  await Promise.all(Object.entries(scripts).map(([name, text]) => writeFile(join(directory, name), text)))
  await writeFile(join(directory, 'not-compiled'), `${directory}/*\n`)
  const maintenance = join(packageDirectory, 'maintenance')
  const paths = ['--dbtype', 'sqlite', '--dbpath', join(directory, 'data'), '--dbname', 'writ', '--confpath', directory]
  const address = ['--scriptpath', '', '--server', 'http://127.0.0.1', '--pass', randomBytes(16).toString('hex'), '--skins', 'Vector']
  await runPhp(directory, compiled, [join(maintenance, 'install.php'), ...paths, ...address, 'Trial wiki', 'Admin'])
  await rename(join(directory, 'LocalSettings.php'), join(directory, 'installed.php'))
  await writeFile(join(directory, 'LocalSettings.php'), commonSettings('none', extensions))
  if (extensions.length > 0) await runPhp(directory, compiled, [join(maintenance, 'update.php'), '--quick'])
  await runInWiki(directory, compiled, prepareAccounts, accounts)
  const [connector, administrator] = accounts.map((account) => ({ user: `${account.name}@writ`, password: account.password }))
  await writeFile(join(directory, 'accounts.json'), JSON.stringify({ connector, administrator }))
}

/** Whether the directory stands and is ours alone: its passwords are in it, and PHP runs what it finds there. */
async function standing(directory: string): Promise<boolean> {
  const found = await lstat(directory).catch(() => undefined)
  if (found === undefined) return false
  if (!found.isDirectory() || found.uid !== userInfo().uid || (found.mode & 0o077) !== 0)
    throw new Error(`\`${directory}\` is not a private folder of this user; remove it`)
  return true
}

/**
 * The template for these extensions, made at first use and kept under the temporary folder for as long as the package stays the same.
 * Two processes may make it at once: the first to finish wins.
 */
export async function wikiTemplate(extensions: readonly string[]): Promise<Template> {
  const version = await packageVersion()
  const recipe = JSON.stringify([version, extensions, commonSettings('none', extensions), scripts, prepareAccounts])
  const key = createHash('sha256').update(recipe).digest('hex').slice(0, 12)
  const directory = join(tmpdir(), `writ-wiki-template-${userInfo().uid}-${version}-${key}`)
  if (!(await standing(directory))) {
    const building = await mkdtemp(join(tmpdir(), `${basename(directory)}.`))
    await chmod(building, 0o700)
    try {
      await install(building, extensions)
      await rename(building, directory).catch(async (error: unknown) => {
        if (!(await standing(directory))) throw error
      })
    } finally {
      await rm(building, { recursive: true, force: true })
    }
  }
  const accounts: unknown = JSON.parse(await readFile(join(directory, 'accounts.json'), 'utf8'))
  return { directory, compiled: join(directory, 'compiled'), ...(accounts as Pick<Template, 'connector' | 'administrator'>) }
}
