// Where files are chosen: large while the desk is empty, a line when there is something to read.

import type { Surface } from './app.tsx'
import { Icon } from './icons.tsx'
import { tell } from './words.ts'

interface PickerProperties {
  readonly surface: Surface
  readonly isOver: boolean
  readonly isSmall: boolean
}

export function FilePicker({ surface: { desk, language }, isOver, isSmall }: PickerProperties) {
  const take = (input: HTMLInputElement): void => {
    const files = [...(input.files ?? [])]
    // The same file may be chosen again.
    input.value = ''
    if (files.length > 0) desk.put(files)
  }
  return (
    <label class={`drop${isOver ? ' over' : ''}${isSmall ? ' small' : ''}`}>
      <Icon name="document" />
      <span class="action">{tell(language, isSmall ? 'chooseAnother' : 'choose')}</span>
      {!isSmall && <span class="kinds">{tell(language, 'kinds')}</span>}
      <input type="file" id="document" multiple onChange={(event) => take(event.currentTarget)} />
    </label>
  )
}
