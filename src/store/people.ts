import { sql } from 'kysely'
import type { MailLanguage } from '../contracts/mail.js'
import { foldName, wordsToFind } from '../domain/folded-name.js'
import type { Store } from './store.js'

/**
 * What lists show of students. Personal data that Odoo owns: it is written as the sync reads it,
 * and goes when the student is deleted there.
 */
export interface ListedPerson {
  readonly studentId: number
  readonly name: string
  readonly nameArabic: string | null
  readonly language: MailLanguage
  readonly email: string | null
  /** Odoo's user; null: nobody is assigned. */
  readonly agentId: number | null
}

/** Saves students as Odoo has them now, each at most once. Equal rows stay as they are. */
export async function savePeople(db: Store['db'], people: readonly ListedPerson[]): Promise<void> {
  if (people.length === 0) return
  // Always in the same order, so that two pages cannot deadlock.
  await sql`
    insert into person (
      student_id, name, name_arabic, language, email, agent_id, sort_name, sort_name_arabic, words, updated_at)
    select student_id, name, name_arabic, language, email, agent_id, sort_name, sort_name_arabic,
      array_to_tsvector(words), now()
    from jsonb_to_recordset(${JSON.stringify(people.map(rowOf))}::jsonb) as read (
      student_id integer, name text, name_arabic text, language text, email text, agent_id integer,
      sort_name text, sort_name_arabic text, words text[])
    order by student_id
    on conflict (student_id) do update set
      name = excluded.name, name_arabic = excluded.name_arabic, language = excluded.language,
      email = excluded.email, agent_id = excluded.agent_id, sort_name = excluded.sort_name,
      sort_name_arabic = excluded.sort_name_arabic, words = excluded.words, updated_at = now()
    where (person.name, person.name_arabic, person.language, person.email, person.agent_id, person.words)
      is distinct from
      (excluded.name, excluded.name_arabic, excluded.language, excluded.email, excluded.agent_id, excluded.words)
  `.execute(db)
}

/**
 * Forgets students who no longer exist in Odoo, what they have chosen on their pages, and the marks
 * of their mailboxes.
 */
export async function forgetPeople(db: Store['db'], studentIds: readonly number[]): Promise<void> {
  if (studentIds.length === 0) return
  for (const table of ['person', 'learner', 'searched_mailbox'] as const)
    await db
      .deleteFrom(table)
      .where('student_id', '=', sql<number>`any(${studentIds}::integer[])`)
      .execute()
}

function rowOf(person: ListedPerson) {
  const { studentId, name, nameArabic, language, email, agentId } = person
  return {
    student_id: studentId,
    name,
    name_arabic: nameArabic,
    language,
    email,
    agent_id: agentId,
    sort_name: foldName(name),
    sort_name_arabic: foldName(nameArabic ?? name),
    words: wordsToFind({ names: [name, nameArabic], email, studentId }),
  }
}

/** A person with the name of their agent. */
export interface PersonWithAgent extends Omit<ListedPerson, 'agentId'> {
  readonly agent: {
    readonly id: number
    readonly name: string | null
    readonly email: string | null
  } | null
  /** When the sync last saw a change. */
  readonly updatedAt: Date
}

/** Returns these students by id, without those whom the sync has not read, or who are deleted. */
export async function readPeople(
  { db }: Store,
  studentIds: readonly number[],
): Promise<ReadonlyMap<number, PersonWithAgent>> {
  if (studentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('person')
    .leftJoin('agent', 'agent.agent_id', 'person.agent_id')
    .leftJoin('learner', 'learner.student_id', 'person.student_id')
    .select([
      'person.student_id as studentId',
      'person.name as name',
      'name_arabic as nameArabic',
      // What the learner has chosen goes before what Odoo says.
      ({ fn }) => fn.coalesce('learner.language', 'person.language').as('language'),
      'person.email as email',
      'person.agent_id as agentId',
      'agent.name as agentName',
      'agent.email as agentEmail',
      'updated_at as updatedAt',
    ])
    .where('person.student_id', '=', sql<number>`any(${studentIds}::integer[])`)
    .execute()
  return new Map(
    rows.map(({ agentId, agentName, agentEmail, ...person }) => [
      person.studentId,
      { ...person, agent: agentId === null ? null : { id: agentId, name: agentName, email: agentEmail } },
    ]),
  )
}
