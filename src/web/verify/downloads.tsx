// The report to take along: for people as PDF and HTML, for programs as JSON. Written in the browser.

import regularAddress from '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf?url'
import boldAddress from '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf?url'
import { useState } from 'preact/hooks'
import type { ReportOptions } from '../../reports/describe-report.ts'
import { htmlReport } from '../../reports/html-report.ts'
import type { ValidationReport } from '../../validation/report.ts'
import { Icon } from './icons.tsx'
import { tell } from './words.ts'

interface DownloadsProperties {
  readonly report: ValidationReport
  readonly options: ReportOptions
}

const kinds = ['PDF', 'HTML', 'JSON'] as const

export function Downloads({ report, options }: DownloadsProperties) {
  const { language } = options
  const [state, setState] = useState<'idle' | 'making' | 'notMade'>('idle')
  const save = async (kind: (typeof kinds)[number]): Promise<void> => {
    setState('making')
    try {
      saveFile(`${options.file.name}.report.${kind.toLowerCase()}`, await reportAs(kind, report, options))
      setState('idle')
    } catch {
      // A newer page has taken this one's place, and the part that writes is gone with it; or there is no network.
      setState('notMade')
    }
  }
  return (
    <div class="actions">
      <span class="label" id="save-label">
        <Icon name="save" /> {tell(language, 'report')}
      </span>
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          disabled={state === 'making'}
          aria-label={`${tell(language, 'report')}: ${kind}`}
          onClick={() => void save(kind)}
        >
          {kind}
        </button>
      ))}
      <button type="button" onClick={() => print()}>
        <Icon name="print" /> {tell(language, 'print')}
      </button>
      <span role="status" class="soft">
        {state !== 'idle' && tell(language, state)}
      </span>
    </div>
  )
}

async function reportAs(
  kind: (typeof kinds)[number],
  report: ValidationReport,
  options: ReportOptions,
): Promise<Blob> {
  switch (kind) {
    case 'JSON':
      return new Blob([`${JSON.stringify(report, undefined, 2)}\n`], { type: 'application/json' })
    case 'HTML':
      return new Blob([htmlReport(report, options)], { type: 'text/html' })
    case 'PDF': {
      const { pdfReport } = await import('../../reports/pdf-report.ts')
      const [regular, semibold] = await Promise.all([octetsAt(regularAddress), octetsAt(boldAddress)])
      const pdf = await pdfReport(report, options, { regular, semibold })
      return new Blob([new Uint8Array(pdf)], { type: 'application/pdf' })
    }
  }
}

async function octetsAt(address: string): Promise<Uint8Array> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address} cannot be had`)
  return new Uint8Array(await response.arrayBuffer())
}

function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
