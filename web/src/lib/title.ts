/** The title of the page in its window, such as «درخواست‌ها · هماهنگ». */
import { useEffect } from 'react'
import { pick } from './i18n'

export const APP = pick({ fa: 'هماهنگ', en: 'Hamahang' })

export function useTitle(title: string | null | undefined) {
  useEffect(() => {
    document.title = title ? `${title} · ${APP}` : APP
  }, [title])
}
