import { lookAtSecretFiles, type SecretFile } from '../config/secret-files.ts'
import type { Settings } from '../config/settings.ts'
import { versions, type Versions } from '../config/version.ts'
import type { SettingRow } from '../web/pages/admin/settings-view.ts'
import { settingRows } from './setting-rows.ts'

/** What runs here, and what it was told, without any secret. */
export interface Installation {
  readonly rows: readonly SettingRow[]
  readonly versions: Versions
  /** Looked at each time: permissions change while a server runs. */
  secretFiles(): Promise<readonly SecretFile[]>
}

export async function installationOf(settings: Settings): Promise<Installation> {
  return { rows: settingRows(settings), versions: await versions(), secretFiles: () => lookAtSecretFiles(settings) }
}
