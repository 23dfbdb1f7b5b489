/** Where a word of a text stands; both counted from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

const SPACE = new Set([' ', '\t', '\r', '\n', '\f', '\v', '\uFEFF'].map((one) => one.charCodeAt(0)))
const SIGNS = new Set(['<', '>', ',', ';', '&'].map((one) => one.charCodeAt(0)))
const LINE_END = '\n'.charCodeAt(0)

/** Cuts a text into words and the signs `< > , ; &`. Reads each character once and keeps only where it is. */
export class Tokens {
  readonly #text: string
  #at = 0
  #line = 1
  #lineStart = 0
  /** The word or sign that is next, '' at the end, and where it stands. */
  next = ''
  #start = 0

  constructor(text: string) {
    this.#text = text
    this.take()
  }

  /** Goes on to the next word or sign; returns the one that was next. */
  take(): string {
    const taken = this.next
    const text = this.#text
    let at = this.#at
    for (; at < text.length && SPACE.has(text.charCodeAt(at)); at += 1) {
      if (text.charCodeAt(at) !== LINE_END) continue
      this.#line += 1
      this.#lineStart = at + 1
    }
    this.#start = at
    if (at < text.length && SIGNS.has(text.charCodeAt(at))) at += 1
    else while (at < text.length && !SPACE.has(text.charCodeAt(at)) && !SIGNS.has(text.charCodeAt(at))) at += 1
    this.next = text.slice(this.#start, at)
    this.#at = at
    return taken
  }

  get isSign(): boolean {
    return SIGNS.has(this.next.charCodeAt(0))
  }

  get place(): TextPlace {
    return { line: this.#line, column: this.#start - this.#lineStart + 1 }
  }
}
