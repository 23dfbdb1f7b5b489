/**
 * A foreign text as the address of a web page, percent-encoded so that nothing in it means something in HTML or wikitext; undefined = it is
 * none. The scheme must be http or https: others run programs or name things of this machine.
 */
export function webAddress(text: string): string | undefined {
  if (!text.isWellFormed() || !/^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#]|$)/.test(text)) return undefined
  const encoded = encodeURI(text)
    .replaceAll(/%25(?=[0-9A-Fa-f]{2})/g, '%')
    .replaceAll(/[~'*[\]]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('__', '%5F%5F')
  return /^[A-Za-z0-9\-._:/?#@!$&()+,;=%]+$/.test(encoded) ? encoded : undefined
}
