// While somebody writes what they look for: how the words may go on, under the box. Without this script the same words
// stand at /search/suggest and on the results. It asks nothing where data is dear.
const box = document.querySelector('.search input')
const line = navigator.connection ?? {}
const isDear = line.saveData || /2g/.test(line.effectiveType ?? '')
if (box && !isDear) {
  const list = document.createElement('ul')
  let at = -1
  let asked = 0
  let waiting
  Object.assign(list, { id: 'hints', className: 'hints', role: 'listbox', hidden: true })
  list.setAttribute('aria-label', box.form.dataset.hints)
  Object.assign(box, { role: 'combobox', ariaAutoComplete: 'list', ariaExpanded: 'false' })
  box.setAttribute('aria-controls', 'hints')
  box.form.after(list)

  const show = (suggestions) => {
    at = -1
    list.replaceChildren(
      ...suggestions.map(({ words, href }, i) => {
        const [item, link] = [document.createElement('li'), document.createElement('a')]
        item.role = 'presentation'
        Object.assign(link, { id: `hint${i}`, role: 'option', tabIndex: -1, href, dir: 'auto', textContent: words })
        item.append(link)
        return item
      }),
    )
    list.hidden = suggestions.length === 0
    box.ariaExpanded = String(!list.hidden)
    box.removeAttribute('aria-activedescendant')
  }
  const ask = async () => {
    const mine = ++asked
    const q = box.value.trim()
    let suggestions = []
    try {
      if (q.length > 1) {
        const headers = { accept: 'application/json' }
        const answer = await fetch(`/search/suggest?${new URLSearchParams({ q })}`, { headers })
        if (answer.ok) ({ suggestions } = await answer.json())
      }
    } catch {}
    // What was typed meanwhile has an answer of its own; who has gone on reading wants none.
    if (mine === asked && document.activeElement === box) show(suggestions)
  }
  const move = (step) => {
    const links = list.querySelectorAll('a')
    links[at]?.removeAttribute('aria-selected')
    // One place more than there are words: back in the box.
    at = ((at + 1 + step + links.length + 1) % (links.length + 1)) - 1
    links[at]?.setAttribute('aria-selected', 'true')
    box.setAttribute('aria-activedescendant', links[at]?.id ?? '')
  }

  box.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, 200)
  })
  box.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.isComposing || list.hidden) return
    if (step) move(step)
    else if (event.key === 'Escape') show([])
    else if (event.key === 'Enter' && at >= 0) list.querySelectorAll('a')[at].click()
    else return
    event.preventDefault()
  })
  // A tap on a word takes the box's place for a moment: it must still be there to be tapped.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  box.addEventListener('blur', () => {
    clearTimeout(waiting)
    show([])
  })
}
