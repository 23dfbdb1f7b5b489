/**
 * A CSV field that no spreadsheet takes for a formula: what begins with a mark that Excel, LibreOffice or Google Sheets act on (also in
 * full width, also behind blanks) gets an apostrophe in front, as OWASP's page on CSV injection says. So does a field that begins with
 * an apostrophe: whoever reads the file back drops exactly one.
 */
const ACTED_ON = /^['\s\p{Cc}\p{Cf}]*[=+\-@'\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}\u{2212}|%]/u

/** One field, always in quotes. */
export function csvField(text: string): string {
  return `"${(ACTED_ON.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** RFC 4180: fields in quotes, lines ended by CR LF, the last one too. */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('')
}
