// The one script of Bharosa, on the pages of passkeys only: a browser asks its device for a passkey by script and in no
// other way. It puts the device's answer into the form and sends it, as a person would.
for (const form of document.querySelectorAll('form')) {
  const asked = form.elements.passkey_options
  if (!asked) continue
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    try {
      const options = JSON.parse(asked.value)
      const made =
        form.elements.do.value === 'add'
          ? await navigator.credentials.create({
              publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
            })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
      form.elements.passkey_answer.value = JSON.stringify(made.toJSON())
    } catch {
      form.elements.passkey_answer.value = ''
    }
    form.submit()
  })
}
