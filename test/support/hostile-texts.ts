/** Texts that have broken something somewhere: quoting, encodings, lengths, names of JavaScript itself. */
export const hostileTexts: readonly string[] = [
  `O'Brien"; DROP TABLE event; --`,
  'a\u0000b',
  '\u0000',
  '',
  ' ',
  'line\nbreak\r\nand\ttab\u2028\u2029',
  '\uFEFFbom',
  '\u202Eright to left',
  'e\u0301 and \u00E9',
  '\u{1F9D9}\u200D\u2642\uFE0F',
  '\uFFFF\uFFFE\u{10FFFF}',
  '$1 ?1 :name @name %s {{x}} ${x}',
  '<script>alert(1)</script>',
  '\\u0000 \\ud800',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  '9007199254740993',
  'NaN',
  'x'.repeat(10_000),
]

/** Half of a surrogate pair: no Unicode text, and no UTF-8 exists for it. */
export const loneSurrogates: readonly string[] = ['\ud800', 'a\udfffb', '\udc00\ud800']
