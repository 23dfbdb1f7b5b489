import type { SetBy, Settings } from '../config/settings.ts'
import type { SettingRow } from '../web/pages/admin/settings-view.ts'

/** Keys whose values may be read by those who run Writ. Of every other key it is told only that it is set: a new one is no leak. */
const SHOWN: ReadonlySet<string> = new Set(
  'host port url origin trusted_proxies api connector security from address folder treated aside where contact ldap mediawiki growthbook oidc title target register passkeys accounts users groups mail handle facts projects provision claim scopes'.split(
    ' ',
  ),
)
/** Section -> what of its parts is keyed by names of the charter, all of it shown. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['sources', 'facts'],
  ['targets', 'projects'],
])
const ADDRESSES: ReadonlySet<string> = new Set(['url', 'api', 'ldap', 'mediawiki', 'growthbook', 'oidc'])
/** Keys whose values are names of hosts, shown where they are nothing else. */
const HOSTS: ReadonlySet<string> = new Set(['chat.allow'])
const HOST = /^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?$/i

/** What an installation was told, key by key as in `writ.config.yaml`, without any secret, and what told it. */
export function settingRows({ origin, resources, trustedProxies, ...settings }: Settings): readonly SettingRow[] {
  const told = { ...settings, trusted_proxies: trustedProxies, resources }
  const setBy = (key: string): SetBy => {
    if (key === 'data' || key === 'host' || key === 'port') return origin?.[key] ?? 'default'
    return origin === undefined || origin.written.has(key) ? 'file' : 'default'
  }
  return rowsOf(told, [], setBy)
}

function rowsOf(value: unknown, path: readonly string[], setBy: (key: string) => SetBy): readonly SettingRow[] {
  if (value === undefined || value === null) return []
  if (typeof value === 'object' && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, one]) => rowsOf(one, [...path, key], setBy))
  const key = path.join('.')
  const by = setBy(key)
  // what nobody set is in the program for everybody to read
  return [{ key, value: by === 'default' ? plain(value) : isShown(path) ? shownAs(path, value) : null, by }]
}

/** Names of targets, sources and providers are free, and may be words that are keys elsewhere: what counts is where a key stands. */
function isShown(path: readonly string[]): boolean {
  const [section = '', , part, name] = path
  if (name !== undefined && NAMED.get(section) === part) return true
  return SHOWN.has(path.at(-1) ?? '') || HOSTS.has(path.join('.'))
}

function shownAs(path: readonly string[], value: unknown): string | null {
  const key = path.at(-1) ?? ''
  if (Array.isArray(value)) {
    const all = value.map(String)
    return HOSTS.has(path.join('.')) && !all.every((one) => HOST.test(one)) ? null : all.join(', ')
  }
  const text = String(value)
  return ADDRESSES.has(key) || /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? withoutLogin(text) : text
}

/** As it stands: a list is a value too. */
function plain(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(', ') : `${value as string | number | boolean}`
}

/** Addresses lose what could let somebody in: user, password, query. What has no host is not shown: who knows what stands in it. */
function withoutLogin(text: string): string | null {
  const url = URL.parse(text)
  return url === null || url.host === '' ? null : `${url.protocol}//${url.host}${url.pathname}`
}
