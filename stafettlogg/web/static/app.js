// What pages do beyond links and forms. Everything works without it.

// After a refused form or a swap, go to what says what happened: the error summary, who was first, else the new heading.
const HAPPENED = ".ds-error-summary, .overtaken"
const goTo = (root) => {
  const summary = root.querySelector(HAPPENED)
  const target = summary ?? root.querySelector("h1, h2")
  if (!target) return
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1")
  target.focus()
}

// Say how many letters are left, once there is something to say.
const count = (counter) => {
  const text = counter.closest(".ds-field").querySelector("textarea")
  const left = Number(counter.dataset.limit) - text.value.length
  counter.hidden = left > Number(counter.dataset.limit) / 4
  counter.dataset.state = left < 0 ? "over" : "under"
  counter.dataset.label = counter.dataset[counter.dataset.state].replace("{count}", Math.abs(left))
}
const countAll = (root) => root.querySelectorAll("[data-limit]").forEach(count)

const closeMenus = (except) =>
  document.querySelectorAll(".menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false
  })

if (document.querySelector(HAPPENED)) goTo(document)
countAll(document)

document.addEventListener("input", (event) => {
  const counter = event.target.closest(".ds-field")?.querySelector("[data-limit]")
  if (counter) count(counter)
})
document.addEventListener("click", (event) => closeMenus(event.target.closest(".menu")))
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".menu[open]")
  if (!menu) return
  menu.open = false
  menu.querySelector("summary").focus()
})
document.addEventListener("htmx:after:swap", (event) => {
  const root = event.detail?.ctx?.target ?? event.target
  countAll(root)
  // a swap that asks for it with data-focus; a draft saved while one writes never takes the focus
  if (root.querySelector(HAPPENED) || root.hasAttribute("data-focus")) goTo(root)
})
// Sent once is enough: a second press waits for the first.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent && !event.defaultPrevented) event.preventDefault()
  event.target.dataset.sent = "yes"
  event.target.querySelector("[data-working]")?.removeAttribute("hidden")
})
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent)
  document.querySelectorAll("[data-working]").forEach((said) => (said.hidden = true))
})

// A page that only sends its reader on: there is a button for whoever reads it without JavaScript.
document.querySelector("form[data-at-once]")?.requestSubmit()

// --- staying signed in: warned two minutes ahead, one press to stay ---
const WARNING = 120_000
const timeOut = document.querySelector("#time-out")
let end = Infinity
let isTold = false

// Ask how much is left, or for more; null when one is signed out, undefined when nobody answers.
const askLeft = async (more) => {
  try {
    const answer = await fetch(timeOut.dataset.stay, { redirect: "manual", ...more })
    return answer.ok ? await answer.json() : answer.status < 500 ? null : undefined
  } catch {
    return undefined
  }
}
const countFrom = (left) => {
  end = Date.now() + left * 1000
  if (end - Date.now() <= WARNING) return
  isTold = false
  if (timeOut?.open) timeOut.close()
}
const warn = ({ until, can_stay: canStay }) => {
  timeOut.querySelectorAll("[data-until]").forEach((place) => (place.textContent = until))
  timeOut.querySelectorAll("[data-why]").forEach((why) => (why.hidden = (why.dataset.why === "idle") !== canStay))
  timeOut.querySelector("[data-staying]").hidden = !canStay
  if (isTold || timeOut.open) return
  isTold = true
  timeOut.showModal()
}
// Another window may have been used meanwhile, and a sleeping machine has no timers: the server knows.
const look = async () => {
  if (end - Date.now() > WARNING) return
  const left = await askLeft()
  if (left === null) return location.replace(location.href) // leads to the way in, and from there back to this page
  if (!left) return
  countFrom(left.left)
  if (end - Date.now() <= WARNING) warn(left)
}
const stay = async () => {
  const form = timeOut.querySelector("[data-staying]")
  if (form.hidden) return timeOut.close()
  const left = await askLeft({ method: "POST", body: new URLSearchParams(new FormData(form)) })
  if (left) return countFrom(left.left)
  isTold = false
  look()
}
if (timeOut) {
  countFrom(Number(timeOut.dataset.left))
  timeOut.querySelector("[data-staying]").addEventListener("submit", (event) => {
    event.preventDefault()
    stay()
  })
  timeOut.addEventListener("cancel", stay) // whoever presses Escape is there
  setInterval(look, 5000)
  document.addEventListener("visibilitychange", look)
}

// --- drafts: what is typed is kept on the server, for its writer alone ---
const SOON = 2000
const SELDOM = 15_000
const AGAIN = 10_000

const keep = (form) => {
  const said = form.querySelector("[data-said]")
  const others = document.querySelector("[data-others]")
  let timer = 0
  let sending = null
  let since = 0
  let isOver = false
  const typed = () => {
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string")
    return new URLSearchParams([...fields, ["draft", "save"]])
  }
  let kept = typed().toString()
  const save = async () => {
    clearTimeout(timer)
    timer = 0
    const body = typed()
    const now = body.toString()
    if (now === kept || isOver || form.dataset.sent) return
    sending?.abort()
    sending = new AbortController()
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        redirect: "manual",
        keepalive: now.length < 60_000,
        signal: sending.signal,
      })
      if (answer.status >= 500) throw new Error(answer.status)
      const told = answer.headers.get("Content-Type") === "application/json" ? await answer.json() : null
      kept = now
      isOver = answer.status === 403 || answer.status === 404 // the right is lost: do not ask again and again
      said.textContent = told ? told.said : form.dataset.lost
      if (!told?.left) return
      others.textContent = told.others
      countFrom(told.left)
    } catch (error) {
      if (error.name === "AbortError") return
      said.textContent = form.dataset.failed
      timer = setTimeout(save, AGAIN)
    }
  }
  form.addEventListener("input", () => {
    if (timer) clearTimeout(timer)
    else since = Date.now()
    timer = setTimeout(save, Date.now() - since > SELDOM ? 0 : SOON)
  })
  form.addEventListener("focusout", () => timer && save())
  document.addEventListener("visibilitychange", () => timer && save())
  form.addEventListener("submit", () => {
    clearTimeout(timer)
    sending?.abort()
  })
}
document.querySelectorAll("form[data-keeps]").forEach(keep)
