// Whom the reader trusts: the office's authorities, and certificates that the reader adds or removes.

import { nameParts } from '../../reports/name-parts.ts'
import type { Surface } from './app.tsx'
import { tell } from './words.ts'

export function TrustPanel({ surface: { desk, language } }: { readonly surface: Surface }) {
  const time = (date: Date): string =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(date)
  const { office, anchors, anchorsProblem } = desk
  const add = (input: HTMLInputElement): void => {
    const [file] = [...(input.files ?? [])]
    input.value = ''
    if (file !== undefined) void desk.addAnchors(file)
  }
  return (
    <details class="trust" id="trust">
      <summary>{tell(language, 'trust')}</summary>
      <p>
        {office?.fetchedAt === undefined
          ? tell(language, 'trustNone')
          : tell(language, 'trustOffice', {
              count: office.material.anchors.length + (office.material.datedAnchors?.length ?? 0),
              time: time(office.fetchedAt),
            })}{' '}
        <a href="/verify/trust-anchors.pem" download="trust-anchors.pem">
          {tell(language, 'trustList')}
        </a>
      </p>
      {anchors.length > 0 && (
        <>
          <p>{tell(language, 'trustAdded')}</p>
          <ul class="anchors">
            {anchors.map((anchor) => (
              <li key={anchor.sha256Hex}>
                <span>
                  <b>{nameParts(anchor.subject).common}</b>{' '}
                  {tell(language, 'until', { time: time(new Date(anchor.notAfter)) })}
                  <small>
                    {tell(language, 'fingerprint')}:{' '}
                    <code>{anchor.sha256Hex.replace(/..(?=.)/g, '$& ')}</code>
                  </small>
                </span>
                <button type="button" onClick={() => desk.removeAnchor(anchor)}>
                  {tell(language, 'remove')}
                  <span class="unseen"> {nameParts(anchor.subject).common}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="soft">{tell(language, 'trustWarning')}</p>
      <label class="button">
        {tell(language, 'trustAdd')}
        <input type="file" id="anchors" onChange={(event) => add(event.currentTarget)} />
      </label>
      <p role="alert" class="problem">
        {anchorsProblem !== '' && tell(language, 'trustProblem', { problem: anchorsProblem })}
      </p>
    </details>
  )
}
