import type { TestOdoo } from './odoo.js'

const TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'odoo'"

/** Copies the sandbox's data, as a backup does. Returns a function that restores it. */
export async function copyOdoo({ sql }: Pick<TestOdoo, 'sql'>): Promise<() => Promise<void>> {
  const run = (statement: string) =>
    sql(`DO $$ DECLARE one record; BEGIN ${statement} END $$`).then(() => undefined)
  await run(`
    CREATE SCHEMA odoo_copy;
    FOR one IN ${TABLES} LOOP
      EXECUTE format('CREATE TABLE odoo_copy.%1$I AS TABLE odoo.%1$I', one.tablename);
    END LOOP;`)
  return () =>
    run(`
      SET LOCAL session_replication_role = replica;
      FOR one IN ${TABLES} LOOP
        EXECUTE format('DELETE FROM odoo.%1$I', one.tablename);
        EXECUTE format('INSERT INTO odoo.%1$I SELECT * FROM odoo_copy.%1$I', one.tablename);
      END LOOP;
      FOR one IN SELECT table_name, column_name, pg_get_serial_sequence(format('odoo.%I', table_name), column_name) AS seq
        FROM information_schema.columns WHERE table_schema = 'odoo' AND column_name = 'id' LOOP
        IF one.seq IS NOT NULL THEN
          EXECUTE format('SELECT setval(%L, coalesce((SELECT max(id) FROM odoo.%I), 1))', one.seq, one.table_name);
        END IF;
      END LOOP;`)
}
