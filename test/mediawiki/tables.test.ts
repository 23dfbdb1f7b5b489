/** The tables of MediaWiki's own rights and groups against the package that is installed here. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { coreGroups } from '../../src/mediawiki/core-groups.ts'
import { coreRightNames, SETTING_DEFAULTS } from '../../src/mediawiki/core-rights.ts'
import { findExtension } from '../../src/mediawiki/extensions.ts'
import { findVersion } from '../../src/mediawiki/versions.ts'
import { skipUnless } from '../services/present.ts'

const PACKAGE = '/usr/share/mediawiki'
const READ = `
define( 'MEDIAWIKI', true );
foreach ( [ 'EDITCOUNT' => 1, 'AGE' => 2 ] as $name => $value ) define( "APCOND_$name", $value );
$schema = require '${PACKAGE}/includes/config-schema.php';
$defaults = ( $schema['config-schema-inverse'] ?? $schema )['default'];
$settings = [];
foreach ( json_decode( $argv[1] ) as $name ) $settings[$name] = $defaults[substr( $name, 2 )];
echo json_encode( [ 'groups' => $defaults['GroupPermissions'], 'settings' => $settings ] );
`

const sorted = (names: Iterable<string>) => [...names].toSorted()
const given = (rights: Readonly<Record<string, boolean>>) => sorted(Object.keys(rights).filter((right) => rights[right] === true))

describe('the tables for the installed MediaWiki', { skip: skipUnless(['mediawiki', 'php'], 'smoke') }, async () => {
  const defines = await readFile(`${PACKAGE}/includes/Defines.php`, 'utf8').catch(() => '')
  const found = findVersion(/'MW_VERSION', '([^']+)'/.exec(defines)?.[1] ?? '')
  const version = found?.exact === true ? found.known : undefined

  it('have a version of their own', () => {
    assert.ok(version !== undefined, 'the installed version has no table; add one')
  })

  it('give each group the rights that the package gives it', async () => {
    assert.ok(version !== undefined)
    const names = JSON.stringify([...SETTING_DEFAULTS.keys()])
    const { stdout } = await promisify(execFile)('/usr/bin/php', ['-r', READ, names])
    const answer = JSON.parse(stdout) as { groups: Record<string, Record<string, boolean>>; settings: Record<string, boolean> }
    const groups = new Map(Object.entries(answer.groups).map(([name, rights]) => [name, given(rights)]))
    assert.deepEqual(new Map([...coreGroups(version)].map(([name, rights]) => [name, sorted(rights)])), groups)
    assert.deepEqual(new Map(Object.entries(answer.settings)), new Map(SETTING_DEFAULTS))
  })

  it('list the rights that the package knows', async () => {
    assert.ok(version !== undefined)
    const source = await readFile(`${PACKAGE}/includes/Permissions/PermissionManager.php`, 'utf8')
    const list = /(?:\$coreRights|CORE_RIGHTS)\s*=\s*\[([^\]]*)\]/.exec(source)?.[1] ?? ''
    assert.deepEqual(coreRightNames(version).toSorted(), sorted([...list.matchAll(/'([^']+)'/g)].map(([, name]) => name ?? '')))
  })

  for (const name of [
    'AbuseFilter',
    'ConfirmEdit',
    'Gadgets',
    'Nuke',
    'OATHAuth',
    'Renameuser',
    'ReplaceText',
    'SpamBlacklist',
    'TitleBlacklist',
    'Scribunto',
  ]) {
    it(`say of ${name} what its extension.json says`, async () => {
      assert.ok(version !== undefined)
      const manifest = JSON.parse(await readFile(`${PACKAGE}/extensions/${name}/extension.json`, 'utf8')) as {
        AvailableRights?: readonly string[]
        GroupPermissions?: Record<string, Record<string, boolean>>
      }
      const table = findExtension(version, name)
      assert.deepEqual(sorted(table?.rights.keys() ?? []), sorted(manifest.AvailableRights ?? []))
      const groups = Object.entries(manifest.GroupPermissions ?? {}).map(
        ([group, rights]) => [group, new Map(Object.entries(rights))] as const,
      )
      assert.deepEqual(table?.groups, new Map(groups))
    })
  }
})
