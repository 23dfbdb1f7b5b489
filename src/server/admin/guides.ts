import type { ConnectorRow, SettingRow } from '../../web/pages/admin/settings-view.ts'

/** What explains a section of the settings, in the documents that come with Writ. */
const SECTIONS: Readonly<Record<string, string>> = {
  data: 'docs/spec/cli.md',
  host: 'docs/spec/cli.md',
  port: 'docs/spec/cli.md',
  url: 'docs/guides/behind-a-proxy.md',
  trusted_proxies: 'docs/guides/behind-a-proxy.md',
  resources: 'docs/spec/authzen.md',
  mail: 'docs/guides/mail.md',
  mailbox: 'docs/guides/mail.md',
  chat: 'docs/spec/notices.md',
  login: 'docs/guides/login.md',
}
const CONNECTORS: Readonly<Record<string, string>> = {
  mediawiki: 'docs/guides/mediawiki.md',
  growthbook: 'docs/guides/growthbook.md',
  ldap: 'docs/guides/ldap.md',
  scim: 'docs/guides/scim.md',
  smf: 'docs/guides/smf.md',
}
const SOURCES = ['ldap', 'scim', 'mediawiki', 'growthbook', 'data_yaml', 'roster'] as const
const OTHER_SOURCES = 'docs/spec/cli.md'

/** Every document that a page of settings may name. */
export const GUIDES: readonly string[] = [...new Set([...Object.values(SECTIONS), ...Object.values(CONNECTORS), OTHER_SOURCES])]

export function connectorGuide(connector: string): string | null {
  return CONNECTORS[connector] ?? null
}

/** What explains a key: of a target by its connector, of a source by its kind. */
export function guideOf(key: string, rows: readonly SettingRow[], connectors: readonly ConnectorRow[]): string | null {
  const [section = ''] = key.split('.')
  if (section === 'targets') return connectors.find(({ id }) => key.startsWith(`targets.${id}.`))?.guide ?? null
  if (section !== 'sources') return SECTIONS[section] ?? null
  const source = key.split('.').slice(0, 2).join('.')
  const kind = SOURCES.find((one) => rows.some((row) => row.key === `${source}.${one}` || row.key.startsWith(`${source}.${one}.`)))
  return kind === undefined ? null : (CONNECTORS[kind] ?? OTHER_SOURCES)
}
