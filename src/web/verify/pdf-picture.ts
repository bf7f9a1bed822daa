// A page of a PDF as a picture, where a signature stands: pdf.js reads it in a worker of its own and draws on a canvas.
// Scripts, forms, links and fonts of the document stay out of the page.

import {
  getDocument,
  PDFDataRangeTransport,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
  type PDFPageProxy,
  PDFWorker,
} from 'pdfjs-dist'
import { pictureWorker } from './own-scripts.ts'

export interface Picture {
  /** 1-based. */
  readonly page: number
  readonly pages: number
  /** Whether the signature stands on this page; otherwise it is the first one. */
  readonly atSignature: boolean
}

const pagesSearched = 300
const longestMs = 20_000
const largestPixels = 4_000_000

/**
 * Draws the page on which the signature field `fieldName` stands, with a frame around it, or the first page.
 *
 * @param signal gives it up.
 * @returns undefined when the document cannot be drawn.
 */
export async function drawPicture(
  file: Blob,
  fieldName: string | null,
  canvas: HTMLCanvasElement,
  signal: AbortSignal,
): Promise<Picture | undefined> {
  const port = pictureWorker()
  const worker = PDFWorker.create({ port })
  let task: PDFDocumentLoadingTask | undefined
  const end = (): void => {
    // Else the canvas stays taken by what is half drawn, and nothing can be drawn on it again.
    void task?.destroy()
    worker.destroy()
    port.terminate()
  }
  const timer = setTimeout(end, longestMs)
  signal.addEventListener('abort', end)
  try {
    task = getDocument({
      range: new BlobRange(file),
      worker,
      isEvalSupported: false,
      enableXfa: false,
      disableFontFace: true,
      disableAutoFetch: true,
      stopAtErrors: false,
      maxImageSize: 40_000_000,
      canvasMaxAreaInBytes: 160_000_000,
      useWorkerFetch: true,
      standardFontDataUrl: addressOf('standard_fonts'),
      cMapUrl: addressOf('cmaps'),
      cMapPacked: true,
      wasmUrl: addressOf('wasm'),
      verbosity: 0,
    })
    const stopped = new Promise<never>((_, reject) => {
      const stop = (): void => reject(new Error('given up'))
      signal.addEventListener('abort', stop)
      setTimeout(stop, longestMs)
    })
    stopped.catch(() => undefined)
    // One with a password is not judged, so neither is it shown.
    task.onPassword = () => {
      throw new Error('password')
    }
    return await Promise.race([draw(await Promise.race([task.promise, stopped]), fieldName, canvas), stopped])
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
    end()
  }
}

function addressOf(folder: string): string {
  return new URL(`/verify/pdfjs/${folder}/`, location.href).href
}

async function draw(
  document: PDFDocumentProxy,
  fieldName: string | null,
  canvas: HTMLCanvasElement,
): Promise<Picture | undefined> {
  const found = await findField(document, fieldName)
  const page = found?.page ?? (await document.getPage(1))
  const natural = page.getViewport({ scale: 1 })
  const wished = 1400 / natural.width
  const scale = Math.min(wished, Math.sqrt(largestPixels / (natural.width * natural.height)))
  const viewport = page.getViewport({ scale })
  canvas.width = Math.floor(viewport.width)
  canvas.height = Math.floor(viewport.height)
  await page.render({ canvas, viewport, background: '#ffffff' }).promise
  const context = canvas.getContext('2d')
  if (found !== undefined && context !== null) {
    const [x1 = 0, y1 = 0] = viewport.convertToViewportPoint(found.rectangle[0], found.rectangle[1])
    const [x2 = 0, y2 = 0] = viewport.convertToViewportPoint(found.rectangle[2], found.rectangle[3])
    const gap = 5
    context.lineWidth = 4
    context.strokeStyle = '#1d4f7c'
    context.strokeRect(
      Math.min(x1, x2) - gap,
      Math.min(y1, y2) - gap,
      Math.abs(x2 - x1) + 2 * gap,
      Math.abs(y2 - y1) + 2 * gap,
    )
  }
  return { page: page.pageNumber, pages: document.numPages, atSignature: found !== undefined }
}

interface Found {
  readonly page: PDFPageProxy
  readonly rectangle: readonly [number, number, number, number]
}

/** Undefined when the signature cannot be seen on any page. */
async function findField(document: PDFDocumentProxy, fieldName: string | null): Promise<Found | undefined> {
  for (let number = 1; number <= Math.min(document.numPages, pagesSearched); number++) {
    const page = await document.getPage(number)
    for (const annotation of await page.getAnnotations()) {
      const { fieldType, fieldName: name, rect } = annotation
      if (fieldType !== 'Sig' || (fieldName !== null && name !== fieldName) || !isRectangle(rect)) continue
      if (Math.abs(rect[2] - rect[0]) > 1 && Math.abs(rect[3] - rect[1]) > 1) return { page, rectangle: rect }
    }
  }
  return undefined
}

function isRectangle(value: unknown): value is [number, number, number, number] {
  return Array.isArray(value) && value.length === 4 && value.every((one) => typeof one === 'number')
}

/** Only what is needed of a large file is read. */
class BlobRange extends PDFDataRangeTransport {
  readonly #blob: Blob

  constructor(blob: Blob) {
    super(blob.size, null)
    this.#blob = blob
  }

  override requestDataRange(begin: number, end: number): void {
    void this.#blob
      .slice(begin, end)
      .arrayBuffer()
      .then((buffer) => this.onDataRange(begin, new Uint8Array(buffer)))
  }
}
