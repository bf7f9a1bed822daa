// Inputs of the command: a file with random access, or standard input; what is missing or no file is said plainly.

import { createReadStream } from 'node:fs'
import { access, constants, type FileHandle, mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { ValidationInput } from '../validation/input.ts'
import { CommandError, exitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'

export type FileSource = ValidationInput['document'] & {
  /** As given on the command line. */
  readonly name: string
  close(): Promise<void>
}

/** Standard input and pipes are held in memory, since random access is needed. */
const mostStreamedOctets = 256 * 1024 * 1024

/** `-` is standard input. @throws CommandError 66 when there is no such file, 77 when it may not be read. */
export async function openInput(shell: Shell, path: string): Promise<FileSource> {
  if (path === '-') return gatheredSource(path, shell.stdin)
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    const facts = await handle.stat()
    if (facts.isDirectory())
      throw new CommandError(exitStatus.noInput, `${path} is a folder; a file is expected`)
    // A pipe, as of `<(command)`, has no size and can be read once only.
    if (!facts.isFile()) return await gatheredSource(path, handle.createReadStream())
    return fileSource(path, handle, facts.size)
  } catch (error) {
    await handle?.close()
    throw inputError(path, error)
  }
}

/**
 * As `openInput`, of any size: what comes from a pipe goes to a temporary file that has no name any more.
 *
 * @throws CommandError as `openInput`.
 */
export async function openSpooled(shell: Shell, path: string): Promise<FileSource> {
  const isFile = path !== '-' && (await stat(path).catch(() => undefined))?.isFile() === true
  if (isFile) return openInput(shell, path)
  const folder = await mkdtemp(join(tmpdir(), 'chancery-'))
  let handle: FileHandle | undefined
  try {
    handle = await open(join(folder, 'input'), 'wx+', 0o600)
    await rm(folder, { recursive: true })
    const stream = path === '-' ? shell.stdin : createReadStream(path)
    let size = 0
    for await (const piece of stream) {
      if (!(piece instanceof Uint8Array)) throw new Error(`${path} gave text instead of bytes`)
      shell.signal.throwIfAborted()
      await handle.writeFile(piece)
      size += piece.length
    }
    return fileSource(path, handle, size)
  } catch (error) {
    await handle?.close()
    await rm(folder, { recursive: true, force: true })
    throw inputError(path, error)
  }
}

/** Tells a misspelt name before any work is done, without opening: a pipe would be lost. @throws as `openInput`. */
export async function requireInput(path: string): Promise<void> {
  if (path === '-') return
  try {
    if ((await stat(path)).isDirectory())
      throw new CommandError(exitStatus.noInput, `${path} is a folder; a file is expected`)
    await access(path, constants.R_OK)
  } catch (error) {
    throw inputError(path, error)
  }
}

/** @throws CommandError 64 when `paths` name standard input twice. */
export function refuseSecondStdin(paths: readonly string[]): void {
  if (paths.filter((path) => path === '-').length > 1)
    throw new CommandError(exitStatus.usage, 'standard input (-) can be read once only')
}

/** The whole of a small file. @throws CommandError as `openInput`, 65 when it exceeds `mostOctets`. */
export async function readInput(shell: Shell, path: string, mostOctets: number): Promise<Uint8Array> {
  const source = await openInput(shell, path)
  try {
    if (source.size > mostOctets)
      throw new CommandError(
        exitStatus.data,
        `${path} has ${source.size} octets; at most ${mostOctets} are read`,
      )
    return await source.read(0, source.size)
  } finally {
    await source.close()
  }
}

/** What an error of the file system means for the user; anything else as it is. */
export function inputError(path: string, error: unknown): unknown {
  if (error instanceof CommandError || !(error instanceof Error) || !('code' in error)) return error
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CommandError(exitStatus.noInput, `${path} does not exist`, { cause: error })
    case 'EISDIR':
      return new CommandError(exitStatus.noInput, `${path} is a folder; a file is expected`, { cause: error })
    case 'ENAMETOOLONG':
    case 'ELOOP':
    case 'ENXIO':
      return new CommandError(exitStatus.noInput, `${path} cannot be opened: ${error.code}`, { cause: error })
    case 'EACCES':
    case 'EPERM':
      return new CommandError(exitStatus.notPermitted, `${path} may not be read by this user`, {
        cause: error,
      })
    default:
      return error
  }
}

/** Last part of the path; for messages and output names. */
export function inputName(path: string): string {
  return path === '-' ? 'stdin' : basename(path)
}

function fileSource(name: string, handle: FileHandle, size: number): FileSource {
  return {
    name,
    size,
    async read(start, end, into) {
      // Not zeroed first: it is filled before anybody sees it.
      const buffer =
        into?.subarray(0, end - start) ?? new Uint8Array(Buffer.allocUnsafeSlow(end - start).buffer)
      let filled = 0
      while (filled < buffer.length) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled)
        // A verdict on a file that changes under our hands would be a verdict on nothing.
        if (bytesRead === 0)
          throw new CommandError(exitStatus.data, `${name} became shorter while it was being read`)
        filled += bytesRead
      }
      return buffer
    },
    close: () => handle.close(),
  }
}

async function gatheredSource(name: string, stream: Readable): Promise<FileSource> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of stream) {
    if (!(piece instanceof Uint8Array)) throw new Error(`${name} gave text instead of bytes`)
    size += piece.length
    if (size > mostStreamedOctets)
      throw new CommandError(
        exitStatus.data,
        `${name === '-' ? 'standard input' : name} exceeds ${mostStreamedOctets} octets; give the name of a file instead`,
      )
    pieces.push(piece)
  }
  const bytes = Buffer.concat(pieces)
  return {
    name,
    size: bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
    close: async () => undefined,
  }
}
