// What the provider remembers, until the process ends. It outlives a change of keys, which is why it is ours.

const rows = new Map()
const lives = (row) => row && (!row.ends || row.ends > Date.now())

export const memory = (issuer) =>
  class Memory {
    constructor(model) {
      this.prefix = `${issuer} ${model} `
    }

    async upsert(id, payload, seconds) {
      rows.set(this.prefix + id, { payload, ends: seconds && Date.now() + seconds * 1000 })
    }

    async find(id) {
      const row = rows.get(this.prefix + id)
      return lives(row) ? row.payload : undefined
    }

    async findByUid(uid) {
      return this.all().find((payload) => payload.uid === uid)
    }

    async consume(id) {
      const payload = await this.find(id)
      if (payload) payload.consumed = Math.floor(Date.now() / 1000)
    }

    async destroy(id) {
      rows.delete(this.prefix + id)
    }

    async revokeByGrantId(grantId) {
      for (const [key, row] of rows) if (row.payload.grantId === grantId) rows.delete(key)
    }

    all() {
      return [...rows].filter(([key, row]) => key.startsWith(this.prefix) && lives(row)).map(([, row]) => row.payload)
    }
  }
