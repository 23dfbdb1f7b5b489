/** One thing that an installation was told. */
export interface SettingRow {
  /** As in `writ.config.yaml`, levels joined by dots. */
  readonly key: string
  /** null = it is set, and not shown. */
  readonly value: string | null
}

export interface SettingsView {
  readonly rows: readonly SettingRow[]
  /** The charter in force: what is decided there is not set here. */
  readonly revision: number
}
