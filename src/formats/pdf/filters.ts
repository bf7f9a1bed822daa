// Decoding of the streams that a reader of signatures must look into, ISO 32000-2 §7.4: Flate with predictors, ASCII.

import { ServiceError } from '../../errors.ts'
import { inflate } from './inflate.ts'
import {
  entry,
  isArray,
  isDict,
  isInteger,
  isName,
  malformedPdf,
  type PdfDict,
  type PdfObject,
  pdfLimitExceeded,
} from './objects.ts'

/**
 * Decodes the data of a stream whose dictionary holds its filters directly.
 *
 * @param limit octets that any stage may grow to.
 * @throws ServiceError `UNSUPPORTED_FORMAT` for a filter that no such stream needs, `MALFORMED_PDF`, `LIMIT_EXCEEDED`.
 */
export function decodeFilters(dict: PdfDict, data: Uint8Array, limit: number): Uint8Array {
  const filters = listOf(entry(dict, 'Filter'))
  const parameters = listOf(entry(dict, 'DecodeParms'))
  if (filters.length > 4) throw pdfLimitExceeded(`a stream has ${filters.length} filters; 4 are allowed`)
  let decoded = data
  filters.forEach((filter, index) => {
    if (!isName(filter)) throw malformedPdf('a stream filter is no name')
    const parameter = parameters[index] ?? null
    decoded = decodeOne(filter.value, parameter, decoded, limit)
  })
  if (decoded.length > limit) throw pdfLimitExceeded(`a stream decodes to more than ${limit} octets`)
  return decoded
}

function listOf(object: PdfObject): readonly PdfObject[] {
  if (object === null) return []
  return isArray(object) ? object.items : [object]
}

function decodeOne(filter: string, parameter: PdfObject, data: Uint8Array, limit: number): Uint8Array {
  switch (filter) {
    case 'FlateDecode':
    case 'Fl':
      return undoPredictor(parameter, inflate(data, limit))
    case 'ASCIIHexDecode':
    case 'AHx':
      return decodeAsciiHex(data)
    case 'ASCII85Decode':
    case 'A85':
      return decodeAscii85(data, limit)
    default:
      throw new ServiceError(
        'UNSUPPORTED_FORMAT',
        `the stream filter ${filter.slice(0, 30)} is not supported here`,
      )
  }
}

function undoPredictor(parameter: PdfObject, data: Uint8Array): Uint8Array {
  if (parameter === null) return data
  if (!isDict(parameter)) throw malformedPdf('DecodeParms is no dictionary')
  const predictor = setting(parameter, 'Predictor', 1, 15)
  if (predictor === 1) return data
  const colors = setting(parameter, 'Colors', 1, 32)
  const bits = setting(parameter, 'BitsPerComponent', 8, 16)
  const columns = setting(parameter, 'Columns', 1, 1 << 24)
  const pixelOctets = Math.max(1, (colors * bits) >> 3)
  const rowOctets = Math.ceil((colors * bits * columns) / 8)
  if (rowOctets > data.length)
    throw malformedPdf(`DecodeParms states rows of ${rowOctets} octets; the data has ${data.length}`)
  if (predictor >= 10) return undoPng(data, rowOctets, pixelOctets)
  if (predictor !== 2 || bits !== 8) {
    throw new ServiceError(
      'UNSUPPORTED_FORMAT',
      `predictor ${predictor} with ${bits} bits is not supported here`,
    )
  }
  return undoTiff(data, rowOctets, pixelOctets)
}

function setting(dict: PdfDict, key: string, preset: number, most: number): number {
  const value = entry(dict, key)
  if (value === null) return preset
  if (!isInteger(value) || value < 1 || value > most) throw malformedPdf(`DecodeParms has a wrong ${key}`)
  return value
}

/** PNG filters, ISO/IEC 15948 §9: each row says how it was predicted. */
function undoPng(data: Uint8Array, rowOctets: number, pixelOctets: number): Uint8Array {
  const rows = Math.ceil(data.length / (rowOctets + 1))
  const out = new Uint8Array(rows * rowOctets)
  let length = 0
  for (let row = 0; row < rows; row++) {
    const from = row * (rowOctets + 1)
    const type = data[from] ?? 0
    if (type > 4) throw malformedPdf(`a predicted row is of the unknown type ${type}`)
    const count = Math.min(rowOctets, data.length - from - 1)
    const to = row * rowOctets
    for (let i = 0; i < count; i++) {
      const left = i >= pixelOctets ? (out[to + i - pixelOctets] ?? 0) : 0
      const up = row > 0 ? (out[to + i - rowOctets] ?? 0) : 0
      const upLeft = row > 0 && i >= pixelOctets ? (out[to + i - rowOctets - pixelOctets] ?? 0) : 0
      out[to + i] = (data[from + 1 + i] ?? 0) + pngPrediction(type, left, up, upLeft)
    }
    length += Math.max(0, count)
  }
  return out.subarray(0, length)
}

function pngPrediction(type: number, left: number, up: number, upLeft: number): number {
  switch (type) {
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >> 1
    case 4: {
      const estimate = left + up - upLeft
      const toLeft = Math.abs(estimate - left)
      const toUp = Math.abs(estimate - up)
      const toUpLeft = Math.abs(estimate - upLeft)
      return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft
    }
    default:
      return 0
  }
}

function undoTiff(data: Uint8Array, rowOctets: number, pixelOctets: number): Uint8Array {
  const out = new Uint8Array(data)
  for (let row = 0; row < out.length; row += rowOctets) {
    const end = Math.min(row + rowOctets, out.length)
    for (let i = row + pixelOctets; i < end; i++) out[i] = (out[i] ?? 0) + (out[i - pixelOctets] ?? 0)
  }
  return out
}

function isAsciiWhitespace(octet: number): boolean {
  return octet === 0x20 || (octet >= 0x09 && octet <= 0x0d) || octet === 0
}

function decodeAsciiHex(data: Uint8Array): Uint8Array {
  const out = new Uint8Array((data.length + 1) >> 1)
  let length = 0
  let high = -1
  for (const octet of data) {
    if (octet === 0x3e) break
    if (isAsciiWhitespace(octet)) continue
    const value = Number.parseInt(String.fromCharCode(octet), 16)
    if (Number.isNaN(value)) throw malformedPdf('ASCIIHexDecode data holds another character')
    if (high < 0) high = value
    else {
      out[length++] = 16 * high + value
      high = -1
    }
  }
  if (high >= 0) out[length++] = 16 * high
  return out.subarray(0, length)
}

function decodeAscii85(data: Uint8Array, limit: number): Uint8Array {
  // A single z stands for four zeros, so the output can be four times as long.
  const out = new Uint8Array(Math.min(4 * data.length, limit) + 4)
  let length = 0
  let group: number[] = []
  for (const octet of data) {
    if (octet === 0x7e) break
    if (isAsciiWhitespace(octet)) continue
    if (length > limit) throw pdfLimitExceeded(`a stream decodes to more than ${limit} octets`)
    if (octet === 0x7a && group.length === 0) length += 4
    else if (octet < 0x21 || octet > 0x75) throw malformedPdf('ASCII85Decode data holds another character')
    else group.push(octet - 0x21)
    if (group.length === 5) {
      length = writeGroup(out, length, group, 4)
      group = []
    }
  }
  if (group.length === 1) throw malformedPdf('ASCII85Decode data ends within a group')
  if (group.length > 1)
    length = writeGroup(out, length, [...group, 84, 84, 84, 84].slice(0, 5), group.length - 1)
  if (length > limit) throw pdfLimitExceeded(`a stream decodes to more than ${limit} octets`)
  return out.subarray(0, length)
}

function writeGroup(out: Uint8Array, at: number, group: readonly number[], count: number): number {
  let value = 0
  for (const digit of group) value = 85 * value + digit
  if (value > 0xffff_ffff) throw malformedPdf('ASCII85Decode data holds a group that is too large')
  for (let i = 0; i < count; i++) out[at + i] = Math.floor(value / 256 ** (3 - i)) & 0xff
  return at + count
}
