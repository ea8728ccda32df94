// Not a test: measures the app on a slow phone and in a long list (`npm run measure`, docs/performance.md).
import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

export default defineConfig({
  ...base,
  testDir: '.',
  testIgnore: [],
  testMatch: 'measure.spec.ts',
  outputDir: '../../test-results',
  globalSetup: '../support/template.ts',
  workers: 1,
  timeout: 900_000,
  projects: [{ name: 'measure' , use: { ...base.projects?.[0]?.use } }],
})
