// `verify --report FILE`: the report for people as HTML or PDF, as the page /verify gives it.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { utf8 } from '../bytes.ts'
import type { ReportedFile, ReportOptions } from '../reports/describe-report.ts'
import type { ValidationReport } from '../validation/report.ts'
import { CommandError, exitStatus } from './exit-status.ts'
import { type FileSource, inputName } from './input-file.ts'
import { writeOutput } from './output-file.ts'
import type { Shell } from './shell.ts'

const reportKinds = ['.html', '.pdf'] as const
export type ReportKind = (typeof reportKinds)[number]

/** @throws CommandError status 64 for another ending. */
export function reportKindOf(path: string): ReportKind {
  const kind = reportKinds.find((one) => one === extname(path).toLowerCase())
  if (kind !== undefined) return kind
  throw new CommandError(
    exitStatus.usage,
    `--report ${JSON.stringify(path)}: the name ends in .html or .pdf, which says what is written`,
  )
}

export async function writeReport(
  shell: Shell,
  path: string,
  report: ValidationReport,
  options: ReportOptions,
): Promise<void> {
  await writeOutput(shell, path, [await reportBytes(reportKindOf(path), report, options)])
}

async function reportBytes(
  kind: ReportKind,
  report: ValidationReport,
  options: ReportOptions,
): Promise<Uint8Array> {
  // Loaded here: what writes PDF is large, and few ask for it.
  switch (kind) {
    case '.html': {
      const { htmlReport } = await import('../reports/html-report.ts')
      return utf8(htmlReport(report, options))
    }
    case '.pdf': {
      const { pdfReport } = await import('../reports/pdf-report.ts')
      return pdfReport(report, options, {
        regular: await font('400Regular/NotoSans_400Regular.ttf'),
        semibold: await font('600SemiBold/NotoSans_600SemiBold.ttf'),
      })
    }
  }
}

function font(path: string): Promise<Uint8Array> {
  return readFile(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${path}`))
}

export async function reportedFile(source: FileSource): Promise<ReportedFile> {
  const hash = createHash('sha256')
  const pieceOctets = 1 << 20
  for (let at = 0; at < source.size; at += pieceOctets)
    hash.update(await source.read(at, Math.min(source.size, at + pieceOctets)))
  return { name: inputName(source.name), size: source.size, sha256Hex: hash.digest('hex') }
}
