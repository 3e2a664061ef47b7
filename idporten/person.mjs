// Somebody made up who can sign in.

/** A person is known by the number; somebody without one, by the name. */
export const idOf = (person) => person.pid ?? person.name
