// The list of a page's files, which the build writes beside them and the gateway reads.

export const manifestFile = 'manifest.json'

export interface PageFile {
  /** For example `/verify/assets/page-Ab12.js`. */
  readonly address: string
  /** Below the folder of the manifest. Beside it lies `.gz` when `gzip` is set. */
  readonly file: string
  readonly contentType: string
  readonly sha256: string
  readonly gzip: boolean
  /** Its name changes with its content. */
  readonly immutable: boolean
}

export interface PageManifest {
  readonly digest: string
  readonly files: readonly PageFile[]
}

/** @throws Error when it is not what the build writes. */
export function parseManifest(text: string): PageManifest {
  const parsed: unknown = JSON.parse(text)
  if (!isManifest(parsed)) throw new Error(`${manifestFile} is damaged`)
  return parsed
}

function isManifest(value: unknown): value is PageManifest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'digest' in value &&
    typeof value.digest === 'string' &&
    'files' in value &&
    Array.isArray(value.files) &&
    value.files.every(isFile)
  )
}

function isFile(value: unknown): value is PageFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['address', 'file', 'contentType', 'sha256'].every(
      (name) => typeof Reflect.get(value, name) === 'string',
    ) &&
    ['gzip', 'immutable'].every((name) => typeof Reflect.get(value, name) === 'boolean')
  )
}
