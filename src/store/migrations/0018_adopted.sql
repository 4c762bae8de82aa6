-- Whether the run took over a training that was in progress before: its student gets no welcome
-- email, and nothing about what was reached by then, also when Temporal has lost the workflows.
alter table application add column adopted boolean not null default false;
