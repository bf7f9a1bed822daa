// Outputs of the command: written beside their place, made durable, then renamed; so a file is whole or not there.

import type { Stats } from 'node:fs'
import { access, constants, type FileHandle, open, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { release } from '../bytes.ts'
import { CommandError, exitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'

export interface OutputOptions {
  /** Of a new file. Default 0o666 less the umask; what exists keeps its own. */
  readonly mode?: number
  /** Nobody looks at the pieces any more: their memory is given back as soon as they are written. */
  readonly owned?: boolean
}

/** `-` is standard output. @throws CommandError naming the file and the cause. */
export async function writeOutput(
  shell: Shell,
  path: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: OutputOptions = {},
): Promise<void> {
  if (path === '-') return writeStdout(shell, pieces)
  try {
    const { target, existing } = await placeOf(path)
    if (existing !== undefined && !existing.isFile()) await writeInPlace(shell, target, pieces, options)
    else {
      const mode = options.mode ?? (existing && existing.mode & 0o777)
      await writeAndRename(shell, target, pieces, { ...options, ...(mode !== undefined && { mode }) })
    }
  } catch (error) {
    throw outputError(path, error)
  }
}

/**
 * Asked before something is made that is made once: a token or a certificate without its place would be lost.
 *
 * @throws CommandError as `writeOutput` would, as far as can be known before.
 */
export async function requirePlace(path: string | undefined): Promise<void> {
  if (path === undefined || path === '-') return
  try {
    const { target, existing } = await placeOf(path)
    const written = existing === undefined || existing.isFile() ? `${dirname(target)}/` : target
    await access(written, constants.W_OK)
  } catch (error) {
    throw outputError(path, error)
  }
}

/** @throws CommandError 64 for a folder. */
async function placeOf(path: string): Promise<{ readonly target: string; readonly existing?: Stats }> {
  const target = await realpath(path).catch(() => resolve(path))
  const existing = await stat(target).catch(() => undefined)
  if (existing?.isDirectory()) throw new CommandError(exitStatus.usage, `${path} is a folder; name a file`)
  return existing === undefined ? { target } : { target, existing }
}

/** @throws CommandError 64 when both names lead to the same file. */
export async function refuseSameFile(input: string, output: string): Promise<void> {
  if (input === '-' || output === '-') return
  const [source, target] = await Promise.all([
    stat(input).catch(() => undefined),
    stat(output).catch(() => undefined),
  ])
  if (source === undefined || target === undefined) return
  if (source.dev === target.dev && source.ino === target.ino)
    throw new CommandError(exitStatus.usage, `-o ${output} is the input itself; name another file`)
}

async function writeAndRename(
  shell: Shell,
  target: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: OutputOptions,
): Promise<void> {
  const { mode } = options
  const temporary = join(dirname(target), `.${basename(target).slice(0, 64)}.${shell.randomUuid()}.tmp`)
  const handle = await open(temporary, 'wx', mode ?? 0o666)
  try {
    try {
      await writePieces(shell, handle, pieces, options, () => handle.datasync())
      if (mode !== undefined) await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
}

/** A device or a pipe cannot be replaced by renaming. */
async function writeInPlace(
  shell: Shell,
  target: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: OutputOptions,
): Promise<void> {
  await using handle = await open(target, 'w')
  await writePieces(shell, handle, pieces, options)
}

/**
 * One write, and one flush, are on their way while more is made.
 *
 * @param flush brings what was written to the disk; undefined where there is no disk.
 */
async function writePieces(
  shell: Shell,
  handle: FileHandle,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { owned = false }: OutputOptions,
  flush?: () => Promise<void>,
): Promise<void> {
  let gathered: Uint8Array[] = []
  let octets = 0
  let unflushed = 0
  let writing: Promise<void> | undefined
  let flushing: Promise<void> | undefined
  // An error of the disk is told by the flush that met it and by none after that.
  let failure: { readonly error: unknown } | undefined

  async function write(batch: readonly Uint8Array[]): Promise<void> {
    await writeAll(handle, batch)
    if (owned) for (const written of batch) release(written)
  }

  function flushNow(): void {
    unflushed = 0
    flushing = flush?.()
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => {
        flushing = undefined
      })
  }

  try {
    for await (const piece of pieces) {
      shell.signal.throwIfAborted()
      gathered.push(piece)
      octets += piece.length
      if (octets < writeOctets && gathered.length < mostPieces) continue
      await writing
      if (failure !== undefined) throw failure.error
      if (unflushed >= flushOctets && flushing === undefined) flushNow()
      unflushed += octets
      writing = write(gathered)
      writing.catch(() => undefined)
      gathered = []
      octets = 0
    }
    await writing
    await write(gathered)
  } finally {
    // Whoever closes the file next must not do so under them.
    await Promise.allSettled([writing, flushing])
  }
  if (failure !== undefined) throw failure.error
}

/**
 * What is written at once, about: on a busy machine each write waits its turn. Aligned writes of 2 MiB have the kernel keep
 * them in pieces of memory so large that a virtual machine may first have to get them from its host: half as fast.
 */
const writeOctets = 1024 * 1024
/** Of pieces that one call takes (IOV_MAX). */
const mostPieces = 500
/** So much goes to the disk at once while more is written, and little is left to wait for at the end. */
const flushOctets = 16 * 1024 * 1024

async function writeAll(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  if (pieces.length === 0) return
  let { bytesWritten } = await handle.writev(pieces)
  // A disk may take less than it is given: the rest goes piece by piece.
  for (const piece of pieces) {
    let written = Math.min(bytesWritten, piece.length)
    bytesWritten -= written
    while (written < piece.length) written += (await handle.write(piece, written)).bytesWritten
  }
}

/** Whether a file will be renamed into its place: what was written before an error is then seen by nobody. */
export async function isReplaced(path: string): Promise<boolean> {
  if (path === '-') return false
  const existing = await stat(path).catch(() => undefined)
  return existing === undefined || existing.isFile()
}

async function writeStdout(
  shell: Shell,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  for await (const piece of pieces)
    await new Promise<void>((resolve, reject) =>
      shell.stdout.write(piece, (error) => (error ? reject(error) : resolve())),
    )
}

function outputError(path: string, error: unknown): unknown {
  if (error instanceof CommandError || !(error instanceof Error) || !('code' in error)) return error
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CommandError(exitStatus.usage, `the folder of ${path} does not exist; make it first`, {
        cause: error,
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new CommandError(exitStatus.notPermitted, `${path} may not be written by this user`, {
        cause: error,
      })
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new CommandError(exitStatus.unavailable, `no space left to write ${path}`, { cause: error })
    default:
      return error
  }
}
