/** Answers of a wiki's API as `writ import` asks for them, made here: a small wiki and a large one. */
import type { Json } from '../../src/kernel/json.ts'
import { coreGroups } from '../../src/mediawiki/core-groups.ts'
import { coreRightNames } from '../../src/mediawiki/core-rights.ts'

interface Row {
  readonly [key: string]: Json
  readonly name: string
  readonly rights: readonly string[]
}

/** The stock groups and so many others; each may change the two before it. `all` counts every group. */
export function siteinfo(all: number): readonly Json[] {
  const stock = [...coreGroups('1.39')].map(([name, rights]): Row => ({ name, rights: [...rights] }))
  const rights = coreRightNames('1.39')
  const own = Array.from({ length: Math.max(0, all - stock.length) }, (_, index): Row => {
    const earlier = [index - 1, index - 2].filter((one) => one >= 0).map((one) => `office-${one}`)
    return {
      name: `office-${index}`,
      rights: Array.from({ length: 5 + (index % 40) }, (__, at) => rights[(index * 7 + at * 3) % rights.length] ?? 'edit').filter(
        (one, at, list) => list.indexOf(one) === at,
      ),
      ...(earlier.length === 0 ? {} : { add: earlier, remove: Object.fromEntries(earlier.map((one, at) => [String(at + 1), one])) }),
    }
  })
  const rows = [...stock, ...own].slice(0, all)
  const assignable = rows.map(({ name }) => name).filter((name) => !['*', 'user', 'autoconfirmed'].includes(name))
  return [
    {
      batchcomplete: true,
      query: {
        general: {
          sitename: 'A made-up wiki',
          base: 'https://wiki.example/wiki/Main_Page',
          generator: 'MediaWiki 1.39.17',
          uploadsenabled: false,
        },
        usergroups: rows,
        extensions: [
          { type: 'antispam', name: 'Abuse Filter' },
          { type: 'specialpage', name: 'Nuke' },
          { type: 'skin', name: 'Vector' },
        ],
        namespaces: { '0': { id: 0, name: '' }, '8': { id: 8, name: 'MediaWiki', namespaceprotection: 'editinterface' } },
        restrictions: { types: ['create', 'edit'], levels: ['', 'autoconfirmed', 'sysop', 'approve'] },
      },
    },
    {
      paraminfo: {
        modules: [
          { name: 'userrights', parameters: [{ name: 'add', type: assignable }] },
          { name: 'allusers', parameters: [{ name: 'rights', type: [...rights, 'nuke'] }] },
        ],
      },
    },
  ]
}
