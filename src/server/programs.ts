/** Paths that no person opens: no cookie counts there, and what is wrong is said as a problem document. */
export function isForPrograms(path: string): boolean {
  return path.startsWith('/access/') || path.startsWith('/.well-known/') || isForApi(path) || isForScim(path) || isFeed(path)
}

/** Of one person: asked without cookies, by an address that is a secret. */
function isFeed(path: string): boolean {
  return path.startsWith('/feeds/')
}

export function isForScim(path: string): boolean {
  return path.startsWith('/scim/')
}

export function isForApi(path: string): boolean {
  return path.startsWith('/api/')
}
