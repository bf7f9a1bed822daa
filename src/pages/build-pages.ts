// Entry of the process that builds the pages: `node build-pages.ts DATA_FOLDER` prints the folder that holds them.
// It has to run with a package whose modules may be written by nobody, without a network, as root and as anybody else.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { access, chmod, constants, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { manifestFile } from './manifest.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))

/** Whatever of the project gets into the pages, or decides how they are built. */
const sources = [
  'package.json',
  'src/bytes.ts',
  'src/clock.ts',
  'src/errors.ts',
  'src/crypto',
  'src/formats',
  'src/pages',
  'src/reports',
  'src/validation',
  'src/web',
]

const oneDayMs = 86_400_000

// Others than the one who builds have to read what lies beside the modules; the launcher hides what it makes.
process.umask(0o022)
try {
  // Whoever is being served goes first.
  setPriority(10)
} catch {
  // Not everybody may; then it takes its share.
}
process.stdout.write(await builtPages(process.argv[2] ?? ''))

/** @returns the folder with the pages of the sources as they are now, built unless it was before. */
async function builtPages(dataFolder: string): Promise<string> {
  const digest = sourcesDigest()
  const folders = [join(project, 'node_modules', '.cache', 'chancery', 'pages'), dataFolder]
  const known = folders
    .map((folder) => join(folder, digest))
    .find((folder) => existsSync(join(folder, manifestFile)))
  if (known !== undefined) return known
  const folder = await firstWritable(folders)
  const part = await mkdtemp(join(folder, 'part-'))
  try {
    // Loaded here, for most starts find what was built before.
    const { writePages } = await import('./write-pages.ts')
    await writePages(project, part, digest)
    // Temporary folders are their maker's alone.
    await chmod(part, 0o755)
    await publish(part, join(folder, digest))
  } finally {
    await rm(part, { recursive: true, force: true })
  }
  await sweep(folder, digest)
  return join(folder, digest)
}

function sourcesDigest(): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of filesOf(source)) {
      const content = readFileSync(join(project, file))
      hash.update(`${file}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex').slice(0, 32)
}

function filesOf(path: string): readonly string[] {
  if (!path.startsWith('src/') || path.endsWith('.ts')) return [path]
  return readdirSync(join(project, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.length).replaceAll('\\', '/'))
    .sort()
}

async function firstWritable(folders: readonly string[]): Promise<string> {
  for (const folder of folders) {
    try {
      await mkdir(folder, { recursive: true })
      await access(folder, constants.W_OK)
      return folder
    } catch {
      // The next one, then.
    }
  }
  throw new Error(`the pages cannot be kept anywhere: ${folders.join(' and ')} cannot be written`)
}

/** Whole or not at all; another process may have been quicker. */
async function publish(part: string, final: string): Promise<void> {
  try {
    await rename(part, final)
  } catch (error) {
    if (!existsSync(join(final, manifestFile))) throw error
  }
}

/** Pages of earlier sources, which a service that runs still may serve for a while. */
async function sweep(folder: string, digest: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (name !== digest && Date.now() - mtimeMs > oneDayMs) await rm(path, { recursive: true, force: true })
  }
}
