/** Which real services the tests may use: WRIT_TEST_SERVICES = none | smoke (default) | required. */
import { existsSync } from 'node:fs'

export type ServiceName = 'mediawiki' | 'php' | 'chromium' | 'strace' | 'slapd'
type ServiceMode = 'none' | 'smoke' | 'required'

const evidence: Readonly<Record<ServiceName, readonly string[]>> = {
  mediawiki: ['/usr/share/mediawiki/maintenance/install.php'],
  php: ['/usr/bin/php'],
  chromium: ['/usr/bin/chromium'],
  strace: ['/usr/bin/strace'],
  slapd: ['/usr/sbin/slapd', '/usr/sbin/slapadd'],
}

function serviceMode(): ServiceMode {
  const mode = process.env['WRIT_TEST_SERVICES'] ?? 'smoke'
  if (mode === 'none' || mode === 'smoke' || mode === 'required') return mode
  throw new Error(`WRIT_TEST_SERVICES is \`${mode}\`; it must be none, smoke or required`)
}

function isPresent(service: ServiceName): boolean {
  return evidence[service].every((path) => existsSync(path))
}

/** Services whose tests are left out in this run. In `required` mode nothing is left out: an absent service makes its tests fail. */
export function absentServices(): ServiceName[] {
  const names = Object.keys(evidence) as ServiceName[]
  if (serviceMode() === 'required') return []
  return serviceMode() === 'none' ? names : names.filter((name) => !isPresent(name))
}

/**
 * The `skip` option of a test that needs real services: a reason, or false to run it.
 * `smoke` tests run whenever the services are there; other tests only when services are required.
 */
export function skipUnless(services: readonly ServiceName[], kind: 'smoke' | 'full' = 'full'): string | false {
  const mode = serviceMode()
  if (mode === 'required') return false
  if (mode === 'none') return 'WRIT_TEST_SERVICES=none'
  const missing = services.filter((service) => !isPresent(service))
  if (missing.length > 0) return `${missing.join(', ')} not installed`
  return kind === 'smoke' ? false : 'runs with WRIT_TEST_SERVICES=required'
}
