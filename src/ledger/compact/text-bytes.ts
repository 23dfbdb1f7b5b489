/**
 * Texts as bytes without the platform's encoders: every UTF-16 unit by itself, in one to three bytes. For plain ASCII that is ASCII; lone
 * surrogates survive. Only used inside this process and its snapshots.
 */

/** Room that `length` UTF-16 units can need. */
export function roomFor(length: number): number {
  return length * 3
}

/** Writes a text and returns where it ended. */
export function writeText(text: string, into: Uint8Array, start: number): number {
  let end = start
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) into[end++] = unit
    else if (unit < 0x800) {
      into[end++] = 0xc0 | (unit >> 6)
      into[end++] = 0x80 | (unit & 0x3f)
    } else {
      into[end++] = 0xe0 | (unit >> 12)
      into[end++] = 0x80 | ((unit >> 6) & 0x3f)
      into[end++] = 0x80 | (unit & 0x3f)
    }
  }
  return end
}

const CHUNK = 4096

export function readText(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  const units: number[] = []
  for (let index = start; index < end;) {
    const first = bytes[index] as number
    if (first < 0x80) {
      units.push(first)
      index += 1
    } else if (first < 0xe0) {
      units.push(((first & 0x1f) << 6) | ((bytes[index + 1] as number) & 0x3f))
      index += 2
    } else {
      units.push(((first & 0x0f) << 12) | (((bytes[index + 1] as number) & 0x3f) << 6) | ((bytes[index + 2] as number) & 0x3f))
      index += 3
    }
    if (units.length === CHUNK) {
      text += String.fromCharCode.apply(null, units)
      units.length = 0
    }
  }
  return text + String.fromCharCode.apply(null, units)
}
