// An ASiC-E container with one large file, written piece by piece: EN 319 162-1 with CAdES, ZIP with stored entries.

import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

const pieceOctets = 1 << 20

/** @param sign gives the detached CAdES signature over the manifest. */
export async function writeLargeContainer(
  path: string,
  octets: number,
  sign: (manifest: Uint8Array) => Promise<Uint8Array>,
): Promise<void> {
  const hash = createHash('sha256')
  let crc = 0
  for (const piece of pieces(octets)) {
    hash.update(piece)
    crc = crc32(piece, crc)
  }
  const manifest = Buffer.from(
    '<ASiCManifest xmlns="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">' +
      '<SigReference URI="META-INF/signature.p7s"/><DataObjectReference URI="large.bin">' +
      '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>' +
      `<ds:DigestValue>${hash.digest('base64')}</ds:DigestValue></DataObjectReference></ASiCManifest>`,
  )
  const file = openSync(path, 'w')
  try {
    const directory: Buffer[] = []
    let offset = 0
    const put = (bytes: Uint8Array) => {
      offset += writeSync(file, bytes)
    }
    const putEntry = (name: string, size: number, sum: number, content: Iterable<Uint8Array>) => {
      const sizes = little([sum, 4], [size, 4], [size, 4], [name.length, 2], [0, 2])
      const common = Buffer.concat([little([20, 2], [0, 2], [0, 2], [0, 4]), sizes])
      const place = little([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4])
      directory.push(Buffer.concat([little([0x02014b50, 4], [20, 2]), common, place, Buffer.from(name)]))
      put(Buffer.concat([little([0x04034b50, 4]), common, Buffer.from(name)]))
      for (const piece of content) put(piece)
    }
    const putSmall = (name: string, bytes: Uint8Array) => putEntry(name, bytes.length, crc32(bytes), [bytes])
    putSmall('mimetype', Buffer.from('application/vnd.etsi.asic-e+zip'))
    putEntry('large.bin', octets, crc, pieces(octets))
    putSmall('META-INF/ASiCManifest.xml', manifest)
    putSmall('META-INF/signature.p7s', await sign(manifest))
    const start = offset
    put(Buffer.concat(directory))
    const count = directory.length
    put(little([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [offset - start, 4], [start, 4], [0, 2]))
  } finally {
    closeSync(file)
  }
}

/** The same octets each time, no two pieces alike. */
function* pieces(octets: number): Generator<Uint8Array> {
  const piece = Buffer.alloc(pieceOctets)
  for (let i = 0; i < pieceOctets; i++) piece[i] = (i * 7919) >> 5
  for (let left = octets; left > 0; left -= pieceOctets) {
    piece.writeUInt32LE(left)
    yield piece.subarray(0, Math.min(left, pieceOctets))
  }
}

function little(...fields: readonly (readonly [value: number, octets: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([value, octets]) => {
      const field = Buffer.alloc(octets)
      field.writeUIntLE(value, 0, octets)
      return field
    }),
  )
}
