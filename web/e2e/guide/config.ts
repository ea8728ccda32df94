// Not a test: takes the pictures of the user guide anew (`npm run guide`).
import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

export default defineConfig({
  ...base,
  testDir: '.',
  testIgnore: [],
  testMatch: 'guide.spec.ts',
  outputDir: '../../test-results',
  globalSetup: '../support/template.ts',
  fullyParallel: false,
  projects: [
    { name: 'fa', use: { ...base.projects?.[0]?.use, locale: 'fa-IR' } },
    { name: 'en', use: { ...base.projects?.[0]?.use, locale: 'en-GB' } },
  ],
})
