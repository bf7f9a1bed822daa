// A file on the disk as a source of octets, read at random.

import { type FileHandle, open } from 'node:fs/promises'
import type { ByteSource } from '../formats/byte-source.ts'

export interface FileSource extends ByteSource, AsyncDisposable {}

/** @throws Error of the file system. */
export async function openFileSource(path: string): Promise<FileSource> {
  const file = await open(path, 'r')
  const { size } = await file.stat()
  return {
    size,
    read: (from, to) => readRange(file, from, Math.min(to, size)),
    [Symbol.asyncDispose]: () => file.close(),
  }
}

async function readRange(file: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, to - from))
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at)
    if (bytesRead === 0) throw new Error('the file became shorter while it was read')
    at += bytesRead
  }
  return bytes
}
