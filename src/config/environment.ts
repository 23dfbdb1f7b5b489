/** Every variable of the environment that Writ reads. The only reader of `process.env`. */
export interface Environment {
  readonly data: string | undefined
  readonly port: string | undefined
  readonly host: string | undefined
  readonly store: string | undefined
  readonly config: string | undefined
}

export function readEnvironment(): Environment {
  const env = process.env
  return {
    data: env['WRIT_DATA'],
    port: env['WRIT_PORT'],
    host: env['WRIT_HOST'],
    store: env['WRIT_STORE'],
    config: env['WRIT_CONFIG'],
  }
}
