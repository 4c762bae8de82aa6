/**
 * The characters that a font has, read from its `cmap` table (OpenType specification). Only the two
 * formats that fonts for Unicode have: 4 for the first 65,536 code points, 12 for all.
 */
export function charactersOf(font: Buffer): Set<number> {
  const table = tableOf(font, 'cmap')
  const found = new Set<number>()
  const subtables = new Set(
    Array.from({ length: table.readUInt16BE(2) }, (_, index) => table.readUInt32BE(4 + index * 8 + 4)),
  )
  for (const offset of subtables) {
    const subtable = table.subarray(offset)
    const format = subtable.readUInt16BE(0)
    if (format === 4) addSegments(subtable, found)
    if (format === 12) addGroups(subtable, found)
  }
  return found
}

function tableOf(font: Buffer, tag: string): Buffer {
  const tables = font.readUInt16BE(4)
  for (let entry = 12; entry < 12 + tables * 16; entry += 16) {
    if (font.toString('latin1', entry, entry + 4) !== tag) continue
    const offset = font.readUInt32BE(entry + 8)
    return font.subarray(offset, offset + font.readUInt32BE(entry + 12))
  }
  throw new Error(`The font has no table "${tag}".`)
}

/** Format 4: four parallel arrays of 16-bit numbers, one entry for each range of code points. */
function addSegments(subtable: Buffer, found: Set<number>): void {
  const bytes = subtable.readUInt16BE(6)
  const [ends, starts, deltas, offsets] = [14, 16 + bytes, 16 + 2 * bytes, 16 + 3 * bytes] as const
  for (let at = 0; at < bytes; at += 2) {
    const start = subtable.readUInt16BE(starts + at)
    const end = subtable.readUInt16BE(ends + at)
    const delta = subtable.readUInt16BE(deltas + at)
    const offset = subtable.readUInt16BE(offsets + at)
    for (let code = start; code <= end && code < LAST_OF_FORMAT_4; code++) {
      // The offset counts from its own place in the array.
      const index = offset === 0 ? code : subtable.readUInt16BE(offsets + at + offset + 2 * (code - start))
      const isMapped = offset === 0 || index !== MISSING_GLYPH
      if (isMapped && ((index + delta) & 0xffff) !== MISSING_GLYPH) found.add(code)
    }
  }
}

/** Format 12: groups of consecutive code points with consecutive glyphs. */
function addGroups(subtable: Buffer, found: Set<number>): void {
  const groups = subtable.readUInt32BE(12)
  for (let group = 0; group < groups; group++) {
    const at = 16 + group * 12
    const start = subtable.readUInt32BE(at)
    const glyph = subtable.readUInt32BE(at + 8)
    for (let code = start; code <= subtable.readUInt32BE(at + 4); code++)
      if (glyph + code - start !== MISSING_GLYPH) found.add(code)
  }
}

/** Marks the end of the segments; it is no character. */
const LAST_OF_FORMAT_4 = 0xffff
const MISSING_GLYPH = 0
