// Pictures made of lines, drawn in the colour of the text beside them. They repeat what words say.

const paths = {
  good: 'M24 4 42 11v12c0 11-8 18-18 21C14 41 6 34 6 23V11zM15 24l7 7 12-14',
  bad: 'M15 4h18l11 11v18L33 44H15L4 33V15zM16 16l16 16M32 16 16 32',
  open: 'M24 4a20 20 0 1 1 0 40 20 20 0 0 1 0-40zM18 19c0-8 12-8 12 0 0 5-6 5-6 10M24 35v.5',
  plain: 'M11 4h18l9 9v31H11zM29 4v9h9M18 27h12',
  working: 'M24 4a20 20 0 1 1-20 20',
  document: 'M11 4h18l9 9v31H11zM29 4v9h9M24 37V22m-7 7 7-7 7 7',
  lock: 'M11 21h26v22H11zM16 21v-6c0-11 16-11 16 0v6',
  link: 'M20 28l8-8M22 15l5-5c7-7 18 4 11 11l-5 5M26 33l-5 5c-7 7-18-4-11-11l5-5',
  seal: 'M24 4a14 14 0 1 1 0 28 14 14 0 0 1 0-28zM17 18l5 5 9-10M16 30l-3 14 11-6 11 6-3-14',
  save: 'M24 5v25m-10-9 10 10 10-10M8 36v7h32v-7',
  print: 'M14 18V5h20v13M14 36H6V18h36v18h-8M14 29h20v14H14z',
  step: 'M8 24h30M28 13l11 11-11 11',
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
