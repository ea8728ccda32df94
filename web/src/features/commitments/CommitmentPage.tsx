/** One promise, where a mail's link leads. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '@/api/query'
import { Card } from '@/components/Card'
import { PageHeader } from '@/components/PageHeader'
import { Commitment } from './Commitment'
import { commitmentRoute } from './routes'
import { t } from './texts'

export function CommitmentPage() {
  const { id } = commitmentRoute.useParams()
  const promise = useSuspenseQuery(read('/api/v1/commitments/{id}', { path: { id } })).data
  return (
    <>
      <PageHeader
        title={t.one}
        above={
          <Link to="/commitments" className="hover:underline underline-offset-4">
            {t.title}
          </Link>
        }
      />
      <Card>
        <Commitment promise={promise} linked={false} />
      </Card>
    </>
  )
}
