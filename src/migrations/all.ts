import type { Migration } from 'kysely/migration'

/** Every migration by its number; Kysely runs them in the order of their names, each once. */
export const migrations: Record<string, Migration> = {}
