// The pages: plain, in four languages, and never to be taken for ID-porten's own.

import { idOf } from "./person.mjs"

const WORDS = {
  nn: {
    signIn: "Logg inn", not: (name) => `Dette er ikkje ${name}. Det er ei øving, og alle her er oppdikta.`, to: (client) => `Du er på veg inn hos ${client}.`,
    higher: (client) => `${client} ber om eit høgare nivå enn det du logga inn med.`, who: "Kven er du?", choose: "Vel ein person", how: "Korleis vil du logge inn?",
    high: "høgt nivå", substantial: "betydeleg nivå", cancel: "Avbryt", leaving: "Loggar ut", goOn: "Gå vidare", left: "Du er logga ut", wrong: "Dette gjekk ikkje",
  },
  nb: {
    signIn: "Logg inn", not: (name) => `Dette er ikke ${name}. Det er en øvelse, og alle her er oppdiktet.`, to: (client) => `Du er på vei inn hos ${client}.`,
    higher: (client) => `${client} ber om et høyere nivå enn det du logget inn med.`, who: "Hvem er du?", choose: "Velg en person", how: "Hvordan vil du logge inn?",
    high: "høyt nivå", substantial: "betydelig nivå", cancel: "Avbryt", leaving: "Logger ut", goOn: "Gå videre", left: "Du er logget ut", wrong: "Dette gikk ikke",
  },
  en: {
    signIn: "Sign in", not: (name) => `This is not ${name}. It is for practice, and everybody here is made up.`, to: (client) => `You are on your way in to ${client}.`,
    higher: (client) => `${client} asks for a higher level than the one you signed in with.`, who: "Who are you?", choose: "Choose a person", how: "How do you want to sign in?",
    high: "high level", substantial: "substantial level", cancel: "Cancel", leaving: "Signing out", goOn: "Go on", left: "You are signed out", wrong: "This did not work",
  },
  se: {
    signIn: "Čálit sisa", not: (name) => `Dát ii leat ${name}. Dát lea hárjehallan, ja buot olbmot dáppe leat hutkojuvvon.`, to: (client) => `Don leat čáliheamen sisa deike: ${client}.`,
    higher: (client) => `${client} gáibida alit dási go dan maid geavahit.`, who: "Gii don leat?", choose: "Vállje olbmo", how: "Mo háliidat čálihit sisa?",
    high: "alla dássi", substantial: "mearkkašahtti dássi", cancel: "Gaskkalduhte", leaving: "Čálit olggos", goOn: "Joatkke", left: "Don leat čálihan olggos", wrong: "Dát ii lihkostuvvan",
  },
}

const STYLE = `
  :root { color-scheme: light; font: 1.0625rem/1.5 system-ui, sans-serif; color: #1d2433; background: #f4f5f7 }
  body { margin: 0 }
  .not { background: #ffe08a; color: #3d2c00; padding: .75rem 1rem; text-align: center; font-weight: 600 }
  main { max-width: 30rem; margin: 2rem auto; padding: 2rem 1.5rem; background: #fff; border-radius: .5rem; border-top: .375rem solid #34588c }
  h1 { margin: 0; font-size: 1.75rem; line-height: 1.2 }
  p { margin: .5rem 0 1.5rem }
  label, legend { display: block; font-weight: 600; padding: 0; margin-bottom: .375rem }
  fieldset { border: 0; margin: 1.5rem 0; padding: 0; display: grid; gap: .5rem }
  select, button { box-sizing: border-box; width: 100%; min-height: 3rem; font: inherit; border-radius: .25rem; border: 1px solid #4b5566; padding: .5rem .75rem; background: #fff; color: inherit }
  button { cursor: pointer; display: flex; justify-content: space-between; align-items: center; gap: 1rem; text-align: start }
  button:hover { background: #e9eff8 }
  button small { color: #4b5566 }
  .plain { border-color: transparent; justify-content: center; text-decoration: underline }
  :focus-visible { outline: 3px solid #34588c; outline-offset: 2px }
  iframe { display: none }
  @media (max-width: 32rem) { main { margin: 0; border-radius: 0 } }`

export const choose = (issuer, { language, client, eids, isHigher }) => {
  const words = WORDS[language]
  return whole(issuer, language, words.signIn, `
    <p>${safe(words.to(client))}${isHigher ? `<br><strong>${safe(words.higher(client))}</strong>` : ""}</p>
    <form method="post">
      <label for="person">${words.who}</label>
      <select id="person" name="person" required><option value="">${words.choose}</option>${groups(issuer.people, client).map(group).join("")}</select>
      <fieldset><legend>${words.how}</legend>
        ${eids.map(({ amr, name, level }) => `<button name="eid" value="${amr}">${name ?? amr} <small>${words[level]}</small></button>`).join("\n        ")}
      </fieldset>
      <button class="plain" name="cancel" value="yes" formnovalidate>${words.cancel}</button>
    </form>`)
}

export const leaving = (issuer, form, frames) =>
  whole(issuer, "nn", WORDS.nn.leaving, `${form}
    <p><button form="op.logoutForm" name="logout" value="yes">${WORDS.nn.goOn}</button></p>
    ${frames.map((address) => `<iframe title="${WORDS.nn.leaving}" src="${safe(address)}"></iframe>`).join("\n    ")}
    <script>
      const told = [...document.querySelectorAll("iframe")].map((frame) => new Promise((resolve) => frame.addEventListener("load", resolve)))
      const late = new Promise((resolve) => setTimeout(resolve, 2000))
      Promise.race([Promise.all(told), late]).then(() => document.querySelector("button").click())
    </script>`)

export const left = (issuer) => whole(issuer, "nn", WORDS.nn.left, "")

export const wrong = (issuer, { error, error_description: description }) =>
  whole(issuer, "nn", WORDS.nn.wrong, `<p><code>${safe(error)}</code> ${safe(description ?? "")}</p>`)

/** The people by where they belong, those of the place one is on the way to first. */
const groups = (people, client) => {
  const names = [...new Set(people.map((person) => person.group))]
  const ordered = [...names.filter((name) => name === client), ...names.filter((name) => name !== client)]
  return ordered.map((name) => [name, people.filter((person) => person.group === name)])
}

const group = ([name, people]) => `<optgroup label="${safe(name)}">${people.map(option).join("")}</optgroup>`

const option = (person) => `<option value="${safe(idOf(person))}">${safe(person.note ? `${person.name} – ${person.note}` : person.name)}</option>`

const whole = (issuer, language, heading, content) => `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading} – ${safe(issuer.name)} (øving)</title><style>${STYLE}</style></head>
<body>
  <header class="not">${safe(WORDS[language].not(issuer.name))}</header>
  <main>
    <h1>${heading}</h1>${content}
  </main>
</body>
</html>`

const safe = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
