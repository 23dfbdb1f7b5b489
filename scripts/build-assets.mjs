// Puts the style sheets of the pages together from Codex (Wikimedia's design system, CSS only) and our own, assets/site-{ltr,rtl}.css, and the scripts.
// Run after an install and before packing; the result is shipped, Codex itself is not.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rulesFor, themeOf, tokensOf, tokensUsed, withoutFallbacks } from './used-styles.mjs'

const COMPONENTS = ['Button', 'Card', 'TextInput']
/** What pages use of them. A page with another fails `test/web/pages.test.ts`. */
const CLASSES = [
  'cdx-button',
  'cdx-button--action-destructive',
  'cdx-button--action-progressive',
  'cdx-button--fake-button',
  'cdx-button--fake-button--enabled',
  'cdx-button--size-small',
  'cdx-button--weight-primary',
  'cdx-button--weight-quiet',
  'cdx-card',
  'cdx-text-input__input',
]
const SCRIPTS = ['site.js', 'live.js', 'passkey.js']
const DIRECTIONS = ['ltr', 'rtl']

function inputsOf(root, direction) {
  const suffix = direction === 'rtl' ? '-rtl' : ''
  const modules = `${root}node_modules/@wikimedia/codex/dist/modules/`
  const tokens = `${root}node_modules/@wikimedia/codex-design-tokens/dist/`
  return {
    light: `${tokens}theme-wikimedia-ui-root.css`,
    dark: `${tokens}theme-wikimedia-ui-mode-dark.css`,
    parts: COMPONENTS.map((name) => `${modules}Cdx${name}${suffix}.css`),
    own: `${root}src/web/site.css`,
  }
}

export function buildAssets(root) {
  const selves = ['build-assets.mjs', 'used-styles.mjs'].map((name) => fileURLToPath(new URL(name, import.meta.url)))
  mkdirSync(`${root}assets`, { recursive: true })
  for (const name of SCRIPTS) buildScript(`${root}src/web/${name}`, `${root}assets/${name}`)
  for (const direction of DIRECTIONS) {
    const output = `${root}assets/site-${direction}.css`
    const { light, dark, parts, own } = inputsOf(root, direction)
    const inputs = [light, dark, ...parts, own].filter((path) => existsSync(path))
    const built = statSync(output, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if ([...selves, ...inputs].every((path) => statSync(path).mtimeMs < built)) continue
    const read = (path) => (existsSync(path) ? minify(readFileSync(path, 'utf8')) : '')
    const [byDay, byNight] = [tokensOf(read(light)), tokensOf(read(dark))]
    const rules = withoutFallbacks([...parts.map((path) => rulesFor(read(path), CLASSES)), read(own)].join('\n'), byDay)
    const used = tokensUsed(rules, byDay, byNight)
    // Dark where the system is and the reader did not choose light, or where the reader chose dark; paper is light.
    const darkRules = `{color-scheme:dark;${themeOf(byNight, used)}}`
    const sheet = [
      `:root{${themeOf(byDay, used)}}`,
      `@media screen and (prefers-color-scheme: dark) {:root:not([data-theme=light]):not(:has(#theme-light:checked))${darkRules}}`,
      `@media screen {:root[data-theme=dark],:root:has(#theme-dark:checked)${darkRules}}`,
      rules,
    ].join('\n')
    writeFileSync(output, sheet)
  }
}

function buildScript(source, built) {
  const script = readFileSync(source, 'utf8')
  if (!existsSync(built) || readFileSync(built, 'utf8') !== script) writeFileSync(built, script)
}

function minify(text) {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\n\s*/g, '')
    .trim()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildAssets(fileURLToPath(new URL('..', import.meta.url)))
