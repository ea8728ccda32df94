// Before all tests: the demonstration is loaded once; the environment tells the workers where it is.
import { startCluster } from './cluster'
import { dropTemplate, makeTemplate } from './server'

/**
 * `HAMAHANG_E2E_DATABASE=postgres`: on a throw-away cluster of PostgreSQL, or on the server that `HAMAHANG_E2E_DATABASE_URL`
 * names; without it on SQLite.
 */
export default async function setup() {
  // One that is there from before, to run a single test again and again.
  if (process.env.HAMAHANG_E2E_TEMPLATE) return undefined
  const asked = process.env.HAMAHANG_E2E_DATABASE ?? 'sqlite'
  if (!['sqlite', 'postgres'].includes(asked)) throw new Error(`HAMAHANG_E2E_DATABASE is sqlite or postgres, not ${asked}`)
  const cluster = asked === 'postgres' && !process.env.HAMAHANG_E2E_DATABASE_URL ? await startCluster() : null
  if (cluster) process.env.HAMAHANG_E2E_DATABASE_URL = cluster.url
  const database = `hamahang_e2e_${process.pid}`
  const folder = makeTemplate(database)
  process.env.HAMAHANG_E2E_TEMPLATE = folder
  process.env.HAMAHANG_E2E_TEMPLATE_DATABASE = database
  return async () => {
    dropTemplate(folder, database)
    await cluster?.stop()
  }
}
