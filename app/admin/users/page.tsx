import type { Metadata } from 'next'
import { Link } from '@/components/link'
import { PersonBadges } from '@/app/admin/person-badges'
import { requireAdmin } from '@/app/admin/require-admin'
import { FormResult } from '@/app/admin/results'
import { ServiceFailure } from '@/app/posts/service-failure'
import { Pager } from '@/components/pager'
import { Avatar } from '@/components/ui/avatar'
import { portraitOf } from '@/components/ui/portrait'
import { buttonStyles } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { SearchField } from '@/components/ui/forms/search-field'
import { PageHeader } from '@/components/ui/page-header'
import { RelativeTime } from '@/components/ui/relative-time'
import { addressOf } from '@/lib/http/address'
import { listPeople, type Person } from '@/lib/admin/people'
import { parsePageRequest } from '@/lib/posts/cursor'
import { maxSearchLength, parseAuthorId, parseSearch } from '@/lib/posts/input'
import { attempt } from '@/lib/server/attempt'

export const metadata: Metadata = { title: 'Users' }

/** Everyone with an account; for admins. */
export default async function UsersPage({ searchParams }: PageProps<'/admin/users'>) {
  const adminId = await requireAdmin()
  const { search: typed, older, newer, done, failed } = await searchParams
  const search = parseSearch(typed)
  if (adminId === undefined) return <ServiceFailure page="Users" />
  const request = parsePageRequest({ older, newer }, parseAuthorId)
  const result = await attempt('admin.users', () => listPeople({ search, ...request }))
  const address = (page: Record<string, string>) => addressOf('/admin/users', { search, ...page })
  return (
    <div className="grid grid-cols-1 gap-8">
      <PageHeader title="Users" description="Everyone with an account, newest first." />
      <FormResult searchParams={{ done, failed }} />
      <form key={search} action="/admin/users" role="search" data-soft="" className="flex gap-2">
        <SearchField
          label="Search by name or email"
          placeholder="Name or email"
          search={search}
          maxLength={maxSearchLength}
        />
      </form>
      {!result.ok ? (
        <ServiceFailure title="We couldn’t load the users" failureId={result.failureId} />
      ) : result.value.rows.length === 0 ? (
        <EmptyState
          title="No users found"
          description={search && 'Try part of a name or email.'}
          action={
            <Link href="/admin/users" className={buttonStyles({ variant: 'secondary' })}>
              All users
            </Link>
          }
        />
      ) : (
        <ul className="grid grid-cols-1 divide-y border-t">
          {result.value.rows.map((person) => (
            <PersonItem key={person.id} person={person} />
          ))}
        </ul>
      )}
      {result.ok && (
        <Pager
          newer={result.value.newer && address({ newer: result.value.newer })}
          older={result.value.older && address({ older: result.value.older })}
        />
      )}
    </div>
  )
}

function PersonItem({ person }: { person: Person }) {
  const { id, name, email, image, createdAt, publishedPosts } = person
  const shown = name.trim() || email
  return (
    <li className="flex items-center gap-3 py-4">
      <Avatar {...portraitOf(shown, image)} />
      <div className="grid min-w-0 flex-1 grid-cols-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            href={`/admin/users/${id}`}
            className="min-w-0 rounded-sm font-medium wrap-anywhere hover:text-primary"
          >
            <bdi>{shown}</bdi>
          </Link>
          <PersonBadges person={person} />
        </p>
        <p className="text-sm wrap-anywhere text-muted-foreground">
          <bdi>{email}</bdi>
        </p>
        <p className="text-sm text-muted-foreground">
          Joined <RelativeTime date={createdAt.toISOString()} now={new Date().toISOString()} /> ·{' '}
          {publishedPosts === 1 ? '1 published post' : `${publishedPosts} published posts`}
        </p>
      </div>
    </li>
  )
}
