// The changes that a revision can make, and the terms under which a signature permits each (ISO 32000-2 table 257).

export type PermittedAs = 'always' | 'form_filling' | 'annotation' | 'never'

export interface RevisionChange {
  readonly kind: string
  readonly permittedAs: PermittedAs
  /** Field that FieldMDP may lock. */
  readonly fieldName?: string
}

/** The whitelist. Every other kind is never permitted. */
const whitelist: Readonly<Record<string, PermittedAs>> = {
  security_store_added: 'always',
  document_timestamp_added: 'always',
  metadata_changed: 'always',
  extensions_changed: 'always',
  version_changed: 'always',
  object_orphaned: 'always',
  revision_without_effect: 'always',
  signature_added: 'form_filling',
  signature_field_added: 'form_filling',
  form_field_filled: 'form_filling',
  form_resources_changed: 'form_filling',
  annotation_added: 'annotation',
  annotation_changed: 'annotation',
  annotation_removed: 'annotation',
  annotation_resources_changed: 'annotation',
}

export class ChangeList {
  readonly changes: RevisionChange[] = []

  add(kind: string, fieldName?: string): void {
    const permittedAs = whitelist[kind] ?? 'never'
    this.changes.push(fieldName === undefined ? { kind, permittedAs } : { kind, permittedAs, fieldName })
  }
}
