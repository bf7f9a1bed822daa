// A PDF of a given size as offices write them: some pages of compressed text, a font, one scanned image that fills the rest.

import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'

const pages = 4

/** The same octets each time, of exactly `size`. */
export function samplePdf(size: number): Uint8Array {
  const empty = build(0).length
  // Digits of numbers in the file grow with the image: corrected by what is missing.
  let image = size - empty
  for (let attempt = 0; attempt < 4; attempt++) {
    const pdf = build(image)
    if (pdf.length === size) return new Uint8Array(pdf)
    image += size - pdf.length
  }
  throw new Error(`no sample of ${size} octets can be made`)
}

function build(imageOctets: number): Buffer {
  const bodies = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${numbers(6, 2)}]/Count ${pages}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>',
    stream(
      noise(imageOctets),
      '/Type/XObject/Subtype/Image/Width 640/Height 480/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode',
    ),
    '<</Title(An order)/Producer(bench)>>',
    ...Array.from({ length: pages }, (_, page) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${7 + 2 * page} 0 R/Resources<</Font<</F1 3 0 R>>/XObject<</Im1 4 0 R>>>>>>`,
      stream(deflateSync(Buffer.from(text(page))), '/Filter/FlateDecode'),
    ]).flat(),
  ]
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')]
  let length = parts[0]?.length ?? 0
  const offsets: number[] = []
  bodies.forEach((body, index) => {
    offsets.push(length)
    const object = Buffer.concat([latin1(`${index + 1} 0 obj\n`), latin1(body), latin1('\nendobj\n')])
    parts.push(object)
    length += object.length
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n\r\n`).join('')
  const count = bodies.length + 1
  parts.push(
    latin1(
      `xref\n0 ${count}\n0000000000 65535 f\r\n${rows}trailer\n<</Size ${count}/Root 1 0 R/Info 5 0 R>>\nstartxref\n${length}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

function numbers(first: number, step: number): string {
  return Array.from({ length: pages }, (_, page) => `${first + step * page} 0 R`).join(' ')
}

function stream(data: Buffer, entries: string): Buffer {
  return Buffer.concat([
    latin1(`<<${entries}/Length ${data.length}>>\nstream\n`),
    data,
    latin1('\nendstream'),
  ])
}

function text(page: number): string {
  const lines = Array.from(
    { length: 40 },
    (_, line) =>
      `1 0 0 1 72 ${770 - 17 * line} Tm (Article ${page * 40 + line}: the unit pays what it owes.) Tj\n`,
  )
  return `BT /F1 12 Tf\n${lines.join('')}ET\n${page === 0 ? 'q 200 0 0 150 300 60 cm /Im1 Do Q\n' : ''}`
}

/** Octets that no compression would shorten. */
function noise(octets: number): Buffer {
  const blocks: Buffer[] = []
  for (let block = 0; block * 32 < octets; block++) {
    blocks.push(createHash('sha256').update(`image ${block}`).digest())
  }
  return Buffer.concat(blocks).subarray(0, octets)
}

function latin1(value: string | Buffer): Buffer {
  return typeof value === 'string' ? Buffer.from(value, 'latin1') : value
}
