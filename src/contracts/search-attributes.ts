import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common'
import type { Application } from './application.js'

/**
 * What the Temporal Web UI can filter by. SQL visibility has few columns per type; we use only
 * these.
 */
export const Stage = defineSearchAttributeKey('TrainingStage', SearchAttributeType.KEYWORD)
export const ProgramId = defineSearchAttributeKey('TrainingProgramId', SearchAttributeType.INT)
export const StudentId = defineSearchAttributeKey('TrainingStudentId', SearchAttributeType.INT)
export const NeedsReview = defineSearchAttributeKey('TrainingNeedsReview', SearchAttributeType.BOOL)
/** `ok`, or the failure type that the workflow is waiting out. */
export const SyncHealth = defineSearchAttributeKey('TrainingSyncHealth', SearchAttributeType.KEYWORD)

export const SEARCH_ATTRIBUTES = [Stage, ProgramId, StudentId, NeedsReview, SyncHealth]

/** Given at the start of a workflow, where an attribute costs no event of its own. */
export const initialSearchAttributes = ({ programId, studentId }: Application, stage: string) =>
  new TypedSearchAttributes([
    { key: ProgramId, value: programId },
    { key: StudentId, value: studentId },
    { key: Stage, value: stage },
    { key: NeedsReview, value: false },
    { key: SyncHealth, value: 'ok' },
  ])
