import { SearchField } from '@/components/ui/forms/search-field'
import { maxSearchLength } from '@/lib/posts/input'

/** Searches the published posts; the search is in the page's URL. */
export function SearchForm({ search }: { search: string | undefined }) {
  return (
    <form action="/posts" role="search" data-soft="" className="flex gap-2">
      <SearchField
        label="Search posts"
        placeholder="Search posts"
        search={search}
        maxLength={maxSearchLength}
      />
    </form>
  )
}
