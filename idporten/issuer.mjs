// One issuer, as ID-porten behaves: the protocol is oidc-provider's, the rules that are ID-porten's own are here.

import { createHmac, generateKeyPair, randomBytes } from "node:crypto"
import { promisify } from "node:util"

import { Provider, errors, interactionPolicy } from "oidc-provider"

import { memory } from "./memory.mjs"
import * as page from "./page.mjs"
import { idOf } from "./person.mjs"

const ORDER = ["low", "substantial", "high"]
const LANGUAGES = ["nb", "nn", "en", "se"]
const TWO_HOURS = 2 * 60 * 60
const ROUTES = { authorization: "/authorize", token: "/token", pushed_authorization_request: "/par", end_session: "/logout", jwks: "/jwks.json" }
const { Check, base } = interactionPolicy

export class Issuer {
  #secret = randomBytes(16).toString("hex")
  #keys = []
  #onBehalfOf = new Map() // by authorization code
  #provider

  constructor({ address, name, levels, clients }, people) {
    Object.assign(this, { address, name, levels, clients, people })
    this.Memory = memory(address)
    this.ready = this.rotate()
  }

  // --- what comes from outside ---

  async answer(request, response) {
    await this.ready
    return this.#provider.callback()(request, response)
  }

  async interaction(request, response) {
    await this.ready
    return this.#provider.interactionDetails(request, response)
  }

  async finish(request, response, result) {
    await this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }

  /** Sign with a new key from now on; the ones before it stay known. Sessions go on. */
  async rotate() {
    const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 })
    const key = { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: `${this.name}-${this.#keys.length + 1}` }
    this.#keys.unshift(key)
    this.#provider = this.#made()
  }

  /** Somebody signs out here, in a browser we do not see: every client is told once, and the session is over. */
  async signOut(pid) {
    const { Client, Session } = this.#provider
    for (const { uid } of new this.Memory("Session").all().filter((payload) => payload.accountId === pid)) {
      const session = await Session.findByUid(uid)
      for (const clientId of Object.keys(session.authorizations ?? {})) {
        const client = await Client.find(clientId)
        if (client.backchannelLogoutUri) await client.backchannelLogout(pid, session.sidFor(clientId)).catch(complain)
      }
      await session.destroy()
    }
  }

  // --- people, clients and levels ---

  client(clientId) {
    return this.clients.find((client) => client.client_id === clientId)
  }

  /** Which kind of level is asked for, at least: low, substantial or high. */
  asked(params) {
    const asked = String(params.acr_values ?? "").split(" ")
    return ORDER.find((level) => asked.includes(this.levels[level])) ?? "substantial"
  }

  reaches(acr, least) {
    return ORDER.findIndex((level) => this.levels[level] === acr) >= ORDER.indexOf(least)
  }

  // --- the provider ---

  #made() {
    const provider = new Provider(this.address, {
      adapter: this.Memory,
      jwks: { keys: this.#keys },
      clients: this.clients.map((client) => this.#registered(client)),
      cookies: { keys: [this.#secret], long: { sameSite: "none" }, names: this.#cookieNames() },
      routes: ROUTES,
      scopes: ["openid", "profile"],
      claims: { openid: ["sub", "pid", "locale", "acr", "amr", "sid", "auth_time", "aud_onbehalfof"], acr: null, sid: null, auth_time: null, iss: null },
      conformIdTokenClaims: false,
      acrValues: Object.values(this.levels),
      subjectTypes: ["pairwise"],
      pairwiseIdentifier: (ctx, accountId, client) => createHmac("sha256", this.address).update(`${client.clientId} ${accountId}`).digest("base64url"),
      clientAuthMethods: ["private_key_jwt"],
      enabledJWA: { clientAuthSigningAlgValues: ["RS256", "RS384", "RS512"], idTokenSigningAlgValues: ["RS256"] },
      pkce: { required: () => true },
      enableHttpPostMethods: true,
      discovery: { ui_locales_supported: LANGUAGES, frontchannel_logout_supported: true, frontchannel_logout_session_supported: true },
      extraClientMetadata: { properties: ["frontchannel_logout_uri"], validator() {} },
      extraParams: { onbehalfof: (ctx, value, client) => this.#mayActFor(client, value) },
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: true },
        pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
        rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => this.#leave(ctx, form), postLogoutSuccessSource: (ctx) => this.#left(ctx) },
      },
      interactions: { policy: this.#policy(), url: (ctx, interaction) => `/interaction/${interaction.uid}` },
      ttl: { PushedAuthorizationRequest: 120, AuthorizationCode: 60, IdToken: 120, AccessToken: 120, Interaction: 600, Session: TWO_HOURS, Grant: TWO_HOURS },
      loadExistingGrant: (ctx) => this.#granted(ctx),
      findAccount: (ctx, accountId, token) => this.#account(ctx, accountId, token),
      renderError: (ctx, out) => show(ctx, page.wrong(this, out)),
      // the library keeps its calls away from this machine, which is where all of ours go
      fetch: (address, { dispatcher, ...options }) => globalThis.fetch(address, { ...options, signal: AbortSignal.timeout(5000) }),
    })
    // browsers take http on this machine for safe, so that a cookie may come along when another site posts here
    Object.defineProperty(provider.request, "secure", { get: () => true })
    provider.Client.prototype.includeSid = () => true // the library tells it to those alone who are told by the back channel
    provider.on("authorization.success", ({ oidc }, out) => {
      if (oidc.params.onbehalfof && out.code) this.#onBehalfOf.set(out.code, oidc.params.onbehalfof)
    })
    for (const event of ["pushed_authorization_request", "authorization", "grant", "backchannel", "end_session"]) {
      provider.on(`${event}.error`, (ctx, error) => complain(error))
    }
    return provider
  }

  #registered({ name, onbehalfof, ...client }) {
    return {
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "RS256",
      id_token_signed_response_alg: "RS256",
      response_types: ["code"],
      grant_types: ["authorization_code"],
      subject_type: "pairwise",
      ...(client.backchannel_logout_uri ? { backchannel_logout_session_required: true } : {}),
      ...client,
    }
  }

  #cookieNames() {
    const { port } = new URL(this.address) // one machine has one jar of cookies for all its ports
    return { session: `session-${port}`, interaction: `interaction-${port}`, resume: `resume-${port}` }
  }

  /** Ask again where the session is of a lower level than what is asked for now. */
  #policy() {
    const policy = base()
    policy.get("login").checks.add(
      new Check("level_too_low", "a higher level is asked for", "login_required", ({ oidc }) =>
        oidc.session?.accountId && !this.reaches(oidc.session.acr, this.asked(oidc.params)) ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    )
    return policy
  }

  #mayActFor(client, value) {
    if (value !== undefined && !this.client(client.clientId).onbehalfof?.includes(value)) throw new errors.InvalidRequest("unknown onbehalfof")
  }

  /** Nobody is asked for consent: whoever signs in has chosen to. */
  async #granted({ oidc }) {
    const { Grant } = oidc.provider
    const known = oidc.session.grantIdFor(oidc.client.clientId)
    if (known) return Grant.find(known)
    const grant = new Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
    grant.addOIDCScope("openid profile")
    await grant.save()
    return grant
  }

  async #account(ctx, accountId, token) {
    const person = this.people.find((one) => idOf(one) === accountId)
    if (!person) return undefined
    const told = {
      pid: person.pid,
      locale: language(ctx.oidc.params),
      acr: token?.acr,
      amr: token?.amr,
      sid: token?.sid,
      auth_time: token?.authTime,
      aud_onbehalfof: this.#onBehalfOf.get(token?.jti),
    }
    const claims = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined && value !== null))
    return { accountId, claims: async () => ({ sub: accountId, ...claims }) }
  }

  /** Nobody is asked here either: the clients that want it are told in frames, then the session ends. */
  #leave(ctx, form) {
    const { session } = ctx.oidc
    const frames = Object.keys(session.authorizations ?? {}).flatMap((clientId) => {
      const address = this.client(clientId)?.frontchannel_logout_uri
      return address ? [`${address}?${new URLSearchParams({ iss: this.address, sid: session.sidFor(clientId) })}`] : []
    })
    show(ctx, page.leaving(this, form, frames))
  }

  #left(ctx) {
    show(ctx, page.left(this))
  }
}

export const language = (params) =>
  String(params?.ui_locales ?? "")
    .split(" ")
    .find((one) => LANGUAGES.includes(one)) ?? "nb"

const show = (ctx, html) => {
  ctx.type = "html"
  ctx.body = html
}

const complain = (error) => console.error([error.error, error.error_description, error.error_detail].filter(Boolean).join(": ") || error.message)
