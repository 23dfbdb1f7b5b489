// Makes or uses a passkey for a form that carries what the server asks for, and sends the form with the browser's answer in it.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!('PublicKeyCredential' in window) || PublicKeyCredential.parseCreationOptionsFromJSON === undefined) continue
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send(form)
  })
}

async function send(form) {
  const [button, failed] = [form.querySelector('button'), form.querySelector('[data-failed]')]
  button.disabled = true
  failed.hidden = true
  try {
    const credential = await credentialFor(form.dataset.passkey, JSON.parse(form.dataset.options))
    form.elements.answer.value = JSON.stringify(credential.toJSON())
    form.submit()
  } catch {
    failed.hidden = false
    button.disabled = false
  }
}

function credentialFor(verb, asked) {
  return verb === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) })
}
