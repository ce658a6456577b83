import { fileURLToPath } from 'node:url'

/*
 * What the program reads beside its code. This page says it for all, because it lies one folder below the top in the
 * sources and in every form that is built of them (`dist/src`, `dist/program`), so its paths hold in each.
 */

export const SQLITE_MIGRATIONS = fileURLToPath(new URL('../db/migrations/sqlite', import.meta.url))
export const POSTGRES_MIGRATIONS = fileURLToPath(new URL('../db/migrations/pg', import.meta.url))
/** Pages that are served before there is anybody to sign in. */
export const STATIC_PAGES = new URL('../src/http/static/', import.meta.url)
/** The web app as it was built. */
export const WEB_APP = new URL('../web/', import.meta.url)
