/** When there is no such page, and when one breaks. */
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { asProblem } from '@/api/problem'
import { ButtonLink } from '@/components/Button'
import { PageHeader } from '@/components/PageHeader'
import { Empty, ErrorPanel } from '@/components/States'
import { t } from './texts'

export function NotFound() {
  return (
    <>
      <PageHeader title={t.notFound} />
      <Empty
        icon="search"
        title={t.notFoundLead}
        action={
          <ButtonLink to="/" kind="primary">
            {t.toHome}
          </ButtonLink>
        }
      />
    </>
  )
}

export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  if (asProblem(error).status === 404) return <NotFound />
  return (
    <>
      <PageHeader title={t.broken} />
      <ErrorPanel
        error={error}
        again={() => {
          reset()
          void router.invalidate()
        }}
      />
    </>
  )
}
