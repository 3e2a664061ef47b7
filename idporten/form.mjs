// What a form has sent.

export const form = async (request) => {
  let body = ""
  for await (const part of request) body += part
  return new URLSearchParams(body)
}
