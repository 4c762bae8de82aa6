-- Bulk operations: one change for many students, with a preview before and an undo after it.
create table bulk_operation (
  id integer generated always as identity primary key,
  kind text not null,
  filter jsonb not null,
  parameters jsonb not null,
  reason text not null,
  -- Caller of the API, or whoever used the command line.
  author text not null,
  state text not null default 'previewing' check (state in ('previewing', 'previewed', 'running', 'paused',
    'cancelled', 'completed', 'undoing', 'undo_paused', 'undone', 'failed')),
  -- Of the operation and all items; null: not previewed yet.
  hash text,
  -- Students of the preview who are in training, and all who are.
  training_concerned integer,
  training_known integer,
  failure_type text,
  created_at timestamptz not null default now(),
  previewed_at timestamptz,
  confirmed_by text,
  confirmed_at timestamptz,
  undone_by text,
  undo_started_at timestamptz,
  finished_at timestamptz
);

-- One student of an operation. Ids and sentences without names.
create table bulk_item (
  operation_id integer not null references bulk_operation on delete cascade,
  program_id integer not null,
  student_id integer not null,
  outcome text not null check (outcome in ('pending', 'excluded', 'applying', 'done', 'changed', 'failed',
    'skipped', 'undoing', 'undone', 'kept')),
  effects jsonb not null,
  warnings jsonb not null,
  -- Why it was excluded, left out, failed or kept. Sentences.
  reasons jsonb not null,
  in_training boolean not null,
  -- Of the state that the preview was based on.
  fingerprint text not null,
  -- What was there before, for the undo.
  before jsonb not null,
  -- What the run has made, for the undo.
  result jsonb,
  changed_at timestamptz not null default now(),
  primary key (operation_id, program_id, student_id)
);
create index bulk_item_by_outcome on bulk_item (operation_id, outcome);
create index bulk_item_held on bulk_item (student_id, program_id)
  where outcome in ('pending', 'applying', 'undoing');
