// A stranger's check of a running log, written from the texts alone: RFC 9162 §2.1, C2SP signed-note, tlog-checkpoint,
// tlog-tiles and tlog-proof. It shares nothing with the service but those; it runs by itself:
//
//   node test/independent/check-log.ts ADDRESS KEY.pem [--receipt FILE]… [--earlier FILE]… [--token-file FILE]
//
// ADDRESS is that of the log, for example http://127.0.0.1:8420/log.

import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    receipt: { type: 'string', multiple: true, default: [] },
    earlier: { type: 'string', multiple: true, default: [] },
    'token-file': { type: 'string' },
  },
})
const [address = '', keyFile = ''] = positionals
const problems: string[] = []
const require = (holds: boolean, problem: string): void => {
  if (!holds) problems.push(problem)
}

const key = createPublicKey(readFileSync(keyFile))
const rawKey = key.export({ format: 'der', type: 'spki' }).subarray(-32)

// RFC 9162 §2.1.1.
const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const leaf = (entry: Uint8Array): Buffer => sha256(Buffer.from([0]), entry)
const node = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.from([1]), left, right)
function treeHead(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (only === undefined) return sha256()
  if (leaves.length === 1) return only
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return node(treeHead(leaves.slice(0, k)), treeHead(leaves.slice(k)))
}

interface Head {
  readonly origin: string
  readonly size: number
  readonly root: Buffer
}

/** C2SP signed-note and tlog-checkpoint. */
function readCheckpoint(note: string, what: string): Head {
  const split = note.lastIndexOf('\n\n')
  const text = note.slice(0, split + 1)
  const [origin = '', size = '', root = ''] = text.split('\n')
  const keyId = sha256(Buffer.from(`${origin}\n`), Buffer.from([1]), rawKey).subarray(0, 4)
  const signed = note
    .slice(split + 2)
    .split('\n')
    .some((line) => {
      const [mark, name, encoded = ''] = line.split(' ')
      const octets = Buffer.from(encoded, 'base64')
      if (mark !== '—' || name !== origin || !octets.subarray(0, 4).equals(keyId)) return false
      return verify(null, Buffer.from(text), key, octets.subarray(4))
    })
  require(signed, `${what} is not signed by the key`)
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') }
}

async function get(path: string, contentType: string): Promise<Buffer> {
  const tokenFile = values['token-file']
  const headers: Record<string, string> =
    path.includes('/entries/') && tokenFile !== undefined
      ? { authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` }
      : {}
  const response = await fetch(`${address}/${path}`, { headers })
  require(response.status === 200, `${path} is answered with ${response.status}`)
  require(response.headers.get('content-type') === contentType, `${path} has another content type`)
  return Buffer.from(await response.arrayBuffer())
}

/** C2SP tlog-tiles: groups of three digits, all but the last begin with x. */
function tileName(level: number | 'entries', index: number, width: number): string {
  let digits = String(index)
  while (digits.length % 3 !== 0) digits = `0${digits}`
  const groups: string[] = []
  for (let i = 0; i < digits.length; i += 3) groups.push(digits.slice(i, i + 3))
  const number = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${number}${width < 256 ? `.p/${width}` : ''}`
}

/** All hashes of a level of a tree of that size. */
async function levelOf(level: number, size: number): Promise<readonly Buffer[]> {
  const hashes: Buffer[] = []
  const count = Math.floor(size / 256 ** level)
  for (let index = 0; index * 256 < count; index++) {
    const width = Math.min(256, count - index * 256)
    const tile = await get(tileName(level, index, width), 'application/octet-stream')
    require(tile.length === width * 32, `${tileName(level, index, width)} has ${tile.length} octets`)
    for (let at = 0; at < tile.length; at += 32) hashes.push(tile.subarray(at, at + 32))
  }
  return hashes
}

function checkReceipt(file: string): void {
  const text = readFileSync(file, 'utf8')
  const border = text.indexOf('\n\n')
  const [first, extra = '', index = '', ...proof] = text.slice(0, border).split('\n')
  require(first === 'c2sp.org/tlog-proof@v1', `${file} has another first line`)
  const head = readCheckpoint(text.slice(border + 2), `the checkpoint of ${file}`)
  const entry = Buffer.from(extra.replace(/^extra /, ''), 'base64')
  const place = Number(index.replace(/^index /, ''))
  // The root that leaf and path make, by the recursion of RFC 9162 §2.1.3.1 read backwards.
  const path = proof.map((line) => Buffer.from(line, 'base64'))
  const rootOf = (position: number, size: number): Buffer => {
    if (size <= 1) return leaf(entry)
    let k = 1
    while (k * 2 < size) k *= 2
    const sibling = path.pop() ?? Buffer.alloc(0)
    return position < k ? node(rootOf(position, k), sibling) : node(sibling, rootOf(position - k, size - k))
  }
  const root = rootOf(place, head.size)
  require(place < head.size && path.length === 0 && root.equals(head.root), `${file} does not hold`)
}

const head = readCheckpoint(
  (await get('checkpoint', 'text/plain; charset=utf-8')).toString('utf8'),
  'the checkpoint',
)
const leaves = await levelOf(0, head.size)
require(treeHead(leaves).equals(head.root), 'the leaves do not make the signed root')
let below = leaves
for (let level = 1; 256 ** level <= head.size; level++) {
  const hashes = await levelOf(level, head.size)
  hashes.forEach((hash, i) => {
    require(treeHead(below.slice(i * 256, i * 256 + 256)).equals(
      hash,
    ), `hash ${i} of level ${level} is another`)
  })
  below = hashes
}
if (values['token-file'] !== undefined) {
  for (let index = 0; index * 256 < head.size; index++) {
    const width = Math.min(256, head.size - index * 256)
    const bundle = await get(tileName('entries', index, width), 'application/octet-stream')
    let at = 0
    for (let i = 0; i < width; i++) {
      const length = at + 2 <= bundle.length ? bundle.readUInt16BE(at) : 0
      const place = index * 256 + i
      require(leaf(bundle.subarray(at + 2, at + 2 + length)).equals(
        leaves[place] ?? Buffer.alloc(0),
      ), `entry ${place} is another`)
      at += 2 + length
    }
    require(at === bundle.length, `bundle ${index} has ${bundle.length - at} octets more`)
  }
}
for (const file of values.earlier) {
  const earlier = readCheckpoint(readFileSync(file, 'utf8'), file)
  const continues = earlier.size <= head.size && treeHead(leaves.slice(0, earlier.size)).equals(earlier.root)
  require(earlier.origin === head.origin && continues, `the log does not continue ${file}`)
}
for (const file of values.receipt) checkReceipt(file)

process.stdout.write(`${JSON.stringify({ size: head.size, problems })}\n`)
process.exitCode = problems.length === 0 ? 0 : 1
