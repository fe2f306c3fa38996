import Form from 'next/form'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Input } from '@/components/ui/forms/input'
import { maxSearchLength } from '@/lib/posts/input'

/** Looks for words in the published posts; what was looked for stands in the page's address. */
export function SearchForm({ search }: { search: string | undefined }) {
  return (
    <Form action="/posts" role="search" prefetch={false} className="flex gap-2">
      <label htmlFor="search" className="sr-only">
        Search the posts
      </label>
      <Input
        id="search"
        type="search"
        name="search"
        defaultValue={search}
        maxLength={maxSearchLength}
        placeholder="Search the posts"
        autoComplete="off"
        className="sm:h-10"
      />
      <Button
        type="submit"
        variant="secondary"
        size="icon"
        aria-label="Search"
        className="h-11 w-11 sm:size-10"
      >
        <Icon name="search" />
      </Button>
    </Form>
  )
}
