// Writes PDF objects, ISO 32000-2 §7.3, one way for each value.

import { malformedPdf, type PdfObject, type PdfString, pdfLimits } from './objects.ts'

const encoder = new TextEncoder()

/** Text with one character an octet, so that offsets are lengths; `latin1Bytes` makes octets of it. */
export function writeObject(object: PdfObject, depth = 0): string {
  if (object === null) return 'null'
  if (typeof object === 'boolean') return object ? 'true' : 'false'
  if (typeof object === 'number') return writeNumber(object)
  if (depth > pdfLimits.nesting) throw malformedPdf('an object to be written is nested too deep')
  switch (object.kind) {
    case 'name':
      return writeName(object.value)
    case 'string':
      return writeString(object)
    case 'ref':
      return `${object.number} ${object.generation} R`
    case 'array': {
      let text = '['
      for (const item of object.items) text += (text.length > 1 ? ' ' : '') + writeObject(item, depth + 1)
      return `${text}]`
    }
    case 'dict': {
      if (object.duplicateKey !== undefined) {
        throw malformedPdf(`a dictionary that signing must rewrite has the key ${object.duplicateKey} twice`)
      }
      let text = '<<'
      for (const [key, value] of object.entries) text += `${writeName(key)} ${writeObject(value, depth + 1)}`
      return `${text}>>`
    }
    case 'stream':
      throw malformedPdf('a stream stands where a direct object must')
  }
}

/** The octets of text that holds nothing above U+00FF. */
export function latin1Bytes(text: string): Uint8Array {
  const ascii = encoder.encode(text)
  if (ascii.length === text.length) return ascii
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

function writeNumber(value: number): string {
  const text = String(value)
  // PDF has no exponents.
  if (!text.includes('e')) return text
  return Math.abs(value) < 1 ? value.toFixed(20) : String(BigInt(Math.trunc(value)))
}

function writeName(value: string): string {
  if (/^[A-Za-z0-9._+:-]*$/.test(value)) return `/${value}`
  let text = '/'
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    const regular = code > 0x20 && code < 0x7f && !'()<>[]{}/%#'.includes(value.charAt(i))
    text += regular ? value.charAt(i) : `#${code.toString(16).padStart(2, '0')}`
  }
  return text
}

function writeString(string: PdfString): string {
  let text = ''
  for (const octet of string.bytes) {
    // Text in other scripts and raw identifiers: hexadecimal survives everything.
    if (octet < 0x20 || octet > 0x7e) return hexString(string.bytes)
    if (octet === 0x28 || octet === 0x29 || octet === 0x5c) text += '\\'
    text += String.fromCharCode(octet)
  }
  return string.hex ? hexString(string.bytes) : `(${text})`
}

function hexString(bytes: Uint8Array): string {
  let text = '<'
  for (const octet of bytes) text += octet.toString(16).padStart(2, '0')
  return `${text}>`
}
