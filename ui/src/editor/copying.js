// Buttons that copy: a program, or the link to a query and its answer.

/**
 * Add a button beside each program, and one beside the link.
 * @param {Iterable<HTMLElement>} programs
 * @param {HTMLAnchorElement|null} link
 */
export function addCopyButtons(programs, link) {
  if (!navigator.clipboard) return // only where the page came over a connection that can be trusted
  for (const program of programs) {
    program.previousElementSibling.append(' ', button(`Copy`, program.getAttribute('aria-label'), () => program.textContent))
  }
  link?.after(' ', button('Copy the link', '', () => link.href))
}

function button(words, of, text) {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'plain copy'
  made.textContent = words
  if (of) made.setAttribute('aria-label', `${words}: ${of}`)
  const said = document.createElement('span')
  said.setAttribute('role', 'status')
  made.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text())
      said.textContent = ' Copied.'
    } catch {
      said.textContent = ' The browser does not allow it: select and copy.'
    }
    setTimeout(() => (said.textContent = ''), 4000)
  })
  const both = document.createElement('span')
  both.append(made, said)
  return both
}
