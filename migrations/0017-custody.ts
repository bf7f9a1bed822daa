// Why: the root key gets further generations, under which unit keys are wrapped anew one by one; and a real office is
// founded in a ceremony, which may be interrupted, so the row says when it was through.

// Whoever replaces a unit's key need not know which root key wraps it: it counts as the first's until it is wrapped anew.
const forgetGeneration = `
create function chancery_forget_root_key_generation() returns trigger language plpgsql as $$
begin
  if new.root_key_generation = old.root_key_generation then new.root_key_generation := 1; end if;
  return new;
end
$$`

export const statements = [
  `alter table office add column root_key_generation integer not null default 1 check (root_key_generation >= 1)`,
  `alter table office add column founded_at timestamptz`,
  `alter table office no force row level security`,
  `update office set founded_at = created_at`,
  `alter table office force row level security`,
  `create policy office_change on office for update to chancery_gateway using (chancery_is_service())`,
  `grant update (root_key_check, root_key_generation, founded_at) on office to chancery_gateway`,

  `alter table units add column root_key_generation integer not null default 1 check (root_key_generation >= 1)`,
  forgetGeneration,
  `create trigger units_forget_root_key_generation before update of wrapped_unit_key, retiring_unit_key on units
     for each row
     when (old.wrapped_unit_key is distinct from new.wrapped_unit_key
       or old.retiring_unit_key is distinct from new.retiring_unit_key)
     execute function chancery_forget_root_key_generation()`,
  `create index units_by_root_key_generation on units (root_key_generation)`,
  `grant update (wrapped_unit_key, root_key_generation) on units to chancery_gateway`,
]
