// Why: a key may be made so that it signs nothing which nobody has approved, whoever asks.

export const statements = [
  `alter table keys drop constraint keys_attributes_check`,
  `alter table keys add constraint keys_attributes_check
     check (attributes <@ array['exportable', 'sign-digest', 'approval-required'])`,
]
