/** Sets of small numbers as 32-bit words, so that a charter may have any number of roles. All sets of one analysis have the same width. */
export type Bits = number[]

export function emptyBits(size: number): Bits {
  const bits = [0]
  for (let word = 32; word < size; word += 32) bits.push(0)
  return bits
}

export function bitsOf(size: number, numbers: Iterable<number>): Bits {
  const bits = emptyBits(size)
  for (const member of numbers) bits[member >>> 5] = (bits[member >>> 5] ?? 0) | (1 << (member & 31))
  return bits
}

export function hasBit(bits: Bits, member: number): boolean {
  return ((bits[member >>> 5] ?? 0) & (1 << (member & 31))) !== 0
}

export function meets(left: Bits, right: Bits): boolean {
  for (let word = 0; word < left.length; word += 1) if (((left[word] ?? 0) & (right[word] ?? 0)) !== 0) return true
  return false
}

/** Whether every member of `part` is in `whole`. */
export function isWithin(part: Bits, whole: Bits): boolean {
  for (let word = 0; word < part.length; word += 1) if (((part[word] ?? 0) & ~(whole[word] ?? 0)) !== 0) return false
  return true
}

// plain loops: these run millions of times in one analysis
export function union(left: Bits, right: Bits): Bits {
  const both = left.slice()
  for (let word = 0; word < both.length; word += 1) both[word] = (both[word] ?? 0) | (right[word] ?? 0)
  return both
}

export function without(left: Bits, right: Bits): Bits {
  const rest = left.slice()
  for (let word = 0; word < rest.length; word += 1) rest[word] = (rest[word] ?? 0) & ~(right[word] ?? 0)
  return rest
}

export function common(left: Bits, right: Bits): Bits {
  const both = left.slice()
  for (let word = 0; word < both.length; word += 1) both[word] = (both[word] ?? 0) & (right[word] ?? 0)
  return both
}

export function isEmpty(bits: Bits): boolean {
  for (let word = 0; word < bits.length; word += 1) if (bits[word] !== 0) return false
  return true
}

/** Adds in place; says whether anything was new. */
export function addAll(into: Bits, more: Bits): boolean {
  let grown = false
  for (let word = 0; word < into.length; word += 1) {
    const before = into[word] ?? 0
    const after = before | (more[word] ?? 0)
    if (after !== before) {
      into[word] = after
      grown = true
    }
  }
  return grown
}

/** The members, ascending. */
export function members(bits: Bits): number[] {
  const found: number[] = []
  for (let word = 0; word < bits.length; word += 1) {
    let rest = bits[word] ?? 0
    while (rest !== 0) {
      const low = rest & -rest
      found.push(word * 32 + 31 - Math.clz32(low))
      rest &= rest - 1
    }
  }
  return found
}

/** The same set, the same text. */
export function keyOf(bits: Bits): string {
  return bits.join(',')
}
