/** The namespaces that MediaWiki has by itself, under their names in English: https://www.mediawiki.org/wiki/Manual:Namespace */
const SUBJECTS = ['Main', 'User', 'Project', 'File', 'MediaWiki', 'Template', 'Help', 'Category'] as const

/** By number: -1, 0 to 15. `Media` holds no pages. */
export const STOCK_NAMESPACES: ReadonlyMap<number, string> = new Map([
  [-1, 'Special'],
  ...SUBJECTS.flatMap((name, index): [number, string][] => [
    [2 * index, name],
    [2 * index + 1, name === 'Main' ? 'Talk' : `${name} talk`],
  ]),
])
