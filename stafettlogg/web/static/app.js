// What pages do beyond links and forms. Everything works without it.

// After a refused form or a swap, go to what says what happened: the error summary, else the new heading.
const goTo = (root) => {
  const summary = root.querySelector(".ds-error-summary")
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

if (document.querySelector(".ds-error-summary")) goTo(document)
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
  if (root.querySelector(".ds-error-summary") || root.hasAttribute("data-focus")) goTo(root)
})
// Sent once is enough: a second press waits for the first.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent && !event.defaultPrevented) event.preventDefault()
  event.target.dataset.sent = "yes"
})
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent))
