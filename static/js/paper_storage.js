// Where a browser keeps its voting paper until it is used or the survey has closed.
const PREFIX = "paper:";
const nameOf = (survey) => PREFIX + survey;

// The stored paper, {message, signature}; a paper that is not signed yet has no signature. Nothing
// else is handed out: what is sent with the answers comes from here, and the mark must not leave.
export function findPaper(survey) {
  const kept = read(survey);
  return kept && { message: kept.message, signature: kept.signature };
}

// The stored paper as it was before it was signed, {message, blinded, secret}: whoever has asked for
// a signature and got no answer asks for the same one again.
export function findBlinded(survey) {
  const { message, blinded, secret } = read(survey) ?? {};
  return secret ? { message, blinded, secret } : null;
}

// Whether the stored paper was made by whom the page was made for.
export function isOwnPaper(survey, mark) {
  return read(survey)?.mark === mark;
}

// In the place of what was kept before. Throws where the browser keeps nothing for this page.
export function keepPaper(survey, paper, mark) {
  window.localStorage.setItem(nameOf(survey), JSON.stringify({ ...paper, mark }));
}

function read(survey) {
  try {
    return JSON.parse(window.localStorage.getItem(nameOf(survey)));
  } catch {
    return null;
  }
}

// At sign-out: whoever signs in here next must not find somebody else's paper.
export function dropAllPapers() {
  try {
    Object.keys(window.localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .forEach((name) => window.localStorage.removeItem(name));
  } catch {
    // What cannot be kept need not be dropped.
  }
}

export function dropPaper(survey) {
  try {
    window.localStorage.removeItem(nameOf(survey));
  } catch {
    // What cannot be kept need not be dropped.
  }
}
