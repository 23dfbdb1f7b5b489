import type { Checking } from '../check/sayer.ts'
import { quoted } from '../problem.ts'
import { wikisOf, type WikiTarget } from './wikis.ts'

/** Rights that reach less, or elsewhere, than whoever grants them believes. */
export function reachOfRights({ charter, say }: Checking): void {
  for (const one of wikisOf(charter)) {
    for (const [name, block] of one.groups) {
      const has = one.effective.get(name) ?? new Set()
      for (const [index, right] of block.rights.entries()) {
        const clause = `groups.${one.target}.${name}.rights[${index}]`
        const short = fallsShort(one, right, has)
        if (short !== undefined) say('right-falls-short', clause, `${quoted(right)} in ${quoted(name)} ${short.why}`, short.remedy)
        const shown = refusedByPage(right)
        if (shown !== undefined && one.rights.has(shown.page) && !has.has(shown.page)) {
          say(
            'ui-api-disagree',
            clause,
            `${quoted(name)} has ${quoted(right)} without ${quoted(shown.page)}: ${shown.why}`,
            `add ${quoted(shown.page)}, or remove ${quoted(right)}`,
          )
        }
      }
    }
  }
}

interface Companions {
  /** Any one of these is enough. */
  readonly any: readonly string[]
  /** Said of the group that has the right and none of them. */
  readonly lacks: string
  /** A reason that promises what the companions are for. */
  readonly promised?: RegExp
}

/** Rights that once did more, or that people take for more, than they do. */
const COMPANIONS: Readonly<Record<string, Companions>> = {
  editinterface: {
    any: ['editsitecss', 'editsitejs'],
    lacks: 'changes messages only: styles and scripts of the site take `editsitecss` and `editsitejs`',
    promised: /\b(?:css|javascript|js|scripts?|styles?|stylesheets?|skins?|gadgets?|design|layout)\b/i,
  },
  checkuser: { any: ['checkuser-log'], lacks: 'is looked over by nobody: seeing who looked up whom takes `checkuser-log`' },
  suppressrevision: {
    any: ['suppressionlog'],
    lacks: 'is looked over by nobody: seeing who hid what takes `suppressionlog`',
  },
}

/**
 * A group falls short if nobody on the wiki has a companion and nobody said that this is meant, or if the right's own text promises it to
 * this group, which lacks it.
 */
function fallsShort(
  one: WikiTarget,
  right: string,
  has: ReadonlySet<string>,
): { readonly why: string; readonly remedy: string } | undefined {
  const companions = Object.hasOwn(COMPANIONS, right) ? COMPANIONS[right] : undefined
  if (companions === undefined || companions.any.some((other) => has.has(other))) return undefined
  const block = one.rights.get(right)
  const promised = companions.promised?.test(`${block?.text ?? ''} ${block?.why ?? ''}`) === true
  if (!promised && companions.any.some((other) => one.granted.has(other) || one.rights.get(other)?.assigned === false)) return undefined
  return { why: companions.lacks, remedy: `add ${companions.any.map(quoted).join(', ')} where it is meant, or mend the reason` }
}

/** The right that the pages of the wiki ask for beside this one, while its interface for programs does not. */
export function refusedByPage(right: string): { readonly page: string; readonly why: string } | undefined {
  return right === 'undelete'
    ? { page: 'deletedhistory', why: 'the page for it refuses them, the interface for programs lets them pass' }
    : undefined
}
