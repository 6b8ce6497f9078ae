// Where a browser keeps its voting paper until it is used or the survey has closed.
import { store } from "./store.js";

const papers = store("paper:");

export const dropPaper = papers.drop;
// At sign-out: whoever signs in here next must not find somebody else's paper.
export const dropAllPapers = papers.dropAll;

// The stored paper, {message, signature}; a paper that is not signed yet has no signature. Nothing
// else is handed out: what is sent with the answers comes from here, and the mark must not leave.
export function findPaper(survey) {
  const kept = papers.find(survey);
  return kept && { message: kept.message, signature: kept.signature };
}

// The stored paper as it was before it was signed, {message, blinded, secret}: whoever has asked for
// a signature and got no answer asks for the same one again.
export function findBlinded(survey) {
  const { message, blinded, secret } = papers.find(survey) ?? {};
  return secret ? { message, blinded, secret } : null;
}

// Whether the stored paper was made by whom the page was made for.
export function isOwnPaper(survey, mark) {
  return papers.find(survey)?.mark === mark;
}

// In the place of what was kept before. Throws where the browser keeps nothing for this page.
export function keepPaper(survey, paper, mark) {
  papers.keep(survey, { ...paper, mark });
}
