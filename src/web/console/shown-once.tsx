// A secret that is shown this once, with a button that copies it.

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Desk } from './app.tsx'
import { tell } from './words.ts'

interface ShownOnceProperties extends Pick<Desk, 'language'> {
  readonly secret: string
  /** What it is for, and until when. */
  readonly children: ComponentChildren
}

export function ShownOnce({ secret, language, children }: ShownOnceProperties) {
  const [copied, setCopied] = useState<string>()
  return (
    <div class="linked" role="status">
      <div>
        {children}
        <code>{secret}</code>
        <button
          type="button"
          onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(secret))}
        >
          {tell(language, copied === secret ? 'copied' : 'copy')}
        </button>
      </div>
    </div>
  )
}
