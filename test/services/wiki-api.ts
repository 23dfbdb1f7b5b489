/** A plain client of a wiki's API for test set-up: shares nothing with the connector that the tests judge. */
export type ApiParameters = Readonly<Record<string, string | number>>
export type ApiAnswer = Readonly<Record<string, any>>

export interface WikiApi {
  /** Calls the API (formatversion 2); rejects when the answer has errors. `token` names the type of token the call needs. */
  call(parameters: ApiParameters, token?: string): Promise<ApiAnswer>
}

/** A client without login, or logged in with a (bot) password. */
export async function wikiApi(apiUrl: string, credentials?: { readonly user: string; readonly password: string }): Promise<WikiApi> {
  const cookies = new Map<string, string>()

  async function send(parameters: ApiParameters): Promise<ApiAnswer> {
    const body = new URLSearchParams({ format: 'json', formatversion: '2', errorformat: 'plaintext' })
    for (const [name, value] of Object.entries(parameters)) body.set(name, String(value))
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(apiUrl, { method: 'POST', body, headers: cookie === '' ? {} : { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name !== undefined && value !== undefined) cookies.set(name, value)
    }
    const answer = (await response.json()) as ApiAnswer
    if (answer['errors'] !== undefined) throw new Error(`${parameters['action']}: ${JSON.stringify(answer['errors'])}`)
    return answer
  }

  async function token(type: string): Promise<string> {
    const answer = await send({ action: 'query', meta: 'tokens', type })
    return String(answer['query'].tokens[`${type}token`])
  }

  if (credentials !== undefined) {
    const answer = await send({
      action: 'login',
      lgname: credentials.user,
      lgpassword: credentials.password,
      lgtoken: await token('login'),
    })
    if (answer['login'].result !== 'Success') throw new Error(`login of ${credentials.user}: ${JSON.stringify(answer['login'])}`)
  }
  return { call: async (parameters, type) => await send(type === undefined ? parameters : { ...parameters, token: await token(type) }) }
}
