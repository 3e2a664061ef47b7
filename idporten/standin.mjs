// A stand-in for ID-porten and Ansattporten, for tests and for trying sign-in on a training site. Never in production.
//
// STANDIN names a JSON file (README.md): the made-up people, and one issuer for each port. Everything listens on this
// machine alone, and nothing is kept when it ends.

import { readFileSync } from "node:fs"
import { createServer } from "node:http"

import { form } from "./form.mjs"
import { Interaction } from "./interaction.mjs"
import { Issuer } from "./issuer.mjs"

const HOST = "127.0.0.1"
const { people, issuers } = JSON.parse(readFileSync(process.env.STANDIN, "utf8"))

const begin = (told) => {
  const { port } = new URL(told.address)
  const issuer = new Issuer(told, people)
  const interaction = new Interaction(issuer)
  const routes = [
    [/^\/interaction\/[\w-]+$/, (request, response) => interaction.answer(request, response)],
    [/^\/test\/rotate$/, async (request, response) => done(response, await issuer.rotate())],
    [/^\/test\/sign-out$/, async (request, response) => done(response, await issuer.signOut((await form(request)).get("pid")))],
    [/^\/favicon\.ico$/, (request, response) => done(response)],
    [/./, (request, response) => issuer.answer(request, response)],
  ]
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, issuer.address)
    const [, answer] = routes.find(([pattern]) => pattern.test(pathname))
    try {
      await answer(request, response)
    } catch (error) {
      console.error(error.message)
      response.writeHead(400, { "content-type": "text/plain; charset=utf-8" }).end(error.message)
    }
  })
  return new Promise((resolve) => server.listen(port, HOST, resolve))
}

const done = (response) => response.writeHead(204).end()

await Promise.all(issuers.map(begin))
console.log("ready")
