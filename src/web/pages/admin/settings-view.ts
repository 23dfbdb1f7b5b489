import type { Duration } from '../../../kernel/duration.ts'

/** What told a value: the command line, the environment, the file of settings, the charter, or nobody. */
export type ToldBy = 'flag' | 'environment' | 'file' | 'charter' | 'default'

/** One thing that an installation was told. */
export interface SettingRow {
  /** As in `writ.config.yaml`, levels joined by dots. */
  readonly key: string
  /** null = it is set, and not shown. */
  readonly value: string | null
  readonly by: Exclude<ToldBy, 'charter'>
}

/** A file with a secret that the settings name; neither its name nor its text. */
export interface SecretFileRow {
  readonly key: string
  /** `600`; null = it cannot be looked at. */
  readonly mode: string | null
  /** Others than its owner may do something with it. */
  readonly open: boolean
}

/** How a target of the charter is reached. */
export interface ConnectorRow {
  readonly id: string
  readonly title: string
  readonly connector: string
  readonly by: 'charter' | 'file'
  /** The address of its interface; null = none, or not shown. */
  readonly api: string | null
  /** What explains it, in the documents that come with Writ. */
  readonly guide: string | null
}

/** What runs by itself. */
export interface IntervalRow {
  /** null = what falls due. */
  readonly target: { readonly id: string; readonly title: string } | null
  readonly every: Duration
  readonly by: 'charter' | 'default'
  /** null = never, or not known. */
  readonly last: string | null
  /** null = at the next round. */
  readonly next: string | null
  readonly paused: boolean
}

export interface SettingsView {
  readonly rows: readonly (SettingRow & { readonly guide: string | null })[]
  readonly secrets: readonly SecretFileRow[]
  readonly connectors: readonly ConnectorRow[]
  readonly jobs: readonly IntervalRow[]
  /** null = not known here. */
  readonly versions: { readonly writ: string; readonly node: string; readonly store: string } | null
  /** The charter in force: what is decided there is not set here. */
  readonly revision: number
}
