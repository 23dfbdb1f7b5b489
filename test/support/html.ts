/** Reads the HTML that our pages print, and nothing looser: every `<` must begin a tag of the listed ones, every attribute must be listed and quoted. */
const ELEMENTS = new Set(
  'html head meta title link body a header nav ul ol li main h1 h2 h3 p form div label input select option button table caption thead tbody tr th td span strong code pre dl dt dd time footer br section bdi script fieldset legend svg title defs marker path g rect text line textarea progress noscript blockquote wbr'.split(
    ' ',
  ),
)
const ATTRIBUTES = new Set(
  'lang dir charset name content rel href type title class id tabindex aria-label aria-current aria-labelledby role method action for value maxlength autocomplete selected scope datetime data-label data-copy data-copied src checked dir viewBox width height x y d rx refX refY markerWidth markerHeight orient marker-end accept enctype max rows required multiple hidden autofocus aria-describedby aria-invalid data-passkey data-options data-failed data-events start download target'.split(
    ' ',
  ),
)
const ADDRESS = /^(?:\/(?!\/)|#|https?:\/\/|mailto:)/
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*(\/?)>/g

export interface HtmlTag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
}

/** The opening tags of a page; throws where something is in it that our templates do not print. */
export function tagsOf(page: string): readonly HtmlTag[] {
  const tags: HtmlTag[] = []
  const rest = page.replace(/^<!doctype html>/, '').replaceAll(TAG, (_whole, closing: string, name: string, attributes: string) => {
    if (!ELEMENTS.has(name)) throw new Error(`an element \`${name}\` that no template has`)
    if (closing === '') tags.push({ name, attributes: attributesOf(attributes) })
    return ''
  })
  const stray = /[<>]/.exec(rest)
  if (stray !== null) throw new Error(`a bare \`${stray[0]}\`: ${rest.slice(Math.max(0, stray.index - 60), stray.index + 60)}`)
  return tags
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', value = ''] of text.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)) {
    if (!ATTRIBUTES.has(name)) throw new Error(`an attribute \`${name}\` that no template has`)
    if ((name === 'href' || name === 'action') && !ADDRESS.test(value)) throw new Error(`an address that leads elsewhere: ${value}`)
    attributes.set(name, value)
  }
  return attributes
}

/** What a reader sees, entities resolved, runs of blanks made one. */
export function textOf(page: string): string {
  return page
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
}
