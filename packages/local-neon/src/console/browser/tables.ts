/** Small comforts on the table pages; without them, it takes another page or one more click. */

// The whole of a long value replaces its beginning.
document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return
  const link = event.target.closest<HTMLAnchorElement>('.more > a')
  const cell = link?.closest('td')
  if (!link || !cell || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  link.textContent = 'Loading…'
  void unfold(cell, link.href)
})

async function unfold(cell: HTMLTableCellElement, address: string): Promise<void> {
  const response = await fetch(address).catch(() => null)
  if (!response?.ok) {
    location.assign(address)
    return
  }
  const whole = document.createElement('pre')
  whole.className = 'unfolded'
  whole.tabIndex = 0
  whole.setAttribute('role', 'region')
  whole.setAttribute('aria-label', 'Whole value')
  whole.textContent = await response.text()
  cell.replaceChildren(whole)
  whole.focus()
}

// Typing a value means a value, not NULL or the default.
for (const field of document.querySelectorAll<HTMLElement>('.row-field')) {
  const mode = field.querySelector<HTMLSelectElement>('select.mode')
  const control = field.querySelector('[name^="value:"]')
  if (!mode || !control) continue
  const show = () => (field.dataset['mode'] = mode.value)
  mode.addEventListener('change', show)
  control.addEventListener('input', () => {
    mode.value = 'value'
    show()
  })
}
