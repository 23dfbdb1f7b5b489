/** Paths that no person opens: their bodies are JSON, and they are asked by POST. */
export function isForPrograms(path: string): boolean {
  return path.startsWith('/access/') || path.startsWith('/.well-known/') || isForApi(path) || isForScim(path)
}

export function isForScim(path: string): boolean {
  return path.startsWith('/scim/')
}

export function isForApi(path: string): boolean {
  return path.startsWith('/api/')
}
