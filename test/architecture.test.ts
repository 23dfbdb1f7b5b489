/** The walls of the house: which folder may import which, and that the pure core reads no clock, chance or outside world. */
import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { describe, it } from 'node:test'

const core = ['kernel', 'mediawiki', 'charter', 'ledger', 'decide', 'safety', 'render', 'intake', 'reconcile'] as const

/** Data flows one way: a room imports only rooms that stand above it here. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  mediawiki: [],
  charter: ['kernel', 'mediawiki'],
  ledger: ['kernel', 'charter'],
  decide: ['kernel', 'charter', 'ledger'],
  safety: ['kernel', 'charter', 'ledger', 'decide'],
  render: ['kernel', 'mediawiki', 'charter', 'ledger', 'decide', 'safety'],
  intake: ['kernel', 'mediawiki', 'charter'],
  reconcile: ['kernel', 'charter', 'ledger', 'decide', 'safety'],
  workflow: ['kernel', 'charter', 'ledger', 'decide', 'safety', 'render', 'intake', 'reconcile'],
  ldap: ['kernel'],
  targets: ['kernel', 'mediawiki', 'ldap', 'charter', 'ledger', 'reconcile'],
  sources: ['kernel', 'charter', 'ledger', 'reconcile', 'workflow', 'ldap', 'targets'],
  store: ['kernel', 'ledger', 'workflow'],
  notify: ['kernel', 'charter', 'ledger', 'decide', 'workflow'],
  web: ['kernel', 'charter', 'ledger', 'decide', 'safety', 'render', 'reconcile'],
  config: ['kernel', 'ldap'],
  server: [
    'kernel',
    'charter',
    'ledger',
    'decide',
    'safety',
    'render',
    'intake',
    'reconcile',
    'workflow',
    'ldap',
    'targets',
    'sources',
    'store',
    'notify',
    'web',
    'config',
  ],
  cli: [
    'kernel',
    'mediawiki',
    'charter',
    'ledger',
    'decide',
    'safety',
    'render',
    'intake',
    'reconcile',
    'workflow',
    'ldap',
    'targets',
    'sources',
    'store',
    'notify',
    'web',
    'config',
    'server',
  ],
}

/** The packages the core may use, by folder. */
const corePackages: Readonly<Record<string, readonly string[]>> = { charter: ['zod', 'yaml'], intake: ['php-parser'] }

const clockOrChance =
  /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(|\bMath\.random\b|\bglobalThis\b|\{[^}]*\}\s*=\s*(?:Date|Math)\b|[=(,:?]\s*(?:Date|Math)\s*(?:[,;)]|$)|(?<!['`])\beval\b(?!['`])|\bperformance\b|\bcrypto\b|\btoLocale\w*\(\s*\)/m

interface SourceFile {
  readonly path: string
  readonly folder: string
  readonly text: string
  readonly imports: readonly string[]
}

/** Names after `import`, `export ... from` and `import(...)`, at the start of a statement: prose in strings and comments is none. */
function importsOf(text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\b[^;'"`]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm)
  return [...statements].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')
}

async function sources(): Promise<SourceFile[]> {
  const files: SourceFile[] = []
  for await (const path of glob('src/**/*.ts')) {
    const text = await readFile(path, 'utf8')
    const imports = importsOf(text)
    files.push({ path, folder: path.split('/')[1] ?? '', text, imports })
  }
  return files
}

const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
const isTest = (file: SourceFile) => file.path.endsWith('.test.ts')
const inCore = (file: SourceFile) => core.some((folder) => folder === file.folder) && !isTest(file)

describe('the layers', async () => {
  const files = await sources()

  it('finds the source it judges', () => {
    assert.ok(files.length > 10, `only ${files.length} files found`)
  })

  it('lets a folder import only the folders above it', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((name) => name.startsWith('.'))
        .map((name) => normalize(join(dirname(file.path), name)).split('/'))
        .filter(([top, folder]) => top === 'src' && folder !== file.folder && !mayImport[file.folder]?.includes(folder ?? ''))
        .map((parts) => `${file.path} imports ${parts.join('/')}`),
    )
    assert.deepEqual(wrong, [])
  })

  it('lets no source file import tests, benches or scripts', () => {
    const wrong = files
      .filter((file) => !isTest(file))
      .flatMap((file) =>
        file.imports.filter((name) => /\/(?:test|bench|scripts)\//.test(name)).map((name) => `${file.path} imports ${name}`),
      )
    assert.deepEqual(wrong, [])
  })

  it('keeps packages and node modules out of the core', () => {
    const wrong = files
      .filter(inCore)
      .flatMap((file) =>
        file.imports
          .filter((name) => !name.startsWith('.') && !corePackages[file.folder]?.includes(name))
          .map((name) => `${file.path} imports ${name}`),
      )
    assert.deepEqual(wrong, [])
  })

  it('keeps clock and chance out of the core', () => {
    const wrong = files.filter(inCore).filter((file) => clockOrChance.test(withoutComments(file.text)))
    assert.deepEqual(
      wrong.map((file) => file.path),
      [],
    )
  })

  it('reads the environment in config alone', () => {
    const wrong = files.filter((file) => file.folder !== 'config' && !isTest(file) && /\bprocess\.env\b/.test(withoutComments(file.text)))
    assert.deepEqual(
      wrong.map((file) => file.path),
      [],
    )
  })

  it('reads imports and nothing else', () => {
    const text =
      "import { a,\n  b } from './x.ts'\nexport type { C } from '../y.ts'\nimport './z.ts'\nconst w = await import('./w.ts')\nconst prose = `from 'nowhere'`\n// away from 'here'\n"
    assert.deepEqual(importsOf(text), ['./x.ts', '../y.ts', './z.ts', './w.ts'])
  })

  it('catches every planted way to read the clock or chance', () => {
    for (const planted of [
      'Date.now()',
      'new Date()',
      'Date()',
      'Math.random()',
      'globalThis.x',
      'const { now } = Date',
      'const D = Date;',
    ]) {
      assert.match(planted, clockOrChance)
    }
    for (const harmless of ['new Date(5)', 'Math.max(1, 2)', 'withDate(x)', "kind === 'eval'"]) assert.doesNotMatch(harmless, clockOrChance)
  })
})
