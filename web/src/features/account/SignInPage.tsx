import { Link, useRouter } from '@tanstack/react-router'
import { languageChosen, setLang, lang } from '@/lib/i18n'
import { keep } from '@/lib/storage'
import { Frame } from './Frame'
import { SignInForm } from './SignInForm'
import { signInRoute } from './routes'
import { t } from './texts'

export function SignInPage() {
  const router = useRouter()
  const { next } = signInRoute.useSearch()
  return (
    <Frame title={t.signInTitle}>
      <SignInForm
        onSignedIn={(me) => {
          // Only a path of ours: `//elsewhere` would leave the app.
          const to = next && next.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/'
          if (!languageChosen() && me.locale !== lang) {
            keep('lang', me.locale)
            history.replaceState(null, '', to)
            setLang(me.locale)
          } else router.history.push(to)
        }}
      />
      <Link to="/forgot" className="inline-block text-sm text-accent underline-offset-4 hover:underline">
        {t.forgot}
      </Link>
    </Frame>
  )
}
