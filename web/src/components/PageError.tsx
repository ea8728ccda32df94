/** In place of a page: what went wrong, or that there is no such thing for this person. */
import { asProblem } from '@/api/problem'
import { ButtonLink } from './Button'
import { PageHeader } from './PageHeader'
import { Empty, ErrorPanel } from './States'
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

export function PageError({ error, again }: { error: unknown; again: () => void }) {
  if (asProblem(error).status === 404) return <NotFound />
  return (
    <>
      <PageHeader title={t.broken} />
      <ErrorPanel error={error} again={again} />
    </>
  )
}
