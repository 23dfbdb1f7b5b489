import { BlockList, isIP, isIPv4 } from 'node:net'
import type { Context } from 'hono'

/** Whether an address is that of a proxy of ours, whose word on whom it speaks for is believed. */
export type TrustedProxies = (address: string) => boolean

/** `networks` as `isNetwork` has them. */
export function trustedProxies(networks: readonly string[]): TrustedProxies {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

/**
 * Who sent a request: the address of the connection. Where that is a trusted proxy, the rightmost address of `X-Forwarded-For` that is none: each
 * proxy adds at the right whom it heard, and what stands further left is only what somebody claims.
 */
export function clientAddress({ env, req }: Context, isTrusted: TrustedProxies | undefined): string {
  const heard = connectionAddress(env)
  if (heard === undefined) return 'unknown'
  const claimed = (req.header('x-forwarded-for') ?? '').split(',')
  let address = heard
  while (isTrusted?.(address) === true) {
    const before = withoutPort(claimed.pop()?.trim() ?? '')
    if (isIP(before) === 0) return address
    address = plain(before)
  }
  return address
}

/** Whether a request was handed on by somebody, as far as it says so. */
export function isHandedOn({ req }: Context): boolean {
  return ['x-forwarded-for', 'forwarded', 'via'].some((name) => req.header(name) !== undefined)
}

function connectionAddress(env: unknown): string | undefined {
  const { incoming } = (env ?? {}) as { readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } } }
  const address = incoming?.socket?.remoteAddress
  return address === undefined ? undefined : plain(address)
}

/** Some proxies write `203.0.113.7:4711` or `[2001:db8::7]:4711`. */
function withoutPort(text: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text
}

/** An IPv4 address that came over IPv6 is that address. */
function plain(address: string): string {
  const inside = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  return inside !== undefined && isIPv4(inside) ? inside : address
}
