/** A narrow column that begins where every page begins, for the pages with one form. */
export default function AuthLayout({ children }: LayoutProps<'/auth'>) {
  return <div className="grid w-full max-w-form gap-6 pt-2 sm:pt-6">{children}</div>
}
