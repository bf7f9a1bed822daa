// The page on which the signature stands, as a picture. What is drawn is the document, not the verdict.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Language } from '../../validation/wording.ts'
import type { Picture } from './pdf-picture.ts'
import { tell } from './words.ts'

interface PictureProperties {
  readonly file: File
  readonly fieldName: string | null
  readonly language: Language
  /** What chooses among signatures. */
  readonly children?: ComponentChildren
}

export function PictureOf({ file, fieldName, language, children }: PictureProperties) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [picture, setPicture] = useState<Picture | 'drawing' | undefined>('drawing')
  useEffect(() => {
    const control = new AbortController()
    setPicture('drawing')
    const draw = async (): Promise<Picture | undefined> => {
      // Loaded when there is a PDF: it is the heaviest part of the page.
      const { drawPicture } = await import('./pdf-picture.ts')
      return canvas.current === null
        ? undefined
        : drawPicture(file, fieldName, canvas.current, control.signal)
    }
    const show = async (): Promise<void> => {
      const drawn = await draw().catch(() => undefined)
      if (!control.signal.aborted) setPicture(drawn)
    }
    void show()
    return () => control.abort()
  }, [file, fieldName])
  const caption =
    picture === 'drawing'
      ? tell(language, 'drawing')
      : picture === undefined
        ? tell(language, 'noPicture')
        : tell(language, picture.atSignature ? 'picture' : 'pictureFirst', {
            page: picture.page,
            pages: picture.pages,
          })
  const isDrawn = picture !== 'drawing' && picture !== undefined
  return (
    <figure class="picture" aria-busy={picture === 'drawing'}>
      <canvas ref={canvas} role="img" aria-label={caption} hidden={!isDrawn} />
      <figcaption>
        {caption}
        {children !== undefined && children !== false && <span class="choices">{children}</span>}
        {isDrawn && <small>{tell(language, 'pictureNow')}</small>}
      </figcaption>
    </figure>
  )
}
