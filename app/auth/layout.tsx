/** A narrow column for pages with one form, starting where every page starts. */
export default function AuthLayout({ children }: LayoutProps<'/auth'>) {
  return <div className="grid w-full max-w-form gap-6 pt-2 sm:pt-6">{children}</div>
}
