/** Characters MediaWiki drops from titles: soft hyphen apart, the bidirectional marks (MediaWikiTitleCodec). */
const dropped = /[\u200E\u200F\u202A-\u202E]/g
const impossible = /[#<>[\]{}|/\p{Cc}\uFFFD]/u

/**
 * The canonical form of a user name: NFC, underscores are spaces, single spaces, first letter upper-cased. undefined when no account can have
 * the name. Source: UserNameUtils::getCanonical.
 */
export function normaliseUserName(name: string): string | undefined {
  if (!name.isWellFormed()) return undefined
  const spaced = name
    .normalize('NFC')
    .replaceAll(dropped, '')
    .replaceAll(/[_ \u00A0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/g, ' ')
    .trim()
  if (spaced === '' || impossible.test(spaced) || Buffer.byteLength(spaced) > 255) return undefined
  const first = String.fromCodePoint(spaced.codePointAt(0) ?? 0)
  const upper = first.toUpperCase()
  // One letter stays one letter: MediaWiki keeps ß and the ligatures as they are.
  return Array.from(upper).length === 1 ? upper + spaced.slice(first.length) : spaced
}
