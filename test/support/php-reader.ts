/**
 * The string literals of a piece of PHP, read by the rules of PHP's manual ("Strings") and by nothing of ours: for runs without PHP.
 * Anything but plain single- and double-quoted literals outside comments makes it throw.
 */
export function readPhpStrings(source: string): string[] {
  const found: string[] = []
  for (let at = 0; at < source.length;) {
    const quote = source[at]
    if (source.startsWith('?>', at)) throw new Error(`PHP ends at ${at}`)
    if (quote !== "'" && quote !== '"') {
      at += 1
      continue
    }
    let text = ''
    at += 1
    for (; source[at] !== quote;) {
      if (at >= source.length) throw new Error('a literal does not end')
      const [value, width] = quote === "'" ? single(source, at) : double(source, at)
      text += value
      at += width
    }
    at += 1
    found.push(text)
  }
  return found
}

function single(source: string, at: number): [string, number] {
  const next = source[at + 1] ?? ''
  return source[at] === '\\' && (next === '\\' || next === "'") ? [next, 2] : [source[at] ?? '', 1]
}

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', v: '\v', e: '\u001b', f: '\f', '\\': '\\', $: '$', '"': '"' }

function double(source: string, at: number): [string, number] {
  if (source[at] === '$' && /^\$[A-Za-z_\u0080-\uffff{]/.test(source.slice(at))) throw new Error(`a variable is interpolated at ${at}`)
  if (source.startsWith('{$', at)) throw new Error(`a variable is interpolated at ${at}`)
  if (source[at] !== '\\') return [source[at] ?? '', 1]
  const next = source[at + 1] ?? ''
  const simple = SIMPLE[next]
  if (simple !== undefined) return [simple, 2]
  const [whole, point = ''] = /^\\u\{([0-9A-Fa-f]+)\}/.exec(source.slice(at)) ?? []
  if (whole !== undefined) return [String.fromCodePoint(Number.parseInt(point, 16)), whole.length]
  if (/[0-7x]/.test(next)) throw new Error(`an escape of a byte at ${at}`)
  return ['\\', 1]
}
