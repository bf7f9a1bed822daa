// Bundles the pages `/verify` and `/console` with Vite: workers and service worker, what pdf.js needs, and the list of it all.

import { createHash } from 'node:crypto'
import { cp, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { build, type InlineConfig } from 'vite'
import { manifestFile, type PageFile, type PageManifest } from './manifest.ts'

/** Of the pages' addresses; in the folder the second has one of its own below that of the first. */
const verifyBase = '/verify/'
const consoleBase = '/console/'

/** @param folder is empty, and gets the files. */
export async function writePages(project: string, folder: string, digest: string): Promise<void> {
  const root = join(project, 'src', 'web', 'verify')
  await buildPage(root, folder, verifyBase)
  // Fonts, character maps and decoders, which pdf.js fetches by name when a document needs them.
  for (const name of ['standard_fonts', 'cmaps', 'wasm'])
    await cp(join(project, 'node_modules', 'pdfjs-dist', name), join(folder, 'pdfjs', name), {
      recursive: true,
    })
  // The service worker is told what to keep, so it is built when the rest is there.
  const kept = (await filesBelow(folder)).filter((file) => !/^pdfjs\/(cmaps|wasm)\/|LICENSE/.test(file))
  await build({
    ...common(root, folder, verifyBase),
    define: {
      KEPT_FILES: JSON.stringify(kept.map(addressOf)),
      PAGE_VERSION: JSON.stringify(digest),
    },
    build: {
      ...common(root, folder, verifyBase).build,
      rollupOptions: {
        input: join(root, 'service-worker.ts'),
        output: { entryFileNames: 'service-worker.js', format: 'iife' },
      },
    },
  })
  // After the service worker, which keeps what works without a network alone.
  await buildPage(join(project, 'src', 'web', 'console'), join(folder, 'console'), consoleBase)
  const files: PageFile[] = []
  for (const file of await filesBelow(folder)) files.push(await describe(folder, file))
  const manifest: PageManifest = { digest, files }
  // Last: where it lies, everything does.
  const part = join(folder, `${manifestFile}.part`)
  await writeFile(part, JSON.stringify(manifest))
  await rename(part, join(folder, manifestFile))
}

async function buildPage(root: string, outDir: string, base: string): Promise<void> {
  const options = common(root, outDir, base)
  const rollupOptions = { input: join(root, 'page.html') }
  await build({ ...options, build: { ...options.build, rollupOptions } })
}

function common(root: string, outDir: string, base: string) {
  return {
    root,
    base,
    configFile: false,
    envFile: false,
    publicDir: false,
    mode: 'production',
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      // Nothing inline: the content security policy would refuse it.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4096,
    },
    worker: { format: 'es' },
  } as const satisfies InlineConfig
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
}

function addressOf(file: string): string {
  if (file === 'page.html') return '/verify'
  if (file === 'console/page.html') return '/console'
  return file.startsWith('console/') ? `/${file}` : `${verifyBase}${file}`
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
  '.webmanifest': 'application/manifest+json',
}

const gzipped: ReadonlySet<string> = new Set(['.html', '.css', '.js', '.mjs', '.svg', '.wasm', '.ttf'])

async function describe(folder: string, file: string): Promise<PageFile> {
  const content = await readFile(join(folder, file))
  const extension = extname(file)
  const isGzipped = gzipped.has(extension) && content.length > 1000
  if (isGzipped) await writeFile(join(folder, `${file}.gz`), await promisify(gzip)(content, { level: 9 }))
  return {
    address: addressOf(file),
    file,
    contentType: contentTypes[extension] ?? 'application/octet-stream',
    sha256: createHash('sha256').update(content).digest('base64url'),
    gzip: isGzipped,
    immutable: /^(console\/)?assets\//.test(file),
  }
}
