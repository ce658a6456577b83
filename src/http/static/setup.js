// The secret of the set-up link stands behind the # of the address, which browsers do not send along: so it is in no
// log. It goes out once, in the body of the call.
const token = location.hash.slice(1)
const form = document.querySelector('form')
const answer = document.querySelector('#answer')
const next = document.querySelector('#next')
const post = (path, body) =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const say = text => {
  answer.textContent = text
}

if (token === '')
  say(
    '链接不完整,请从服务器的输出中复制完整链接。The link is incomplete: copy all of it from the server’s output.',
  )

form.addEventListener('submit', async event => {
  event.preventDefault()
  const button = form.querySelector('button')
  button.disabled = true
  try {
    const { login, name, password } = Object.fromEntries(new FormData(form))
    const response = await post('/api/v1/setup', { token, login, name, password })
    if (response.ok) {
      // The secret is used up; it is not to stay in the browser's history.
      history.replaceState(null, '', '/setup')
      form.hidden = true
      next.hidden = false
      say('已创建。Created.')
      // Whoever has just chosen a password need not type it again.
      if ((await post('/api/v1/session', { login, password })).ok) location.replace('/settings')
      return
    }
    const { title, detail } = await response.json()
    say(`${title}:${detail}`)
  } catch {
    say('无法连接服务器,请重试。The server cannot be reached; try again.')
  } finally {
    button.disabled = false
  }
})
