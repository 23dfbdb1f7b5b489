// What of a design system's style sheets pages use: the rules of their classes, and the tokens that those rules and our own name.

/** The rules of a sheet that can match where there are no other classes of the system than `classes`. Rules inside `@media` too. */
export function rulesFor(sheet, classes) {
  return blocksOf(sheet)
    .map(([head, body]) => {
      if (head.startsWith('@')) {
        const inside = rulesFor(body, classes)
        return inside === '' ? '' : `${head}{${inside}}`
      }
      const kept = selectorsOf(head).filter((selector) => classesOf(selector).every((name) => classes.includes(name)))
      return kept.length === 0 ? '' : `${kept.join(',')}{${body}}`
    })
    .join('')
}

/** The tokens of a theme, `--name: value`. */
export function tokensOf(theme) {
  return new Map([...theme.matchAll(/(--[\w-]+):\s*([^;{}]*);/g)].map(([, name, value]) => [name, value]))
}

/** Names of tokens that rules use, and that those use. */
export function tokensUsed(rules, ...themes) {
  const used = new Set()
  const use = (text) => {
    for (const [, name] of text.matchAll(/var\(\s*(--[\w-]+)/g)) {
      if (used.has(name)) continue
      used.add(name)
      for (const theme of themes) use(theme.get(name) ?? '')
    }
  }
  use(rules)
  return used
}

export function themeOf(tokens, used) {
  return [...tokens].flatMap(([name, value]) => (used.has(name) ? [`${name}:${value};`] : [])).join('')
}

/** What would be taken if a token were missing is left out where the token is there. */
export function withoutFallbacks(rules, tokens) {
  return rules.replaceAll(/var\(\s*(--[\w-]+)\s*,(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, (whole, name) =>
    tokens.has(name) ? `var(${name})` : whole,
  )
}

/** The blocks of a sheet without comments, each as what stands before its braces and in them. */
function blocksOf(sheet) {
  const blocks = []
  let [depth, start, open] = [0, 0, 0]
  for (let at = 0; at < sheet.length; at += 1) {
    if (sheet[at] === '{' && depth++ === 0) open = at
    if (sheet[at] === '}' && --depth === 0) {
      blocks.push([sheet.slice(start, open).trim(), sheet.slice(open + 1, at)])
      start = at + 1
    }
  }
  if (depth !== 0 || sheet.slice(start).trim() !== '')
    throw new Error(`a style sheet ends in the midst of a rule: ${sheet.slice(start).slice(0, 80)}`)
  return blocks
}

/** Commas inside parentheses divide nothing. */
function selectorsOf(head) {
  return head.split(/,(?![^(]*\))/).map((selector) => selector.trim())
}

/** Classes of the system that must be there; those in `:not()` must not. */
function classesOf(selector) {
  return selector.replaceAll(/:not\((?:[^()]|\([^()]*\))*\)/g, '').match(/cdx-[\w-]+/g) ?? []
}
