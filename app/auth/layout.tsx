/** A narrow column in the middle, for the pages with one form. */
export default function AuthLayout({ children }: LayoutProps<'/auth'>) {
  return <div className="mx-auto grid w-full max-w-form gap-6 pt-6 sm:pt-14">{children}</div>
}
