// The head of every page: whose it is, and in which language.

import type { Language } from '../validation/wording.ts'
import { Icon } from './verify/icons.tsx'

interface TopProperties {
  readonly language: Language
  readonly choose: (language: Language) => void
  /** Of the choice of languages, for those who hear it. */
  readonly label: string
}

export function Top({ language, choose, label }: TopProperties) {
  return (
    <header class="top">
      <span class="brand">
        <Icon name="seal" /> Chancery
      </span>
      <fieldset class="languages">
        <legend class="unseen">{label}</legend>
        {(['vi', 'en'] as const).map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            aria-pressed={one === language}
            onClick={() => choose(one)}
          >
            {one === 'vi' ? 'Tiếng Việt' : 'English'}
          </button>
        ))}
      </fieldset>
    </header>
  )
}
