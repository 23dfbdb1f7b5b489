import type { AccountKey } from './entry.ts'

/** No target is called so: ids of targets have no dot. */
const PREFIX = 'login.'

/** What an account stands under that only opens Writ: where grants take effect it is nobody's account. */
export function loginTarget(provider: string): string {
  return `${PREFIX}${provider}`
}

export function loginKey(provider: string, id: string): AccountKey {
  return `${loginTarget(provider)}:${id}`
}

export function isLogin(target: string): boolean {
  return target.startsWith(PREFIX)
}
