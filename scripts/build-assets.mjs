// Puts the style sheets of the pages together from Codex (Wikimedia's design system, CSS only) and our own, assets/site-{ltr,rtl}.css, and the scripts.
// Run after an install and before packing; the result is shipped, Codex itself is not.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const COMPONENTS = ['Button', 'Card', 'TextInput']
const SCRIPTS = ['site.js', 'passkey.js']
const DIRECTIONS = ['ltr', 'rtl']

function inputsOf(root, direction) {
  const suffix = direction === 'rtl' ? '-rtl' : ''
  const modules = `${root}node_modules/@wikimedia/codex/dist/modules/`
  const tokens = `${root}node_modules/@wikimedia/codex-design-tokens/dist/`
  return {
    light: `${tokens}theme-wikimedia-ui-root.css`,
    dark: `${tokens}theme-wikimedia-ui-mode-dark.css`,
    parts: [`${modules}Icon${suffix}.css`, ...COMPONENTS.map((name) => `${modules}Cdx${name}${suffix}.css`), `${root}src/web/site.css`],
  }
}

export function buildAssets(root) {
  const self = fileURLToPath(import.meta.url)
  mkdirSync(`${root}assets`, { recursive: true })
  for (const name of SCRIPTS) buildScript(`${root}src/web/${name}`, `${root}assets/${name}`)
  for (const direction of DIRECTIONS) {
    const output = `${root}assets/site-${direction}.css`
    const { light, dark, parts } = inputsOf(root, direction)
    const inputs = [light, dark, ...parts].filter((path) => existsSync(path))
    const built = statSync(output, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if ([self, ...inputs].every((path) => statSync(path).mtimeMs < built)) continue
    const read = (path) => (existsSync(path) ? minify(readFileSync(path, 'utf8')) : '')
    // Dark where the system is and the reader did not choose light, or where the reader chose dark; paper is light.
    const darkRules = read(dark).replaceAll(':root', '').replace('{', '{color-scheme:dark;')
    const sheet = [
      read(light),
      `@media screen and (prefers-color-scheme: dark) {:root:not([data-theme=light]):not(:has(#theme-light:checked))${darkRules}}`,
      `@media screen {:root[data-theme=dark],:root:has(#theme-dark:checked)${darkRules}}`,
      ...parts.map(read),
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
