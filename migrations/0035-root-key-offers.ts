// Why: while the root key is rotated, the host that does it offers the custody record to the others here, encrypted for their keepers alone, and waits for them.

const rootKeyOffers = `
create table root_key_offers (
  singleton boolean primary key default true check (singleton),
  generation integer not null check (generation >= 2),
  check_value bytea not null check (octet_length(check_value) between 16 and 1024),
  offer bytea not null check (octet_length(offer) between 32 and 1048576),
  offered_at timestamptz not null
)`

export const statements = [
  rootKeyOffers,
  `alter table root_key_offers enable row level security`,
  `alter table root_key_offers force row level security`,
  `create policy root_key_offers_service on root_key_offers to chancery_gateway
     using (chancery_is_service()) with check (chancery_is_service())`,
  `grant select, insert, update on root_key_offers to chancery_gateway`,
]
