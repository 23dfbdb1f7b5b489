import type { Settings } from '../config/settings.ts'

/** `http://[::1]:8420`. */
export function urlOf(host: string, port: number): string {
  return `http://${bracketed(host)}:${port}`
}

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** The names a browser may call this server by: where it listens, this machine, and the public address of the settings. */
export function hostsOf({ host, url }: Pick<Settings, 'host' | 'url'>, port: number): ReadonlySet<string> {
  const own = [host, 'localhost'].map(bracketed)
  const here = own.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
  return new Set([...here, ...(url === undefined ? [] : [new URL(url).host])].map((name) => name.toLowerCase()))
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
