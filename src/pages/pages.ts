// The pages as the gateway serves them: built in the background at the start, read from their folder.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { manifestFile, type PageFile, parseManifest } from './manifest.ts'

export interface Page {
  readonly file: PageFile
  /** The content, packed when `packed` was asked for and the file has that form. */
  read(packed: boolean): Promise<Uint8Array>
}

export type PagesState =
  | { readonly kind: 'preparing' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'ready'; find(address: string): Page | undefined }

export interface Pages {
  /** Has them built unless they are, or are being. */
  prepare(): void
  state(): PagesState
}

const pauseAfterFailureMs = 30_000

/**
 * @param build gives the folder that holds the pages.
 * @param failed hears why there are none.
 */
export function openPages(build: () => Promise<string>, failed: (error: unknown) => void): Pages {
  let state: PagesState = { kind: 'failed' }
  let notBeforeMs = 0
  const load = async (): Promise<void> => {
    try {
      state = await readyPages(await build())
    } catch (error) {
      state = { kind: 'failed' }
      notBeforeMs = performance.now() + pauseAfterFailureMs
      failed(error)
    }
  }
  return {
    prepare: () => {
      if (state.kind !== 'failed' || performance.now() < notBeforeMs) return
      state = { kind: 'preparing' }
      void load()
    },
    state: () => state,
  }
}

async function readyPages(folder: string): Promise<PagesState> {
  const { files } = parseManifest(await readFile(join(folder, manifestFile), 'utf8'))
  const pages = new Map(
    files.map((file): [string, Page] => [
      file.address,
      { file, read: (packed) => readFile(join(folder, packed ? `${file.file}.gz` : file.file)) },
    ]),
  )
  return { kind: 'ready', find: (address) => pages.get(address) }
}
