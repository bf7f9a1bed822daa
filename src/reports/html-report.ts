// The human report as one HTML file: nothing from elsewhere, no script, every value escaped, made for paper too.

import type { ValidationReport } from '../validation/report.ts'
import {
  describeReport,
  type Fact,
  type ProblemGroup,
  type ReportOptions,
  type SignatureText,
} from './describe-report.ts'
import { say } from './words.ts'

/** @returns a whole document in UTF-8 that opens without a network. */
export function htmlReport(report: ValidationReport, options: ReportOptions): string {
  const text = describeReport(report, options)
  const { language, verdict } = text
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(`${verdict.word}: ${options.file.name}`)}</title>
<style>${style}</style>
</head>
<body>
<header class="${verdict.tone}">
<p class="title">${escaped(text.title)}</p>
<h1><span class="mark" aria-hidden="true">${marks[verdict.tone]}</span> ${escaped(verdict.word)}</h1>
<p>${escaped(verdict.sentence)}</p>
</header>
<main>
${text.practice === undefined ? '' : `<p class="practice">${escaped(text.practice)}</p>`}
${facts(text.document)}
${problems(text.problems, say(language, 'problems'), say(language, 'step'))}
${notes(text.notes)}
${text.signatures.map((signature) => signatureSection(signature, options)).join('\n')}
<section class="basis">${facts(text.basis)}<p class="small">${escaped(say(language, 'reportNote'))}</p></section>
</main>
</body>
</html>
`
}

function signatureSection(signature: SignatureText, options: ReportOptions): string {
  const { language } = options
  const { title, verdict, signer, since } = signature
  return `<section class="signature">
<h2>${escaped(title)}: ${escaped(signer)} <span class="state ${verdict.tone}">${marks[verdict.tone]} ${escaped(verdict.word)}</span></h2>
${facts(signature.facts)}
${since === '' ? '' : `<dl><dt>${escaped(say(language, 'since'))}</dt><dd${signature.forbiddenChanges ? ' class="bad-text"' : ''}>${escaped(since)}</dd></dl>`}
${problems(signature.problems, signature.problemsTitle, say(language, 'step'))}
${notes(signature.notes)}
${facts(signature.details, 'details')}
${signature.counterSignatures.map((one) => signatureSection(one, options)).join('\n')}
</section>`
}

function facts(list: readonly Fact[], className = ''): string {
  const rows = list.map(
    ({ label, value, notes: small }) =>
      `<dt>${escaped(label)}</dt><dd>${escaped(value)}${small.map((note) => `<small>${escaped(note)}</small>`).join('')}</dd>`,
  )
  return `<dl${className === '' ? '' : ` class="${className}"`}>${rows.join('')}</dl>`
}

function problems(groups: readonly ProblemGroup[], heading: string, stepLabel: string): string {
  if (groups.length === 0) return ''
  const items = groups.map(
    ({ problems: texts, step }) =>
      `<li>${texts.map((text) => `<p>${escaped(text)}</p>`).join('')}<p class="step"><b>${escaped(stepLabel)}:</b> ${escaped(step)}</p></li>`,
  )
  return `<h3>${escaped(heading)}</h3><ul class="problems">${items.join('')}</ul>`
}

function notes(texts: readonly string[]): string {
  return texts.map((text) => `<p class="small">${escaped(text)}</p>`).join('')
}

const marks = { good: '✓', bad: '✕', open: '?', plain: '–' } as const

/** Names and messages come from strangers. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

const style = `
:root{--ink:#1c2128;--soft:#57606a;--line:#d5dae0;--paper:#fff;--good:#14613a;--good-ground:#e8f5ed;--bad:#9c1c22;--bad-ground:#fdeceb;--open:#744800;--open-ground:#fcf3df;--plain:#3d4754;--plain-ground:#edf0f3}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8ebef;--soft:#a7b0ba;--line:#3a424b;--paper:#16191d;--good:#82d8a4;--good-ground:#12301f;--bad:#ff9f9c;--bad-ground:#3b1719;--open:#f0c76f;--open-ground:#36290e;--plain:#c9d1da;--plain-ground:#272d34}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:48rem;padding:1.5rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"Noto Sans",sans-serif}
header{padding:1rem 1.25rem;border-left:.5rem solid currentcolor;border-radius:.4rem}
header p,h1{margin:.1rem 0;color:var(--ink)}h1{font-size:1.6rem;line-height:1.25;color:inherit}
.title{color:var(--soft)}
.good{color:var(--good);background:var(--good-ground)}.bad{color:var(--bad);background:var(--bad-ground)}
.open{color:var(--open);background:var(--open-ground)}.plain{color:var(--plain);background:var(--plain-ground)}
.practice{border:2px dashed var(--open);color:var(--open);font-weight:700;padding:.5rem 1rem;border-radius:.4rem}
.signature{border-top:1px solid var(--line);margin-top:1.25rem;padding-top:.5rem}
.signature .signature{margin-left:1rem}
h2{font-size:1.15rem;margin:.5rem 0;overflow-wrap:anywhere}h3{font-size:1rem;margin:.9rem 0 .3rem}
.state{display:inline-block;font-size:.85rem;padding:.05rem .6rem;border-radius:1rem}
dl{display:grid;grid-template-columns:minmax(8rem,11rem) 1fr;gap:.25rem 1rem;margin:.4rem 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
small,.small{display:block;color:var(--soft);font-size:.85rem}
.details{font-size:.9rem;border-top:1px dotted var(--line);padding-top:.4rem;margin-top:.8rem}
.problems{margin:0;padding-left:1.2rem}.problems p{margin:.15rem 0}.step{padding-left:.75rem;border-left:3px solid var(--line)}
.bad-text{color:var(--bad);font-weight:600}
.basis{border-top:1px solid var(--line);margin-top:1.25rem;padding-top:.5rem}
@media(max-width:32rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}
@media print{@page{margin:15mm}:root{--ink:#000;--soft:#444;--line:#aaa;--paper:#fff;--good:#0c4a2a;--bad:#8a1015;--open:#5c3900;--plain:#333}body{max-width:none;padding:0;font-size:10pt}header{border:2px solid;border-left-width:.5rem}h2,h3{break-after:avoid}.problems li,dl>*{break-inside:avoid}}
`
