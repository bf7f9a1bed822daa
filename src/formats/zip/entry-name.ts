// Names in a ZIP archive (APPNOTE 6.3 §4.4.17, appendix D): how they are read, and which no reader should have to trust.

import { malformedZip, zipLimitExceeded, zipLimits } from './limits.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** 0x80 to 0xFF of the code page of the IBM PC, which APPNOTE makes the default. */
const cp437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/** 0x80 to 0xFF as writers of Central Europe put them there all the same. */
const cp852 =
  'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0'

export interface EntryName {
  readonly text: string
  /** Other names that the same octets may have been meant to be, where nothing says which code page they are in. */
  readonly alternatives: readonly string[]
}

/**
 * @param isUtf8 general purpose bit 11.
 * @throws ServiceError `MALFORMED_DOCUMENT` when the octets are no UTF-8 but say so, or the name could lead a reader
 *   out of its folder or to another entry.
 */
export function readEntryName(octets: Uint8Array, isUtf8: boolean): EntryName {
  const name = decode(octets, isUtf8)
  for (const text of [name.text, ...name.alternatives]) assertHarmless(text)
  return name
}

function decode(octets: Uint8Array, isUtf8: boolean): EntryName {
  if (isUtf8) {
    const text = asUtf8(octets)
    if (text === undefined) throw malformedZip('the name of an entry says that it is UTF-8 and is not')
    return { text, alternatives: [] }
  }
  if (octets.every((octet) => octet < 128)) return { text: asCodePage(octets, cp437), alternatives: [] }
  const pages = [asCodePage(octets, cp437), asCodePage(octets, cp852)]
  // Many write UTF-8 without saying so; text of a code page is hardly ever UTF-8 by chance.
  const text = asUtf8(octets)
  const [first = '', ...others] = text === undefined ? pages : [text, ...pages]
  return { text: first, alternatives: others.filter((other) => other !== first) }
}

/** What two names have in common that some file system or reader would take for one. */
export function collisionKey(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase()
}

function assertHarmless(name: string): void {
  const refuse = (why: string) => malformedZip(`the name ${JSON.stringify(shortened(name))} ${why}`)
  if (name === '') throw malformedZip('an entry has no name')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(name)) throw refuse('holds a control character')
  if (name.includes('\\')) throw refuse('holds a backslash')
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) throw refuse('is absolute')
  const segments = (name.endsWith('/') ? name.slice(0, -1) : name).split('/')
  if (segments.length > zipLimits.folderDepth + 1) {
    throw zipLimitExceeded(`a name lies in more than ${zipLimits.folderDepth} folders`)
  }
  if (segments.includes('..') || segments.includes('.')) throw refuse('leaves its folder')
  if (segments.includes('')) throw refuse('has an empty part')
}

function asUtf8(octets: Uint8Array): string | undefined {
  try {
    return utf8.decode(octets)
  } catch {
    return undefined
  }
}

function asCodePage(octets: Uint8Array, page: string): string {
  let text = ''
  for (const octet of octets) text += octet < 128 ? String.fromCharCode(octet) : (page[octet - 128] ?? '')
  return text
}

function shortened(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name
}
