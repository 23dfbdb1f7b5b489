import type { Settings } from '../config/settings.ts'
import type { SettingRow } from '../web/pages/admin/settings-view.ts'

/** Keys whose values may be read by those who run Writ. Of every other key it is told only that it is set: a new one is no leak. */
const SHOWN: ReadonlySet<string> = new Set(
  'host port url trustedProxies api connector security from address folder treated aside where contact ldap mediawiki growthbook oidc title target register passkeys accounts users groups mail handle facts projects provision claim'.split(
    ' ',
  ),
)
/** What stands under these is keyed by names of the charter: the name of the parent decides. */
const NAMED: ReadonlySet<string> = new Set(['facts', 'projects'])

/** What an installation was told, key by key as in `writ.config.yaml`, without any secret. */
export function settingRows({ data: _data, resources, trustedProxies, ...settings }: Settings): readonly SettingRow[] {
  const told = { ...settings, trusted_proxies: trustedProxies, resources }
  return rowsOf(told, [])
}

function rowsOf(value: unknown, path: readonly string[]): readonly SettingRow[] {
  if (value === undefined || value === null) return []
  if (typeof value === 'object' && !Array.isArray(value)) return Object.entries(value).flatMap(([key, one]) => rowsOf(one, [...path, key]))
  return [{ key: path.join('.'), value: isShown(path) ? textOf(value) : null }]
}

function isShown(path: readonly string[]): boolean {
  const [last = '', parent = ''] = path.toReversed()
  return SHOWN.has(NAMED.has(parent) ? parent : last === 'trusted_proxies' ? 'trustedProxies' : last)
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  return withoutLogin(String(value))
}

/** Addresses lose what could let somebody in: user, password, query. */
function withoutLogin(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text
  const url = URL.parse(text)
  return url === null ? '' : `${url.protocol}//${url.host}${url.pathname}`
}
