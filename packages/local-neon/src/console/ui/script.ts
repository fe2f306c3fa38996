/**
 * The console's only script; every page works without it. It copies, opens dialogs if the browser can't
 * do it by itself, and keeps anything marked `data-live` up to date: it fetches the page again, and
 * children with the same id and content stay as they are, with what's open in them.
 */
export const SCRIPT = `
for (const button of document.querySelectorAll('button.copy')) button.hidden = false

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button')
  if (!button) return
  if (button.matches('.copy')) {
    const text = button.parentElement.querySelector('pre, code').textContent
    let said = 'Copied'
    try { await navigator.clipboard.writeText(text) } catch { said = 'Not allowed' }
    button.textContent = said
    setTimeout(() => { button.textContent = 'Copy' }, 2000)
  }
  if ('commandForElement' in button) return
  const dialog = document.getElementById(button.getAttribute('commandfor') ?? '')
  if (dialog) button.getAttribute('command') === 'close' ? dialog.close() : dialog.showModal()
})

const sources = new WeakMap()
const live = [...document.querySelectorAll('[data-live]')]
for (const region of live) for (const child of region.children) sources.set(child, child.outerHTML)

function patch(region, fresh) {
  const wanted = [...fresh.children]
  const known = new Map([...region.children].map((child) => [child.id, child]))
  for (const child of wanted) {
    const same = known.get(child.id)
    if (!same) continue
    known.delete(child.id)
    if (sources.get(same) === child.outerHTML) continue
    const details = child.querySelector('details')
    if (details) details.open = same.querySelector('details')?.open ?? false
  }
  for (const gone of known.values()) gone.remove()
  let at = region.firstElementChild
  for (const child of wanted) {
    const same = [...region.children].find(({ id }) => id === child.id)
    const source = child.outerHTML
    const isSame = same && sources.get(same) === source
    if (isSame && same === at) { at = at.nextElementSibling; continue }
    if (same && !isSame) { if (same === at) at = at.nextElementSibling; same.remove() }
    const node = isSame ? same : child
    if (!isSame) sources.set(node, source)
    region.insertBefore(node, at)
  }
}

const button = document.querySelector('[data-live-switch]')
let isOn = true
function say(text) { if (button) { button.textContent = text; button.setAttribute('aria-pressed', String(isOn)) } }
if (button) {
  button.hidden = false
  button.addEventListener('click', () => { isOn = !isOn; say(isOn ? 'Live' : 'Paused') })
}
async function refresh() {
  if (isOn && !document.hidden) {
    try {
      const response = await fetch(location.href)
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      for (const region of live) {
        const fresh = page.getElementById(region.id)
        if (!fresh) { location.reload(); return }
        patch(region, fresh)
      }
      say('Live')
    } catch { say('Not connected') }
  }
  setTimeout(refresh, 1000)
}
if (live.length > 0) setTimeout(refresh, 1000)
`
