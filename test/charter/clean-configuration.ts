/**
 * Random wikis that are described in full and of which there is nothing to say: each group with a reason for every right it has, each office
 * with a document, a term, a way in and a way out. Traps are laid into them one at a time (`traps.ts`).
 */
import fc, { type Arbitrary } from 'fast-check'

export type Value = string | number | boolean | readonly Value[] | Block
export interface Block {
  [key: string]: Value
}
export type Blocks = Record<string, Block>

/** A charter as one writes it, to be changed and then printed as JSON, which is YAML. */
export interface Draft {
  writ: 1
  title: string
  document: string
  targets: Blocks
  facts: Blocks
  statements?: Blocks
  conditions?: Blocks
  accounts?: Blocks
  classes: Blocks
  rights: Record<string, Blocks>
  groups: Record<string, Blocks>
  gates?: Blocks
  roles: Blocks
  ladders?: Blocks
  separation?: Value[]
  amendments: Block
  meant?: readonly Block[]
}

export interface Configuration {
  readonly draft: Draft
  /** Groups that a role gives, at least two. Each stands in the role of the same id in small letters. */
  readonly offices: readonly string[]
}

const NAMES = ['Gardener', 'Librarian', 'Warden', 'Herald', 'Cook', 'Mason', 'Scribe', 'Pilot', 'Weaver', 'Smith'] as const
/** Rights that stand alone, and such as bring what they need. */
const BUNDLES: readonly (readonly string[])[] = [
  ['delete'],
  ['delete', 'bigdelete'],
  ['block'],
  ['block', 'blockemail', 'hideuser'],
  ['rollback', 'markbotedits'],
  ['deletedhistory', 'deletedtext', 'browsearchive'],
  ['deletedhistory', 'undelete'],
  ['protect', 'editprotected'],
  ['suppressredirect'],
  ['deleterevision', 'suppressrevision', 'suppressionlog'],
  ['editinterface', 'editsitecss', 'editsitejson', 'editsitejs'],
  ['patrol', 'autopatrol'],
  ['upload', 'reupload', 'upload_by_url'],
  ['import', 'importupload', 'mergehistory'],
  ['checkuser', 'checkuser-log'],
  ['nuke', 'delete'],
  ['apihighlimits', 'noratelimit', 'siteadmin'],
]
const CONTROLS: Readonly<Record<string, string>> = { editsitejs: 'accounts' }
const SETTINGS: Readonly<Record<string, Block>> = { upload: { wgEnableUploads: true }, upload_by_url: { wgAllowCopyUploads: true } }
const PROVIDED: Readonly<Record<string, string>> = { checkuser: 'CheckUser', 'checkuser-log': 'CheckUser', nuke: 'Nuke' }
const EVERYBODY = ['read', 'createaccount']
const MEMBERS = ['edit', 'createpage', 'move', 'minoredit']
const STOCK = ['sysop', 'bureaucrat', 'interface-admin', 'suppress', 'bot', 'autoconfirmed']

export const office = (document: string): Block => ({
  title: 'Helper',
  purpose: 'Helps',
  document: `https://wiki.example/${document}`,
  term: { lasts: '1 year' },
  request: { stages: [{ by: 'steward' }] },
})

function right(name: string, rightClass: string | undefined): Block {
  return {
    text: `Do ${name}`,
    why: `Somebody must ${name}`,
    ...(rightClass === undefined ? {} : { class: rightClass }),
    ...(CONTROLS[name] === undefined ? {} : { controls: CONTROLS[name] }),
    ...(SETTINGS[name] === undefined ? {} : { settings: SETTINGS[name] }),
    ...(PROVIDED[name] === undefined ? {} : { provided_by: PROVIDED[name] }),
  }
}

export const cleanConfiguration: Arbitrary<Configuration> = fc
  .record({
    offices: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 7 }),
    bundles: fc.array(fc.uniqueArray(fc.constantFrom(...BUNDLES), { minLength: 1, maxLength: 4 }), { minLength: 7, maxLength: 7 }),
    asked: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
    reviewed: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
    classed: fc.boolean(),
    listed: fc.boolean(),
  })
  .map(({ offices, bundles, asked, reviewed, classed, listed }): Configuration => {
    const rightsOf = offices.map((_, index) => [...new Set((bundles[index] ?? []).flat())])
    const rights = [...new Set([...EVERYBODY, ...MEMBERS, ...rightsOf.flat()])]
    // with two classes the lower one is meant where none is named
    const classOf = (name: string) => (classed && ['checkuser', 'hideuser', 'suppressrevision'].includes(name) ? 'high' : undefined)
    return {
      offices,
      draft: {
        writ: 1,
        title: 'A wiki described in full',
        document: 'https://wiki.example/rules',
        targets: { wiki: { connector: 'mediawiki', ...(listed ? { settings: { extensions: ['CheckUser', 'Nuke', 'Renameuser'] } } : {}) } },
        facts: {
          manager: { text: 'Line manager', source: 'personnel', type: 'people', set_by: 'others' },
        },
        classes: classed ? { basic: { text: 'Everyday', level: 1 }, high: { text: 'Private data', level: 2 } } : {},
        rights: { wiki: Object.fromEntries(rights.map((name) => [name, right(name, classOf(name))])) },
        groups: {
          wiki: {
            '*': { title: 'Visitors', implicit: 'everyone', rights: EVERYBODY },
            user: { title: 'Members', implicit: 'registered', rights: MEMBERS },
            ...Object.fromEntries(offices.map((name, index) => [name, { title: name, rights: [...(rightsOf[index] ?? [])] }])),
            // what the extension that may be listed brings
            ...Object.fromEntries([...STOCK, ...(listed ? ['checkuser'] : [])].map((name) => [name, { abolished: { holders: 'none' } }])),
          },
          writ: { keeper: { rights: ['apply'] }, runner: { rights: ['run-now'] } },
        },
        roles: {
          steward: {
            title: 'Steward',
            purpose: 'Keeps the charter',
            document: 'https://wiki.example/stewards',
            gives: { writ: 'keeper' },
            term: { lasts: '1 year' },
            request: { stages: [{ by: 'subject.manager' }] },
            may: [{ change: offices.filter((_, index) => asked[index] !== true).map(idOf) }].filter(({ change }) => change.length > 0),
          },
          starter: { ...office('starters'), title: 'Starter', gives: { writ: 'runner' } },
          ...Object.fromEntries(
            offices.map((name, index) => [
              idOf(name),
              {
                title: name,
                purpose: `Is the ${name}`,
                document: `https://wiki.example/${name}`,
                gives: { wiki: [name] },
                term: { lasts: '1 year' },
                ...(reviewed[index] === true ? { review: { every: '1 year', by: 'steward' } } : {}),
                ...(asked[index] === true ? { request: { stages: [{ by: 'steward' }] } } : {}),
              },
            ]),
          ),
        },
        amendments: { by: 'steward' },
      },
    }
  })

export function idOf(office: string): string {
  return office.toLowerCase()
}

/** As one file: JSON is YAML. Empty sections and lists are left out, for a key without a value is an error. */
export function written(draft: Draft): string {
  return JSON.stringify(draft, (_, value: unknown) => (isEmpty(value) ? undefined : value), 1)
}

/** Whether `written` leaves it out. */
export function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
