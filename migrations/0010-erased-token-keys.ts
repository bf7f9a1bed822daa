// Why: what an HSM holds of a destroyed key is erased after its row says so, as often as it takes; here stands what is done.

const erasedTokenKeys = `
create table erased_token_keys (
  key_id uuid not null,
  version integer not null,
  erased_at timestamptz not null,
  primary key (key_id, version),
  foreign key (key_id, version) references key_versions (key_id, version)
)`

export const statements = [
  erasedTokenKeys,
  `alter table erased_token_keys enable row level security`,
  `alter table erased_token_keys force row level security`,
  `create policy erased_token_keys_service on erased_token_keys to chancery_gateway
     using (chancery_is_service()) with check (chancery_is_service())`,
  `grant select, insert on erased_token_keys to chancery_gateway`,
]
