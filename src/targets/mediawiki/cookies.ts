/** The cookies of one session with one host. */
export interface Cookies {
  /** Puts them into the headers of a request. */
  give(headers: Headers): void
  /** Keeps what an answer sets and drops what it ends. */
  take(response: Response): void
  forget(): void
}

export function openCookies(): Cookies {
  const cookies = new Map<string, string>()
  return {
    give: (headers) => {
      if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    },
    take: (response) => {
      for (const line of response.headers.getSetCookie()) keep(cookies, line)
    },
    forget: () => cookies.clear(),
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(line) ?? []
  if (name === undefined || value === undefined) return
  if (value === '' || value === 'deleted' || /;\s*max-age=0\b/i.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}
