/**
 * The extension Lockdown, which Debian does not package: where it stands beside the wiki's other extensions, or in the folder that
 * `WRIT_TEST_LOCKDOWN` names (the one with `extension.json`; the branch of the wiki's version: `master` does not load on 1.39).
 * https://www.mediawiki.org/wiki/Extension:Lockdown, GPL-2.0-or-later
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const named = process.env['WRIT_TEST_LOCKDOWN']
export const lockdown = named === undefined || named === '' ? '/usr/share/mediawiki/extensions/Lockdown' : named

/** Why its tests are left out, also where services are required: false = it is here. */
export const lockdownMissing: string | false = existsSync(join(lockdown, 'extension.json'))
  ? false
  : 'the extension Lockdown is not installed; WRIT_TEST_LOCKDOWN names a folder with it'
