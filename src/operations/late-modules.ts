// Modules that a start does without, an eighth of what it would read: PKI.js, and the readers of trusted lists with XML.

export const certificateBuilder = () => import('../formats/x509/build-certificate.ts')
export const certificateListBuilder = () => import('../formats/x509/build-certificate-list.ts')
export const trustFileReader = () => import('../validation/trust/read-trust-file.ts')

/** Reads them soon after: a process that runs for months would else meet the files of another version. */
export async function readLateModules(): Promise<void> {
  await Promise.all([certificateBuilder(), certificateListBuilder(), trustFileReader()])
}
