// Before all tests: the demonstration is loaded once; the environment tells the workers where it is.
import { dropTemplate, makeTemplate } from './server'

export default function setup() {
  // One that is there from before, to run a single test again and again.
  if (process.env.HAMAHANG_E2E_TEMPLATE) return undefined
  const database = `hamahang_e2e_${process.pid}`
  const folder = makeTemplate(database)
  process.env.HAMAHANG_E2E_TEMPLATE = folder
  process.env.HAMAHANG_E2E_TEMPLATE_DATABASE = database
  return () => dropTemplate(folder, database)
}
