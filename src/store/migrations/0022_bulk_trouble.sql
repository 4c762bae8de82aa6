-- An item whose undo failed; how often an item has failed for a reason of its own; what the guard
-- compares (students in training, or all students where an operation enrolls).
alter table bulk_item drop constraint bulk_item_outcome_check;
alter table bulk_item add constraint bulk_item_outcome_check check (outcome in ('pending', 'excluded',
  'applying', 'done', 'changed', 'failed', 'skipped', 'undoing', 'undone', 'kept', 'undo_failed'));
alter table bulk_item add column failures integer not null default 0;
alter table bulk_operation rename column training_concerned to students_concerned;
alter table bulk_operation rename column training_known to students_known;
