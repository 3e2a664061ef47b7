// What somebody meets in the browser: who, by which eID, or not at all.

import { form } from "./form.mjs"
import { language } from "./issuer.mjs"
import * as page from "./page.mjs"
import { idOf } from "./person.mjs"

const EIDS = [
  { amr: "BankID", level: "high" },
  { amr: "Buypass", level: "high" },
  { amr: "Commfides", level: "high" },
  { amr: "Minid-APP", name: "MinID", level: "substantial" },
]

export class Interaction {
  constructor(issuer) {
    this.issuer = issuer
  }

  async answer(request, response) {
    const { params, prompt } = await this.issuer.interaction(request, response)
    if (request.method === "POST") return this.#take(request, response, params)
    response.setHeader("content-type", "text/html; charset=utf-8")
    response.setHeader("cache-control", "no-store")
    response.end(page.choose(this.issuer, {
      language: language(params),
      client: this.issuer.client(params.client_id).name,
      eids: this.#offered(params),
      isHigher: prompt.reasons.includes("level_too_low"),
    }))
  }

  /** Only what reaches the level that is asked for is offered, as ID-porten does. */
  #offered(params) {
    const least = this.issuer.asked(params)
    return EIDS.filter(({ level }) => this.issuer.reaches(this.issuer.levels[level], least))
  }

  async #take(request, response, params) {
    const sent = await form(request)
    if (sent.has("cancel")) {
      return this.issuer.finish(request, response, { error: "access_denied", error_description: "The person stopped." })
    }
    const person = this.issuer.people.find((one) => idOf(one) === sent.get("person"))
    const eid = this.#offered(params).find(({ amr }) => amr === sent.get("eid"))
    if (!person || !eid) throw new Error("Choose one of the people, and one of the eIDs.")
    const login = { accountId: idOf(person), acr: this.issuer.levels[eid.level], amr: [eid.amr], remember: true }
    return this.issuer.finish(request, response, { login })
  }
}
