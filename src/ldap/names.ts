/** Distinguished names (RFC 4514), compared as servers do: without regard to letters' case, spaces around signs, or the form of an escape. */

/** One form for all spellings of a name; only for comparing. */
export function comparableName(name: string): string {
  // most names: a large directory is compared by tens of thousands of them
  if (!unusual.test(name)) return name.toLowerCase()
  const plain = name.includes('\\') ? oneEscape(name) : name
  return plain
    .replaceAll(/\s*([,=+])\s*/g, '$1')
    .trim()
    .toLowerCase()
    .normalize('NFC')
}

/** An escape, a space, or a letter that may be written in two ways. */
const unusual = /[\\\s]|[^\x21-\x7e]/

const meaningful = /[" +,;<>\\=#]/g

/** `\2C` and `\,` become one escape, `\C3\A9` the letter. What has a meaning stays escaped: another person could be called so without it. */
function oneEscape(name: string): string {
  return name.replaceAll(/(?:\\[0-9a-f]{2})+|\\./gi, (escape) => {
    const letters = escape.length > 2 ? Buffer.from(escape.replaceAll('\\', ''), 'hex').toString('utf8') : escape.slice(1)
    return letters.replaceAll(meaningful, (letter) => `\\${letter.charCodeAt(0).toString(16)}`)
  })
}
