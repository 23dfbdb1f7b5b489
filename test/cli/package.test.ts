/** What `npm pack` would ship. It is not built here: `prepack` does that, and an install of the tarball is tried by hand before a release. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { describe, it } from 'node:test'

interface Manifest {
  readonly files: readonly string[]
  readonly scripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** What is put beside a forum; it is not compiled. */
const SHIM = 'src/targets/smf/writ-shim.php'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest

describe('the package', () => {
  it('holds the command, the charters, the specification and the licence, and no source', () => {
    const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'], { encoding: 'utf8' })
    const [packed] = JSON.parse(answer) as readonly { readonly files: readonly { readonly path: string; readonly mode: number }[] }[]
    const paths = new Set(packed?.files.map(({ path }) => path))
    for (const path of [
      'bin/writ',
      SHIM,
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'docs/spec/charter.schema.json',
      'charters/citizendium/charter.yaml',
      'charters/citizendium/roster.yaml',
      'charters/citizendium/story.yaml',
      'charters/ranks/charter.yaml',
      'assets/site-ltr.css',
      'assets/site-rtl.css',
      'i18n/common/en.json',
      'i18n/public/qqq.json',
    ])
      assert.ok(paths.has(path), path)
    assert.ok(manifest.files.includes('dist'))
    if (existsSync('dist')) assert.ok(paths.has('dist/cli/run.js'))
    const stray = [...paths].filter(
      (path) =>
        path !== SHIM && (/^(src|test|tools|bench|scripts|node_modules|data)\//.test(path) || /\.test\.|\.sqlite|\.token/.test(path)),
    )
    assert.deepEqual(stray, [])
    assert.equal(statSync('bin/writ').mode & 0o111, 0o111)
  })

  it('is built with its style sheets before it is packed', () => {
    assert.match(manifest.scripts['prepack'] ?? '', /npm run -s build/)
    assert.match(manifest.scripts['build'] ?? '', /ensure-installed\.mjs && rm -rf dist && tsc -p tsconfig\.build\.json/)
    assert.match(readFileSync('scripts/ensure-installed.mjs', 'utf8'), /buildAssets\(root\)/)
  })

  it('pins every package exactly', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      assert.match(version, /^\d+\.\d+\.\d+$/, name)
  })
})
