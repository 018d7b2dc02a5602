import type { PostgresConnection, PostgresDatabase } from '@allmende/database';

/** What processes that share a database tell each other, with the change or after it. */
export type Channel = 'allmende_contexts' | 'allmende_ends' | 'allmende_entities' | 'allmende_registrations';

/** Tells all processes, this one included, once the transaction has committed. */
export const notify = async (
  connection: PostgresConnection,
  channel: Channel,
  payload: string,
): Promise<void> => {
  await connection.rows('SELECT pg_notify($1, $2)', channel, payload);
};

/** Listens to several channels; the listener is told undefined when something may have been missed. */
export const listenTo = async (
  database: PostgresDatabase,
  listeners: Readonly<Record<string, (payload: string | undefined) => void>>,
): Promise<() => Promise<void>> => {
  const ends = await Promise.all(
    Object.entries(listeners).map(([channel, listener]) =>
      database.listen(channel, (payload) => {
        listener(payload === '' ? undefined : payload);
      }),
    ),
  );
  return async () => {
    await Promise.all(ends.map((end) => end()));
  };
};
