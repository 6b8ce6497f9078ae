// The support desk: what went wrong takes the focus, as on every other page.
const problem = document.querySelector(".errornote");

if (problem) {
  problem.tabIndex = -1;
  problem.focus();
}
