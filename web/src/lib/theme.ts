/** Light, dark, or as the system has it. The colours themselves are in app/index.css. */
import { keep, kept } from './storage'

export type Theme = 'system' | 'light' | 'dark'

export const theme = (): Theme => {
  const found = kept('theme')
  return found === 'light' || found === 'dark' ? found : 'system'
}

export function applyTheme(to: Theme = theme()) {
  const { classList } = document.documentElement
  classList.toggle('dark', to === 'dark')
  classList.toggle('light', to === 'light')
}

export function setTheme(to: Theme) {
  keep('theme', to === 'system' ? null : to)
  applyTheme(to)
}
