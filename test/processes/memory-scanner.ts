// Looks for secrets in the memory of another process: every readable region of /proc/PID/mem, in every form a secret may take.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

export interface Needle {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Forms in which octets lie in memory: as they are, reversed (OpenSSL's big numbers), and as text of one or two octets a character. */
export function formsOf(name: string, secret: Uint8Array): readonly Needle[] {
  const bytes = Buffer.from(secret)
  const texts = [
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
    // The last characters depend on what follows; what is whole is enough.
    ['base64', bytes.toString('base64').slice(0, Math.floor(bytes.length / 3) * 4)],
    ['base64url', bytes.toString('base64url').slice(0, Math.floor(bytes.length / 3) * 4)],
  ] as const
  return [
    { name: `${name}, raw`, bytes },
    { name: `${name}, reversed`, bytes: Buffer.from(bytes).reverse() },
    ...texts.map(([form, text]) => ({ name: `${name}, ${form}`, bytes: Buffer.from(text, 'latin1') })),
    ...texts.map(([form, text]) => ({
      name: `${name}, ${form} in UTF-16`,
      bytes: Buffer.from(text, 'utf16le'),
    })),
  ]
}

export interface Scan {
  readonly octets: number
  /** Names of the needles that were found. */
  readonly found: ReadonlySet<string>
}

const pieceOctets = 16 << 20

/**
 * @throws Error when the kernel does not let this process read that one's memory: nothing was shown then, and nobody
 *   shall take it for shown.
 */
export function scanMemory(pid: number, needles: readonly Needle[]): Scan {
  const search = searchFor(needles)
  const overlap = Math.max(...needles.map(({ bytes }) => bytes.length)) - 1
  const found = new Set<string>()
  let octets = 0
  const memory = openMemory(pid)
  try {
    const piece = Buffer.alloc(pieceOctets)
    for (const line of readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n')) {
      const region = /^([0-9a-f]+)-([0-9a-f]+) r(\S)\S+ \S+ \S+ \d+\s*(.*)$/.exec(line)
      if (region === null || region[4] === '[vvar]' || region[4] === '[vsyscall]') continue
      // A file that is mapped unchangeable is the program, not its data.
      if (region[3] === '-' && region[4]?.startsWith('/')) continue
      const end = BigInt(`0x${region[2]}`)
      for (let at = BigInt(`0x${region[1]}`); at < end; ) {
        const length = Number(end - at < BigInt(pieceOctets) ? end - at : BigInt(pieceOctets))
        const read = readAt(memory, piece, length, at)
        if (read === 0) break
        search(piece.subarray(0, read), found)
        octets += read
        at += BigInt(read > overlap && at + BigInt(read) < end ? read - overlap : read)
      }
    }
  } finally {
    closeSync(memory)
  }
  return { octets, found }
}

function openMemory(pid: number): number {
  try {
    return openSync(`/proc/${pid}/mem`, 'r')
  } catch (error) {
    throw new Error(
      `the memory of process ${pid} cannot be read; Linux lets a process above it where kernel.yama.ptrace_scope is 0 or 1 and no container forbids ptrace`,
      { cause: error },
    )
  }
}

/** A region may be unmapped, or be a device's, by the time it is read. */
function readAt(file: number, into: Buffer, length: number, at: bigint): number {
  try {
    return readSync(file, into, 0, length, at)
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (code === 'EIO' || code === 'EFAULT') return 0
    throw error
  }
}

/** One pass for all needles: the first two octets decide whether a place is looked at. */
function searchFor(needles: readonly Needle[]): (haystack: Buffer, found: Set<string>) => void {
  const starts = new Uint8Array(1 << 16)
  const byStart = new Map<number, Needle[]>()
  for (const needle of needles) {
    const start = (needle.bytes[0] ?? 0) | ((needle.bytes[1] ?? 0) << 8)
    starts[start] = 1
    byStart.set(start, [...(byStart.get(start) ?? []), needle])
  }
  return (haystack, found) => {
    const last = haystack.length - 1
    const words = new Int32Array(haystack.buffer, haystack.byteOffset, haystack.length >> 2)
    for (let i = 0; i < last; i++) {
      // Most of a memory is zeros, and no secret begins with five of them.
      if ((i & 3) === 0) {
        let word = i >> 2
        while (words[word] === 0 && words[word + 1] === 0) word++
        i = word << 2
        if (i >= last) break
      }
      const start = (haystack[i] ?? 0) | ((haystack[i + 1] ?? 0) << 8)
      if (starts[start] === 0) continue
      for (const { name, bytes } of byStart.get(start) ?? []) {
        if (i + bytes.length > haystack.length) continue
        if (haystack.compare(bytes, 0, bytes.length, i, i + bytes.length) === 0) found.add(name)
      }
    }
  }
}
