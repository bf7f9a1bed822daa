// Why: some keys may be exported or sign digests, which is chosen when they are made and bound to the wrapped key.

export const statements = [
  `alter table keys add column attributes text[] not null default '{}'
     check (attributes <@ array['exportable', 'sign-digest'])`,
]
